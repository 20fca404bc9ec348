// SPDX-License-Identifier: Apache-2.0
// A facilitator's hour at the desk: every verb by its key or its button, what others see of it, and a line that is cut.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openJam, stepsOf } from "../support/browser.mjs";
import { openPlan } from "../support/hall.mjs";

const forums = [
    { id: "known-for", title: "Sent to Coventry", question: "What do we want to be known for?" },
    { id: "green", title: "Green city", question: "Which park first?" },
];
const isLost = [/net::ERR_/, /WebSocket connection to .* failed/];

test("a facilitator's hour", async (t) => {
    const step = stepsOf(t);
    const scene = await openJam(t, openPlan({ forums }));
    const { hall, jam, command, read } = scene;
    const write = async (name, text, forum = "known-for") => (await command(name, { do: "add_post", forum, kind: "idea", text })).post;
    const tram = await write("ada", "A tram on the ring road");
    const station = await write("ben", "A tram from the station to the ring road");
    const benches = await write("ben", "Benches by the canal, one for every hundred steps");
    await command("ben", { do: "cast_ballot", post: station, choice: "support" });
    const stateOf = async (post) => (await read(`/posts/${post}/thread`)).post.state;

    const fay = await scene.signedIn("fay");
    const ada = await scene.signedIn("ada", { at: `/jam/${jam}/f/known-for` });
    const { page } = fay;
    const { keyboard } = page;
    const row = (post) => page.getByRole("region", { name: "Stream" }).locator(`[data-row="${post}"]`);
    const post = page.getByRole("region", { name: "Post", exact: true });
    const verb = (name) => post.getByRole("group", { name: "What to do with this post" }).getByRole("button", { name, exact: true });
    const part = async (name) => {
        const summary = page.locator("summary").filter({ has: page.getByRole("heading", { name, exact: true }) });
        if ((await summary.locator("xpath=..").getAttribute("open")) === null) await summary.click();
        return summary.locator("xpath=..");
    };
    const heard = (words) => page.getByRole("status").filter({ hasText: words }).waitFor();

    await step("the desk opens from the jam", async () => {
        await page.getByRole("link", { name: "Desk", exact: true }).click();
        await page.getByRole("heading", { name: "Queue" }).waitFor();
        await row(tram).waitFor();
        await fay.checkBoth("110 desk");
    });

    const focused = async (locator) => {
        await locator.waitFor();
        const element = await locator.elementHandle();
        await page.waitForFunction((one) => one === document.activeElement, element);
    };

    await step("a key that needs one forum says so, and leads to where it is chosen", async () => {
        const scope = page.getByRole("combobox", { name: "Forum" }).first();
        for (const key of ["q", "o", "y", "l"]) {
            await page.getByRole("heading", { name: "Queue" }).click();
            await keyboard.press(key);
            await heard("Choose one forum at the top of the desk for this.");
            await focused(scope);
        }
        await fay.checkBoth("111 which forum");
        await scope.selectOption({ label: "Sent to Coventry" });
    });

    await step("keys reach every field of the control pane, also from the selector and the box above the stream", async () => {
        const fields = { o: "Announcement to Sent to Coventry", y: "Summary of the discussion so far in Sent to Coventry", l: "Question", g: "Who has come", s: "Say something here" };
        for (const from of [page.getByRole("combobox", { name: "Forum" }).first(), page.getByRole("checkbox", { name: /^Only unanswered/ })]) {
            for (const [key, name] of Object.entries(fields)) {
                await from.focus();
                await keyboard.press(key);
                await focused(page.getByRole("region", { name: "Control" }).getByLabel(name, { exact: true }).first());
            }
        }
        await fay.check("111 every field");
    });

    await step("a question is asked with one key", async () => {
        await page.getByRole("combobox", { name: "Forum" }).first().focus();
        await keyboard.press("q");
        const field = page.getByRole("textbox", { name: "Question to Sent to Coventry" });
        await field.waitFor();
        await page.waitForFunction(() => document.activeElement?.tagName === "TEXTAREA");
        await keyboard.type("What would bring you into town on a Sunday?");
        await fay.checkBoth("111 question");
        await page.getByRole("button", { name: "Ask", exact: true }).click();
        await heard("The question is asked");
        await ada.page.getByRole("button", { name: "1 new post" }).click();
        await ada.page.getByText("Question to you").waitFor();
        await ada.check("112 question in the feed");
    });

    await step("a post is put in the spotlight, before everybody, until it is taken out", async () => {
        await row(benches).click();
        await post.getByText("Benches by the canal").first().waitFor();
        await keyboard.press("p");
        const dialog = page.getByRole("dialog", { name: `Put #${benches} in the spotlight` });
        await dialog.getByLabel("For how long").selectOption({ label: "1 hour" });
        await fay.checkBoth("113 spotlight");
        await dialog.getByRole("button", { name: "Put in the spotlight" }).click();
        await ada.page.getByRole("region", { name: "In the spotlight" }).getByText("Benches by the canal").waitFor();
        await ada.checkBoth("114 in the spotlight");
        await page.getByRole("button", { name: `End the spotlight of #${benches}` }).waitFor();
        await fay.check("115 spotlight at the desk");
        await keyboard.press("p");
        await page.getByRole("button", { name: `End the spotlight of #${benches}` }).waitFor({ state: "detached" });
        await ada.page.getByRole("region", { name: "In the spotlight" }).waitFor({ state: "detached" });
    });

    await step("two ideas are connected, and both authors are told", async () => {
        await row(tram).click();
        await post.getByText("A tram on the ring road").first().waitFor();
        await keyboard.press("i");
        const dialog = page.getByRole("dialog", { name: `Connect #${tram} with another post` });
        await dialog.getByRole("button", { name: "Connect" }).click();
        await dialog.getByText("Choose the other post.").waitFor();
        await fay.checkBoth("116 nothing to connect with");
        await dialog.getByRole("searchbox").fill(`#${benches}`);
        await dialog.getByRole("radio", { name: /Benches by the canal/ }).check();
        await fay.checkBoth("117 connect");
        await dialog.getByRole("button", { name: "Connect" }).click();
        await keyboard.press("z");
        await heard(`Connect #${tram} undone; nothing was sent`);
        await keyboard.press("i");
        await dialog.getByRole("searchbox").fill(`#${benches}`);
        await dialog.getByRole("radio", { name: /Benches by the canal/ }).check();
        await dialog.getByRole("button", { name: "Connect" }).click();
        await page.getByRole("button", { name: `Do it now: Connect #${tram}` }).click();
        await heard(`#${tram} connected`);
        await ada.page.getByRole("link", { name: /^My jam/ }).first().click();
        await ada.page.getByText("A facilitator connected a post of yours with another").waitFor();
        await ada.checkBoth("118 told of the connection");
        await ada.page.goBack();
    });

    await step("a merge can be undone for ten seconds, and then happens", async () => {
        const begin = async () => {
            await row(station).click();
            await post.getByText("A tram from the station").first().waitFor();
            await keyboard.press("m");
            const dialog = page.getByRole("dialog", { name: `Merge #${station} into another idea` });
            await dialog.getByRole("radio", { name: /A tram on the ring road/ }).check();
            return dialog;
        };
        const dialog = await begin();
        await fay.checkBoth("119 merge");
        await dialog.getByRole("button", { name: "Merge" }).click();
        const bar = page.getByRole("region", { name: "About to happen" });
        await bar.getByText(/Merge #\d+ in \d+ seconds?/).waitFor();
        await fay.checkBoth("120 merge about to happen");
        assert.equal(await verb("Merge").isDisabled(), true, "not twice");
        await keyboard.press("z");
        await bar.waitFor({ state: "detached" });
        await heard(`Merge #${station} undone; nothing was sent`);
        assert.equal(await stateOf(station), "published");

        await (await begin()).getByRole("button", { name: "Merge" }).click();
        await bar.waitFor();
        assert.equal(await stateOf(station), "published", "not before ten seconds have gone");
        await bar.waitFor({ state: "detached" });
        await heard(`#${station} merged`);
        assert.equal(await stateOf(station), "merged");
        await post.getByText(/Merged into$/).waitFor();
        await fay.checkBoth("121 merged");
        // What is merged is still read, so what waits about it can be decided.
        await verb("Approve").click();
        await heard(`#${station} approved`);
        await page.getByRole("region", { name: "Queue" }).locator(`[data-row="${station}"]`).waitFor({ state: "detached" });
    });

    await step("a shift is taken, and the strip shows it", async () => {
        const shifts = await part("Shifts");
        await shifts.getByRole("spinbutton", { name: "Hours" }).fill("2");
        await fay.checkBoth("122 shifts");
        await shifts.getByRole("button", { name: "Take this shift" }).click();
        await heard("The shift is yours");
        await shifts.getByRole("button", { name: /^Drop: Sent to Coventry/ }).waitFor();
        await page.getByText("Sent to Coventry: Fay Facilitator").waitFor();
        await shifts.scrollIntoViewIfNeeded();
        await fay.checkBoth("123 shift taken");
    });

    await step("the back-channel carries words and posts from desk to desk", async () => {
        await row(tram).click();
        await page.getByRole("heading", { name: "Stream" }).click();
        await keyboard.press("s");
        await page.waitForFunction(() => document.activeElement?.tagName === "TEXTAREA" || document.activeElement?.tagName === "SELECT");
        await page.getByRole("textbox", { name: "Say something here" }).fill("Could somebody look at");
        await page.getByRole("button", { name: `Refer to #${tram}` }).click();
        await page.getByRole("button", { name: "Say", exact: true }).click();
        await heard("Said");
        const olga = await scene.signedIn("olga", { at: `/jam/${jam}/desk` });
        const channel = olga.page.getByRole("region", { name: "Back-channel" });
        await channel.getByText("Could somebody look at").waitFor();
        await channel.getByRole("link", { name: `#${tram}` }).click();
        await olga.page.getByRole("region", { name: "Post", exact: true }).getByText("A tram on the ring road").first().waitFor();
        await olga.checkBoth("124 back-channel");
        await olga.page.getByRole("textbox", { name: "Say something here" }).fill("I do.");
        await olga.page.getByRole("button", { name: "Say", exact: true }).click();
        await page.getByRole("region", { name: "Back-channel" }).getByText("I do.").waitFor();
        // Two desks on one post see each other.
        await post.getByText("Olga Organizer is looking at this").waitFor();
        await fay.check("125 two desks on one post");
        await olga.page.close();
    });

    await step("the handover drafts itself and is signed", async () => {
        const handover = await part("Handover");
        await handover.getByRole("button", { name: "Draft the note" }).click();
        const note = handover.getByRole("textbox", { name: "Handover note for Sent to Coventry" });
        await note.waitFor();
        const draft = await note.inputValue();
        assert.match(draft, new RegExp(`#${tram}|#${benches}`), "it names posts");
        await note.fill(`${draft}\n\nI promised #${benches} an answer.`);
        await note.scrollIntoViewIfNeeded();
        await fay.checkBoth("126 handover drafted");
        await handover.getByRole("button", { name: "Sign off" }).click();
        await heard("The note is left for the next shift");
        await handover.getByText(/^Left by Fay Facilitator/).waitFor();
        await handover.getByText(/I promised/).waitFor();
        await fay.checkBoth("127 handover signed");
    });

    await step("keys are listed, changed, and switched off", async () => {
        await row(benches).click();
        await keyboard.press("?");
        const dialog = page.getByRole("dialog", { name: "Keys of the desk" });
        await dialog.getByRole("button", { name: "Change the key of: Hide (h)" }).click();
        await keyboard.press("m");
        await dialog.getByText("“M” already does: Merge").waitFor();
        await fay.checkBoth("128 keys");
        await keyboard.press("j");
        await dialog.getByRole("button", { name: "Change the key of: Hide (j)" }).waitFor();
        await keyboard.press("Escape");
        await dialog.waitFor({ state: "detached" });
        await keyboard.press("h");
        await keyboard.press("j");
        const hide = page.getByRole("dialog", { name: `Hide #${benches}` });
        await hide.waitFor();
        await keyboard.press("Escape");
        await hide.waitFor({ state: "detached" });
        await page.getByRole("button", { name: "Keys" }).click();
        await dialog.getByRole("checkbox", { name: "Use single keys" }).uncheck();
        await dialog.getByRole("button", { name: "Close" }).click();
        await keyboard.press("j");
        assert.equal(await page.getByRole("dialog").count(), 0, "switched off");
        await fay.check("129 keys switched off");
    });

    await step("cut off, nothing can be decided, every verb says why, and words are kept", async () => {
        for (const visitor of [fay, ada]) visitor.expected.push(...isLost);
        const say = page.getByRole("textbox", { name: "Say something here" });
        await say.fill("Before the line went");
        await hall.kill("SIGTERM");
        await page.getByText(/^You are cut off since/).waitFor();
        const buttons = await post.getByRole("group", { name: "What to do with this post" }).getByRole("button").all();
        assert.ok(buttons.length > 3);
        for (const button of buttons) assert.equal(await button.isDisabled(), true, await button.innerText());
        await post.getByText("Nothing can be decided while you are cut off.").waitFor();
        for (const name of ["Say", "Take this shift"]) assert.equal(await page.getByRole("button", { name, exact: true }).isDisabled(), true, name);
        await fay.checkBoth("130 cut off");
        await hall.start();
        await page.getByText(/^You are cut off since/).waitFor({ state: "detached" });
        await verb("Hide").isEnabled();
        assert.equal(await say.inputValue(), "Before the line went");
        await page.getByRole("button", { name: "Say", exact: true }).click();
        await page.getByRole("region", { name: "Back-channel" }).getByText("Before the line went").waitFor();
        await fay.check("131 connected again");
    });
});
