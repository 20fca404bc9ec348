// SPDX-License-Identifier: Apache-2.0
// Two people talk, one at a desk with the keyboard alone, one on a phone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openJam, phone, stepsOf } from "../support/browser.mjs";

const idea = (visitor, text) => visitor.page.getByRole("feed").getByRole("article").filter({ hasText: text });

test("ideas, comments, replies and build-ons reach the other at once and move nothing", async (t) => {
    const step = stepsOf(t);
    const scene = await openJam(t);
    const { post: first } = await scene.command("olga", { do: "add_post", forum: "floor", kind: "idea", text: "Benches by the canal" });
    const ada = await scene.signedIn("ada");
    const ben = await scene.signedIn("ben", { device: phone, at: `/jam/${scene.jam}/f/floor` });
    await idea(ada, "Benches").waitFor();
    await idea(ben, "Benches").waitFor();
    const place = () => idea(ben, "Benches").boundingBox();
    const before = await place();

    await step("Ada posts an idea by keyboard", async () => {
        await ada.check("10 feed");
        await ben.check("10 feed");
        await ada.tabTo(ada.page.getByRole("textbox", { name: "Share an idea" }));
        await ada.page.keyboard.type("Plant **trees** along the river");
        await ada.page.keyboard.press("Control+Enter");
        await idea(ada, "Plant trees along the river").getByText("You", { exact: true }).waitFor();
        assert.equal(await ada.page.getByRole("textbox", { name: "Share an idea" }).inputValue(), "");
        await ada.page.getByRole("status").filter({ hasText: "Posted" }).waitFor();
    });

    await step("it waits for Ben behind a button, and nothing moves under him", async () => {
        const button = ben.page.getByRole("button", { name: "1 new post" });
        await button.waitFor();
        assert.deepEqual(await place(), before);
        assert.equal(await idea(ben, "Plant").count(), 0);
        await ben.check("11 one new post");
        await button.tap();
        await idea(ben, "Plant").waitFor();
        await ben.page.waitForFunction(() => document.activeElement?.textContent.includes("Plant"));
        assert.match(await ben.page.getByRole("feed").getByRole("article").first().innerText(), /Ada Adams[^]*Plant trees/);
    });

    await step("Ben comments, Ada answers, each in front of the other", async () => {
        await idea(ben, "Plant").getByRole("link", { name: "Comment" }).tap();
        const field = ben.page.getByRole("textbox", { name: "Your comment" });
        await field.fill("Which ones?");
        await ben.page.getByRole("button", { name: "Comment", exact: true }).tap();
        await ben.page.getByRole("article").filter({ hasText: "Which ones?" }).first().waitFor();
        await ben.check("12 discussion");

        await idea(ada, "Plant").getByText("1 comment").waitFor();
        await idea(ada, "Plant").focus();
        await ada.page.keyboard.press("Enter");
        const thread = ada.page.getByRole("region", { name: "Discussion" });
        await ada.tabTo(thread.getByRole("button", { name: "Reply" }));
        await ada.page.keyboard.press("Enter");
        await ada.page.keyboard.type("Limes, they like water");
        await ada.check("13 reply");
        await ada.page.keyboard.press("Control+Enter");
        await ben.page.getByText("Limes, they like water").waitFor();
        await thread.getByText("Limes, they like water").waitFor();
        await ada.page.keyboard.press("Escape");
        await thread.waitFor({ state: "detached" });
        assert.equal(await idea(ada, "Plant").evaluate((element) => element === document.activeElement), true, "back where one came from");
    });

    await step("Ben builds on the idea; both are linked, and Ada hears of it", async () => {
        await ben.page.getByRole("button", { name: "Build on" }).tap();
        await ben.page.getByRole("dialog").getByRole("textbox", { name: "Your idea that builds on it" }).fill("Pick fruit trees: free food");
        await ben.check("14 build on");
        await ben.page.getByRole("button", { name: "Post idea" }).tap();
        await ada.page.getByRole("button", { name: "1 new post" }).waitFor();
        await ada.page.keyboard.press(".");
        await idea(ada, "free food").getByRole("link", { name: "Plant trees along the river" }).waitFor();
        await ada.page.getByRole("link", { name: "My jam, 2 unread" }).click();
        await ada.page.getByText("Ben Brown built on an idea of yours").waitFor();
        await ada.page.getByText("Ben Brown commented on a post of yours").waitFor();
        await ada.check("15 my jam");
        await ada.page.goBack();
        await idea(ada, "free food").waitFor();
    });

    await step("an edit is seen where the text stood", async () => {
        await idea(ada, "Plant").last().getByLabel("More", { exact: true }).click();
        await ada.page.getByRole("button", { name: "Edit" }).click();
        await ada.page.getByRole("textbox", { name: "Your text" }).fill("Plant limes along the #riverside");
        await ada.check("16 edit");
        await ada.page.getByRole("button", { name: "Save" }).click();
        await ben.page.getByRole("article").filter({ hasText: "Plant limes" }).getByText("edited").waitFor();
    });

    await step("PO15: a tag leads to whatever says the word", async () => {
        await scene.command("olga", { do: "add_post", forum: "floor", kind: "comment", parent: first, text: "Light the riverside" });
        await idea(ada, "Plant limes").getByRole("link", { name: "#riverside", exact: true }).click();
        await ada.page.waitForFunction(() => location.search === "?q=%23riverside");
        for (const words of ["Plant limes along the #riverside", "Light the riverside"]) await ada.page.getByRole("link").filter({ hasText: words }).waitFor();
        assert.equal(await ada.page.getByRole("searchbox").inputValue(), "#riverside");
        await ada.check("16 a tag");
        await ada.page.goBack();
        await idea(ada, "Plant limes").first().waitFor();
    });

    await step("a withdrawal is seen where the text stood", async () => {
        await ben.page.getByRole("button", { name: "Back to the list" }).tap();
        await idea(ben, "free food").getByLabel("More", { exact: true }).tap();
        await ben.page.getByRole("button", { name: "Withdraw" }).tap();
        await ben.check("17 withdraw");
        await ben.page.getByRole("dialog").getByRole("button", { name: "Withdraw" }).tap();
        await idea(ada, "Withdrawn by its author").waitFor();
        await idea(ben, "Withdrawn by its author").waitFor();
        assert.equal(await ada.page.getByText("free food").count(), 0);
        await ada.check("18 withdrawn");
    });

    await step("search finds a comment and opens its discussion beside it", async () => {
        await idea(ada, "Benches").focus();
        await ada.page.keyboard.press("/");
        await ada.page.keyboard.type("limes");
        await ada.page.getByText("2 posts found", { exact: true }).last().waitFor();
        await ada.check("19 search");
        await ada.page.getByRole("link", { name: /Limes, they like water/ }).click();
        await ada.page.getByRole("region", { name: "Discussion" }).getByText("Which ones?").waitFor();
        await ada.check("20 search with discussion");
        await ben.page.getByRole("link", { name: "Search" }).tap();
        await ben.page.getByRole("searchbox").fill("nothing like this");
        await ben.page.getByText(/Nothing found for/).waitFor();
        await ben.check("21 nothing found");
    });

    const { posts } = await scene.hall.json("GET", `/api/v1/jams/${scene.jam}/forums/floor/posts`);
    assert.deepEqual(posts.map(({ text, comments }) => [text, comments]), [[null, 0], ["Plant limes along the #riverside", 2], ["Benches by the canal", 1]]);
    assert.equal(posts.at(-1).post, first);
});
