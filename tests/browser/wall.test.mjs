// SPDX-License-Identifier: Apache-2.0
// The wall of a hall at 1080p with the longest words that a plan, a post and a poll may have: all there, large, and nothing cut.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openJam, stepsOf } from "../support/browser.mjs";
import { openPlan } from "../support/hall.mjs";

const projector = { viewport: { width: 1920, height: 1080 } };
const sentence = "What would bring you and everybody you know into town on a wet Sunday in November, ";
const question = `${sentence.repeat(3).slice(0, 240)}?`;
const options = Array.from({ length: 12 }, (_, n) => `${n + 1}: a market under one roof with music, tea and a place to sit`);
/** What stands far away must subtend more than a newspaper in the hand: 24 px of 1080 at three picture heights. */
const leastPx = 24;

/** Words in view with their size, and boxes whose words do not fit them. */
const looks = (page) =>
    page.evaluate(() => {
        const small = [];
        const cut = [];
        const walker = document.createTreeWalker(document.querySelector(".wall"), NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const box = node.parentElement;
            if (!node.textContent.trim() || box.closest(".tools") || !box.checkVisibility()) continue;
            small.push([parseFloat(getComputedStyle(box).fontSize), node.textContent.trim().slice(0, 40)]);
            for (let each = box; each && !each.classList.contains("wall"); each = each.parentElement)
                if (getComputedStyle(each).overflowY === "hidden" && each.scrollHeight > each.clientHeight + 2 && each.clientHeight > 0)
                    cut.push(`${each.className}: ${node.textContent.trim().slice(0, 40)}`);
        }
        return { smallest: small.sort(([one], [other]) => one - other)[0], cut: [...new Set(cut)] };
    });

test("the wall is legible from the back row, whatever is asked", async (t) => {
    const step = stepsOf(t);
    const agenda = [{ id: "talk", kind: "ideate", lasts: "PT2H" }, { id: "results", kind: "reveal", lasts: "PT1H" }];
    const scene = await openJam(t, openPlan({ agenda, forums: [{ id: "floor", title: "The market hall and what is around it", question }] }));
    const { hall, jam, command } = scene;
    const { link } = await hall.json("POST", `/api/v1/jams/${jam}/wall-link`, { body: {} });
    const wall = await scene.arrive({ device: projector });
    const { page } = wall;
    const legible = async (what) => {
        await wall.check(what);
        const { smallest, cut } = await looks(page);
        assert.deepEqual(cut, [], what);
        assert.ok(smallest[0] >= leastPx, `${what}: ${smallest}`);
        return smallest[0];
    };

    await step("a long question, the clock and the padlock", async () => {
        await page.goto(link);
        await page.getByRole("button", { name: "Show the wall" }).click();
        await page.getByText(question).waitFor();
        await page.getByText(/^Sealed until .*: nobody sees counts/).waitFor();
        await page.getByText(/\d:\d\d:\d\d|\d+ h|\d+:\d\d/).first().waitFor();
        t.diagnostic(`question: ${await legible("210 wall question")} px`);
    });

    await step("a long post in the spotlight", async () => {
        const { post } = await command("ada", { do: "add_post", forum: "floor", kind: "idea", text: sentence.repeat(4).slice(0, 310) });
        await command("fay", { do: "spotlight_post", post, minutes: 10 });
        await page.getByRole("region", { name: "In the spotlight" }).waitFor();
        t.diagnostic(`spotlight: ${await legible("211 wall spotlight")} px`);
        await command("fay", { do: "end_spotlight", post });
    });

    await step("a poll of twelve long answers", async () => {
        await command("fay", { do: "open_poll", forum: "floor", question: sentence.trim(), options, kind: "single", results: "live" });
        for (const option of options) await page.getByText(option, { exact: true }).waitFor();
        t.diagnostic(`poll: ${await legible("212 wall poll")} px`);
    });
});
