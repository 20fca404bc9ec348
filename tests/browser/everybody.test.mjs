// SPDX-License-Identifier: Apache-2.0
// Small windows, big fingers, forced colours, darkness, stillness: every screen holds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { desktop, openJam } from "../support/browser.mjs";
import { openPlan } from "../support/hall.mjs";

const longWord = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen".repeat(2);
const narrow = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };

/** A jam with everything on its pages; gives the address of every screen and what shows that it is there. */
async function furnished(t) {
    const plan = openPlan({ title: `Jam of the ${longWord}`, charter: { asks: longWord, decides: "Cabinet", criteria: "Cost", answer_by: "2027-01-31" } });
    const scene = await openJam(t, plan);
    const idea = (text, more) => scene.command("ada", { do: "add_post", forum: "floor", kind: "idea", text, ...more });
    const { post } = await idea(`Plant **trees**, ${longWord}`);
    await idea("```\na line of code that is much wider than any telephone would ever like it to be\n```", { builds_on: post });
    await scene.command("ben", { do: "add_post", forum: "floor", kind: "comment", parent: post, text: longWord });
    await scene.command("ada", { do: "cast_ballot", post, choice: "support" });
    await scene.command("olga", { do: "announce", forum: null, text: "Lunch is served" });
    const { jam } = scene;
    const screens = [
        [`/jam/${jam}/f/floor`, "Plant trees"],
        [`/jam/${jam}/p/${post}`, "1 comment"],
        [`/jam/${jam}/search`, "Type a few words"],
        [`/jam/${jam}/me`, "This device"],
        [`/jam/${jam}/report`, "Read this first"],
        [`/admin/${jam}`, "End this phase now"],
        [`/admin/${jam}/agenda`, "Plan as written"],
        [`/admin/${jam}/people`, "ada@example.org"],
        [`/admin/${jam}/links`, "Renew one link"],
    ];
    const walk = async (visitor, name, more = async () => {}) => {
        for (const [index, [address, sign]] of screens.entries()) {
            await visitor.page.goto(address);
            await visitor.page.getByText(sign).filter({ visible: true }).first().waitFor();
            await visitor.check(`11${index} ${name}`);
            await more(address);
        }
    };
    return { ...scene, walk };
}

test("320 pixels: nothing scrolls sideways, and the fingers find what they need", async (t) => {
    const scene = await furnished(t);
    const olga = await scene.signedIn("olga", { device: narrow });
    await scene.walk(olga, "narrow", async (address) => {
        const small = await olga.page.evaluate(() =>
            [...document.querySelectorAll("main button:not(.link), nav a, summary.icon-button, header button, select, .input")]
                .filter((element) => element.checkVisibility())
                .map((element) => [element.outerHTML.slice(0, 120), element.getBoundingClientRect()])
                .filter(([, { width, height }]) => width > 1 && (height < 43.5 || width < 43.5))
                .map(([html, { width, height }]) => `${html} ${width}x${height}`),
        );
        assert.deepEqual(small, [], address);
    });
    await olga.page.goto(`/jam/${scene.jam}`);
    await olga.page.getByRole("button", { name: "Steer" }).tap();
    await olga.page.getByRole("button", { name: "End this phase now" }).tap();
    await olga.check("119 narrow steering");
});

test("dark: everything can be read", async (t) => {
    const scene = await furnished(t);
    const olga = await scene.signedIn("olga", { device: desktop, colorScheme: "dark" });
    await scene.walk(olga, "dark");
});

test("forced colours: one's own choice is still told from the others, and nothing moves", async (t) => {
    const scene = await furnished(t);
    const ada = await scene.signedIn("ada", { device: desktop, forcedColors: "active", colorScheme: "dark" });
    const mine = ada.page.getByRole("button", { name: "Support", pressed: true });
    await mine.waitFor();
    const other = ada.page.getByRole("button", { name: "Support", pressed: false }).first();
    const ground = (locator) => locator.evaluate((element) => getComputedStyle(element).backgroundColor);
    assert.notEqual(await ground(mine), await ground(other));
    // The colours are the reader's own; axe reads those of the style sheet.
    await ada.check("118 forced colours", { without: ["color-contrast"] });
    const moving = () => ada.page.evaluate(() => getComputedStyle(document.querySelector("main button")).transitionDuration);
    assert.equal(await moving(), "0s");
    await ada.page.emulateMedia({ reducedMotion: "no-preference" });
    assert.notEqual(await moving(), "0s");
});
