// SPDX-License-Identifier: Apache-2.0
// Two facilitators and one forum: a gap is closed, a shift is offered and taken over, a note is left and read (SH1, SH2).
import assert from "node:assert/strict";
import { test } from "node:test";
import { gus, openJam, phone, stepsOf } from "../support/browser.mjs";
import { openPlan } from "../support/hall.mjs";

test("a shift goes from one facilitator to the next with a note", async (t) => {
    const step = stepsOf(t);
    const scene = await openJam(t, undefined, { more: [gus] });
    const { jam, command, read } = scene;
    const { post } = await command("ada", { do: "add_post", forum: "floor", kind: "idea", text: "Benches by the canal" });
    const fay = await scene.signedIn("fay", { at: `/jam/${jam}/desk` });
    const gusAt = await scene.signedIn("gus", { device: phone, at: `/jam/${jam}/desk` });
    await gusAt.page.getByRole("button", { name: "Control" }).tap();
    const control = (visitor) => visitor.page.getByRole("region", { name: "Control" });
    const open = (visitor, name) => control(visitor).getByRole("heading", { name, exact: true }).click();
    await open(fay, "Shifts");
    await open(gusAt, "Shifts");

    await step("a gap is named in words, and taken", async () => {
        await control(gusAt).getByText(/^Floor: nobody from/).first().waitFor();
        await control(gusAt).getByText(/^Floor: nobody from/).first().scrollIntoViewIfNeeded();
        // The bar lies over what has been scrolled under it.
        await gusAt.check("180 gap", { without: ["target-size"] });
        await control(fay).getByRole("spinbutton", { name: "Hours" }).fill("4");
        await control(fay).getByRole("button", { name: "Take this shift" }).click();
        await control(fay).getByRole("button", { name: /^Drop: Floor from/ }).waitFor();
        await control(gusAt).getByText("Floor: Fay Facilitator").waitFor();
        // What is refused is said where it was asked for.
        await control(fay).getByRole("button", { name: "Take this shift" }).click();
        await control(fay).locator("form").getByText("You have a shift on this forum at that time already.").waitFor();
        await control(fay).getByRole("button", { name: "Take this shift" }).scrollIntoViewIfNeeded();
        await fay.checkBoth("181 hours taken twice");
        await control(fay).getByRole("button", { name: /^Drop: Floor from/ }).scrollIntoViewIfNeeded();
        await fay.checkBoth("181 own shift");
    });

    await step("it is offered to a colleague", async () => {
        await control(fay).getByRole("button", { name: /^Offer to somebody: Floor from/ }).click();
        await control(fay).getByRole("searchbox", { name: "To whom" }).fill("Gus");
        await control(fay).getByRole("radio", { name: "Gus Green" }).check();
        await control(fay).getByRole("button", { name: "Offer", exact: true }).scrollIntoViewIfNeeded();
        await fay.checkBoth("182 offer a shift");
        await control(fay).getByRole("button", { name: "Offer", exact: true }).click();
        await control(fay).getByText(/offered to Gus Green/).waitFor();
    });

    await step("the note drafts itself, is signed, and waits for the next", async () => {
        await open(fay, "Handover");
        await control(fay).getByRole("button", { name: "Draft the note" }).click();
        const note = control(fay).getByRole("textbox", { name: "Handover note for Floor" });
        await note.waitFor();
        await note.press("Control+End");
        await note.pressSequentially(`\n\nI promised Ada that somebody answers #${post}.`);
        // A fresh draft takes nothing away.
        await control(fay).getByRole("button", { name: "Put a fresh draft below" }).click();
        await control(fay).getByRole("button", { name: "Draft it again" }).waitFor();
        assert.match(await note.inputValue(), /I promised Ada that somebody answers[^]*Drafted again at [^]*Floor: 1 new thread/);
        await note.scrollIntoViewIfNeeded();
        await fay.checkBoth("183 handover drafted");
        await control(fay).getByRole("button", { name: "Sign off" }).click();
        await control(fay).getByText(/^Left by Fay Facilitator/).waitFor();
    });

    await step("the other takes the shift over and reads the note", async () => {
        const offer = control(gusAt).getByText(/^Fay Facilitator offers you Floor/);
        await offer.waitFor();
        await offer.scrollIntoViewIfNeeded();
        await gusAt.check("184 a shift is offered", { without: ["target-size"] });
        await control(gusAt).getByRole("button", { name: "Take it over" }).tap();
        await control(gusAt).getByText("Floor: Gus Green").waitFor();
        await open(gusAt, "Handover");
        await control(gusAt).getByText(/^Left by Fay Facilitator/).waitFor();
        await control(gusAt).getByRole("link", { name: `#${post}` }).last().scrollIntoViewIfNeeded();
        // The bar lies over what has been scrolled under it.
        await gusAt.check("185 handover read", { without: ["target-size"] });
        const { shifts } = await read("/desk");
        assert.deepEqual(shifts.map(({ person, hours }) => [person.name, hours]), [["Gus Green", 4]]);
        await control(gusAt).getByRole("link", { name: `#${post}` }).last().tap();
        await gusAt.page.getByRole("region", { name: "Post", exact: true }).getByText("Benches by the canal").first().waitFor();
        await gusAt.check("186 post on a phone");
    });

    await step("a shift can be dropped, and the gap is there again", async () => {
        // What was open there still is.
        await gusAt.page.getByRole("button", { name: "Control" }).tap();
        await control(gusAt).getByRole("button", { name: /^Drop: Floor from/ }).tap();
        await control(fay).getByText("Floor: nobody", { exact: true }).waitFor();
        await gusAt.check("187 shift dropped", { without: ["target-size"] });
    });
});

test("whoever keeps one forum sees the hours of all, for three days, and which ideas hardly anybody saw", async (t) => {
    const step = stepsOf(t);
    const forums = ["Floor", "Yard", "Attic", "Cellar"].map((title) => ({ id: title.toLowerCase(), title, question: `What about the ${title}?` }));
    const hana = "hana@example.org,Hana Hill,host,yard,north";
    const { jam, command, signedIn } = await openJam(t, openPlan({ forums, switches: { ballot: "support" } }), { more: [hana] });
    const hours = Math.floor(Date.now() / 3_600_000) * 3_600_000;
    await command("fay", { do: "take_shift", forum: "attic", starts_at_ms: hours + 20 * 3_600_000, hours: 2 });
    for (const start of [10, 20, 30, 40, 50, 60]) await command("fay", { do: "take_shift", forum: "cellar", starts_at_ms: hours + start * 3_600_000, hours: 1 });
    for (const text of ["Benches", "Lamps"]) await command("ada", { do: "add_post", forum: "yard", kind: "idea", text });
    await command("fay", { do: "add_post", forum: "yard", kind: "prompt", text: "Where is it dark?" });
    const host = await signedIn("hana", { at: `/jam/${jam}/desk#shifts` });
    const { page } = host;
    const strip = page.getByRole("table", { name: /^Who is on, hour by hour/ });

    await step("the strip shows every forum, one's own first, and turns to later hours", async () => {
        await strip.waitFor();
        assert.deepEqual(await strip.getByRole("rowheader").allInnerTexts(), ["Yard", "Floor", "Attic", "Cellar"]);
        assert.equal(await strip.getByRole("columnheader").count(), 13);
        const attic = strip.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "Attic" }) });
        assert.equal(await attic.getByText("Fay Facilitator").count(), 0);
        await strip.scrollIntoViewIfNeeded();
        await host.checkBoth("188 all forums");
        await page.getByRole("button", { name: "Later hours" }).click();
        await attic.getByText("Fay Facilitator").first().waitFor();
        for (let turns = 0; turns < 4; turns += 1) await page.getByRole("button", { name: "Later hours" }).click();
        assert.equal(await page.getByRole("button", { name: "Later hours" }).getAttribute("aria-disabled"), "true");
    });

    await step("no gap is cut off in silence", async () => {
        const gap = page.getByText(/: nobody from/);
        assert.equal(await gap.count(), 8);
        await page.getByRole("button", { name: "Show 3 more gaps" }).click();
        assert.equal(await gap.count(), 11);
    });

    await step("ideas that hardly anybody saw stand alone at a press", async () => {
        const stream = page.getByRole("region", { name: "Stream" });
        await stream.getByText("2 ideas have hardly been seen.").waitFor();
        await host.check("189 hardly seen");
        assert.equal(await stream.getByRole("listitem").count(), 3);
        await stream.getByRole("button", { name: "Only these" }).click();
        await stream.getByRole("button", { name: "All posts again" }).waitFor();
        assert.equal(await stream.getByRole("listitem").count(), 2);
        await host.check("189 only these");
        await host.resize(phone.viewport);
        await page.getByRole("button", { name: "Stream" }).click();
        await stream.getByRole("button", { name: "All posts again" }).waitFor();
        await host.check("189 only these");
    });
});
