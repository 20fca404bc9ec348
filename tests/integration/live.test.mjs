// SPDX-License-Identifier: Apache-2.0
// The live socket as the contract describes it: who gets in, what hello says, feeds, sealing, bells, keys.
import assert from "node:assert/strict";
import { test } from "node:test";
import { WebSocket } from "ws";
import { Hall, openPlan } from "../support/hall.mjs";
import { Jammer } from "../support/jammer.mjs";

const roster = [
    "email,name,roles,forums,audience,ward",
    "olga@example.org,Olga Organizer,organizer,,,north",
    "fay@example.org,Fay Facilitator,facilitator;participant,floor,,north",
    "ada@example.org,Ada Adams,participant,,,south",
    "ben@example.org,Ben Brown,participant,,,south",
    "otto@example.org,Otto Observer,observer,,,north",
].join("\n");

async function opened(t, plan = openPlan()) {
    const hall = await Hall.open(t);
    const jam = await hall.createJam(plan);
    const links = await hall.invite(jam, roster);
    const token = (name) => links.get(`${name}@example.org`).token;
    const join = (name, options) => Jammer.join(hall, jam, token(name), options);
    return { hall, jam, token, join };
}

/** The status an upgrade is refused with, or 101. */
function upgrade(hall, jam, { headers = {}, protocols = ["jamhall.v1"] } = {}) {
    return new Promise((resolve) => {
        const socket = new WebSocket(`${hall.url.replace(/^http/, "ws")}/api/v1/jams/${jam}/live`, protocols, { headers });
        socket.once("unexpected-response", (_, response) => resolve(response.statusCode));
        socket.once("open", () => {
            socket.close();
            resolve(101);
        });
        socket.on("error", () => {});
    });
}

test("only a valid token or a cookie from the hall's own pages opens the socket", async (t) => {
    const { hall, jam, token } = await opened(t);
    const bearer = { authorization: `Bearer ${token("ada")}` };
    assert.equal(await upgrade(hall, jam, { headers: bearer }), 101);
    assert.equal(await upgrade(hall, jam, { headers: bearer, protocols: [] }), 400);
    assert.equal(await upgrade(hall, jam, { headers: { authorization: "Bearer wrong" } }), 403);
    assert.equal(await upgrade(hall, jam), 403);
    assert.equal(await upgrade(hall, "no-such-jam", { headers: { authorization: `Bearer ${hall.token}` } }), 404);

    const login = await hall.request("POST", "/api/v1/login", { token: null, body: JSON.stringify({ token: token("ada"), jam }) });
    assert.equal(login.status, 200);
    const cookie = login.headers.get("set-cookie");
    assert.match(cookie, /HttpOnly/);
    assert.match(cookie, /SameSite=Lax/);
    const withCookie = { cookie: cookie.split(";")[0] };
    const port = new URL(hall.url).port;
    for (const [origin, status] of [
        [hall.url, 101],
        [`http://localhost:${port}`, 101],
        ["https://evil.example", 403],
        [`${hall.url}.evil.example`, 403],
        [`http://127.0.0.1:${Number(port) + 1}`, 403],
        ["null", 403],
    ])
        assert.equal(await upgrade(hall, jam, { headers: { ...withCookie, origin } }), status, origin);
    assert.equal(await upgrade(hall, jam, { headers: withCookie }), 403, "a cookie without an Origin");
});

test("hello says where the jam stands and who one is", async (t) => {
    const { join, jam } = await opened(t);
    const ada = await join("ada");
    const { hello } = ada;
    assert.equal(hello.type, "hello");
    assert.equal(hello.protocol, "jamhall.v1");
    assert.equal(hello.jam.id, jam);
    assert.equal(hello.phase.id, "talk");
    assert.equal(Object.keys(hello.phase.switches).length, 11);
    assert.deepEqual(hello.forums.map((forum) => forum.id), ["floor"]);
    assert.deepEqual([hello.you.name, hello.you.roles], ["Ada Adams", ["participant"]]);
    assert.deepEqual([hello.versions, hello.accepted], [{ charter: 1, rules: 1, privacy: 1 }, { charter: null, rules: null, privacy: null }]);
    assert.ok(Math.abs(hello.now_ms - Date.now()) < 60_000);
    await ada.do("join", { charter: 1, rules: 1 });
    await ada.leave();
    const again = await join("ada");
    assert.deepEqual(again.hello.accepted, { charter: 1, rules: 1, privacy: null });
    await again.leave();
});

test("ideas go to the forum, comments to the thread, activity to the forum, answers to their authors", async (t) => {
    const { join } = await opened(t);
    const [ada, ben] = [await join("ada", { keepsFrames: true }), await join("ben", { keepsFrames: true })];
    await ben.watch({ "forum/floor": null, me: null });
    await ada.watch({ "forum/floor": null, me: null });
    const seen = ben.next((frame) => frame.type === "events" && frame.feed === "forum/floor");
    const { post } = await ada.do("add_post", { forum: "floor", kind: "idea", text: "  Plant **trees**\r\nalong the river.  " });
    const [event] = (await seen).events;
    assert.deepEqual(
        { ...event, at_ms: 0, offset: 0 },
        {
            offset: 0, at_ms: 0, type: "post_added", post, kind: "idea", forum: "floor", parent: null, builds_on: null,
            author: { id: ada.hello.you.id, name: "Ada Adams", roles: [] }, text: "Plant **trees**\nalong the river.", state: "published",
        },
    );
    await ben.watch({ [`thread/${post}`]: null });
    const activity = ben.next((frame) => frame.type === "activity");
    const inThread = ben.next((frame) => frame.type === "events" && frame.feed === `thread/${post}`);
    const told = ada.next((frame) => frame.type === "events" && frame.feed === "me" && frame.events[0].kind === "comment");
    await ben.do("add_post", { forum: "floor", kind: "comment", parent: post, text: "Which ones?" });
    assert.equal((await inThread).events[0].text, "Which ones?");
    assert.equal((await activity).posts[0].comments, 1);
    assert.equal((await told).events[0].parent, post);
    assert.ok(!(ben.events.get("forum/floor") ?? []).some((e) => e.kind === "comment"), "no comment in the forum feed");
    await Promise.all([ada.leave(), ben.leave()]);
});

test("BA2: while sealed, ballots leave no trace on any surface", async (t) => {
    const { hall, jam, join, token } = await opened(t, openPlan({ switches: { ballot: "support", tallies: "sealed" } }));
    const [ada, ben, olga] = [await join("ada"), await join("ben", { keepsFrames: true }), await join("olga")];
    await ben.watch({ "forum/floor": null, lobby: null, me: null });
    const { post } = await ada.do("add_post", { forum: "floor", kind: "idea", text: "Benches" });
    const surfaces = async () => {
        const page = await hall.json("GET", `/api/v1/jams/${jam}/forums/floor/posts`);
        const thread = await hall.json("GET", `/api/v1/jams/${jam}/posts/${post}/thread`);
        const report = await hall.json("GET", `/api/v1/jams/${jam}/report`);
        const directory = await hall.json("GET", `/api/v1/jams/${jam}`, { token: token("olga") });
        const search = await hall.json("GET", `/api/v1/jams/${jam}/search?q=benches`);
        for (const answer of [page, thread, report, directory]) {
            delete answer.offset;
            delete answer.now_ms;
        }
        return { page, thread, report, directory, search };
    };
    await ada.do("join", { charter: 1, rules: 1 });
    const before = await surfaces();
    await ada.do("cast_ballot", { post, choice: "support" });
    await olga.do("cast_ballot", { post, choice: "support" });
    assert.deepEqual(await surfaces(), before);
    assert.equal(before.page.posts[0].tally, null);
    const top = await hall.request("GET", `/api/v1/jams/${jam}/forums/floor/posts?order=top`);
    assert.equal(top.status, 403);
    assert.equal((await top.json()).code, "tallies_sealed");
    assert.ok(!ben.frames.some((frame) => frame.type === "tallies" || JSON.stringify(frame).includes("ballot_cast")));
    const me = await hall.json("GET", `/api/v1/jams/${jam}/me`, { token: token("ada") });
    assert.deepEqual(me.ballots, [{ phase: "talk", post, choice: "support" }]);
    await Promise.all([ada, ben, olga].map((j) => j.leave()));
});

test("advancing opens the seal, tells everybody, and closes the ballots", async (t) => {
    const plan = openPlan({
        agenda: [
            { id: "talk", kind: "ideate", lasts: "PT10H" },
            { id: "results", kind: "reveal", lasts: "PT10H" },
        ],
    });
    const { hall, jam, join } = await opened(t, plan);
    const [ada, olga] = [await join("ada"), await join("olga")];
    const { post } = await ada.do("add_post", { forum: "floor", kind: "idea", text: "Benches" });
    await ada.watch({ lobby: null, "forum/floor": null });
    await ada.do("cast_ballot", { post, choice: "support" });
    assert.equal((await ada.send("advance_phase")).code, "not_allowed");
    const told = ada.next((frame) => frame.type === "events" && frame.feed === "lobby");
    const behind = ada.next((frame) => frame.type === "behind");
    await olga.do("advance_phase");
    const [began] = (await told).events;
    assert.deepEqual([began.type, began.phase.id, began.cause], ["phase_began", "results", "person"]);
    assert.equal((await behind).feed, "forum/floor");
    assert.equal((await ada.send("cast_ballot", { post, choice: "withdraw" })).code, "phase_closed");
    const late = await ada.do("add_post", { forum: "floor", kind: "idea", text: "Written before the bell", drafted_in: "talk" });
    assert.ok(late.post > post, "grace for what was drafted before the bell (PH1)");
    assert.equal((await ada.send("add_post", { forum: "floor", kind: "idea", text: "Too late" })).code, "phase_closed");
    const page = await hall.json("GET", `/api/v1/jams/${jam}/forums/floor/posts?order=top`);
    assert.equal(page.posts[0].post, post);
    assert.equal(page.posts[0].tally.support, 1);
    await Promise.all([ada.leave(), olga.leave()]);
});

test("pausing, extending, closing and cancelling are told and enforced", async (t) => {
    const { hall, join } = await opened(t);
    const [ada, olga] = [await join("ada"), await join("olga")];
    await ada.watch({ lobby: null });
    const step = async (command, fields, type) => {
        const told = ada.next((frame) => frame.type === "events" && frame.events.some((event) => event.type === type));
        await olga.do(command, fields);
        return (await told).events.find((event) => event.type === type);
    };
    const before = ada.hello.phase.ends_at_ms;
    const extended = await step("extend_phase", { minutes: 15 }, "clock_extended");
    assert.equal(extended.phase.ends_at_ms, before + 15 * 60_000);
    const paused = await step("pause_clock", {}, "clock_paused");
    assert.deepEqual([paused.phase.ends_at_ms, paused.phase.paused], [null, true]);
    await ada.do("add_post", { forum: "floor", kind: "idea", text: "Still open while paused" });
    await step("resume_clock", {}, "clock_resumed");
    await step("announce", { text: "Lunch is served", forum: null }, "announced");
    await step("close_jam", {}, "jam_closed");
    assert.equal((await ada.send("add_post", { forum: "floor", kind: "idea", text: "After all" })).code, "jam_over");
    await Promise.all([ada.leave(), olga.leave()]);

    const other = await hall.createJam(openPlan({ title: "Called off" }));
    const admin = await Jammer.join(hall, other, hall.token);
    assert.equal(admin.hello.you, null);
    const cancelled = await admin.send("cancel_jam", { note: "Storm warning" });
    assert.ok(cancelled.type === "reply");
    assert.equal(await admin.closed, 4501);
});

test("brainwriting shows nobody's ideas but one's own, and names stay hidden for good", async (t) => {
    const plan = openPlan({
        agenda: [
            { id: "write", kind: "brainwrite", lasts: "PT1H" },
            { id: "talk", kind: "ideate", lasts: "PT10H" },
        ],
    });
    const { hall, jam, join, token } = await opened(t, plan);
    const [ada, ben, olga] = [await join("ada"), await join("ben"), await join("olga")];
    await ben.watch({ "forum/floor": 0 });
    await ada.watch({ me: null });
    const own = ada.next((frame) => frame.type === "events" && frame.feed === "me");
    const { post } = await ada.do("add_post", { forum: "floor", kind: "idea", text: "A quiet corner" });
    assert.equal((await own).events[0].text, "A quiet corner");
    const page = () => hall.json("GET", `/api/v1/jams/${jam}/forums/floor/posts`, { token: token("ben") });
    assert.deepEqual((await page()).posts, []);
    const behind = ben.next((frame) => frame.type === "behind");
    await olga.do("advance_phase");
    await behind;
    const [shown] = (await page()).posts;
    assert.deepEqual([shown.post, shown.text, shown.author], [post, "A quiet corner", null]);
    await Promise.all([ada, ben, olga].map((j) => j.leave()));
});

test("a renewed link ends the old token and its sockets", async (t) => {
    const { hall, jam, join, token } = await opened(t);
    const ada = await join("ada");
    const renewed = await hall.request("POST", `/api/v1/jams/${jam}/links?email=ada@example.org`);
    assert.equal(renewed.status, 200);
    assert.match(await renewed.text(), /^email,name,link,token\r\nada@example.org,Ada Adams,http/);
    assert.equal(await ada.closed, 4500);
    assert.equal(await upgrade(hall, jam, { headers: { authorization: `Bearer ${token("ada")}` } }), 403);
});

test("an observer reads and does not act, a person has a bounded number of sockets", async (t) => {
    const plan = openPlan();
    plan.policies.limits.connections_per_person = 2;
    const { hall, jam, join, token } = await opened(t, plan);
    const otto = await join("otto");
    await otto.watch({ "forum/floor": 0 });
    for (const [name, fields] of [
        ["add_post", { forum: "floor", kind: "idea", text: "x" }],
        ["announce", { text: "x", forum: null }],
        ["advance_phase", {}],
        ["grant_role", { person: otto.hello.you.id, role: "organizer" }],
    ])
        assert.equal((await otto.send(name, fields)).code, "not_allowed", name);
    const second = await join("otto");
    assert.equal(await upgrade(hall, jam, { headers: { authorization: `Bearer ${token("otto")}` } }), 429);
    await Promise.all([otto.leave(), second.leave()]);
});

test("metrics count what was asked, accepted, refused and stored", async (t) => {
    const hall = await Hall.open(t);
    const jam = await hall.createJam(openPlan({ switches: { ballot: "support" } }));
    const tokens = await hall.invite(jam, "email,name\nada@example.org,Ada");
    const ada = await Jammer.join(hall, jam, tokens.get("ada@example.org").token);
    await ada.do("add_post", { forum: "floor", kind: "idea", text: "Plant trees" });
    await assert.rejects(ada.do("add_post", { forum: "nowhere", kind: "idea", text: "Plant trees" }));
    const text = await (await hall.request("GET", "/metrics")).text();
    const of = (name) => Number(text.split("\n").find((line) => line.startsWith(`${name} `))?.split(" ")[1]);
    assert.ok(of("jamhall_http_requests_total") >= 3, text);
    assert.ok(of("jamhall_commands_accepted_total") >= 1);
    assert.equal(of('jamhall_commands_refused_total{code="no_such_forum"}'), 1);
    assert.ok(of("jamhall_batches_total") >= 1 && of("jamhall_events_total") >= 1 && of("jamhall_commit_seconds_total") > 0);
    assert.ok(of("jamhall_frames_received_total") >= 2 && of("jamhall_frames_sent_total") >= 3);
});
