// SPDX-License-Identifier: Apache-2.0
// The server dies without a word and comes back: people are told in words, go on writing, and nothing is lost or doubled.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openJam, phone, stepsOf } from "../support/browser.mjs";
import { openPlan } from "../support/hall.mjs";

const articles = (visitor, text) => visitor.page.getByRole("feed").getByRole("article").filter({ hasText: text });
const isLost = [/net::ERR_/, /WebSocket connection to .* failed/];

async function write(visitor, text) {
    await visitor.page.getByRole("textbox", { name: "Share an idea" }).fill(text);
    await visitor.page.keyboard.press("Control+Enter");
}

async function textsOf({ hall, jam }) {
    const { posts } = await hall.json("GET", `/api/v1/jams/${jam}/forums/floor/posts?order=newest`);
    return posts.map(({ text }) => text).reverse();
}

test("posts written while the server was gone are delivered once, in order", async (t) => {
    const step = stepsOf(t);
    const scene = await openJam(t);
    const ada = await scene.signedIn("ada");
    const ben = await scene.signedIn("ben", { device: phone, at: `/jam/${scene.jam}/f/floor` });
    for (const visitor of [ada, ben]) visitor.expected.push(...isLost);
    await ben.page.getByText("Be the first to answer.").waitFor();
    await write(ada, "Before");
    await articles(ada, "Before").waitFor();

    await step("the page says in words that it is cut off, and takes posts", async () => {
        await write(ada, "In the very moment");
        await scene.hall.kill("SIGKILL");
        await write(ada, "First while away");
        await write(ada, "Second while away");
        await ada.page.getByText("Waiting to send").nth(1).waitFor();
        await ada.page.getByText("Reconnecting").waitFor();
        await ben.page.getByText("Reconnecting").waitFor();
        await ada.check("50 cut off");
        await ben.check("50 cut off");
    });

    await step("back again, each is there once, for all", async () => {
        await scene.hall.start();
        await articles(ada, "Second while away").waitFor();
        await ada.page.getByText("Waiting to send").first().waitFor({ state: "detached" });
        await ada.page.getByText("Reconnecting").waitFor({ state: "detached" });
        const all = ["Before", "In the very moment", "First while away", "Second while away"];
        assert.deepEqual(await textsOf(scene), all);
        await ben.page.getByRole("button", { name: "4 new posts" }).tap();
        for (const text of all) {
            assert.equal(await articles(ada, text).count(), 1, text);
            assert.equal(await articles(ben, text).count(), 1, text);
        }
        await ada.check("51 back again");
        await ada.page.reload();
        await articles(ada, "Second while away").waitFor();
        assert.deepEqual(await textsOf(scene), all, "nor again after a reload");
    });
});

test("a post whose phase ended while its writer was cut off comes back as a draft, with the reason", async (t) => {
    const base = openPlan({
        agenda: [
            { id: "ideas", kind: "ideate", lasts: "PT2H" },
            { id: "results", kind: "reveal", lasts: "PT2H" },
        ],
    });
    const scene = await openJam(t, { ...base, policies: { ...base.policies, grace_s: 0 } });
    const ada = await scene.signedIn("ada");
    ada.expected.push(...isLost);
    await ada.page.getByRole("textbox", { name: "Share an idea" }).waitFor();
    // In this order: a browser that is offline already may learn late that the line broke.
    await scene.hall.kill("SIGKILL");
    await ada.page.getByText("Reconnecting").waitFor();
    await ada.context.setOffline(true);
    await write(ada, "Too late by a bell");
    await ada.page.getByText("Waiting to send").waitFor();
    await scene.hall.start();
    await scene.advance();
    await ada.context.setOffline(false);
    await ada.page.getByText("The phase for this is over. Your text is kept as a draft.").first().waitFor();
    assert.match(await ada.page.getByRole("alert").innerText(), /Your text is kept as a draft/);
    assert.equal(await ada.page.getByRole("textbox", { name: "Share an idea" }).inputValue(), "Too late by a bell");
    assert.deepEqual(await textsOf(scene), []);
    // Its field stands on the screen and says why; once is enough.
    await ada.page.getByRole("button", { name: "Open the draft" }).waitFor({ state: "detached" });
    await ada.check("52 refused and kept");
});

test("on a phone a text that came back says why where one looks, and is opened from there", async (t) => {
    const step = stepsOf(t);
    const base = openPlan({
        agenda: [
            { id: "ideas", kind: "ideate", lasts: "PT2H" },
            { id: "results", kind: "reveal", lasts: "PT2H" },
        ],
    });
    const scene = await openJam(t, { ...base, policies: { ...base.policies, grace_s: 0 } });
    await scene.command("ben", { do: "add_post", forum: "floor", kind: "idea", text: "A bench in the sun" });
    const lamp = (await scene.command("ada", { do: "add_post", forum: "floor", kind: "idea", text: "A lamp for the bench" })).post;
    const ada = await scene.signedIn("ada", { device: phone, at: `/jam/${scene.jam}/f/floor` });
    const { page } = ada;
    ada.expected.push(...isLost);
    const field = page.getByRole("dialog").getByRole("textbox");
    const why = "The phase for this is over. Your text is kept as a draft.";
    const cutOff = async (write) => {
        await scene.hall.kill("SIGKILL");
        await page.getByText("Reconnecting").waitFor();
        await ada.context.setOffline(true);
        await write();
        await scene.hall.start();
    };
    const back = async () => {
        await ada.context.setOffline(false);
        await page.getByText("Reconnecting").waitFor({ state: "detached" });
    };

    await step("an idea from a dialog", async () => {
        await page.getByRole("button", { name: "Share an idea" }).tap();
        await cutOff(async () => {
            await field.fill("Written in a tunnel, on the way home from work");
            await page.getByRole("button", { name: "Post idea" }).tap();
            await page.getByText("Waiting to send").waitFor();
        });
        await scene.advance();
        await back();
        const open = page.getByRole("button", { name: "Open the draft" });
        await open.waitFor();
        await page.locator(".refused").getByText(why).waitFor();
        await ada.checkBoth("54 came back", { without: ["target-size"] });
        await open.tap();
        await field.waitFor();
        assert.equal(await field.inputValue(), "Written in a tunnel, on the way home from work");
        await page.getByRole("dialog").getByText(why).waitFor();
        await open.waitFor({ state: "detached" });
        await page.getByRole("button", { name: "Close" }).tap();
    });

    await step("a withdrawal that comes too late says so on the post", async () => {
        const own = page.locator(`#post-${lamp}`);
        await own.getByLabel("More", { exact: true }).tap();
        await cutOff(async () => {
            await page.getByRole("button", { name: "Withdraw" }).tap();
            await page.getByRole("dialog").getByRole("button", { name: "Withdraw" }).tap();
        });
        await scene.command("ada", { do: "withdraw_post", post: lamp });
        await back();
        await own.locator(".note.bad").waitFor();
        await ada.checkBoth("55 not withdrawn", { without: ["target-size"] });
    });
});

test("an organizer who is cut off moves no clock, neither then nor once the line is back", async (t) => {
    const agenda = [
        { id: "ideas", kind: "ideate", lasts: "PT2H" },
        { id: "results", kind: "reveal", lasts: "PT2H" },
    ];
    const scene = await openJam(t, openPlan({ agenda }));
    const olga = await scene.signedIn("olga");
    const { page } = olga;
    olga.expected.push(...isLost);
    const dialog = page.getByRole("dialog", { name: "Steer the jam" });
    await page.getByRole("button", { name: "Steer" }).click();
    await dialog.waitFor();
    await scene.hall.kill("SIGKILL");
    await page.getByText("Reconnecting").waitFor();
    await dialog.getByRole("button", { name: "End this phase now" }).click();
    await dialog.getByRole("button", { name: "Yes, ring the bell" }).click();
    await dialog.getByText("You are cut off, so nothing was sent.").waitFor();
    await olga.checkBoth("53 no clock moved");
    await scene.hall.start();
    await page.getByText("Reconnecting").waitFor({ state: "detached" });
    const { phase } = await scene.read();
    // What had waited would have been sent before this.
    await dialog.getByRole("button", { name: "+15 min, extend this phase" }).dblclick();
    await page.getByRole("status").filter({ hasText: "15 minutes longer" }).waitFor();
    const after = (await scene.read()).phase;
    assert.deepEqual([after.id, after.ends_at_ms], ["ideas", phase.ends_at_ms + 15 * 60_000], "a double click means one");
});
