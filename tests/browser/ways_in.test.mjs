// SPDX-License-Identifier: Apache-2.0
// Into a jam without a personal link: by a mail's code or link, by a code spoken in a hall; and out again, from afar.
import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openJam, phone, stepsOf } from "../support/browser.mjs";
import { openPlan } from "../support/hall.mjs";
import { MailSink, mailingOptions, secretsOf } from "../support/mail_sink.mjs";

const plan = () =>
    openPlan({
        title: "CovJam",
        policies: {
            admission: { email: { newcomers: true }, code: { open: true } },
            limits: { posts_per_minute: null, commands_per_minute: null, connections_per_person: null },
        },
    });

async function opened(t) {
    const sink = await MailSink.open(null);
    t.after(() => new Promise((done) => sink.server.close(done)));
    const options = await mailingOptions(sink.url, await mkdtemp(join(tmpdir(), "jamhall-test-")));
    return { sink, ...(await openJam(t, plan(), options)) };
}

/** What the server refuses is also said by the browser's console. */
const refusals = /the server responded with a status of (400|401|404|409|429)/;

test("by mail: the code in the browser that asked, the link by its button", async (t) => {
    const step = stepsOf(t);
    const scene = await opened(t);
    const ada = await scene.arrive({});
    ada.expected.push(refusals);
    const { page } = ada;

    await step("the page of a jam offers a mail to whoever has no link", async () => {
        await page.goto(`/j/${scene.jam}`);
        await page.getByRole("heading", { name: "Sign in by e-mail" }).waitFor();
        await ada.checkBoth("1 ways in");
        await page.getByLabel("Your e-mail address").fill("ada@example.org");
        await page.getByRole("button", { name: "E-mail me a link" }).click();
        await page.getByLabel("The six digits in the mail").waitFor();
        await ada.checkBoth("2 mail is on its way");
    });

    await step("a wrong code is refused in plain words, the right one leads in", async () => {
        const { code } = secretsOf(await scene.sink.mailTo("ada@example.org"));
        const field = page.getByLabel("The six digits in the mail");
        await field.fill(code === "000000" ? "000001" : "000000");
        await page.getByRole("button", { name: "Sign in with the code" }).click();
        await page.locator(".note.bad").filter({ hasText: "not good here" }).waitFor();
        await ada.checkBoth("3 wrong code");
        await field.fill(code);
        await page.keyboard.press("Enter");
        await page.getByRole("heading", { level: 1, name: "CovJam" }).waitFor();
    });

    await step("the link opens a page that spends nothing; its button asks a newcomer's name and signs in", async () => {
        const nia = await scene.arrive({ device: phone });
        nia.expected.push(refusals);
        await nia.page.goto(`/j/${scene.jam}`);
        await nia.page.getByLabel("Your e-mail address").fill("nia@city.example");
        await nia.page.getByRole("button", { name: "E-mail me a link" }).click();
        await nia.page.getByLabel("The six digits in the mail").waitFor();
        const { link } = secretsOf(await scene.sink.mailTo("nia@city.example"));
        await nia.page.goto("about:blank");
        await nia.page.goto(link);
        await nia.page.reload();
        const button = nia.page.getByRole("button", { name: "Sign in and continue" });
        await button.waitFor();
        await nia.check("4 link of a mail");
        await button.click();
        await nia.page.getByLabel("What you would like to be called").fill("Nia Newcomer");
        await nia.check("5 name of a newcomer");
        await button.click();
        await nia.page.getByRole("heading", { level: 1, name: "CovJam" }).waitFor();
        assert.ok(!nia.page.url().includes("#"), "the secret has left the address");
    });
});

test("by a code: organizers make it, the hall hears it, the page takes it", async (t) => {
    const step = stepsOf(t);
    const scene = await opened(t);
    let code;

    await step("an organizer makes a code", async () => {
        const olga = await scene.signedIn("olga", { at: `/admin/${scene.jam}/links` });
        await olga.page.getByRole("button", { name: "Make a code" }).click();
        code = await olga.page.locator(".code").innerText();
        assert.match(code, /^\w{4}-\w{4}$/);
        await olga.checkBoth("6 join code");
        await olga.page.goto(`/j/${scene.jam}/wall`);
        await olga.page.getByText(code).waitFor();
        await olga.picture("7 wall with code");
    });

    await step("somebody who hears it mistypes it once, says a name and is in", async () => {
        const omar = await scene.arrive({ device: phone });
        omar.expected.push(refusals);
        await omar.page.goto("/join");
        await omar.page.getByLabel("Code", { exact: true }).fill("ZZZZ ZZZZ");
        await omar.page.getByRole("button", { name: "Join" }).click();
        await omar.page.locator(".note.bad").waitFor();
        await omar.checkBoth("8 wrong join code");
        await omar.page.getByLabel("Code", { exact: true }).fill(code.toLowerCase());
        await omar.page.getByRole("button", { name: "Join" }).click();
        await omar.page.getByLabel("What you would like to be called").fill("Omar");
        await omar.page.getByRole("button", { name: "Join" }).click();
        await omar.page.getByRole("heading", { level: 1, name: "CovJam" }).waitFor();
    });
});

test("where one is signed in: another device is signed out from here, and its page says so", async (t) => {
    const scene = await opened(t);
    const desk = await scene.signedIn("ada", { at: `/jam/${scene.jam}/me` });
    const handset = await scene.signedIn("ada", { device: phone });
    handset.expected.push(refusals);
    await handset.page.getByRole("heading", { level: 1 }).first().waitFor();
    await desk.page.reload();
    const list = desk.page.getByRole("region", { name: "Where you are signed in" });
    await list.getByText("this device").waitFor();
    await desk.checkBoth("9 sign-ins");
    await list.getByRole("button", { name: /^Sign out there/ }).first().click();
    await handset.page.getByText(/signed out/i).first().waitFor();
    await handset.check("10 signed out from afar");
});

test("who runs the hall", async (t) => {
    const scene = await opened(t);
    const admin = await scene.arrive({});
    await admin.page.goto(`/admin#${scene.hall.token}`);
    await admin.page.getByRole("button", { name: "Sign in" }).click();
    const card = admin.page.getByRole("region", { name: "Who runs this hall" });
    await card.getByLabel("E-mail").fill("olga@example.org");
    await card.getByLabel("Name").fill("Olga Organizer");
    await card.getByRole("button", { name: "Add" }).click();
    await card.getByText("olga@example.org").first().waitFor();
    await admin.checkBoth("11 roles in the hall");
    await card.getByRole("button", { name: /^Remove/ }).click();
    await card.getByText("olga@example.org").first().waitFor({ state: "detached" });
});
