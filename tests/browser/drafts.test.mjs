// SPDX-License-Identifier: Apache-2.0
// What somebody has begun to write is kept: over a reload, a bell, a refusal.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openJam, phone, stepsOf } from "../support/browser.mjs";
import { openPlan } from "../support/hall.mjs";

const plan = (grace_s) => {
    const base = openPlan({
        agenda: [
            { id: "ideas", kind: "ideate", lasts: "PT2H" },
            { id: "results", kind: "reveal", lasts: "PT2H" },
        ],
    });
    return { ...base, policies: { ...base.policies, grace_s } };
};
const field = (visitor) => visitor.page.getByRole("textbox", { name: "Share an idea" });

test("a text survives a reload, a bell, and says why it cannot be sent", async (t) => {
    const step = stepsOf(t);
    const scene = await openJam(t, plan(0));
    const ada = await scene.signedIn("ada");
    const { page } = ada;

    await step("a reload", async () => {
        await field(ada).fill("Half a thought about bri");
        await page.reload();
        await page.waitForFunction(() => document.querySelector(".compose textarea")?.value === "Half a thought about bri");
        await field(ada).press("End");
        await page.keyboard.type("dges");
        await ada.check("40 draft after a reload");
    });

    await step("PH1: the bell, without grace", async () => {
        await scene.advance();
        await page.getByText("This phase does not take this. Your draft is kept.").waitFor();
        assert.equal(await field(ada).inputValue(), "Half a thought about bridges");
        assert.equal(await page.getByRole("button", { name: "Post idea" }).isDisabled(), true);
        await ada.check("41 draft after the bell");
    });

    await step("it stands in My jam until it is thrown away", async () => {
        await page.getByRole("link", { name: /^My jam/ }).first().click();
        await page.getByText("Idea in Floor").waitFor();
        await page.getByText("Half a thought about bridges").waitFor();
        await ada.check("42 drafts in my jam");
        await page.getByRole("button", { name: "Discard" }).click();
        await page.getByRole("heading", { name: "Drafts" }).waitFor({ state: "detached" });
    });
});

const twoHours = { id: "ideas", kind: "ideate", lasts: "PT2H" };
const bells = [
    { name: "PH1: what was begun before the bell can be sent for a while after it", bell: "a bell", more: {} },
    { name: "PH11: after the last bell as well", bell: "the last bell", more: { agenda: [twoHours] } },
];

for (const { name, bell, more } of bells)
    test(name, async (t) => {
        const scene = await openJam(t, { ...plan(600), ...more });
        const ada = await scene.signedIn("ada", { device: phone, at: `/jam/${scene.jam}/f/floor` });
        await ada.page.getByRole("button", { name: "Share an idea" }).tap();
        await field(ada).fill("Just in time");
        await ada.check(`43 writing before ${bell}`);
        await scene.advance();
        await ada.page.getByRole("dialog").getByText(/The bell has rung; what you began before can still be sent for \d+ seconds/).waitFor();
        await ada.check(`44 grace after ${bell}`);
        await ada.page.getByRole("button", { name: "Post idea" }).tap();
        await ada.page.getByRole("article").filter({ hasText: "Just in time" }).waitFor();
        assert.equal(await ada.page.getByRole("button", { name: "Share an idea" }).count(), 0, "nothing new is taken");
        await ada.check(`45 sent in grace after ${bell}`);
    });

test("a draft that is sent from My jam leaves the list of drafts, and the keyboard stays on the page", async (t) => {
    const scene = await openJam(t, plan(0));
    const ada = await scene.signedIn("ada");
    const { page } = ada;
    await field(ada).fill("A bench at every stop");
    await page.getByRole("link", { name: /^My jam/ }).first().click();
    const drafts = page.getByRole("region", { name: "Drafts" });
    await drafts.getByText("A bench at every stop").waitFor();
    await drafts.getByRole("button", { name: "Edit" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Post idea" }).click();
    await drafts.waitFor({ state: "detached" });
    await page.waitForFunction(() => document.activeElement?.tagName === "H1");
});
