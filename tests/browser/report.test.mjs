// SPDX-License-Identifier: Apache-2.0
// The report, on the page and as a file: who took part, the caveat, every idea with its interval.
import assert from "node:assert/strict";
import { test } from "node:test";
import { desktop, openStage, phone, stepsOf } from "../support/browser.mjs";
import { openPlan } from "../support/hall.mjs";

const people = Array.from({ length: 12 }, (_, index) => `p${index + 1}@example.org,Person ${index + 1},participant,${index < 6 ? "north" : "south"}`);
const roster = ["email,name,roles,ward", "olga@example.org,Olga Organizer,organizer,north", ...people].join("\n");

/** A jam in which nine of twelve support the first of three ideas, two the second; the third builds on the first. */
async function played(hall) {
    const jam = await hall.createJam(
        openPlan({
            title: "CovJam",
            purpose: "Ideas from the city",
            agenda: [
                { id: "ideas", kind: "ideate", lasts: "PT2H" },
                { id: "results", kind: "reveal", lasts: "PT2H" },
            ],
        }),
    );
    const links = await hall.invite(jam, roster);
    const token = (email) => new URL(links.get(email).link).hash.slice(1);
    const as = (email, body) => hall.json("POST", `/api/v1/jams/${jam}/commands`, { token: token(email), body });
    const p = (number) => `p${number}@example.org`;
    for (let number = 1; number <= 12; number += 1) await as(p(number), { do: "join", charter: 1, rules: 1, privacy: 1 });
    const idea = async (by, text, more) => (await as(p(by), { do: "add_post", forum: "floor", kind: "idea", text, ...more })).post;
    const first = await idea(1, "Plant **trees** along the river");
    const second = await idea(2, "A market at night");
    await idea(3, "Pick fruit trees: free food", { builds_on: first });
    const rude = await idea(5, "Something rude", { builds_on: first });
    await as("olga@example.org", { do: "hide_post", post: rude, rule: "civil", note: "It attacks a person." });
    await as(p(4), { do: "add_post", forum: "floor", kind: "comment", parent: first, text: "Yes" });
    for (let number = 1; number <= 9; number += 1) await as(p(number), { do: "cast_ballot", post: first, choice: "support" });
    for (let number = 1; number <= 2; number += 1) await as(p(number), { do: "cast_ballot", post: second, choice: "support" });
    return { jam, token, as };
}

test("the report is sealed with the jam, then opens on page and as a file", async (t) => {
    const step = stepsOf(t);
    const { hall, arrive } = await openStage(t);
    const { jam, token, as } = await played(hall);
    const olga = await arrive({ device: desktop });
    const ada = await arrive({ device: phone });
    await olga.signIn(jam, token("olga@example.org"));
    await ada.signIn(jam, token("p1@example.org"));

    await step("BA2: while sealed it shows no support", async () => {
        await olga.page.goto(`/jam/${jam}/report`);
        await olga.page.getByText(/Counts are sealed in the running phase/).waitFor();
        assert.doesNotMatch(await olga.page.locator("main").innerText(), /\d+ % support|people support it/);
        await olga.check("80 sealed report");
    });

    await step("only some roles read it before the jam is closed", async () => {
        ada.expected.push(/status of 403/);
        await ada.page.goto(`/jam/${jam}/report`);
        await ada.page.getByText("The report opens to everybody when the jam is closed.").waitFor();
        await ada.check("81 report not open");
    });

    await as("olga@example.org", { do: "advance_phase" });
    await as("olga@example.org", { do: "close_jam" });

    await step("figures, caveat, and each idea with its interval", async () => {
        for (const visitor of [olga, ada]) {
            await visitor.page.goto(`/jam/${jam}/report`);
            await visitor.page.getByRole("heading", { name: "Read this first" }).waitFor();
            await visitor.page.getByText("Of 13 invited, 12 came in, 5 wrote and 9 gave support.").waitFor();
            const ideas = visitor.page.getByRole("listitem").filter({ hasText: "Plant trees along the river" });
            await ideas.getByText(/^100 % support \(70 % to 100 %\)$/).waitFor();
            await ideas.getByText("9 people support it").waitFor();
            await visitor.page.getByRole("heading", { name: "Families of ideas" }).waitFor();
            await visitor.page.getByRole("link", { name: "An idea that is no longer shown" }).waitFor();
            assert.equal(await visitor.page.getByText("Something rude").count(), 0);
            await visitor.check("82 report");
        }
        await olga.page.getByText("The same as a table").click();
        await olga.page.getByText("By ward").click();
        await olga.page.getByRole("rowheader", { name: "north" }).waitFor();
        await olga.check("83 report tables");
    });

    await step("the same as one file that opens by itself", async () => {
        for (const visitor of [olga, ada]) {
            await visitor.page.goto(`/api/v1/jams/${jam}/report.html`);
            await visitor.page.getByText("Plant trees along the river").first().waitFor();
            await visitor.check("84 report file", { isApp: false });
        }
    });
});
