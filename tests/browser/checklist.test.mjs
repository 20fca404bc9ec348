// SPDX-License-Identifier: Apache-2.0
// Before the bell: whoever organizes sends a test mail, holds a rehearsal and sees the last backup in the checklist. Rule CK1.
import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openJam, roster, stepsOf } from "../support/browser.mjs";
import { jamhall, openPlan } from "../support/hall.mjs";
import { MailSink, mailingOptions } from "../support/mail_sink.mjs";

test("mail, rehearsal and backup stand in the checklist, and are done from there", async (t) => {
    const step = stepsOf(t);
    const sink = await MailSink.open(null);
    t.after(() => new Promise((done) => sink.server.close(done)));
    const options = await mailingOptions(sink.url, await mkdtemp(join(tmpdir(), "jamhall-test-")));
    const charter = { asks: "Ideas", decides: "Cabinet", criteria: "Use", answer_by: "2027-01-31" };
    const { hall, jam, arrive, signedIn } = await openJam(t, openPlan({ title: "CovJam", charter }), options);
    const admin = await arrive({});
    const { page } = admin;
    const item = (name) => page.getByRole("listitem").filter({ has: page.getByRole("heading", { name, exact: true }) });
    const again = async () => {
        const read = page.waitForResponse(/\/checklist$/);
        await page.getByRole("button", { name: "Check again" }).click();
        await read;
    };

    await step("nothing was tried yet", async () => {
        await page.goto(`/admin#${hall.token}`);
        await page.getByRole("button", { name: "Sign in" }).click();
        await page.getByRole("heading", { name: "Jams", exact: true }).waitFor();
        await page.goto(`/admin/${jam}/checklist`);
        await item("Mail").getByText("none was sent yet").waitFor();
        await item("Rehearsal").getByText("No rehearsal was held").waitFor();
        await item("Backup").getByText("No backup was made yet.").waitFor();
        await admin.checkBoth("1 checklist");
        await item("Mail").scrollIntoViewIfNeeded();
    });

    await step("a test mail arrives, and the checklist says so", async () => {
        await item("Mail").getByLabel("Send a test mail to").fill("ivy@example.org");
        await item("Mail").getByRole("button", { name: "Send it" }).click();
        await item("Mail").getByText("Look into your mailbox").waitFor();
        const mail = await sink.mailTo("ivy@example.org");
        assert.match(mail.text, /mail/i);
        await item("Mail").getByText("The mail server takes our mail.").waitFor();
    });

    await step("a rehearsal is a jam of its own with the same plan", async () => {
        await item("Rehearsal").getByRole("link", { name: "Plan a rehearsal" }).click();
        await page.getByRole("heading", { name: "Plan a rehearsal" }).waitFor();
        assert.equal(await page.getByRole("textbox", { name: "Title", exact: true }).inputValue(), "Rehearsal: CovJam");
        await admin.checkBoth("2 rehearsal");
        await page.getByText("The plan is sound.").waitFor();
        await page.getByRole("button", { name: "Create the jam" }).click();
        await page.getByRole("heading", { name: "Rehearsal: CovJam" }).waitFor();
        const rehearsal = /\/admin\/([^/]+)/.exec(page.url())[1];
        await page.goto(`/admin/${jam}/checklist`);
        // Its bell has rung, and nobody was there.
        await item("Rehearsal").getByText("A rehearsal has begun.").waitFor();
        const links = await hall.invite(rehearsal, roster);
        const fay = new URL(links.get("fay@example.org").link).hash.slice(1);
        const at = `/api/v1/jams/${rehearsal}/commands`;
        await hall.json("POST", at, { token: fay, body: { do: "join", charter: 1, rules: 1, privacy: 1 } });
        await again();
        await item("Rehearsal").getByText("A rehearsal has begun.").waitFor();
        await hall.json("POST", at, { body: { do: "close_jam" } });
        await again();
        await item("Rehearsal").getByText("A rehearsal was held.").waitFor();
    });

    await step("a backup is seen", async () => {
        assert.equal((await jamhall("backup", "--data", hall.data, "--out", join(hall.folder, "backup"))).code, 0);
        await again();
        await item("Backup").getByText("A backup was made within the last day.").waitFor();
        await admin.check("3 backed up");
    });

    await step("an organizer of the jam alone sees what is missing, and is offered only what they may do", async () => {
        const olga = await signedIn("olga", { at: `/admin/${jam}/checklist` });
        await olga.page.getByText("A rehearsal was held.").waitFor();
        assert.equal(await olga.page.getByRole("link", { name: "Plan a rehearsal" }).count(), 0);
        await olga.check("4 olga");
    });

    await step("hours without anybody are missing, and are taken at the desk; then it is a go, and what it does without is said", async () => {
        await page.getByText("No go yet").waitFor();
        await item("Facilitators for every hour").getByText("No shifts are taken yet.").waitFor();
        const fay = await signedIn("fay", { at: `/jam/${jam}/desk#shifts` });
        await fay.page.getByRole("spinbutton", { name: "Hours" }).fill("2");
        await fay.page.getByRole("button", { name: "Take this shift" }).click();
        await fay.page.getByRole("button", { name: /^Drop: Floor/ }).waitFor();
        await again();
        await item("Facilitators for every hour").getByText("1 forum has nobody for some of the next four hours.").waitFor();
        await page.getByText("No go yet").waitFor();
        await item("Facilitators for every hour").getByRole("link", { name: "Open the shifts at the desk" }).click();
        await page.getByRole("region", { name: "Control" }).getByRole("table", { name: /^Who is on, hour by hour/ }).waitFor();
        await page.goBack();
        await fay.page.getByRole("button", { name: /^Take it: Floor/ }).click();
        await fay.page.getByRole("button", { name: /^Drop: Floor/ }).nth(1).waitFor();
        await again();
        await page.getByText(/^Go, without 2 things that are in doubt or not there: .*Roster/).waitFor();
        await page.getByRole("heading", { name: "Checklist" }).scrollIntoViewIfNeeded();
        await admin.checkBoth("5 go without");
    });
});
