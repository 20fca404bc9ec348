// SPDX-License-Identifier: Apache-2.0
// Two facilitators and one forum: a gap is closed, a shift is offered and taken over, a note is left and read (SH1, SH2).
import assert from "node:assert/strict";
import { test } from "node:test";
import { gus, openJam, phone, stepsOf } from "../support/browser.mjs";

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
        await gusAt.check("180 gap");
        await control(fay).getByRole("spinbutton", { name: "Hours" }).fill("4");
        await control(fay).getByRole("button", { name: "Take this shift" }).click();
        await control(fay).getByRole("button", { name: /^Drop: Floor from/ }).waitFor();
        await control(gusAt).getByText("Floor: Fay Facilitator").waitFor();
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
        await note.scrollIntoViewIfNeeded();
        await fay.checkBoth("183 handover drafted");
        await control(fay).getByRole("button", { name: "Sign off" }).click();
        await control(fay).getByText(/^Left by Fay Facilitator/).waitFor();
    });

    await step("the other takes the shift over and reads the note", async () => {
        const offer = control(gusAt).getByText(/^Fay Facilitator offers you Floor/);
        await offer.waitFor();
        await offer.scrollIntoViewIfNeeded();
        await gusAt.check("184 a shift is offered");
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
        await gusAt.page.getByRole("button", { name: "Control" }).tap();
        await open(gusAt, "Shifts");
        await control(gusAt).getByRole("button", { name: /^Drop: Floor from/ }).tap();
        await control(fay).getByText("Floor: nobody", { exact: true }).waitFor();
        await gusAt.check("187 shift dropped");
    });
});
