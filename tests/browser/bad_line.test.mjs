// SPDX-License-Identifier: Apache-2.0
// The line to the hall is cut while somebody posts, then dead for a while: what was written is there once, nothing begun is
// lost, and the page says so in words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openJam, stepsOf } from "../support/browser.mjs";
import { openPlan } from "../support/hall.mjs";
import { BadLine } from "../support/lossy/bad_line.mjs";

const isLost = [/net::ERR_/, /WebSocket connection to .* failed/];
/** Longer than anything else that goes up. */
const moment =
    "In the very moment in which the bus comes round the corner by the old mill, eleven people with bags, two prams and a bicycle want to get out " +
    "where seven others wait to get in, and nobody knows who goes first: paint a line on the kerb, hang up a sign, and let those who leave walk left " +
    "while those who come keep right, as they do at the ferry.";
const articles = (visitor, text) => visitor.page.getByRole("feed").getByRole("article").filter({ hasText: text });
const field = (visitor) => visitor.page.getByRole("textbox", { name: "Share an idea" });

async function write(visitor, text) {
    await field(visitor).fill(text);
    await visitor.page.keyboard.press("Control+Enter");
}

test("T7: a post whose answer was cut off, one written while away and one begun all survive, each once", async (t) => {
    const step = stepsOf(t);
    const line = await BadLine.open(t, { seed: 7 });
    line.delay_ms = [10, 60];
    const scene = await openJam(t, openPlan(), { args: ["--public-url", line.url] });
    line.target = scene.hall.url;
    const ada = await scene.signedIn("ada", { baseURL: line.url });
    ada.expected.push(...isLost);
    const texts = async () => (await scene.read("/forums/floor/posts?order=newest")).posts.map(({ text }) => text).reverse();

    await step("the post went up and the answer did not come down", async () => {
        await write(ada, "Before");
        await articles(ada, "Before").waitFor();
        line.delay_ms = [80, 120]; // the line is cut 50 ms after the post went up, so before its answer is down
        line.cutAfterUp(320); // more than what was seen, read and looked at together, less than the post
        line.isDown = true;
        await write(ada, moment);
        await ada.page.getByText("Reconnecting").waitFor();
        for (let tries = 0; (await texts()).length < 2 && tries < 100; tries += 1) await ada.page.waitForTimeout(50);
        assert.deepEqual(await texts(), ["Before", moment], "it arrived");
        await ada.page.getByText("Waiting to send").waitFor();
    });

    await step("what is written on a dead line waits, what is begun is kept", async () => {
        line.isDown = "deaf";
        await write(ada, "While away");
        await ada.page.getByText("Waiting to send").nth(1).waitFor();
        await field(ada).fill("Half a thought");
        await ada.check("53 on a dead line");
    });

    await step("the line lives again: each is there once", async () => {
        line.isDown = false;
        line.delay_ms = [10, 60];
        line.cut();
        await ada.page.getByText("Waiting to send").first().waitFor({ state: "detached" });
        await ada.page.getByText("Reconnecting").waitFor({ state: "detached" });
        const all = ["Before", moment, "While away"];
        await articles(ada, "While away").waitFor(); // sent, and not only no longer waiting
        assert.deepEqual(await texts(), all);
        for (const text of all) assert.equal(await articles(ada, text).count(), 1, text);
        assert.equal(await field(ada).inputValue(), "Half a thought");
        await ada.check("54 the line lives again");
        await ada.page.reload();
        await articles(ada, "While away").waitFor();
        await ada.page.waitForFunction(() => document.querySelector(".compose textarea")?.value === "Half a thought");
        assert.deepEqual(await texts(), all, "nor again after a reload");
    });
});
