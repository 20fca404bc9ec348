// SPDX-License-Identifier: Apache-2.0
// What stays in a browser when a sign-in ends: nothing where one signs out, one's own unsent words where one was signed out.
import assert from "node:assert/strict";
import { test } from "node:test";
import { desktop, openJam, phone, stepsOf } from "../support/browser.mjs";
import { openPlan } from "../support/hall.mjs";

/** What the server refuses is also said by the browser's console. */
const refusals = /the server responded with a status of (401|404)|ERR_INTERNET_DISCONNECTED|WebSocket connection/;
const limits = { posts_per_minute: null, commands_per_minute: null, connections_per_person: null };

/** Everything this page could have put anywhere in the browser. */
const kept = (page) =>
    page.evaluate(async () => ({
        local: Object.keys(localStorage).sort(),
        session: Object.keys(sessionStorage),
        databases: (await indexedDB.databases()).map(({ name }) => name),
        caches: await caches.keys().catch(() => []),
        cookies: document.cookie,
    }));
const nothing = { local: [], session: [], databases: [], caches: [], cookies: "" };
const saved = (page, name) => page.waitForFunction((end) => Object.keys(localStorage).some((key) => key.endsWith(end)), name);

async function scene(t) {
    const stage = await openJam(t, openPlan({ title: "CovJam", policies: { limits } }));
    const { post } = await stage.command("ada", { do: "add_post", forum: "floor", kind: "idea", text: "A bench on Pelican Quay" });
    await stage.command("ada", { do: "ask_erasure", what: "post", post });
    await stage.command("fay", { do: "hide_post", post, rule: "civil", note: "Please leave out the place" });
    return stage;
}

/** Ada begins a text and looks at her own page. */
async function write(page, jam) {
    await page.goto(`/jam/${jam}/f/floor`);
    await page.getByRole("textbox", { name: "Share an idea" }).fill("Half a thought");
    await saved(page, "/draft/idea/floor");
    await page.goto(`/jam/${jam}/me`);
    await page.getByText("Please leave out the place").first().waitFor();
    await saved(page, "/own_posts");
    await saved(page, "/own_wishes");
}

test("whoever signs out leaves nothing behind, and is asked first about what would be lost", async (t) => {
    const step = stepsOf(t);
    const { jam, hall, signedIn } = await scene(t);
    const ada = await signedIn("ada");
    ada.expected.push(refusals);
    const { page } = ada;
    const out = page.getByRole("button", { name: "Sign out", exact: true });
    const dialog = page.getByRole("dialog", { name: "Sign out and lose what is not sent?" });
    await write(page, jam);

    await step("no token, no address and nothing that others wrote is kept", async () => {
        const all = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
        for (const secret of ["ada@example.org", hall.token, "Fay", "Olga"]) assert.ok(!all.includes(secret), secret);
        const { local, ...others } = await kept(page);
        const { local: none, ...empty } = nothing;
        assert.deepEqual([others, none], [empty, []]);
        assert.ok(local.every((name) => name.startsWith(`jamhall/${jam}/`)), local.join());
    });

    await step("what is not sent is asked about, and stays with whoever stays", async () => {
        await out.click();
        await dialog.getByText("A text on this device was begun or posted").waitFor();
        await ada.checkBoth("180 sign out with a draft");
        await dialog.getByRole("button", { name: "Stay" }).click();
        await dialog.waitFor({ state: "detached" });
        await page.getByText("Half a thought").first().waitFor();
    });

    await step("where the hall cannot be reached nobody is told that they are signed out", async () => {
        await ada.context.setOffline(true);
        await out.click();
        await dialog.getByRole("button", { name: "Sign out anyway" }).click();
        await page.locator(".note.bad").first().waitFor();
        assert.ok((await kept(page)).local.some((name) => name.endsWith("/draft/idea/floor")));
        await ada.context.setOffline(false);
    });

    await step("then nothing is left, and the way back shows nothing either", async () => {
        await out.click();
        await dialog.getByRole("button", { name: "Sign out anyway" }).click();
        await page.getByRole("heading", { level: 1, name: "You are not signed in" }).waitFor();
        await page.waitForFunction(() => localStorage.length === 0);
        assert.deepEqual(await kept(page), nothing);
        assert.deepEqual(await ada.context.cookies(), []);
        await page.goBack();
        await page.getByRole("heading", { level: 1, name: "You are not signed in" }).waitFor();
        assert.ok(!(await page.content()).includes("Pelican Quay"));
        await page.reload();
        await page.getByRole("heading", { level: 1, name: "You are not signed in" }).waitFor();
        assert.deepEqual(await kept(page), nothing);
    });
});

test("whoever was signed out sees nothing of the jam any more, and finds only their own words again", async (t) => {
    const step = stepsOf(t);
    const { jam, signedIn, link } = await scene(t);
    const ada = await signedIn("ada");
    ada.expected.push(refusals);
    const { page } = ada;
    await write(page, jam);
    const own = (await kept(page)).local.filter((name) => name.includes("/draft/"));
    assert.equal(own.length, 1);

    await step("ended from another device, the page closes at once", async () => {
        const desk = await signedIn("ada", { at: `/jam/${jam}/me` });
        await desk.page.getByRole("button", { name: "Sign out everywhere else" }).click();
        await page.getByRole("heading", { level: 1, name: "You were signed out" }).and(page.locator(":focus")).waitFor();
        assert.ok(!(await page.locator("body").innerText()).includes("Pelican Quay"));
        await page.waitForFunction((count) => localStorage.length === count, own.length);
        assert.deepEqual(await kept(page), { ...nothing, local: own });
        await ada.checkBoth("181 signed out from afar");
    });

    await step("signed in again, what was begun is there", async () => {
        await page.goto("about:blank");
        await page.goto(link("ada"));
        await page.getByRole("button", { name: "Sign in and continue" }).click();
        await page.waitForURL((url) => url.pathname.startsWith(`/jam/${jam}`));
        await page.goto(`/jam/${jam}/f/floor`);
        await page.getByRole("textbox", { name: "Share an idea" }).waitFor();
        assert.equal(await page.getByRole("textbox", { name: "Share an idea" }).inputValue(), "Half a thought");
    });

    await step("a sign-in that ran out while nobody looked is forgotten at the next visit", async () => {
        await page.goto(`/jam/${jam}/me`);
        await saved(page, "/own_posts");
        await ada.context.clearCookies();
        await page.goto("/");
        await page.getByRole("heading", { level: 1, name: "You are not signed in" }).waitFor();
        await page.waitForFunction((count) => localStorage.length === count, own.length);
        assert.deepEqual((await kept(page)).local, own);
    });
});

test("whoever's sign-in ended while the line was down sees nothing of the jam once it is back", async (t) => {
    const { hall, jam, signedIn } = await scene(t);
    const ada = await signedIn("ada", { at: `/jam/${jam}/f/floor` });
    ada.expected.push(refusals, /net::ERR_/);
    await ada.page.getByRole("textbox", { name: "Share an idea" }).waitFor();
    await hall.kill("SIGKILL");
    await ada.page.getByText("Reconnecting").waitFor();
    await ada.context.clearCookies();
    await hall.start();
    await ada.page.getByRole("heading", { level: 1, name: "You were signed out" }).waitFor();
    assert.ok(!(await ada.page.locator("body").innerText()).includes("Pelican Quay"));
});

test("whoever is removed from a jam sees nothing of it any more", async (t) => {
    const { jam, command, signedIn, read } = await scene(t);
    const ben = await signedIn("ben", { at: `/jam/${jam}/f/floor` });
    ben.expected.push(refusals);
    await ben.page.getByRole("feed").getByRole("article").first().waitFor();
    const { people } = await read("/people");
    const { id } = people.find(({ name }) => name === "Ben Brown");
    await command("olga", { do: "remove_person", person: id, note: "Asked to" });
    await ben.page.getByRole("heading", { level: 1, name: "You are no longer in this jam" }).waitFor();
    assert.equal(await ben.page.getByRole("article").count(), 0);
    await ben.page.waitForFunction(() => localStorage.length === 0);
    await ben.checkBoth("182 removed");
});

test("signing out is offered on every page of somebody signed in", async (t) => {
    const step = stepsOf(t);
    const { jam, hall, command, read, signedIn } = await scene(t);
    const { post } = await command("ada", { do: "add_post", forum: "floor", kind: "idea", text: "Lamps along the canal" });
    const later = await hall.createJam(openPlan({ title: "Next year", starts_at: "2036-01-10T09:00" }));
    const laterLinks = await hall.invite(later, "email,name,role\nolga@example.org,Olga Organizer,organizer\n");
    const out = (page) => page.getByRole("button", { name: "Sign out", exact: true });
    const inJam = [`/jam/${jam}`, `/jam/${jam}/f/floor`, `/jam/${jam}/p/${post}`, `/jam/${jam}/search?q=lamps`];
    const beside = ["answers", "moderation", "privacy"].map((name) => `/j/${jam}/${name}`);
    const admin = ["", "/new", `/${jam}`, ...["agenda", "people", "links", "checklist"].map((tab) => `/${jam}/${tab}`)].map((end) => `/admin${end}`);
    const olga = await signedIn("olga");
    olga.expected.push(/status of 400 .*\/plans\/check$/); // a new plan has no title yet
    const { page } = olga;

    for (const path of ["/", ...inJam, `/jam/${jam}/me`, `/jam/${jam}/desk`, ...beside, `/jam/${jam}/report`, ...admin])
        await step(`on a desk's screen at ${path.replaceAll(jam, "JAM")}`, async () => {
            await page.goto(path);
            await out(page).waitFor();
            assert.equal(await out(page).count(), 1);
        });

    await step("on a narrow screen behind the list of forums, on a phone on that list and on one's own page", async () => {
        await olga.resize({ width: 900, height: 800 });
        for (const path of inJam.slice(1)) {
            await page.goto(path);
            await page.getByRole("button", { name: "Forums", exact: true }).click();
            await page.getByRole("dialog").getByRole("button", { name: "Sign out", exact: true }).waitFor();
        }
        await olga.check("183 sign out in the list of forums");
        await olga.resize(phone.viewport);
        for (const path of [`/jam/${jam}`, `/jam/${jam}/me`, `/jam/${jam}/desk`, ...beside]) {
            await page.goto(path);
            await out(page).waitFor();
            await olga.check(`183 sign out at ${path.replaceAll(jam, "JAM")}`);
        }
        await olga.resize(desktop.viewport);
    });

    await step("before the charter, and in the lobby", async () => {
        await olga.signIn(later, new URL(laterLinks.get("olga@example.org").link).hash.slice(1));
        await page.goto(`/jam/${later}`);
        await page.getByRole("button", { name: "Accept and join" }).waitFor();
        await out(page).waitFor();
        await page.getByRole("button", { name: "Accept and join" }).click();
        await page.getByRole("timer").first().waitFor();
        await out(page).waitFor();
        await olga.checkBoth("184 sign out in the lobby");
    });

    await step("from a desk, with what still waited there done first", async () => {
        const fay = await signedIn("fay", { at: `/jam/${jam}/desk/${post}` });
        fay.expected.push(refusals);
        await fay.page.getByRole("button", { name: "Hide", exact: true }).click();
        const dialog = fay.page.getByRole("dialog", { name: `Hide #${post}` });
        await dialog.getByRole("radio").first().check();
        await dialog.getByRole("textbox", { name: "Note to the author" }).fill("Please leave out the place");
        await dialog.getByRole("button", { name: "Hide it" }).click();
        await dialog.waitFor({ state: "detached" });
        assert.equal((await read(`/posts/${post}/thread`)).post.state, "published");
        await out(fay.page).click();
        await fay.page.getByRole("heading", { level: 1, name: "You are not signed in" }).waitFor();
        assert.equal((await read(`/posts/${post}/thread`)).post.state, "hidden");
    });

    await step("and nobody who is not signed in is offered it", async () => {
        await olga.context.clearCookies();
        olga.expected.push(refusals);
        await page.goto(`/j/${jam}/privacy`);
        await page.getByRole("heading", { level: 1 }).waitFor();
        await page.waitForLoadState("networkidle");
        assert.equal(await out(page).count(), 0);
    });
});
