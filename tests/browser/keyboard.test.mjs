// SPDX-License-Identifier: Apache-2.0
// The live page with the keyboard alone: every place is reached, what has focus is seen, and focus comes back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openJam, stepsOf } from "../support/browser.mjs";

test("the live page works by keyboard", async (t) => {
    const step = stepsOf(t);
    const scene = await openJam(t);
    for (let number = 1; number <= 15; number += 1) await scene.command("olga", { do: "add_post", forum: "floor", kind: "idea", text: `Idea number ${number}` });
    const ada = await scene.signedIn("ada");
    const { page } = ada;
    const { keyboard } = page;
    const articles = page.getByRole("feed").getByRole("article");
    const hasFocus = (locator) => locator.evaluate((element) => element === document.activeElement);
    const inSight = async (locator) => {
        const box = await locator.boundingBox();
        const bar = await page.getByRole("banner").boundingBox();
        return box.y >= bar.y + bar.height && box.y + box.height <= page.viewportSize().height;
    };
    await articles.nth(14).waitFor();

    await step("the first stop skips to the content", async () => {
        await keyboard.press("Tab");
        assert.ok(await hasFocus(page.getByRole("link", { name: "Skip to the content" })));
        await ada.check("100 skip link");
        await keyboard.press("Enter");
        assert.ok(await hasFocus(page.locator("main")));
        await keyboard.press("Tab");
        assert.ok(await hasFocus(page.getByRole("textbox", { name: "Share an idea" })));
    });

    await step("J and K walk the feed, and what has focus is never under the bar", async () => {
        await ada.tabTo(articles.first());
        for (let number = 1; number < 15; number += 1) {
            await keyboard.press("j");
            assert.ok(await hasFocus(articles.nth(number)), `post ${number}`);
            assert.ok(await inSight(articles.nth(number)), `post ${number} in sight`);
        }
        for (let number = 13; number >= 10; number -= 1) {
            await keyboard.press("PageUp");
            assert.ok(await hasFocus(articles.nth(number)), `back at ${number}`);
            assert.ok(await inSight(articles.nth(number)), `post ${number} in sight`);
        }
    });

    await step("a new post shows its button wherever one reads, and moves nothing", async () => {
        const before = await articles.nth(10).boundingBox();
        await scene.command("ben", { do: "add_post", forum: "floor", kind: "idea", text: "A newcomer" });
        const button = page.getByRole("button", { name: "1 new post" });
        await button.waitFor();
        assert.ok(await inSight(button));
        assert.deepEqual(await articles.nth(10).boundingBox(), before);
        await ada.check("101 further down");
    });

    await step("keys in the feed do what the list of keys says", async () => {
        await keyboard.press("s");
        await articles.nth(10).getByRole("button", { name: "Support", pressed: true }).waitFor();
        await keyboard.press("?");
        const dialog = page.getByRole("dialog", { name: "Keyboard" });
        await dialog.waitFor();
        await ada.check("102 keys");
        await keyboard.press("Escape");
        await dialog.waitFor({ state: "detached" });
        assert.ok(await hasFocus(articles.nth(10)), "focus is back");
        await keyboard.press("b");
        await keyboard.type("One that builds on it");
        await keyboard.press("Control+Enter");
        await articles.filter({ hasText: "One that builds on it" }).getByRole("link", { name: "Idea number 5" }).waitFor();
        assert.ok(await hasFocus(articles.filter({ hasText: "Idea number 5" }).last()), "and again");
    });

    await step("R opens the discussion at its field, Escape comes back", async () => {
        const post = articles.filter({ hasText: "Idea number 7" });
        await post.focus();
        await keyboard.press("r");
        await page.waitForFunction(() => document.activeElement?.matches(".answer textarea"));
        await keyboard.type("A comment by keyboard");
        await keyboard.press("Control+Enter");
        await page.getByRole("region", { name: "Discussion" }).getByText("A comment by keyboard").waitFor();
        await keyboard.type("Half of another");
        await keyboard.press("Escape");
        await page.getByRole("region", { name: "Discussion" }).waitFor({ state: "detached" });
        assert.ok(await hasFocus(post));
        await keyboard.press("r");
        await page.waitForFunction(() => document.activeElement?.matches(".answer textarea"));
        assert.equal(await page.getByRole("textbox", { name: "Your comment" }).inputValue(), "Half of another");
        await keyboard.press("Escape");
    });

    await step("a discussion that was left before it had come stays closed", async () => {
        let letGo;
        const held = new Promise((resolve) => (letGo = resolve));
        await page.route(/\/thread/, async (route) => held.then(() => route.continue()).catch(() => undefined));
        const post = articles.filter({ hasText: "Idea number 9" });
        await post.focus();
        await keyboard.press("r");
        await page.getByRole("region", { name: "Discussion" }).waitFor();
        await keyboard.press("Escape");
        await page.getByRole("region", { name: "Discussion" }).waitFor({ state: "detached" });
        // Longer than until whatever waits for the field looks again.
        await page.evaluate(() => new Promise((turn) => setTimeout(turn, 200)));
        assert.equal(await page.getByRole("region", { name: "Discussion" }).count(), 0);
        letGo();
        await page.unroute(/\/thread/);
    });

    await step("single keys are silent in a text and outside the feed", async () => {
        await page.getByRole("textbox", { name: "Share an idea" }).focus();
        await keyboard.type("c?/.jk");
        assert.equal(await page.getByRole("dialog").count(), 0);
        assert.equal(await page.getByRole("textbox", { name: "Share an idea" }).inputValue(), "c?/.jk");
        await page.locator("main").focus();
        await keyboard.press("?");
        assert.equal(await page.getByRole("dialog").count(), 0);
    });

    await step("a menu opens, closes with Escape and gives the focus back", async () => {
        const menu = articles.filter({ hasText: "Idea number 7" }).getByLabel("More", { exact: true });
        await menu.focus();
        await keyboard.press("Enter");
        await page.getByRole("button", { name: "Copy link" }).waitFor();
        await ada.check("103 menu");
        await keyboard.press("Tab");
        await keyboard.press("Escape");
        await page.getByRole("button", { name: "Copy link" }).waitFor({ state: "hidden" });
        assert.ok(await hasFocus(menu));
    });
});
