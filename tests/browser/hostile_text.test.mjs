// SPDX-License-Identifier: Apache-2.0
// What people write is shown as text: no script of theirs runs, and every line goes in its own direction.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openStage, stepsOf } from "../support/browser.mjs";
import { openPlan } from "../support/hall.mjs";

const payloads = [
    "<script>window.hit = 1</script>",
    '<img src="x" onerror="window.hit = 2">',
    '"><svg onload="window.hit = 3">',
    "[a link](javascript:window.hit=4)",
    "[a link](data:text/html,<script>window.hit=5</script>)",
    '[x](https://example.org/"onmouseover="window.hit=6)',
    "![picture](https://example.org/beacon.png)",
    "<iframe srcdoc=\"<script>parent.hit=7</script>\"></iframe>",
    "{{constructor.constructor('window.hit=8')()}}",
    "</textarea></title><style>*{display:none}</style>",
    "**<b onclick=window.hit=9>bold</b>**\n\n    <script>window.hit=10</script>",
    "\u202Eright-to-left override\u202C and on",
];
const hebrew = "ספסלים ליד הנהר, *בבקשה*";
const arabic = "أشجار على النهر";

const plan = openPlan({
    title: 'Jam <img src="x" onerror="window.hit = 20">',
    purpose: "<script>window.hit = 21</script>",
    charter: { asks: '<svg onload="window.hit = 22">', decides: arabic, criteria: "</script>", answer_by: "2027-01-31" },
    forums: [{ id: "floor", title: "<i>Floor</i>", question: '<img src="x" onerror="window.hit = 23">?' }],
    rules: [{ id: "civil", text: "<script>window.hit = 24</script>" }],
});
const roster = 'email,name,roles,"<b>ward</b>"\nolga@example.org,<img src=x onerror=window.hit=25>,organizer,<i>north</i>\n';

test("texts of people run nothing and fetch nothing", async (t) => {
    const step = stepsOf(t);
    const { hall, arrive } = await openStage(t);
    const jam = await hall.createJam(plan);
    const token = new URL((await hall.invite(jam, roster)).get("olga@example.org").link).hash.slice(1);
    const command = async (fields) => (await hall.json("POST", `/api/v1/jams/${jam}/commands`, { token, body: fields })).post;
    const olga = await arrive();
    const { page } = olga;
    const elsewhere = [];
    page.on("request", (request) => request.url().startsWith(hall.url) || elsewhere.push(request.url()));
    const unharmed = async (name, options) => {
        await olga.check(name, options);
        const found = await page.evaluate(() => ({
            hit: window.hit ?? null,
            bad: document.querySelectorAll('#app script, #app iframe, #app style, #app img:not([src="/icon.svg"]), [onerror], [onload], [onclick], [onmouseover]').length,
            links: [...document.querySelectorAll("a[href]")].map(({ protocol }) => protocol).filter((protocol) => !/^https?:$/.test(protocol)),
        }));
        assert.deepEqual(found, { hit: null, bad: 0, links: [] }, name);
        assert.deepEqual(elsewhere, [], name);
    };

    await step("charter and rules", async () => {
        await olga.signIn(jam, token);
        await page.goto(`/jam/${jam}`);
        await page.getByText("<script>window.hit = 24</script>").waitFor();
        assert.equal(await page.getByText(arabic).evaluate((element) => getComputedStyle(element).direction), "rtl");
        await unharmed("90 hostile charter");
        await page.getByRole("button", { name: "Accept and join" }).click();
        await page.getByRole("heading", { level: 1, name: "onerror" }).waitFor();
    });

    await step("ideas, comments and announcements", async () => {
        let last = 0;
        for (const text of [...payloads, hebrew]) last = await command({ do: "add_post", forum: "floor", kind: "idea", text });
        for (const text of payloads) await command({ do: "add_post", forum: "floor", kind: "comment", parent: last, text });
        await command({ do: "announce", forum: null, text: payloads.join("\n\n") });
        await page.goto(`/jam/${jam}/p/${last}`);
        await page.getByRole("feed").getByText(payloads[0], { exact: true }).waitFor();
        await page.getByRole("region", { name: "Discussion" }).getByText(payloads[0], { exact: true }).waitFor();
        await page.getByRole("region", { name: "Announcement" }).waitFor();
        await unharmed("91 hostile feed");
    });

    await step("each paragraph goes in the direction of its letters", async () => {
        const paragraph = page.getByRole("feed").getByText("ספסלים ליד הנהר");
        assert.equal(await paragraph.getAttribute("dir"), "auto");
        assert.equal(await paragraph.evaluate((element) => getComputedStyle(element).direction), "rtl");
        const field = page.getByRole("textbox", { name: "Share an idea" });
        await field.fill(arabic);
        assert.equal(await field.evaluate((element) => getComputedStyle(element).direction), "rtl");
        await field.fill("");
    });

    await step("search, My jam, the organizer's pages", async () => {
        await page.goto(`/jam/${jam}/search`);
        await page.getByRole("searchbox").fill("window hit");
        await page.getByText(/posts found/).first().waitFor();
        await unharmed("92 hostile search");
        await page.goto(`/jam/${jam}/me`);
        await page.getByRole("heading", { name: /^Your \d+ posts/ }).waitFor();
        await unharmed("93 hostile my jam");
        await page.goto(`/admin/${jam}/people`);
        await page.getByRole("rowheader", { name: /onerror/ }).waitFor();
        await unharmed("94 hostile people");
    });

    await step("the report, on the page and as a file", async () => {
        await page.goto(`/jam/${jam}/report`);
        await page.getByText(payloads[0]).first().waitFor();
        await unharmed("95 hostile report");
        await page.goto(`/api/v1/jams/${jam}/report.html`);
        await page.getByText(payloads[0]).first().waitFor();
        await unharmed("96 hostile report file", { isApp: false });
    });
});
