// SPDX-License-Identifier: Apache-2.0
// What the first hour at the desk leaves out: a post changed after a wish for it, two facilitators at once, what is said to
// one forum, moves, splits, summaries, guests and mutes, and what a reader finds who was away meanwhile.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gus, openJam, slowLine, stepsOf } from "../support/browser.mjs";
import { openPlan } from "../support/hall.mjs";

const forums = [
    { id: "floor", title: "Floor", question: "What matters most?" },
    { id: "yard", title: "Yard", question: "What grows there?" },
];
const gina = "gina@example.org,Gina Guest,guest,,north";

test("a second facilitator's hour", async (t) => {
    const step = stepsOf(t);
    const scene = await openJam(t, openPlan({ forums }), { more: [gus, gina] });
    const { jam, command, read } = scene;
    const write = async (name, text, forum = "floor") => (await command(name, { do: "add_post", forum, kind: "idea", text })).post;
    const comment = async (name, parent, text) => (await command(name, { do: "add_post", forum: "floor", kind: "comment", parent, text })).post;
    const bench = await write("ada", "A bench in the sun");
    const pond = await write("ben", "A pond, and a goose for it");
    const rude = await write("ben", "Only fools sit on benches");
    const shed = await comment("ben", bench, "A shed for the rakes");
    const personOf = async (name) => (await read("/people")).people.find((person) => person.name === name).id;

    let line;
    // What would tell fay that somebody was faster, and that what she sent was done.
    const slowDown = async (visitor) => (line = await slowLine(visitor, (frame) => /"type":"(thread_claimed|person_unmuted|reply)"/.test(frame)));
    const fay = await scene.signedIn("fay", { at: `/jam/${jam}/desk`, before: slowDown });
    const ada = await scene.signedIn("ada", { at: `/jam/${jam}/f/floor` });
    const ben = await scene.signedIn("ben", { at: `/jam/${jam}/f/yard` });
    const { page } = fay;
    const { keyboard } = page;
    const queued = (visitor, post) => visitor.page.getByRole("region", { name: "Queue" }).locator(`[data-row="${post}"]`);
    const row = (post) => page.getByRole("region", { name: "Stream" }).locator(`[data-row="${post}"]`);
    const post = page.getByRole("region", { name: "Post", exact: true });
    const verb = (name) => post.getByRole("group", { name: "What to do with this post" }).getByRole("button", { name, exact: true });
    const bar = page.getByRole("region", { name: "About to happen" });
    const heard = (words) => page.getByRole("status").filter({ hasText: words }).waitFor();
    const part = async (name) => {
        const summary = page.locator("summary").filter({ has: page.getByRole("heading", { name, exact: true }) });
        if ((await summary.locator("xpath=..").getAttribute("open")) === null) await summary.click();
        return summary.locator("xpath=..");
    };
    /** Some verbs wait ten seconds, in which they can be undone. */
    const now = async () => {
        const button = bar.getByRole("button", { name: "Do it now" });
        if (await button.waitFor({ timeout: 1_000 }).then(() => true, () => false)) await button.click();
    };
    await row(bench).waitFor();

    await step("what its author changed after a wish for it comes back to every desk", async () => {
        await command("fay", { do: "ask_edit", post: pond, rule: "civil", note: "Which goose?" });
        await command("ben", { do: "edit_post", post: pond, text: "A pond, and a goose for it, not the mayor" });
        await queued(fay, pond).getByText("Changed by its author since it was looked at").waitFor();
        const other = await scene.signedIn("gus", { at: `/jam/${jam}/desk` });
        await queued(other, pond).getByText("Changed by its author since it was looked at").waitFor();
        await other.checkBoth("200 changed since");
        await queued(other, pond).click();
        await other.page.getByRole("region", { name: "Post", exact: true }).getByRole("button", { name: "Approve", exact: true }).click();
        await queued(fay, pond).waitFor({ state: "detached" });
        await other.page.close();
    });

    await step("whoever was slower is told who was faster, and why", async () => {
        await row(rude).click();
        await post.getByText("Only fools").first().waitFor();
        await keyboard.press("h");
        const dialog = page.getByRole("dialog", { name: `Hide #${rude}` });
        await dialog.getByRole("radio").first().check();
        await dialog.getByRole("textbox", { name: "Note to the author" }).fill("Please write about benches.");
        await dialog.getByRole("button", { name: "Hide it" }).click();
        await bar.waitFor();
        await command("gus", { do: "hide_post", post: rude, rule: "civil", note: "No fools here" });
        await bar.getByRole("button", { name: "Do it now" }).click();
        await bar.getByText(/Hide #\d+ did not happen. This post is hidden already: by Gus Green/).waitFor();
        await fay.checkBoth("201 slower");
        await bar.getByRole("button", { name: "Leave it" }).click();
    });

    await step("what is refused at once stands before whoever pressed it, until it is left or tried again", async () => {
        line.hold();
        await command("gus", { do: "claim_thread", post: bench });
        await row(bench).click();
        await post.getByText("A bench in the sun").first().waitFor();
        await verb("Claim").click();
        await bar.getByText(/Claim #\d+ did not happen/).waitFor();
        assert.equal(await verb("Hide").isEnabled(), true, "nothing is about to happen");
        await fay.checkBoth("201 claim refused");
        line.letGo();
        await command("gus", { do: "release_thread", post: bench });
        await bar.getByRole("button", { name: "Leave it" }).click();
        await bar.waitFor({ state: "detached" });
    });

    await step("what is written while a text is on its way stays, in its own forum", async () => {
        await page.getByRole("combobox", { name: "Forum" }).first().selectOption({ label: "Floor" });
        const prompt = await part("Ask a question");
        const field = prompt.getByRole("textbox");
        await field.fill("Where is it dark?");
        line.hold();
        await prompt.getByRole("button", { name: "Ask", exact: true }).click();
        await field.press("End");
        await field.pressSequentially(" And wet?");
        await page.getByRole("combobox", { name: "Forum" }).first().selectOption({ label: "Yard" });
        await field.fill("What bites there?");
        line.letGo();
        await heard("The question is asked");
        assert.equal(await field.inputValue(), "What bites there?");
        await page.getByRole("combobox", { name: "Forum" }).first().selectOption({ label: "Floor" });
        await page.waitForFunction(() => [...document.querySelectorAll("textarea")].some(({ value }) => value === "And wet?"));
        await field.fill("");
    });

    await step("what is announced to a forum is read there, at once and later, and nowhere else", async () => {
        await page.getByRole("combobox", { name: "Forum" }).first().selectOption({ label: "Floor" });
        const announce = await part("Announce");
        await announce.getByRole("textbox", { name: "Announcement to Floor" }).fill("The floor closes at noon");
        await announce.getByRole("button", { name: "Announce", exact: true }).click();
        await heard("Announced");
        await ada.page.getByRole("region", { name: "Announcement" }).getByText("The floor closes at noon").waitFor();
        await ada.page.getByRole("status").filter({ hasText: "Announcement: The floor closes at noon" }).waitFor();
        await ada.checkBoth("202 announced to the forum");
        await ben.page.getByRole("heading", { level: 1 }).first().waitFor();
        assert.equal(await ben.page.getByText("The floor closes at noon").count(), 0);
        await ben.page.goto(`/jam/${jam}/f/floor`);
        await ben.page.getByRole("region", { name: "Announcement" }).getByText("The floor closes at noon").waitFor();
    });

    await step("a summary links to the posts it speaks of", async () => {
        const summary = await part("Summary");
        await summary.getByRole("textbox", { name: /Summary of the discussion so far/ }).fill(`Many want to sit #${bench}.`);
        await summary.getByText("Links to 1 post").waitFor();
        await summary.getByRole("button", { name: "Publish" }).click();
        await heard("The summary is published");
        await ada.page.getByRole("button", { name: /new posts?$/ }).click();
        await ada.page.getByRole("article").filter({ hasText: "Many want to sit" }).getByRole("link", { name: `#${bench}` }).click();
        await ada.page.waitForURL(`**/p/${bench}`);
        await ada.page.getByText("A shed for the rakes").first().waitFor();
        await ada.check("203 from the summary to the post");
    });

    await step("a comment becomes an idea, an idea moves to another forum, a thread is claimed", async () => {
        await row(bench).click();
        await post.getByText("A shed for the rakes").first().waitFor();
        await verb("Claim").click();
        await heard(`#${bench} claimed`);
        await post.getByText("Claimed by you").first().waitFor();
        await row(pond).click();
        await post.getByText("A pond, and a goose").first().waitFor();
        await verb("Move").click();
        const move = page.getByRole("dialog", { name: `Move #${pond} to another forum` });
        await move.getByLabel("To which forum").selectOption({ label: "Yard" });
        await fay.checkBoth("204 move");
        await move.getByRole("button", { name: "Move", exact: true }).click();
        await now();
        await heard(`#${pond} moved`);
        assert.equal((await read(`/posts/${pond}/thread`)).post.forum, "yard");
        
        await command("fay", { do: "split_post", post: shed });
        await ben.page.getByRole("link", { name: /^My jam/ }).first().click();
        await ben.page.getByText("A post of yours was moved to Yard").waitFor();
        await ben.page.getByText("A comment of yours is now an idea of its own").waitFor();
        await ben.checkBoth("205 moved and split");
    });

    await step("a guest is introduced to all", async () => {
        await page.getByRole("region", { name: "Stream" }).waitFor();
        const login = await scene.signedIn("gina");
        await login.page.getByRole("heading", { level: 1 }).first().waitFor();
        const guest = await part("Introduce a guest");
        await guest.getByRole("searchbox", { name: "Who has come" }).fill("Gin");
        await guest.getByText("Gina Guest").first().click();
        await guest.getByRole("textbox", { name: "What everybody reads about them" }).fill("Gina keeps the geese");
        await fay.checkBoth("206 guest");
        await guest.getByRole("button", { name: "Introduce" }).click();
        await ada.page.getByText("Gina keeps the geese").first().waitFor();
        await ada.checkBoth("207 a guest has come");
    });

    await step("whoever is muted is told until when and why, and can post again after", async () => {
        const person = await personOf("Ben Brown");
        await ben.page.goto(`/jam/${jam}/f/floor`);
        await ben.page.getByRole("textbox", { name: "Share an idea" }).waitFor();
        await command("fay", { do: "mute_person", person, minutes: 10, note: "Please breathe" });
        await ben.page.getByText(/asked you to pause/).first().waitFor();
        await ben.checkBoth("208 muted");
        await command("fay", { do: "unmute_person", person });
        await ben.page.getByText(/asked you to pause/).first().waitFor({ state: "detached" });
    });

    await step("whoever comes back finds what is new since, and nothing twice", async () => {
        const since = (visitor) => visitor.page.getByRole("region", { name: "Since you were last here" });
        const myJam = () => ben.page.goto(`/jam/${jam}/me`);
        await ben.page.goto(`/jam/${jam}/f/floor`);
        await ben.page.getByRole("feed").getByRole("article").first().waitFor();
        await ben.page.goto(`/jam/${jam}/f/yard`);
        await ben.page.getByRole("feed").getByRole("article").first().waitFor();
        await ben.page.getByRole("link", { name: /^My jam/ }).first().click();
        await since(ben).waitFor();
        await ben.page.goto("about:blank");
        const id = await personOf("Ben Brown");
        await write("ada", "A lamp by the bench");
        await write("ada", `Ask @[Ben Brown](person/${id}) about lamps`);
        await myJam();
        await since(ben).getByText("2 new ideas").waitFor();
        await since(ben).getByText(/about lamps/).waitFor();
        assert.deepEqual(await since(ben).getByRole("link", { name: /^(Floor|Yard)$/ }).allInnerTexts(), ["Floor"]);
        await ben.checkBoth("209 since");
        await since(ben).getByRole("link", { name: "Floor", exact: true }).click();
        await ben.page.getByRole("feed").getByText("A lamp by the bench").waitFor();
        await ben.page.getByRole("link", { name: /^My jam/ }).first().click();
        await since(ben).getByText("You are up to date.").waitFor();
    });
});
