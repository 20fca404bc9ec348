// SPDX-License-Identifier: Apache-2.0
// Support and agreement are everybody's own while sealed (BA2), and everybody's to see once the phase says so.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openJam, phone, stepsOf } from "../support/browser.mjs";
import { openPlan } from "../support/hall.mjs";

const idea = (visitor, text) => visitor.page.getByRole("feed").getByRole("article").filter({ hasText: text });
const counts = /\d+ (people|person) supports? this|\d+ agree, \d+ disagree/;

const agenda = [
    { id: "ideas", kind: "ideate", lasts: "PT2H" },
    { id: "choose", kind: "prioritise", lasts: "PT2H" },
    { id: "results", kind: "reveal", lasts: "PT2H" },
];

test("ballots are one's own while sealed and counted for all at the reveal", async (t) => {
    const step = stepsOf(t);
    const scene = await openJam(t, openPlan({ agenda }));
    for (const text of ["Benches by the canal", "A market at night"]) await scene.command("olga", { do: "add_post", forum: "floor", kind: "idea", text });
    const ada = await scene.signedIn("ada");
    const ben = await scene.signedIn("ben", { device: phone, at: `/jam/${scene.jam}/f/floor` });
    const pressed = (visitor, text, name) => idea(visitor, text).getByRole("button", { name, pressed: true }).waitFor();
    const sealed = async (step) => {
        for (const visitor of [ada, ben]) {
            await visitor.check(step);
            assert.doesNotMatch(await visitor.page.locator("body").innerText(), counts, step);
        }
    };

    await step("support shows to oneself alone, and can be taken back", async () => {
        await ada.page.getByText(/Counts are sealed until .*: nobody sees them/).waitFor();
        await idea(ada, "Benches").focus();
        await ada.page.keyboard.press("s");
        await pressed(ada, "Benches", "Support");
        await ada.page.getByRole("status").filter({ hasText: "Support given" }).waitFor();
        await idea(ben, "market").getByRole("button", { name: "Support" }).tap();
        await pressed(ben, "market", "Support");
        await idea(ben, "Benches").getByRole("button", { name: "Support" }).tap();
        await pressed(ben, "Benches", "Support");
        await idea(ben, "market").getByRole("button", { name: "Support" }).tap();
        await idea(ben, "market").getByRole("button", { name: "Support", pressed: false }).waitFor();
        // Who double-clicks by habit supports it once.
        await idea(ada, "market").getByRole("button", { name: "Support" }).dblclick();
        await ada.page.getByRole("status").filter({ hasText: "Support given" }).waitFor();
        await pressed(ada, "market", "Support");
        await idea(ada, "market").getByRole("button", { name: "Support" }).click();
        await idea(ada, "market").getByRole("button", { name: "Support", pressed: false }).waitFor();
        await sealed("30 support sealed");
        await ada.page.reload();
        await pressed(ada, "Benches", "Support");
        const order = await ada.page.getByRole("combobox", { name: "Order" }).locator("option").allInnerTexts();
        assert.ok(!order.some((name) => name.includes("Top")), "no order that tells ranks");
    });

    await step("the next phase asks to agree, disagree or pass", async () => {
        await scene.advance();
        await idea(ada, "Benches").getByRole("button", { name: "Agree", exact: true }).click();
        await pressed(ada, "Benches", "Agree");
        await idea(ben, "Benches").getByRole("button", { name: "Disagree" }).tap();
        await pressed(ben, "Benches", "Disagree");
        await idea(ben, "Benches").getByRole("button", { name: "Agree", exact: true }).tap();
        await pressed(ben, "Benches", "Agree");
        await idea(ben, "market").getByRole("button", { name: "Pass" }).tap();
        await pressed(ben, "market", "Pass");
        assert.equal(await ada.page.getByRole("textbox").count(), 0, "nothing is written in this phase");
        for (const { page } of [ada, ben]) await page.getByText("Olga Organizer").first().waitFor({ state: "detached" });
        await sealed("31 agree sealed");
    });

    await step("the reveal shows the counts, best first", async () => {
        await scene.advance();
        for (const visitor of [ada, ben]) {
            await idea(visitor, "Benches").getByText("2 agree, 0 disagree, 0 pass").waitFor();
            await idea(visitor, "market").getByText("0 agree, 0 disagree, 1 pass").waitFor();
            assert.match(await visitor.page.getByRole("feed").getByRole("article").first().innerText(), /Benches/);
            await visitor.check("32 reveal");
        }
        assert.equal(await ada.page.getByRole("button", { name: "Agree", exact: true }).count(), 0);
    });

    await step("My jam lists one's own ballots, on this device's screen only", async () => {
        await ben.page.getByRole("link", { name: "My jam" }).tap();
        await ben.page.getByRole("heading", { name: "What you supported" }).waitFor();
        await ben.check("33 my ballots");
    });
});
