// SPDX-License-Identifier: Apache-2.0
// What staff do, with the keyboard alone: who runs a hall, its checklist and codes, the records officer; and who asks the officer.
import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openJam, stepsOf } from "../support/browser.mjs";
import { openPlan } from "../support/hall.mjs";
import { Keyboard } from "../support/keyboard.mjs";
import { MailSink, mailingOptions } from "../support/mail_sink.mjs";

const limits = { posts_per_minute: null, commands_per_minute: null, connections_per_person: null };

/** Into a dialog, all around it, out by Escape to where one was, and in again. */
async function lookAndComeBack(keys, button, dialog) {
    await keys.use(button);
    await dialog.waitFor();
    await keys.goAround();
    await keys.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await keys.isAt(button, "the button");
    await keys.press("Enter");
    await dialog.waitFor();
}

test("a hall is run by keyboard: signing in, roles, the checklist, a join code, links", async (t) => {
    const step = stepsOf(t);
    const sink = await MailSink.open(null);
    t.after(() => new Promise((done) => sink.server.close(done)));
    const options = await mailingOptions(sink.url, await mkdtemp(join(tmpdir(), "jamhall-test-")));
    const { hall, jam, arrive } = await openJam(t, openPlan({ title: "CovJam", policies: { admission: { code: { open: true } }, limits } }), options);
    const admin = await arrive({});
    const { page } = admin;
    const keys = new Keyboard(admin);
    const item = (name) => page.getByRole("listitem").filter({ has: page.getByRole("heading", { name, exact: true }) });
    const tab = (name) => page.getByRole("navigation").getByRole("link", { name, exact: true });

    await step("the administrator signs in and stands at the list of jams", async () => {
        await page.goto(`/admin#${hall.token}`);
        await keys.use(page.getByRole("button", { name: "Sign in" }));
        await page.getByRole("heading", { name: "Jams", exact: true }).waitFor();
        await keys.isAt(page.getByRole("heading", { level: 1 }), "the title");
        await page.getByRole("region", { name: "Who runs this hall" }).waitFor();
        await keys.goAround();
    });

    await step("a role in the hall is given with arrows, and taken again", async () => {
        const card = page.getByRole("region", { name: "Who runs this hall" });
        await keys.tabTo(card.getByLabel("E-mail"));
        await keys.type("olga@example.org");
        await keys.press("Tab");
        await keys.type("Olga Organizer");
        await keys.press("Tab");
        await keys.isAt(card.getByLabel("Role"));
        await keys.press("ArrowDown");
        const add = card.getByRole("button", { name: "Add" });
        await keys.use(add);
        await card.getByRole("listitem").filter({ hasText: "Administrator" }).waitFor();
        await keys.isAt(add, "the button");
        const remove = card.getByRole("button", { name: /^Remove/ });
        await keys.use(remove);
        await remove.waitFor({ state: "detached" });
        await keys.isAt(card.getByRole("heading"), "the title of the card");
    });

    await step("a jam and its checklist are a few stops away", async () => {
        await keys.use(page.getByRole("link", { name: "CovJam" }));
        await page.getByRole("heading", { level: 1, name: "CovJam" }).waitFor();
        await keys.isAt(page.getByRole("heading", { level: 1 }), "the title");
        await keys.use(tab("Checklist"));
        await item("Mail").waitFor();
        await keys.isAt(tab("Checklist"), "the tab");
        await keys.goAround();
    });

    await step("a test mail is sent from the list, and what it mended is where one goes on", async () => {
        await keys.tabTo(item("Mail").getByLabel("Send a test mail to"));
        await keys.type("ivy@example.org");
        await keys.press("Enter");
        await item("Mail").getByText("Look into your mailbox").waitFor();
        await keys.isSeen();
        await item("Mail").getByText("The mail server takes our mail.").waitFor();
        await keys.isAt(item("Mail").getByRole("heading"), "the item");
        const again = page.getByRole("button", { name: "Check again" });
        const read = page.waitForResponse(/\/checklist$/);
        await keys.use(again);
        await read;
        await keys.isAt(again, "the button");
    });

    await step("what the list points to opens at its title", async () => {
        await keys.use(item("Rehearsal").getByRole("link", { name: "Plan a rehearsal" }));
        await page.getByRole("heading", { level: 1, name: "Plan a rehearsal" }).waitFor();
        await keys.isAt(page.getByRole("heading", { level: 1 }), "the title");
        await page.goBack();
        await item("Rehearsal").waitFor();
    });

    await step("a join code is made, made anew and ended", async () => {
        await keys.use(tab("Links"));
        const card = page.getByRole("region", { name: "Join code" });
        await keys.tabTo(card.getByLabel("Good for"));
        await keys.press("ArrowUp");
        await keys.use(card.getByRole("button", { name: "Make a code" }));
        const renew = card.getByRole("button", { name: "Make a new code" });
        await renew.waitFor();
        await keys.isAt(renew, "the button");
        await keys.goAround();
        await keys.use(card.getByRole("button", { name: "End the code" }));
        await card.getByRole("button", { name: "Make a code" }).waitFor();
        await keys.isAt(card.getByRole("heading"), "the title of the card");
    });

    await step("new links for all are asked about first, where one reads it", async () => {
        const card = page.getByRole("region", { name: "Renew all links" });
        await keys.use(card.getByRole("button", { name: "Renew all links" }));
        await keys.isAt(card.getByText(/Every link sent so far ends/), "the question");
        await keys.use(card.getByRole("button"));
        const made = page.getByRole("region", { name: "Links", exact: true });
        await made.getByText("4 new links").waitFor();
        await keys.isAt(made.getByRole("heading"), "the title of the links");
    });
});

test("a records officer works by keyboard, and so does who asks for erasure", async (t) => {
    const step = stepsOf(t);
    const rosa = "rosa@example.org,Rosa Records,records_officer,,north";
    const { jam, command, signedIn } = await openJam(t, openPlan({ title: "CovJam", policies: { limits } }), { more: [rosa] });
    for (let number = 1; number <= 24; number += 1) await command("ada", { do: "add_post", forum: "floor", kind: "idea", text: `Thought ${number} about the harbour` });
    await command("ben", { do: "ask_erasure", what: "identity" });
    const ada = await signedIn("ada", { at: `/jam/${jam}/me` });
    const asking = new Keyboard(ada);
    const rosas = await signedIn("rosa", { at: `/admin/${jam}/records` });
    const { page } = rosas;
    const keys = new Keyboard(rosas);
    const requests = page.getByRole("region", { name: "Requests" });
    const title = requests.getByRole("heading", { name: "Requests" });

    await step("posts are chosen with arrows and Space, and one comes back to where one asked", async () => {
        const ask = ada.page.getByRole("button", { name: "Ask for erasure" });
        const dialog = ada.page.getByRole("dialog");
        await ask.waitFor();
        await lookAndComeBack(asking, ask, dialog);
        await asking.tabTo(dialog.getByRole("radio", { name: /Single posts/ }));
        await asking.press("ArrowDown");
        await asking.isAt(dialog.getByRole("radio", { name: /My name/ }));
        await asking.press("ArrowUp");
        await asking.tabTo(dialog.getByRole("textbox", { name: "Find a post by its words" }));
        await asking.type("2");
        await asking.use(dialog.getByRole("checkbox", { name: /^Thought 24 / }), "Space");
        await asking.use(dialog.getByRole("checkbox", { name: /^Thought 12 / }), "Space");
        await dialog.getByText("2 of your 24 posts chosen.").waitFor();
        await asking.use(dialog.getByRole("button", { name: "Ask", exact: true }));
        await dialog.waitFor({ state: "detached" });
        await asking.isAt(ask, "the button");
    });

    await step("a hold is set and lifted where one stands", async () => {
        await page.reload();
        await requests.getByText("2 posts of Ada Adams").waitFor();
        await keys.goAround();
        const reason = page.getByRole("textbox", { name: "Reason" });
        await keys.use(page.getByRole("button", { name: "Set a legal hold" }));
        await page.getByText("Please write the reason.").first().waitFor();
        await keys.isAt(reason, "the field of the reason");
        await keys.type("Case 12/2027");
        await keys.use(page.getByRole("button", { name: "Set a legal hold" }));
        await page.getByText(/A hold stands since/).waitFor();
        await keys.isAt(page.getByRole("button", { name: "Lift the hold" }), "the button");
        await keys.press("Shift+Tab");
        await keys.type("Settled");
        await keys.use(page.getByRole("button", { name: "Lift the hold" }));
        await page.getByText(/No hold stands/).waitFor();
        await keys.isAt(page.getByRole("button", { name: "Set a legal hold" }), "the button");
    });

    await step("one looks at posts and comes back, then erases them and reads on at the requests", async () => {
        const look = requests.getByRole("button", { name: /^Look at all 2 posts/ });
        const dialog = page.getByRole("dialog");
        await lookAndComeBack(keys, look, dialog);
        await keys.use(dialog.getByRole("checkbox", { name: /I have looked at it/ }), "Space");
        await keys.use(dialog.getByRole("button", { name: "Erase for good" }));
        await requests.getByText("2 posts of Ada Adams").waitFor({ state: "detached" });
        await keys.isAt(title, "the title of the requests");
    });

    await step("a refusal without its ground goes to the field, with it to the requests", async () => {
        const dialog = page.getByRole("dialog");
        const reason = dialog.getByRole("textbox", { name: "Reason" });
        await keys.use(requests.getByRole("button", { name: "Refuse what Ben Brown asks" }));
        await dialog.waitFor();
        await keys.use(dialog.getByRole("button", { name: "Refuse", exact: true }));
        await keys.isAt(reason, "the field of the reason");
        await keys.type("A court asks for it");
        await keys.use(dialog.getByRole("button", { name: "Refuse", exact: true }));
        await requests.getByText("Nobody waits for an answer.").waitFor();
        await keys.isAt(title, "the title of the requests");
    });

    await step("a post is looked at by its number, with Enter", async () => {
        const field = page.getByRole("textbox", { name: "Number of a post" });
        await keys.tabTo(field);
        await keys.press("Enter");
        await page.getByText("Please give the number").first().waitFor();
        await keys.isAt(field, "the field of the number");
        await keys.type("3");
        await keys.press("Enter");
        const dialog = page.getByRole("dialog");
        await dialog.getByText("Thought 3 about the harbour").waitFor();
        await keys.use(dialog.getByRole("button", { name: "Not now" }));
        await dialog.waitFor({ state: "detached" });
        await keys.isAt(field, "the field of the number");
        assert.equal(await field.inputValue(), "3");
    });
});
