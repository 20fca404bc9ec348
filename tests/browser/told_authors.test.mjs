// SPDX-License-Identifier: Apache-2.0
// What becomes of one's post and what one may do about it, whatever the phase: edits (PO6, MO11, SV8), a move, a mute.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openJam, phone, stepsOf } from "../support/browser.mjs";
import { openPlan } from "../support/hall.mjs";

const forums = [
    { id: "floor", title: "Floor", question: "What matters most?" },
    { id: "yard", title: "Yard", question: "What matters outside?" },
];
const agenda = [
    { id: "ideas", kind: "ideate", lasts: "PT2H" },
    { id: "refine", kind: "refine", lasts: "PT2H" },
    { id: "choose", kind: "prioritise", lasts: "PT2H" },
    { id: "results", kind: "reveal", lasts: "PT2H" },
];
const rules = [{ id: "civil", text: "No personal attacks." }];

test("an author is told, and changes what they may", async (t) => {
    const step = stepsOf(t);
    const scene = await openJam(t, openPlan({ forums, agenda, rules }));
    const { jam, command, read, advance } = scene;
    const write = async (name, text) => (await command(name, { do: "add_post", forum: "floor", kind: "idea", text })).post;
    const trees = await write("ada", "Plant trees, whatever that fool says");
    await write("ben", "Benches everywhere");
    const textOf = async (post) => (await read(`/posts/${post}/thread`)).post.text;
    const ada = await scene.signedIn("ada", { device: phone, at: `/jam/${jam}/f/floor` });
    const fay = await scene.signedIn("fay", { at: `/jam/${jam}/desk` });
    const own = ada.page.locator(`article[data-post="${trees}"]`).first();
    const menu = own.getByLabel("More", { exact: true });
    const dialog = ada.page.getByRole("dialog", { name: "Edit your post" });
    const bar = fay.page.getByRole("region", { name: "About to happen" });
    const row = (post) => fay.page.getByRole("region", { name: "Stream" }).locator(`[data-row="${post}"]`);
    const heard = (words) => fay.page.getByRole("status").filter({ hasText: words }).waitFor();

    await step("an ordinary idea is edited while others only grow out of it", async () => {
        await advance();
        await ada.page.getByText("Refine").first().waitFor();
        await menu.click();
        await ada.page.getByRole("button", { name: "Edit", exact: true }).tap();
        await dialog.getByRole("textbox").fill("Plant trees by the road, whatever that fool says");
        assert.equal(await dialog.getByText("This phase does not take this").count(), 0);
        await dialog.getByRole("button", { name: "Save" }).tap();
        await own.getByText("Plant trees by the road").waitFor();
    });

    await step("once ideas are closed it is not, unless one is asked to", async () => {
        await advance();
        await own.getByRole("button", { name: "Agree", exact: true }).or(ada.page.getByText("Prioritise").first()).first().waitFor();
        await menu.click();
        await ada.page.getByRole("button", { name: "Copy link" }).waitFor();
        assert.equal(await ada.page.getByRole("button", { name: "Edit", exact: true }).count(), 0);
        await menu.click();
    });

    await step("why somebody is muted stays known at the desk", async () => {
        // By number: names are hidden now, so through no post (MO9).
        const person = (await read("/people")).people.find(({ name }) => name === "Ben Brown").id;
        await command("olga", { do: "mute_person", person, minutes: 60, note: "Posts the same thing again and again." });
        await fay.page.reload();
        await fay.page.locator("summary").filter({ hasText: "Muted people" }).click();
        await fay.page.getByText("Posts the same thing again and again.").waitFor();
        await fay.checkBoth("245 why muted");
    });

    await step("a facilitator asks, and can take it back for ten seconds", async () => {
        await row(trees).click();
        await fay.page.keyboard.press("e");
        const asking = fay.page.getByRole("dialog", { name: `Ask the author of #${trees} to edit it` });
        await asking.getByRole("radio", { name: "No personal attacks." }).check();
        await asking.getByRole("textbox", { name: "Note to the author" }).fill("Leave out the fool, please.");
        await asking.getByRole("button", { name: "Ask", exact: true }).click();
        await bar.getByText(/^Ask to edit #\d+ in/).waitFor();
        assert.equal((await read("/mine", "ada")).posts[0].edit_asked, null, "nobody has been told yet");
        await bar.getByRole("button", { name: "Do it now" }).click();
        await heard(`The author of #${trees} was asked`);
        await fay.page.getByText("Waiting for their authors (1)").click();
        await fay.page.getByText(/^Asked .*: No personal attacks\.$/).waitFor();
        await fay.checkBoth("240 with its author");
        await fay.page.reload();
        await fay.page.getByText("Waiting for their authors (1)").waitFor();
    });

    await step("its author is told, and edits it in a phase that takes no ideas", async () => {
        await own.getByText(/A facilitator asks you to change this post: rule “No personal attacks/).waitFor();
        await own.getByText("Leave out the fool, please.").waitFor();
        await ada.checkBoth("241 asked to edit");
        await own.getByRole("button", { name: "Edit now" }).tap();
        await dialog.getByRole("textbox").fill("Plant trees by the road");
        assert.equal(await dialog.getByText("This phase does not take this").count(), 0);
        await ada.checkBoth("242 edit in a closed phase");
        await dialog.getByRole("button", { name: "Save" }).tap();
        await own.getByText("Leave out the fool, please.").waitFor({ state: "detached" });
        assert.equal(await textOf(trees), "Plant trees by the road");
    });

    await step("the facilitator sees it, and its author is not asked again after a reload", async () => {
        await fay.page.getByRole("region", { name: "Post", exact: true }).getByText("Plant trees by the road", { exact: true }).first().waitFor();
        await ada.page.getByRole("link", { name: /^My jam/ }).tap();
        await ada.page.reload();
        await ada.page.getByRole("link", { name: /Plant trees by the road/ }).first().waitFor();
        assert.equal(await ada.page.getByText("A facilitator asks you to change this post").count(), 0);
        await ada.check("243 not asked again");
    });

    await step("a move stays told after a reload", async () => {
        await command("olga", { do: "move_post", post: trees, forum: "yard" });
        await ada.page.getByText("Moved to Yard").first().waitFor();
        await ada.page.evaluate(() => localStorage.clear());
        await ada.page.reload();
        await ada.page.getByText("Moved to Yard").first().waitFor();
        await ada.checkBoth("244 moved");
    });
});
