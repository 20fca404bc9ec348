// SPDX-License-Identifier: Apache-2.0
// One case from report to hide, appeal and decision, and what everybody else sees of it meanwhile (MO2, MO6-MO8).
import assert from "node:assert/strict";
import { test } from "node:test";
import { gus, openJam, phone, stepsOf } from "../support/browser.mjs";
import { openPlan } from "../support/hall.mjs";

const rules = [
    { id: "civil", text: "No personal attacks." },
    { id: "private", text: "Nobody’s private life." },
];
const more = [gus, "cleo@example.org,Cleo Clark,participant,,south"];

test("a report, a hide, an appeal, and somebody else's decision", async (t) => {
    const step = stepsOf(t);
    const scene = await openJam(t, openPlan({ rules }), { more });
    const { jam, command, read } = scene;
    const text = "Whoever planned that roundabout has never left the house";
    const { post } = await command("ada", { do: "add_post", forum: "floor", kind: "idea", text });
    const ada = await scene.signedIn("ada", { device: phone, at: `/jam/${jam}/f/floor` });
    const ben = await scene.signedIn("ben");
    const cleo = await scene.signedIn("cleo");
    const fay = await scene.signedIn("fay", { device: phone, at: `/jam/${jam}/desk` });
    const gusAt = await scene.signedIn("gus", { at: `/jam/${jam}/desk` });
    const article = (visitor) => visitor.page.locator(`article[data-post="${post}"]`).first();
    const caseAt = (visitor) => visitor.page.getByRole("region", { name: "Queue" }).locator(`[data-row="${post}"]`);
    const postAt = (visitor) => visitor.page.getByRole("region", { name: "Post", exact: true });

    await step("a participant reports the post, with one rule of the closed list", async () => {
        await article(ben).getByLabel("More", { exact: true }).click();
        await ben.check("140 menu of a post");
        await ben.page.getByRole("button", { name: "Report to the facilitators" }).click();
        const dialog = ben.page.getByRole("dialog", { name: "Report this post" });
        await dialog.getByText("Nobody’s private life.").waitFor();
        assert.equal(await dialog.getByRole("button", { name: "Report", exact: true }).isDisabled(), true, "not without a rule");
        await dialog.getByRole("radio", { name: "No personal attacks." }).check();
        await dialog.getByRole("textbox", { name: /What should they know/ }).fill("It is about one engineer, and everybody knows whom.");
        await ben.checkBoth("141 report");
        await dialog.getByRole("button", { name: "Report", exact: true }).click();
        await article(ben).getByText("You reported this post").waitFor();
        assert.equal((await read(`/posts/${post}/thread`)).post.state, "published", "a report hides nothing");
    });

    await step("it waits in the queue of every desk, with rule and age", async () => {
        for (const visitor of [fay, gusAt]) {
            await caseAt(visitor).getByText("Flagged").waitFor();
            await caseAt(visitor).getByText("No personal attacks.").waitFor();
            await visitor.check("142 queue");
        }
        await caseAt(fay).tap();
        await postAt(fay).getByText("It is about one engineer").first().waitFor();
        await fay.check("143 case");
        await caseAt(gusAt).getByText("Fay Facilitator is looking at this").waitFor();
        assert.equal(await postAt(fay).getByText("Ben Brown").count(), 0, "who reported is nobody's business");
    });

    await step("a hide cites a rule and a note, and can be undone for ten seconds", async () => {
        await postAt(fay).getByRole("button", { name: "Hide" }).tap();
        const dialog = fay.page.getByRole("dialog", { name: `Hide #${post}` });
        await dialog.getByRole("button", { name: "Hide it" }).tap();
        await dialog.getByText("Choose the rule it breaks.").waitFor();
        await fay.check("144 no rule chosen");
        await dialog.getByRole("radio", { name: "No personal attacks." }).check();
        await dialog.getByRole("textbox", { name: "Note to the author" }).fill("Write about the roundabout, not about who planned it.");
        await fay.check("145 hide");
        await dialog.getByRole("button", { name: "Hide it" }).tap();
        const bar = fay.page.getByRole("region", { name: "About to happen" });
        await bar.getByText(/^Hide #\d+ in/).waitFor();
        await fay.check("146 hide about to happen");
        await article(cleo).getByText(text).waitFor();
        await bar.getByRole("button", { name: "Do it now" }).tap();
        await bar.waitFor({ state: "detached" });
    });

    await step("a third person sees a tombstone, not the words", async () => {
        await article(cleo).getByText(/Hidden by a facilitator at .*, under the rule “No personal attacks”/).waitFor();
        assert.equal(await cleo.page.getByText("roundabout").count(), 0);
        await cleo.checkBoth("147 tombstone");
    });

    await step("its author is told what, why and how to appeal, and appeals", async () => {
        await ada.page.getByRole("link", { name: /^My jam/ }).tap();
        await ada.page.getByText(/A post of yours was hidden: rule/).waitFor();
        await ada.page.getByText("What the facilitator says: Write about the roundabout, not about who planned it.").waitFor();
        assert.equal(await ada.page.getByText("Withdrawn by its author").count(), 0);
        await ada.check("148 told");
        const appeal = ada.page.getByRole("button", { name: "Appeal", exact: true });
        await appeal.scrollIntoViewIfNeeded();
        await ada.check("149 how to appeal");
        await appeal.tap();
        const dialog = ada.page.getByRole("dialog", { name: "Appeal against hiding your post" });
        await dialog.getByRole("textbox", { name: "Why should it be shown?" }).fill("It is a figure of speech. I name nobody.");
        await ada.check("150 appeal");
        await dialog.getByRole("button", { name: "Send the appeal" }).tap();
        await ada.page.getByText(/Your appeal is with the facilitators/).first().waitFor();
        await ada.check("151 appealed");
    });

    await step("who hid it cannot decide, and is told so", async () => {
        await postAt(fay).getByText("It is a figure of speech").first().waitFor();
        await postAt(fay).getByText(/You hid this post, so somebody else decides about the appeal/).waitFor();
        assert.equal(await postAt(fay).getByRole("button", { name: "Decide appeal" }).isDisabled(), true);
        await fay.check("152 not one's own hide");
    });

    await step("a second facilitator decides, with both sides before them", async () => {
        await caseAt(gusAt).getByText("Appeal").waitFor();
        await caseAt(gusAt).click();
        await postAt(gusAt).getByText("It is a figure of speech").first().waitFor();
        await postAt(gusAt).getByText(/Hidden by Fay Facilitator/).waitFor();
        await gusAt.check("153 appeal at the desk");
        await gusAt.page.keyboard.press("d");
        const dialog = gusAt.page.getByRole("dialog", { name: `Decide the appeal about #${post}` });
        await dialog.getByText("It is a figure of speech").waitFor();
        await dialog.getByRole("radio", { name: "The appeal is right: show the post again" }).check();
        await dialog.getByRole("textbox", { name: "Why" }).fill("It names nobody.");
        await gusAt.checkBoth("154 decide");
        await dialog.getByRole("button", { name: "Decide", exact: true }).click();
        const bar = gusAt.page.getByRole("region", { name: "About to happen" });
        await bar.getByText(/^Decide appeal #\d+ in/).waitFor();
        assert.equal((await read(`/posts/${post}/thread`)).post.state, "hidden", "nobody has been told yet");
        await bar.getByRole("button", { name: "Do it now" }).click();
        await caseAt(gusAt).waitFor({ state: "detached" });
        await gusAt.check("155 decided");
    });

    await step("the post is back for all, its author knows why, and the table counts it", async () => {
        await article(cleo).getByText(text).waitFor();
        await ada.page.getByText("Your appeal was upheld: your post is back. It names nobody.").waitFor();
        await ada.check("156 appeal upheld");
        await cleo.page.getByRole("link", { name: "How we moderate" }).click();
        const row = cleo.page.getByRole("row").filter({ hasText: "No personal attacks." });
        await row.waitFor();
        assert.deepEqual(await row.getByRole("cell").allInnerTexts(), ["1", "1"]);
        const figure = (name) => cleo.page.locator("dl > div").filter({ hasText: `Appeals: ${name}` }).locator("dd").innerText();
        assert.deepEqual(await Promise.all(["made", "upheld", "turned down", "withdrawn with the post", "waiting to be decided"].map(figure)), ["1", "1", "0", "0", "0"]);
        await cleo.checkBoth("157 how we moderate");
    });
});
