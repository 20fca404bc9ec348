// SPDX-License-Identifier: Apache-2.0
// What organizers do while a jam runs: two to open the seal, another plan, people who go and come back, the wall.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { CookieBrowser } from "../support/cookie_browser.mjs";
import { Jammer } from "../support/jammer.mjs";
import { Scene, idea, refused, told, twoForums } from "../support/scene.mjs";

const threePhases = () =>
    twoForums({
        agenda: [
            { id: "talk", kind: "ideate", lasts: "PT10H", switches: { ballot: "support" } },
            { id: "choose", kind: "prioritise", lasts: "PT5H" },
            { id: "results", kind: "reveal", lasts: "PT5H" },
        ],
    });

test("PH6: two different organizers open the seal, every feed says so, and the tallies are live", async (t) => {
    const scene = await Scene.open(t, threePhases());
    const [olga, oren, fay, ada, ben] = await scene.join("olga", "oren", "fay", "ada", "ben");
    const admin = await Jammer.join(scene.hall, scene.jam, scene.hall.token);
    const post = await idea(ada, "Benches");
    const feeds = { lobby: 0, me: 0, "forum/floor": 0, "forum/yard": 0, [`thread/${post}`]: 0 };
    await ben.watch(feeds);
    await fay.watch({ "desk/floor": 0 });
    for (const line of [ada, olga]) await line.do("cast_ballot", { post, choice: "support" });
    await refused(fay, "not_allowed", "unseal", { phase: "talk" });
    await refused(olga, "bad_field", "unseal", { phase: "choose" });
    await olga.do("unseal", { phase: "talk" });
    const asked = await told(ben, "lobby", "unseal_asked");
    assert.deepEqual([asked.phase, asked.person.name], ["talk", "Olga Example"]);
    const [late] = await scene.join("cleo");
    assert.deepEqual([late.hello.unseal.phase, late.hello.unseal.person.name], ["talk", "Olga Example"]);
    await refused(olga, "not_allowed", "unseal", { phase: "talk" });
    await refused(admin, "not_allowed", "unseal", { phase: "talk" });
    const page = async () => (await scene.page("/forums/floor/posts", "ben")).posts[0];
    assert.equal((await page()).tally, null, "asking opens nothing");
    assert.equal(ben.frames.some((frame) => frame.type === "tallies"), false);
    await oren.do("unseal", { phase: "talk" });
    for (const feed of Object.keys(feeds)) {
        const event = await told(ben, feed, "unsealed");
        assert.deepEqual([event.phase, event.person.name], ["talk", "Oren Example"], feed);
    }
    await told(fay, "desk/floor", "unsealed");
    await ben.until(() => ["forum/floor", "forum/yard", `thread/${post}`].every((feed) => ben.behind.includes(feed)));
    assert.deepEqual([(await page()).tally.phase, (await page()).tally.support], ["talk", 2]);
    const [again] = await scene.join("dora");
    assert.deepEqual([again.hello.phase.switches.tallies, again.hello.unseal], ["live", null]);
    await again.watch({ "forum/floor": null });
    const live = again.next((frame) => frame.type === "tallies");
    await ben.do("cast_ballot", { post, choice: "support" });
    assert.equal((await live).tallies[0].support, 3);
    await refused(olga, "not_allowed", "unseal", { phase: "talk" });
    await admin.leave();
    await scene.endsSoundly("SIGKILL");
    assert.equal((await page()).tally.support, 3);
    const [after] = await scene.join("olga");
    await after.do("advance_phase");
    assert.equal((await page()).tally, null, "the next phase is sealed again");
});

test("BA2: a plan changes while the jam runs, but neither ballot nor tallies of the running phase", async (t) => {
    const scene = await Scene.open(t, threePhases());
    const [olga, fay, ada] = await scene.join("olga", "fay", "ada");
    await ada.watch({ lobby: 0 });
    const calendar = async () => await (await scene.hall.request("GET", `/api/v1/jams/${scene.jam}/calendar.ics`, { token: scene.token("ada") })).text();
    const events = (text) => text.split("BEGIN:VEVENT").slice(1).map((each) => Object.fromEntries(each.replaceAll("\r\n ", "").split("\r\n").filter(Boolean).map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)])));
    const before = await calendar();
    const kinds = JSON.parse(await readFile(new URL("../../web_client/src/i18n/locales/en/common.json", import.meta.url), "utf8")).kind;
    const called = (kind) => new RegExp(`\\b${kind} \\{([^}]*)\\}`).exec(kinds)[1];
    assert.deepEqual(events(before).map((each) => each.SUMMARY), ["ideate", "prioritise", "reveal"].map((kind) => `Open floor: ${called(kind)}`), "in the client's words");
    assert.deepEqual(events(before).map((each) => each.UID), ["talk", "choose", "results"].map((id) => `${scene.jam}-${id}@jamhall`));
    const plan = await scene.page("/plan", "olga");
    assert.deepEqual(await scene.refusal("/plan", "fay"), [403, "not_allowed"]);
    const changed = structuredClone(plan);
    changed.agenda[1].lasts = "PT8H";
    changed.forums[0].question = "What matters most of all?";
    changed.forums.push({ id: "attic", title: "Attic", question: "What is up there?" });
    changed.charter = { asks: "Ideas", decides: "The council", criteria: "Cost", answer_by: "2027-01-31" };
    const check = (body) => scene.hall.request("POST", `/api/v1/jams/${scene.jam}/plan/check`, { body: JSON.stringify(body), token: scene.token("olga") });
    const { changes } = await (await check(changed)).json();
    const pointers = changes.map((each) => each.pointer);
    for (const pointer of ["/agenda/1", "/forums/0/question", "/forums/2", "/charter"]) assert.ok(pointers.some((each) => each.startsWith(pointer)), `${pointer} in ${pointers}`);
    await refused(fay, "not_allowed", "change_plan", { plan: changed });
    for (const edit of [
        (wanted) => (wanted.agenda[0].switches.ballot = "agree"),
        (wanted) => (wanted.agenda[0].switches.tallies = "live"),
        (wanted) => (wanted.agenda[0].kind = "refine"),
        (wanted) => wanted.agenda.shift(),
        (wanted) => wanted.forums.reverse(),
        (wanted) => (wanted.time_zone = "Europe/London"),
    ]) {
        const wrong = structuredClone(plan);
        edit(wrong);
        await refused(olga, "bad_field", "change_plan", { plan: wrong });
        assert.equal((await check(wrong)).status, 400, String(edit));
    }
    await olga.do("change_plan", { plan: changed });
    const event = await told(ada, "lobby", "plan_changed");
    const length = (phase) => phase.ends_at_ms - phase.begins_at_ms;
    assert.equal(event.version, 1);
    assert.equal(length(event.agenda.find((phase) => phase.id === "choose")), 8 * 3_600_000);
    const ends = event.agenda.find((phase) => phase.id === "results").ends_at_ms;
    const page = await scene.page("", "ada");
    assert.deepEqual(page.forums.map((forum) => [forum.id, forum.question]).slice(0, 3), [["floor", "What matters most of all?"], ["yard", "What is there to do outside?"], ["attic", "What is up there?"]]);
    assert.equal(page.jam.agenda.find((phase) => phase.id === "results").ends_at_ms, ends);
    const [fresh] = await scene.join("ben");
    assert.deepEqual([fresh.hello.plan_changes, fresh.hello.versions.charter], [1, 2], "who accepted the charter is asked again");
    await idea(fresh, "A skylight", "attic");
    const after = events(await calendar());
    const was = events(before);
    assert.notEqual(after[2].DTEND, was[2].DTEND);
    assert.deepEqual(after.map((each) => each.UID), was.map((each) => each.UID), "one entry moves, none is added");
    assert.ok(after.every((each, i) => Number(each.SEQUENCE) > Number(was[i].SEQUENCE)), "calendars take the newer one");
    await scene.endsSoundly("SIGKILL");
    assert.equal((await scene.page("/plan", "olga")).agenda[1].lasts, "PT8H");
});

test("who is removed is out at once and stays out until readmitted; what they wrote stays", async (t) => {
    const scene = await Scene.open(t);
    const [olga, fay, ada, ben] = await scene.join("olga", "fay", "ada", "ben");
    await fay.watch({ "desk/floor": 0 });
    const post = await idea(ben, "Stay a while");
    const person = ben.hello.you.id;
    await refused(fay, "not_allowed", "remove_person", { person, note: "Not hers to say" });
    await refused(olga, "not_allowed", "remove_person", { person: olga.hello.you.id, note: "Herself" });
    await olga.do("remove_person", { person, note: "Repeated insults" });
    assert.equal(await ben.closed, 4502);
    const event = await told(fay, "desk/floor", "person_removed");
    assert.deepEqual([event.person.name, event.note], ["Ben Example", "Repeated insults"]);
    await assert.rejects(Jammer.join(scene.hall, scene.jam, scene.token("ben")), { status: 403 });
    const asBen = (method, path, body) => scene.hall.request(method, `/api/v1/jams/${scene.jam}${path}`, { token: scene.token("ben"), body });
    for (const path of ["", "/me", "/forums/floor/posts"]) assert.ok([401, 403].includes((await asBen("GET", path)).status), path);
    assert.ok([401, 403].includes((await asBen("POST", "/commands", JSON.stringify({ do: "add_post", ref: 1, forum: "floor", kind: "idea", text: "Back door" }))).status));
    const login = await scene.hall.request("POST", "/api/v1/login", { token: null, body: JSON.stringify({ token: scene.token("ben"), jam: scene.jam }) });
    assert.notEqual(login.status, 200);
    assert.equal((await scene.page(`/posts/${post}/thread`, "ada")).post.text, "Stay a while");
    await olga.do("readmit_person", { person, note: "Apologised" });
    await refused(olga, "not_allowed", "readmit_person", { person });
    await told(fay, "desk/floor", "person_readmitted");
    const links = await scene.hall.request("POST", `/api/v1/jams/${scene.jam}/links`, { body: '{"email":"ben@example.org"}' });
    const token = (await links.text()).trim().split("\r\n")[1].split(",").at(-1);
    const back = await Jammer.join(scene.hall, scene.jam, token);
    await idea(back, "Sorry");
    scene.people.get("ben@example.org").token = token;
    await Promise.all([back.leave(), ada.leave()]);
    await scene.endsSoundly("SIGKILL");
});

test("a wall link reads what everybody may read, and does nothing", async (t) => {
    const scene = await Scene.open(t);
    const [olga, ada] = await scene.join("olga", "ada");
    const post = await idea(ada, "Benches");
    assert.deepEqual(await scene.refusal("/wall-link", "fay", "POST"), [403, "not_allowed"]);
    const made = await scene.hall.json("POST", `/api/v1/jams/${scene.jam}/wall-link`, { token: scene.token("olga") });
    assert.equal(made.link, `${scene.hall.url}/j/${scene.jam}/wall#${made.token}`);
    const wall = await Jammer.join(scene.hall, scene.jam, made.token, { keepsFrames: true });
    assert.deepEqual(wall.hello.you?.roles ?? ["observer"], ["observer"]);
    await wall.watch({ lobby: 0, "forum/floor": 0 });
    await olga.do("spotlight_post", { post });
    await told(wall, "lobby", "post_spotlighted");
    const read = (path) => scene.hall.request("GET", `/api/v1/jams/${scene.jam}${path}`, { token: made.token });
    for (const path of ["", "/forums/floor/posts", `/posts/${post}/thread`, "/polls", "/moderation", "/responses"]) assert.equal((await read(path)).status, 200, path);
    for (const path of ["/desk", "/plan", "/checklist", "/people", "/report", "/export.zip"]) assert.equal((await read(path)).status, 403, path);
    for (const [name, fields] of [
        ["add_post", { forum: "floor", kind: "idea", text: "From the wall" }],
        ["add_post", { forum: "floor", kind: "comment", parent: post, text: "From the wall" }],
        ["cast_ballot", { post, choice: "support" }],
        ["raise_flag", { post, rule: "civil" }],
        ["announce", { text: "From the wall", forum: null }],
        ["say", { text: "From the wall", forum: null }],
        ["advance_phase", {}],
        ["spotlight_post", { post }],
        ["close_jam", {}],
    ])
        await refused(wall, "not_allowed", name, fields);
    await wall.leave();
    await scene.endsSoundly();
    const again = await Jammer.join(scene.hall, scene.jam, made.token);
    await again.leave();
});

test("another wall link ends the one before, on every screen that came by it", async (t) => {
    const scene = await Scene.open(t);
    const made = () => scene.hall.json("POST", `/api/v1/jams/${scene.jam}/wall-link`, { token: scene.token("olga") });
    const opened = async ({ token }) => {
        const screen = new CookieBrowser(scene.hall);
        assert.equal((await screen.signIn({ token, jam: scene.jam })).status, 200);
        return screen;
    };
    const first = await made();
    const screens = [await opened(first), await opened(first)];
    const socket = await screens[0].socket(scene.jam);
    const second = await made();
    assert.equal(await socket.closed, 4500);
    for (const screen of screens) assert.equal(await screen.who(), null);
    assert.equal((await new CookieBrowser(scene.hall).signIn({ token: first.token, jam: scene.jam })).status, 401);
    assert.deepEqual(await (await opened(second)).who(), ["Hall screen"]);
});
