// SPDX-License-Identifier: Apache-2.0
// The ways in and out with the keyboard alone: after each key it is seen where one is, and where that is makes sense.
import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openJam, stepsOf } from "../support/browser.mjs";
import { openPlan } from "../support/hall.mjs";
import { Keyboard } from "../support/keyboard.mjs";
import { MailSink, mailingOptions, secretsOf } from "../support/mail_sink.mjs";

/** What the server refuses is also said by the browser's console. */
const refusals = /the server responded with a status of (400|401|404|409|429)/;

async function opened(t) {
    const sink = await MailSink.open(null);
    t.after(() => new Promise((done) => sink.server.close(done)));
    const admission = { email: { newcomers: true }, code: { open: true } };
    const limits = { posts_per_minute: null, commands_per_minute: null, connections_per_person: null };
    const options = await mailingOptions(sink.url, await mkdtemp(join(tmpdir(), "jamhall-test-")));
    const scene = await openJam(t, openPlan({ title: "CovJam", policies: { admission, limits } }), options);
    const arrive = async () => {
        const visitor = await scene.arrive({});
        visitor.expected.push(refusals);
        return { visitor, page: visitor.page, keys: new Keyboard(visitor) };
    };
    return { ...scene, sink, arrive };
}

test("by mail with the keyboard: address, another mail, a wrong code, the right one", async (t) => {
    const step = stepsOf(t);
    const { jam, sink, arrive } = await opened(t);
    const { page, keys } = await arrive();
    const address = page.getByLabel("Your e-mail address");
    const code = page.getByLabel("The six digits in the mail");
    const title = page.getByRole("heading", { level: 1 });

    await step("the door of a jam is walked around", async () => {
        await page.goto(`/j/${jam}`);
        await address.waitFor();
        await keys.goAround();
    });

    await step("whoever asked for a mail stands where its code goes", async () => {
        await keys.tabTo(address);
        await keys.type("ada@example.org");
        await keys.press("Enter");
        await code.waitFor();
        await keys.isAt(code, "the field of the code");
        await keys.goAround();
    });

    await step("another mail is asked for from where the first was", async () => {
        await keys.use(page.getByRole("button", { name: "Send another one" }));
        await address.waitFor();
        await keys.isAt(address, "the field of the address");
        await keys.use(page.getByRole("button", { name: "E-mail me a link" }));
        await code.waitFor();
        await keys.isAt(code, "the field of the code");
    });

    await step("a wrong code leaves one where one was, by Enter and by the button", async () => {
        await keys.type("000001");
        await keys.press("Enter");
        const wrong = page.locator(".note.bad").filter({ hasText: "not good here" });
        await wrong.waitFor();
        await keys.isAt(code, "the field of the code");
        const button = page.getByRole("button", { name: "Sign in with the code" });
        const answered = page.waitForResponse(/\/api\/v1\/login$/);
        await keys.use(button);
        await answered;
        await wrong.waitFor();
        await keys.isAt(button, "the button");
    });

    await step("the right code leads to the rules, and these to the jam", async () => {
        await sink.mailTo("ada@example.org");
        const { code: digits } = secretsOf(await sink.mailTo("ada@example.org"));
        await page.keyboard.press("Shift+Tab");
        await keys.isAt(code);
        await keys.press("Control+A");
        await keys.type(digits);
        await keys.press("Enter");
        const accept = page.getByRole("button", { name: "Accept and join" });
        await accept.waitFor();
        await keys.isAt(title, "the title of the rules");
        await keys.goAround();
        await keys.use(accept);
        await page.getByRole("heading", { level: 1, name: "What matters most?" }).waitFor();
        await keys.isAt(page.getByRole("heading", { level: 1, name: "What matters most?" }), "the question of the jam");
    });
});

test("by a mail's link with the keyboard: a newcomer says a name", async (t) => {
    const { jam, sink, arrive } = await opened(t);
    const { page, keys } = await arrive();
    await page.goto(`/j/${jam}`);
    await page.getByLabel("Your e-mail address").waitFor();
    await keys.tabTo(page.getByLabel("Your e-mail address"));
    await keys.type("nia@city.example");
    await keys.press("Enter");
    await page.getByLabel("The six digits in the mail").waitFor();
    const { link } = secretsOf(await sink.mailTo("nia@city.example"));
    await page.goto("about:blank");
    await page.goto(link);
    const button = page.getByRole("button", { name: "Sign in and continue" });
    await button.waitFor();
    await keys.use(button);
    const name = page.getByLabel("What you would like to be called");
    await name.waitFor();
    await keys.isAt(name, "the field of the name");
    await keys.goAround();
    await keys.tabTo(name);
    await keys.type("Nia Newcomer");
    await keys.press("Enter");
    await page.getByRole("button", { name: "Accept and join" }).waitFor();
    await keys.isAt(page.getByRole("heading", { level: 1 }), "the title of the rules");
});

test("by a code with the keyboard, from the front page", async (t) => {
    const step = stepsOf(t);
    const { hall, jam, arrive } = await opened(t);
    const { page, keys } = await arrive();
    const { code: spoken } = await hall.json("POST", `/api/v1/jams/${jam}/join-code?hours=2`, { body: {} });
    const code = page.getByLabel("Code", { exact: true });
    const name = page.getByLabel("What you would like to be called");

    await step("the front page leads to both pages of signing in, whose titles one hears", async () => {
        await page.goto("/");
        await page.getByRole("link", { name: "I have a code" }).waitFor();
        await keys.goAround();
        await keys.use(page.getByRole("link", { name: "Sign in", exact: true }));
        await page.getByLabel("Your e-mail address").waitFor();
        await keys.isAt(page.getByRole("heading", { level: 1 }), "the title");
        await keys.goAround();
        await keys.use(page.getByRole("link", { name: "I have a code" }));
        await code.waitFor();
        await keys.isAt(page.getByRole("heading", { level: 1 }), "the title");
        await keys.goAround();
    });

    await step("a code that is wrong stays to be mended", async () => {
        await keys.tabTo(code);
        await keys.type("ZZZZ ZZZZ");
        await keys.use(page.getByRole("button", { name: "Join" }));
        await page.locator(".note.bad").waitFor();
        await keys.isAt(page.getByRole("button", { name: "Join" }), "the button");
    });

    await step("a newcomer stands where the name goes, and then in the jam", async () => {
        await keys.press("Shift+Tab");
        await keys.isAt(code);
        await keys.press("Control+A");
        await keys.type(spoken.toLowerCase());
        await keys.press("Enter");
        await name.waitFor();
        await keys.isAt(name, "the field of the name");
        await keys.type("Omar");
        await keys.press("Enter");
        await page.getByRole("button", { name: "Accept and join" }).waitFor();
        await keys.isAt(page.getByRole("heading", { level: 1 }), "the title of the rules");
    });
});

test("by a personal link with the keyboard: one that is not good keeps one at its button", async (t) => {
    const { link, arrive } = await opened(t);
    const { page, keys } = await arrive();
    const button = page.getByRole("button", { name: "Sign in and continue" });
    const [door] = link("ada").split("#");
    await page.goto(`${door}#${"A".repeat(43)}`);
    await button.waitFor();
    await keys.use(button);
    await page.locator(".note.bad").waitFor();
    await keys.isAt(button, "the button");
    await page.goto("about:blank");
    await page.goto(link("ada"));
    await button.waitFor();
    await keys.use(button);
    await page.getByRole("button", { name: "Accept and join" }).waitFor();
    await keys.isAt(page.getByRole("heading", { level: 1 }), "the title of the rules");
});

test("one's own sign-ins with the keyboard: one ends, all others end, then this one", async (t) => {
    const step = stepsOf(t);
    const scene = await opened(t);
    for (const device of ["first", "second", "third"]) {
        const other = await scene.signedIn("ada");
        other.expected.push(refusals);
        assert.ok(other, device);
    }
    const visitor = await scene.signedIn("ada", { at: `/jam/${scene.jam}/me` });
    const { page } = visitor;
    const keys = new Keyboard(visitor);
    visitor.expected.push(refusals);
    const list = page.getByRole("region", { name: "Where you are signed in" });
    const there = list.getByRole("button", { name: /^Sign out there/ });
    await there.nth(2).waitFor();

    await step("the page of one's own is walked around", async () => {
        await keys.goAround();
    });

    await step("what was ended has gone, and one reads on at the list", async () => {
        await keys.use(there.first());
        await there.nth(2).waitFor({ state: "detached" });
        await keys.isAt(list.getByRole("heading"), "the title of the list");
        await keys.use(list.getByRole("button", { name: "Sign out everywhere else" }));
        await there.first().waitFor({ state: "detached" });
        await keys.isAt(list.getByRole("heading"), "the title of the list");
    });

    await step("signed out here, one stands at the front page", async () => {
        await keys.use(page.getByRole("button", { name: "Sign out", exact: true }));
        await page.getByRole("heading", { level: 1, name: "You are not signed in" }).waitFor();
        await keys.isAt(page.getByRole("heading", { level: 1 }), "the title of the front page");
    });

    await step("also from the front page itself", async () => {
        const again = await scene.signedIn("ben", { at: "/" });
        again.expected.push(refusals);
        const bens = new Keyboard(again);
        await again.page.getByRole("heading", { level: 1, name: "Your jams" }).waitFor();
        await bens.goAround();
        await bens.use(again.page.getByRole("button", { name: "Sign out" }));
        await again.page.getByRole("heading", { level: 1, name: "You are not signed in" }).waitFor();
        await bens.isAt(again.page.getByRole("heading", { level: 1 }), "the title of the front page");
    });
});
