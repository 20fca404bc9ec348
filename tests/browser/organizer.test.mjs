// SPDX-License-Identifier: Apache-2.0
// An organizer makes a jam: plan, roster, links, clock, end.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { parse } from "csv-parse/sync";
import { openStage, stepsOf } from "../support/browser.mjs";

const badRoster = [
    "email,name,roles,ward",
    "ada@example.org,Ada Adams,participant,south",
    "not an address,Nobody,participant,south",
    "ben@example.org,Ben Brown,participant,north",
    "cleo@example.org,Cleo Clark,emperor,north",
    "fay@example.org,Fay Facilitator,facilitator;participant,north",
].join("\n");

test("an organizer plans a jam, invites people, steers its clock and closes it", async (t) => {
    const step = stepsOf(t);
    const { hall, arrive } = await openStage(t);
    const olga = await arrive();
    const { page } = olga;
    const jamOf = () => /\/admin\/([^/]+)/.exec(page.url())[1];

    await step("the link of the hall signs in by a button and leaves the address", async () => {
        await page.goto(`/admin#${hall.token}`);
        await olga.check("60 admin door");
        await page.getByRole("button", { name: "Sign in" }).click();
        await page.getByText(/No jams yet/).waitFor();
        assert.equal(new URL(page.url()).hash, "");
        await olga.check("61 no jams");
    });

    await step("what is wrong in a plan stands at its field", async () => {
        // A plan that is not right yet is answered so.
        olga.expected.push(/status of 400 .*\/(plans\/check|jams)$/);
        await page.getByRole("link", { name: "New jam" }).click();
        await page.getByRole("heading", { level: 1, name: "New jam" }).waitFor();
        await olga.check("62 new jam");
        await page.getByRole("button", { name: "Create the jam" }).click();
        const title = page.getByRole("textbox", { name: "Title" });
        await page.waitForFunction(() => document.activeElement?.getAttribute("aria-invalid") === "true");
        assert.equal(await title.getAttribute("aria-invalid"), "true");
        assert.ok(await title.evaluate((element) => document.getElementById(element.getAttribute("aria-describedby")).textContent));
        await page.getByRole("combobox", { name: "Time zone" }).fill("Mars/Phobos");
        await page.getByRole("spinbutton", { name: "Minutes of phase 1 (Write on your own)" }).fill("0");
        await page.locator('.phases [aria-invalid="true"]').first().waitFor();
        await page.locator('input[list][aria-invalid="true"]').waitFor();
        await olga.check("63 faults of a plan");
    });

    await step("a template, a title and a question make a jam", async () => {
        await page.getByRole("radio", { name: /One day/ }).check();
        await page.getByRole("textbox", { name: "Title" }).fill("CovJam");
        await page.getByRole("textbox", { name: "Purpose, in one sentence" }).fill("Ideas from the city");
        await page.getByRole("textbox", { name: "Short name" }).fill("Sent to Coventry");
        await page.getByRole("textbox", { name: "The question" }).fill("What do we want to be known for?");
        await page.getByRole("combobox", { name: "Time zone" }).fill("Europe/London");
        await page.getByRole("checkbox", { name: "Start as soon as it is created" }).check();
        await page.getByText("The plan is sound.").waitFor();
        await page.getByText(/^Ends /).waitFor();
        await olga.check("64 plan is sound");
        await page.getByRole("button", { name: "Create the jam" }).click();
        await page.getByRole("heading", { level: 1, name: "CovJam" }).waitFor();
        await page.getByText("Write on your own").first().waitFor();
        await olga.check("65 overview");
    });

    await step("a roster is tried before it is applied, and its bad lines are named", async () => {
        await page.getByRole("link", { name: "People" }).click();
        await page.getByText("Nobody is invited yet.").waitFor();
        await page.getByLabel("Roster file").setInputFiles({ name: "roster.csv", mimeType: "text/csv", buffer: Buffer.from(badRoster) });
        await page.getByText("3 new people, nobody changed, 2 faulty lines").first().waitFor();
        for (const line of ["3", "5"]) await page.getByRole("rowheader", { name: line, exact: true }).waitFor();
        assert.deepEqual((await hall.json("GET", `/api/v1/jams/${jamOf()}/people`)).people, [], "nothing is applied yet");
        await olga.check("66 roster tried");
        await page.getByRole("button", { name: "Apply the good lines, leave out the faulty ones" }).click();
        await page.getByText("The roster is applied.").first().waitFor();
        await page.getByRole("rowheader", { name: "Fay Facilitator" }).waitFor();
        const fay = page.getByRole("row").filter({ hasText: "Fay Facilitator" });
        await fay.getByLabel("What to do about Fay Facilitator").click();
        await fay.getByRole("button", { name: "Change roles" }).click();
        const roles = page.getByRole("dialog", { name: "Roles of Fay Facilitator" });
        await roles.getByRole("checkbox", { name: "Organizer" }).check();
        await roles.getByRole("radio", { name: "some questions" }).check();
        await roles.getByRole("checkbox", { name: "Sent to Coventry" }).check();
        await olga.check("66a roles");
        await roles.getByRole("button", { name: "Save" }).click();
        await fay.getByText("Organizer", { exact: true }).waitFor();
        await fay.getByText("in Sent to Coventry").waitFor();
        const { people } = await hall.json("GET", `/api/v1/jams/${jamOf()}/people`);
        assert.deepEqual(people.find(({ email }) => email === "fay@example.org").forums, ["sent-to-coventry"]);
        await olga.check("67 people");
    });

    await step("links are made once and downloaded", async () => {
        await page.getByRole("link", { name: "Links" }).click();
        await page.getByRole("button", { name: "Make the missing links" }).click();
        await page.getByText("3 new links").first().waitFor();
        await olga.check("68 links");
        const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download as CSV" }).click()]);
        const rows = parse(await readFile(await download.path(), "utf8"), { columns: true });
        assert.deepEqual(rows.map(({ email }) => email), ["ada@example.org", "ben@example.org", "fay@example.org"]);
        for (const { link, token } of rows) assert.equal(link, `${hall.url}/j/${jamOf()}#${token}`);
        await page.getByRole("button", { name: "Make the missing links" }).click();
        await page.getByText("Everybody already has a link.").first().waitFor();
    });

    await step("the clock is extended, paused, resumed and its bell rung", async () => {
        const phase = async () => (await hall.json("GET", `/api/v1/jams/${jamOf()}`)).phase;
        await page.getByRole("link", { name: "Overview" }).click();
        const before = await phase();
        await page.getByRole("button", { name: "+15 min, extend this phase" }).click();
        await page.getByText(/^(59:\d\d|1 h 0 min) · until/).waitFor();
        assert.equal((await phase()).ends_at_ms, before.ends_at_ms + 15 * 60_000);
        await page.getByRole("button", { name: "Pause" }).click();
        await page.getByText("paused", { exact: true }).waitFor();
        assert.equal((await phase()).paused, true);
        await page.getByRole("button", { name: "Resume" }).click();
        await page.getByRole("button", { name: "Pause" }).waitFor();
        assert.equal((await phase()).paused, false);
        await page.getByRole("button", { name: "End this phase now" }).click();
        await olga.check("69 bell asked");
        await page.getByRole("button", { name: "Ring the bell" }).click();
        await page.getByText("Share ideas", { exact: true }).waitFor();
        assert.equal((await phase()).kind, "ideate");
        await page.getByRole("link", { name: "Agenda" }).click();
        await page.getByRole("heading", { name: "Questions" }).waitFor();
        await olga.check("70 agenda");
    });

    await step("the jam is closed and its report read", async () => {
        await page.getByRole("link", { name: "Overview" }).click();
        await page.getByRole("button", { name: "Close the jam" }).click();
        await olga.check("71 close asked");
        await page.getByRole("button", { name: "Close the jam" }).click();
        await page.getByText("closed", { exact: true }).waitFor();
        await page.getByRole("link", { name: "Report" }).click();
        await page.getByText("No ideas were posted.").waitFor();
        await olga.check("72 empty report");
        await page.goto("/admin");
        await page.getByRole("link", { name: "CovJam" }).waitFor();
        await olga.check("73 jams");
    });
});
