// SPDX-License-Identifier: Apache-2.0
// From a personal link to the jam: the button that signs in, the charter, the lobby, the bell.
import assert from "node:assert/strict";
import { test } from "node:test";
import { desktop, openJam, phone, stepsOf } from "../support/browser.mjs";
import { openPlan } from "../support/hall.mjs";

const tomorrow = () => new Date(Date.now() + 26 * 3_600_000).toISOString().slice(0, 16);

const plan = () =>
    openPlan({
        title: "CovJam",
        purpose: "Twenty-year strategy: ideas from the city",
        starts_at: tomorrow(),
        charter: { asks: "What should Coventry be known for?", decides: "Cabinet, 14 January", criteria: "Cost, reach", answer_by: "2027-01-31" },
        rules: [{ id: "civil", text: "No personal attacks." }, { id: "private", text: "No private data of others." }],
    });

/** What the server knows of Ada. */
async function adaOf({ hall, jam }) {
    const { people } = await hall.json("GET", `/api/v1/jams/${jam}/people`);
    return people.find(({ name }) => name === "Ada Adams");
}

for (const [name, device] of Object.entries({ desktop, phone })) {
    test(`${name}: a personal link leads through charter and lobby into the jam`, async (t) => {
        const step = stepsOf(t);
        const scene = await openJam(t, plan());
        const ada = await scene.arrive({ device });
        const { page } = ada;

        await step("opening the link, as scanners of mail do, spends nothing and sets no cookie", async () => {
            await page.goto(scene.link("ada"));
            await page.getByRole("heading", { name: "You are invited" }).waitFor();
            await page.reload();
            await page.getByRole("button", { name: "Sign in and continue" }).waitFor();
            assert.deepEqual(await ada.context.cookies(), []);
            assert.equal((await adaOf(scene)).registered, false);
            await ada.check("1 invitation");
        });

        await step("the button signs in, with a cookie that scripts cannot read", async () => {
            await ada.tabTo(page.getByRole("button", { name: "Sign in and continue" }));
            await page.keyboard.press("Enter");
            await page.getByRole("heading", { level: 1, name: "CovJam" }).waitFor();
            const [cookie, ...others] = await ada.context.cookies();
            assert.deepEqual(others, []);
            assert.deepEqual([cookie.httpOnly, cookie.sameSite, cookie.path], [true, "Lax", "/"]);
            assert.equal(await page.evaluate("document.cookie"), "");
            assert.ok(!page.url().includes("#"), "the token has left the address");
            assert.equal((await adaOf(scene)).registered, true);
        });

        await step("charter and rules are accepted before anything else", async () => {
            await page.getByText("Cabinet, 14 January").waitFor();
            await page.getByText("No private data of others.").waitFor();
            await ada.check("2 charter");
            await page.getByRole("button", { name: "Accept and join" }).click();
            await page.getByRole("timer", { name: "The jam opens in" }).waitFor();
        });

        await step("the lobby counts down and says what happens when", async () => {
            assert.match(await page.getByRole("timer").innerText(), /\d+\s+day.*\d+\s+hour.*\d+\s+minute.*\d+\s+second/s);
            await page.getByText("You are the first one here").waitFor();
            await ada.check("3 lobby");
            // Another visit: the charter is accepted once.
            await page.reload();
            await page.getByRole("timer", { name: "The jam opens in" }).waitFor();
        });

        await step("at the bell the page becomes the jam, without a reload, and keeps the focus", async () => {
            await page.evaluate("window.isSamePage = true");
            await page.keyboard.press("Tab");
            await page.keyboard.press("Enter"); // skip to the content
            await scene.advance();
            await page.getByText("Share ideas", { exact: true }).first().waitFor();
            const title = name === "phone" ? "CovJam" : "What matters most?";
            await page.getByRole("heading", { level: 1, name: title }).waitFor();
            assert.equal(await page.evaluate("window.isSamePage"), true);
            await page.getByRole("status").filter({ hasText: "The jam is open" }).waitFor();
            await page.locator("main:focus, main :focus").waitFor(); // the keyboard goes on in the jam
            await ada.check("4 opened");
        });
    });
}

test("a link that was renewed says what to do", async (t) => {
    const scene = await openJam(t, plan());
    const ada = await scene.arrive({ device: phone });
    ada.expected.push(/status of 401/);
    const old = scene.link("ada");
    await scene.hall.request("POST", `/api/v1/jams/${scene.jam}/links`, { body: '{"email":"ada@example.org"}' });
    await ada.page.goto(old);
    await ada.page.getByRole("button", { name: "Sign in and continue" }).click();
    await ada.page.getByText("This link is not valid any more. Ask the organizer for a new one.").first().waitFor();
    assert.deepEqual(await ada.context.cookies(), []);
    await ada.check("5 old link");
    await ada.page.goto(`/jam/${scene.jam}`);
    await ada.page.getByText("You are not signed in").first().waitFor();
    await ada.check("6 not signed in");
});
