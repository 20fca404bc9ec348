// SPDX-License-Identifier: Apache-2.0
// From the door of a jam through the sign-in page of a provider that others wrote, into the jam, and out again.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { desktop, openStage, phone, roster, stepsOf } from "../support/browser.mjs";
import { openPlan } from "../support/hall.mjs";
import { openPeerProvider } from "../support/peers.mjs";
import { configOf } from "../support/provider.mjs";

async function openScene(t) {
    const provider = await openPeerProvider(t);
    const folder = await mkdtemp(join(tmpdir(), "jamhall-oidc-"));
    t.after(() => rm(folder, { recursive: true, force: true }));
    await writeFile(join(folder, "secret"), provider.clientSecret, { mode: 0o600 });
    await writeFile(join(folder, "hall.toml"), configOf(provider, { secretFile: join(folder, "secret") }));
    const stage = await openStage(t, { args: ["--config", join(folder, "hall.toml")] });
    await provider.knows(`${stage.hall.url}/api/v1/login/oidc/council/callback`);
    const jam = await stage.hall.createJam(openPlan());
    await stage.hall.json("POST", `/api/v1/jams/${jam}/roster`, { body: roster, type: "text/csv" });
    return { ...stage, jam };
}

for (const [name, device] of Object.entries({ desktop, phone })) {
    test(`${name}: a council account opens the jam`, async (t) => {
        const step = stepsOf(t);
        const { jam, arrive } = await openScene(t);
        const visitor = await arrive({ device });
        const { page } = visitor;
        // The provider's page asks for type from elsewhere; where nobody answers it would be waited for.
        await visitor.context.route(/fonts\.googleapis\.com/, (route) => route.abort());
        visitor.expected.push(/fonts\.googleapis\.com|favicon\.ico/, /401 .*\/api\/v1\/login$/); // the provider's own page; nobody is signed in yet
        const signInAs = async (login) => {
            await page.getByRole("link", { name: "Sign in with Council account" }).click();
            await page.getByPlaceholder("Enter any login").fill(login);
            await page.getByPlaceholder("and password").fill("any");
            await page.getByRole("button", { name: "Sign-in" }).click();
            await page.getByRole("button", { name: "Continue" }).click();
        };

        await step("the door of the jam offers the account", async () => {
            await page.goto(`/j/${jam}`);
            await page.getByRole("link", { name: "Sign in with Council account" }).waitFor();
            await visitor.checkBoth("1 door");
        });

        await step("who changes their mind at the provider comes back to the door", async () => {
            await page.getByRole("link", { name: "Sign in with Council account" }).click();
            await page.getByRole("link", { name: "Cancel" }).click();
            await page.getByText("the sign-in page said no").first().waitFor();
            await visitor.checkBoth("2 said no");
        });

        await step("who is signed in there but on no roster is told so kindly", async () => {
            await signInAs("zoe");
            await page.getByText("this jam does not know you").first().waitFor();
            assert.ok(page.url().endsWith(`/j/${jam}?sign_in=unknown`));
            await visitor.checkBoth("3 unknown");
            await visitor.context.clearCookies();
        });

        await step("Ada signs in and is in the jam under her name", async () => {
            await page.goto(`/j/${jam}`);
            await signInAs("ada");
            await page.waitForURL(`**/jam/${jam}`);
            await page.getByRole("button", { name: "Accept and join" }).waitFor();
            const { jams } = await (await visitor.context.request.get("/api/v1/login")).json();
            assert.deepEqual(jams.map(({ person }) => person.name), ["Ada Adams"]);
            await visitor.check("4 in the jam");
        });

        await step("and out again: the login has ended, and the front page offers the account", async () => {
            await page.goto("/");
            await page.getByRole("button", { name: "Sign out" }).click();
            await page.getByRole("link", { name: "Sign in with Council account" }).waitFor();
            assert.equal((await visitor.context.request.get("/api/v1/login")).status(), 401);
            await visitor.checkBoth("5 out", {});
        });
    });
}
