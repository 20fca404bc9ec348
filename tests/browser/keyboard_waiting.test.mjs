// SPDX-License-Identifier: Apache-2.0
// With keys alone while a command is under way: whoever waits keeps their place, a second press does nothing, and when what
// was pressed goes away one goes on close by.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openJam, slowLine, stepsOf } from "../support/browser.mjs";
import { openPlan } from "../support/hall.mjs";
import { Keyboard } from "../support/keyboard.mjs";

const plan = {
    rules: [
        { id: "civil", text: "No personal attacks." },
        { id: "private", text: "Nobody’s private life." },
    ],
    policies: { limits: { posts_per_minute: null, commands_per_minute: null, connections_per_person: null } },
};

/** Somebody whose answers can be kept waiting. */
async function patient(scene, name, options) {
    let line;
    const visitor = await scene.signedIn(name, { ...options, before: async (each) => (line = await slowLine(each)) });
    return { visitor, page: visitor.page, line, keys: new Keyboard(visitor) };
}

/** Presses it twice while the answer waits: the focus stays, and after the answer comes what must come. */
async function pressAndWait({ keys, line }, button, what) {
    line.hold();
    await keys.use(button);
    await keys.isAt(button, what);
    await button.and(button.page().locator("[aria-disabled=true]")).waitFor();
    await keys.press("Enter");
    await keys.isAt(button, what);
    line.letGo();
}

test("what takes its time leaves the keyboard where it is", async (t) => {
    const step = stepsOf(t);
    const scene = await openJam(t, openPlan(plan));
    const { jam, command, read } = scene;
    const idea = async (name, text) => (await command(name, { do: "add_post", forum: "floor", kind: "idea", text })).post;
    for (let number = 1; number <= 35; number += 1) await idea("fay", `Idea number ${number}`);
    const into = await idea("olga", "A tram on the ring road");
    const merged = await idea("olga", "Rails round the ring");
    const rude = await idea("ada", "Whoever planned that roundabout has never left the house");
    await command("ben", { do: "cast_ballot", post: merged, choice: "support" });
    await command("olga", { do: "open_poll", forum: "floor", question: "How do you come to work?", options: ["By bus", "By bicycle"], kind: "single", results: "sealed" });
    const ben = await patient(scene, "ben", { at: `/jam/${jam}/f/floor` });
    const { page, keys } = ben;
    const articles = page.getByRole("feed").getByRole("article");
    const postOf = (id) => page.locator(`article[data-post="${id}"]`).first();
    await postOf(rude).waitFor();

    await step("a poll is answered, and changed, within its card", async () => {
        const poll = page.getByRole("article", { name: "How do you come to work?" });
        await keys.tabTo(poll.getByRole("radio", { name: "By bus" }));
        await keys.press("ArrowDown");
        await pressAndWait(ben, poll.locator("button[type=submit]"), "the button that answers");
        await poll.getByText("You answered: By bicycle").waitFor();
        const change = poll.getByRole("button", { name: "Change my answer" });
        await keys.isAt(change, "the button that changes");
        await keys.press("Enter");
        await keys.isAt(poll.getByRole("radio", { name: "By bicycle" }), "what one answered");
        await keys.use(poll.getByRole("button", { name: "Keep my answer" }));
        await keys.isAt(change, "the button that changes");
        await ben.visitor.check("191 answered with keys");
    });

    await step("an idea is sent with its button, and one stands at it", async () => {
        await keys.tabTo(page.getByRole("textbox", { name: "Share an idea" }));
        await keys.type("Benches along the river");
        const send = page.getByRole("button", { name: "Post idea" });
        await keys.use(send);
        await articles.filter({ hasText: "Benches along the river" }).waitFor();
        await keys.isAt(send, "the button that sends");
        await keys.press("Enter");
        await ben.visitor.check("190 sent by its button");
    });

    await step("the last page takes its button along, and one goes on with what came", async () => {
        const held = [];
        await page.route(/\/forums\/floor\/posts\?.*after=/, (route) => held.push(route));
        const more = page.getByRole("button", { name: "Show more" });
        await articles.first().focus();
        const shown = await articles.count();
        for (let number = 1; number < shown; number += 1) await keys.press("j");
        await keys.isAt(articles.last(), "the last post of the page");
        await keys.tabTo(more);
        await more.and(page.locator("[aria-disabled=true]")).waitFor();
        await keys.press("Enter");
        await keys.isAt(more, "the button for more");
        assert.equal(held.length, 1, "a page is asked for once");
        await held[0].continue();
        await more.waitFor({ state: "detached" });
        await keys.isAt(articles.nth(shown), "the first post that came");
        await page.unroute(/\/forums\/floor\/posts\?.*after=/);
    });

    await step("a post is reported, and one is back at its menu", async () => {
        const menu = postOf(rude).getByLabel("More", { exact: true });
        const dialog = page.getByRole("dialog", { name: "Report this post" });
        for (const leaves of [true, false]) {
            await postOf(rude).focus();
            await keys.use(menu);
            await keys.use(page.getByRole("button", { name: "Report to the facilitators" }));
            await dialog.waitFor();
            if (!leaves) break;
            await keys.goAround();
            await keys.press("Escape");
            await dialog.waitFor({ state: "detached" });
            await keys.isAt(menu, "the menu");
        }
        const send = dialog.getByRole("button", { name: "Report", exact: true });
        await keys.use(send);
        await keys.isAt(send, "the button, which waits for a rule");
        await keys.tabTo(dialog.getByRole("radio", { name: "No personal attacks." }));
        await keys.press("Space");
        await pressAndWait(ben, send, "the button that reports");
        await dialog.waitFor({ state: "detached" });
        await keys.isAt(menu, "the menu");
    });

    await step("a merge is answered, and one goes on with the next, then at the title", async () => {
        await command("olga", { do: "merge_post", post: merged, into });
        const question = page.getByRole("article", { name: "Move your support?" });
        await question.waitFor();
        await page.locator("main").focus();
        await pressAndWait(ben, question.getByRole("button", { name: "Leave it" }), "the button that leaves it");
        await question.waitFor({ state: "detached" });
        await keys.isAt(page.getByRole("heading", { level: 1 }), "the title");
        assert.deepEqual((await read("/me", "ben")).merge_asks, []);
    });

    await step("a hide is appealed against, and one goes on where that is said", async () => {
        await command("fay", { do: "hide_post", post: rude, rule: "civil", note: "Write about the roundabout." });
        const ada = await patient(scene, "ada", { at: `/jam/${jam}/me` });
        const appeal = ada.page.getByRole("button", { name: "Appeal", exact: true });
        const dialog = ada.page.getByRole("dialog", { name: "Appeal against hiding your post" });
        await appeal.waitFor();
        await ada.keys.use(appeal);
        await dialog.waitFor();
        await ada.keys.goAround();
        await ada.keys.press("Escape");
        await dialog.waitFor({ state: "detached" });
        await ada.keys.isAt(appeal, "the button that opened it");
        await ada.keys.press("Enter");
        await dialog.waitFor();
        await ada.keys.tabTo(dialog.getByRole("textbox", { name: "Why should it be shown?" }));
        await ada.keys.type("It is a figure of speech.");
        await pressAndWait(ada, dialog.getByRole("button", { name: "Send the appeal" }), "the button that appeals");
        await dialog.waitFor({ state: "detached" });
        await ada.keys.isAt(ada.page.locator(".note").filter({ hasText: "Your appeal is with the facilitators" }).first(), "the note about it");
        await ada.visitor.check("192 appealed with keys");
    });
});

test("a desk that waits leaves the keyboard where it is", async (t) => {
    const step = stepsOf(t);
    const scene = await openJam(t, openPlan(plan));
    const { jam, command, read } = scene;
    const { post } = await command("ada", { do: "add_post", forum: "floor", kind: "idea", text: "Whoever planned that roundabout has never left the house" });
    const fay = await patient(scene, "fay", { at: `/jam/${jam}/desk/${post}` });
    const { page, keys } = fay;
    const verbs = page.getByRole("group", { name: "What to do with this post" });
    const hide = verbs.getByRole("button", { name: "Hide" });
    const bar = page.getByRole("region", { name: "About to happen" });
    await hide.waitFor();

    await step("a remark is sent with its button, and one stands at it", async () => {
        await keys.tabTo(page.getByRole("textbox", { name: "Say something here" }));
        await keys.type("Could somebody look at this?");
        await pressAndWait(fay, page.getByRole("button", { name: "Say", exact: true }), "the button that says it");
        await page.getByText("Could somebody look at this?").first().waitFor();
        await keys.isAt(page.getByRole("button", { name: "Say", exact: true }), "the button that says it");
    });

    await step("who hides a post is back at the verb, though it cannot be done twice", async () => {
        const dialog = page.getByRole("dialog", { name: `Hide #${post}` });
        await keys.use(hide);
        await dialog.waitFor();
        await keys.tabTo(dialog.getByRole("radio", { name: "No personal attacks." }));
        await keys.press("Space");
        await keys.tabTo(dialog.getByRole("textbox", { name: "Note to the author" }));
        await keys.type("Write about the roundabout.");
        await keys.use(dialog.getByRole("button", { name: "Hide it" }));
        await dialog.waitFor({ state: "detached" });
        await bar.waitFor();
        await keys.isAt(hide, "the verb");
        await hide.and(page.locator("[aria-disabled=true]")).waitFor();
        await fay.visitor.check("193 about to happen, at the verb");
    });

    await step("what waits is done now, and one is not lost when it has left the page", async () => {
        await pressAndWait(fay, bar.getByRole("button", { name: /^Do it now/ }), "the button that does it now");
        await bar.waitFor({ state: "detached" });
        await keys.isAt(page.locator("main"), "the desk");
        assert.equal((await read(`/posts/${post}/thread`)).post.state, "hidden");
    });
});
