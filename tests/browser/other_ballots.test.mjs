// SPDX-License-Identifier: Apache-2.0
// Scores, dots and pairs: one's own while sealed, and read by everybody at the reveal (BA1, BA2).
import assert from "node:assert/strict";
import { test } from "node:test";
import { openJam, phone, stepsOf } from "../support/browser.mjs";
import { openPlan } from "../support/hall.mjs";
import { Keyboard } from "../support/keyboard.mjs";

const texts = ["Benches by the canal", "A market at night", "A tram on the ring road"];
const phase = (id, ballot) => ({ id, kind: "prioritise", lasts: "PT2H", switches: { ballot } });
const base = openPlan({
    agenda: [{ id: "ideas", kind: "ideate", lasts: "PT2H" }, phase("scores", "score"), phase("dots", "dots"), phase("pairs", "pairwise"), { id: "results", kind: "reveal", lasts: "PT2H" }],
});
const plan = { ...base, policies: { ...base.policies, dots: 3 } };
const counts = /Mean \d|from \d+ (person|people)|Preferred in \d/;

test("scores, dots and pairs are given, changed and counted", async (t) => {
    const step = stepsOf(t);
    const scene = await openJam(t, plan);
    const { jam, command, read } = scene;
    const posts = [];
    for (const text of texts) posts.push((await command("fay", { do: "add_post", forum: "floor", kind: "idea", text })).post);
    const [benches, market, tram] = posts;
    await scene.advance();
    const ada = await scene.signedIn("ada");
    const ben = await scene.signedIn("ben", { device: phone, at: `/jam/${jam}/f/floor` });
    const idea = (visitor, post) => visitor.page.locator(`article[data-post="${post}"]`);
    const choices = async (name, phase) => Object.fromEntries((await read("/me", name)).ballots.filter((one) => one.phase === phase).map(({ post, choice }) => [post, choice]));
    const sealed = async (name) => {
        for (const visitor of [ada, ben]) {
            await visitor.check(name);
            assert.doesNotMatch(await visitor.page.locator("body").innerText(), counts, name);
        }
    };

    await step("a score is given, changed and taken back", async () => {
        await idea(ada, benches).getByRole("button", { name: "4 of 5" }).click();
        await idea(ada, benches).getByRole("button", { name: "4 of 5", pressed: true }).waitFor();
        await idea(ada, benches).getByRole("button", { name: "5 of 5" }).click();
        await idea(ada, benches).getByRole("button", { name: "5 of 5", pressed: true }).waitFor();
        await idea(ada, market).getByRole("button", { name: "2 of 5" }).click();
        await idea(ada, market).getByRole("button", { name: "2 of 5", pressed: true }).click();
        await idea(ada, market).getByRole("button", { name: "2 of 5", pressed: false }).waitFor();
        await idea(ben, benches).getByRole("button", { name: "3 of 5" }).tap();
        await idea(ben, benches).getByRole("button", { name: "3 of 5", pressed: true }).waitFor();
        assert.deepEqual(await choices("ada", "scores"), { [benches]: "5" });
        await sealed("190 scores");
    });

    await step("dots come out of a budget, and go back into it", async () => {
        await scene.advance();
        const more = (visitor, post) => idea(visitor, post).getByRole("button", { name: "One dot more" });
        // By keys: the next dot goes from where the last one went, also when none is left.
        const keys = new Keyboard(ada);
        await keys.use(more(ada, benches));
        await idea(ada, benches).getByText("1 dot", { exact: true }).waitFor();
        await keys.isAt(more(ada, benches), "the button");
        await idea(ada, benches).getByRole("button", { name: "One dot more", disabled: false }).waitFor();
        await keys.press("Enter");
        await idea(ada, benches).getByText("2 dots", { exact: true }).waitFor();
        await keys.use(more(ada, market));
        await idea(ada, market).getByText("None left").waitFor();
        await keys.isAt(more(ada, market), "the button");
        await keys.press("Enter");
        assert.equal(await more(ada, tram).isDisabled(), true);
        await more(ben, tram).tap();
        await idea(ben, tram).getByText("1 dot", { exact: true }).waitFor();
        await sealed("191 dots");
        await idea(ada, market).getByRole("button", { name: "One dot less" }).click();
        await idea(ada, market).getByText("1 dot left").waitFor();
        await more(ada, tram).click();
        await idea(ada, tram).getByText("1 dot", { exact: true }).waitFor();
        assert.deepEqual(await choices("ada", "dots"), { [benches]: "2", [tram]: "1" });
    });

    await step("pairs are compared one after the other, by keyboard and by touch", async () => {
        await scene.advance();
        const pairs = (visitor) => visitor.page.getByRole("region", { name: "Which one?" });
        await pairs(ada).getByRole("button", { name: /^This one:/ }).waitFor();
        await sealed("192 pairs");
        await ada.tabTo(pairs(ada).getByRole("button", { name: /^This one:/ }));
        await ada.page.keyboard.press("Enter");
        await pairs(ada).getByText("1 pair answered").waitFor();
        await pairs(ada).getByRole("button", { name: "Take the last answer back" }).click();
        await pairs(ada).getByText("No pair answered yet").waitFor();
        for (let answered = 1; answered <= 3; answered += 1) {
            await pairs(ada).getByRole("button", { name: /^That one:/ }).click();
            await pairs(ada).getByText(answered === 1 ? "1 pair answered" : `${answered} pairs answered`).waitFor();
        }
        await pairs(ada).getByText("You have answered every pair here. Thank you.").waitFor();
        await pairs(ben).getByRole("button", { name: "Skip" }).tap();
        await pairs(ben).getByRole("button", { name: /^This one:/ }).tap();
        await pairs(ben).getByText("1 pair answered").waitFor();
        await sealed("193 pairs answered");
    });

    await step("at the reveal everybody reads what the last ballots add up to", async () => {
        await scene.advance();
        for (const visitor of [ada, ben]) {
            await visitor.page.getByText(/^Preferred in \d+ of \d+ comparisons/).first().waitFor();
            await visitor.check("194 revealed");
        }
        await ada.page.getByRole("link", { name: /^My jam/ }).first().click();
        await ada.page.getByRole("heading", { name: "What you supported" }).waitFor();
        // A dot of an earlier phase is no score.
        await ada.page.getByRole("link", { name: /A tram on the ring road/ }).filter({ hasText: "1 dot" }).waitFor();
        assert.equal(await ada.page.getByText("You: 1 of 5").count(), 0);
        await ada.page.getByText("You: 5 of 5").waitFor();
        await ada.checkBoth("195 own ballots");
    });
});
