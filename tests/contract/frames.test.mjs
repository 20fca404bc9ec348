// SPDX-License-Identifier: Apache-2.0
// What the server sends over the socket: a whole jam is played, and every frame anybody gets is as documented; every
// message, every type of event, and every refusal and closing code that can be brought about is seen.
import assert from "node:assert/strict";
import { test } from "node:test";
import { WebSocket } from "ws";
import { Hall, openPlan } from "../support/hall.mjs";
import { Jammer } from "../support/jammer.mjs";
import { asyncapi, faultsIn } from "./documents.mjs";
import { checkAll, eventTypes, isEvent, isFrame, ofRecords, ofSteering, schemas, sentByServer, without } from "./frames.mjs";

/** Refusals that take a failing disk; tallies_sealed is for pages. */
const codesOutOfReach = ["storage_failed", "tallies_sealed"];

const roster = [
    "email,name,roles,forums,audience,ward",
    "olga@example.org,Olga Organizer,organizer,,staff,north",
    "fay@example.org,Fay Facilitator,facilitator;participant,floor,staff,north",
    "ada@example.org,Ada “Zoë” Adams,participant,,staff,south",
    "ben@example.org,Ben Brown,participant,,residents,south",
    "otto@example.org,Otto Observer,observer,,residents,north",
].join("\n");

const hour = (id, kind, switches = {}) => ({ id, kind, lasts: "PT1H", switches });
const plan = openPlan({
    purpose: "To see every frame",
    charter: { asks: "What?", decides: "We", criteria: "Joy", answer_by: "Soon" },
    audiences: [{ id: "staff", title: "Staff" }, { id: "residents", title: "Residents" }],
    agenda: [
        hour("write", "brainwrite"),
        hour("talk", "ideate", { tallies: "live", words_max: 20 }),
        hour("weigh", "prioritise", { tallies: "live", order: "top" }),
        hour("choose", "refine"),
        hour("slow", "ideate", { slow_mode_s: 3600 }),
        hour("results", "reveal"),
    ],
});

test("every frame of a jam from the first bell to the close is as documented", async (t) => {
    const hall = await Hall.open(t);
    const jam = await hall.createJam(plan);
    const links = await hall.invite(jam, roster);
    const people = {};
    for (const name of ["olga", "fay", "ada", "ben", "otto"])
        people[name] = await Jammer.join(hall, jam, links.get(`${name}@example.org`).token, { keepsFrames: true });
    const admin = await Jammer.join(hall, jam, hall.token, { keepsFrames: true });
    const everybody = [...Object.values(people), admin];
    const { olga, fay, ada, ben, otto } = people;

    const watchAll = async (from) => {
        for (const each of everybody) await each.watch({ lobby: from, "forum/floor": from, ...(each === admin ? {} : { me: from }) });
    };
    /** Rings the bell and watches again from the beginning: every event so far is told anew, as it may be shown now. */
    const nextPhase = async () => {
        const told = everybody.map((each) => each.next(isFrame("behind", "forum/floor")));
        const { offset } = await olga.do("advance_phase");
        await Promise.all(told);
        await watchAll(0);
        await Promise.all(everybody.map((each) => each.until(() => (each.events.get("lobby") ?? []).some((event) => event.offset === offset))));
    };
    const refused = async (who, code, name, fields) => assert.equal((await who.send(name, fields)).code, code, `${name} ${JSON.stringify(fields)}`);
    const add = async (who, fields) => (await who.do("add_post", { forum: "floor", kind: "idea", text: "An idea", ...fields })).post;

    await watchAll(0);
    await ada.do("join", { charter: 1, rules: 1 });
    await refused(ada, "bad_field", "join", { charter: 2, rules: 1 });
    await refused(otto, "not_allowed", "add_post", { forum: "floor", kind: "idea", text: "May I?" });
    const quiet = ada.next(isEvent("post_added"));
    const nameless = await add(ada, { text: "Written **without** a name" });
    assert.equal((await quiet).feed, "me");

    await nextPhase();
    const idea = await add(ada, { text: "Benches" });
    const built = await add(ben, { text: "Shade for the benches", builds_on: idea });
    const late = await add(ada, { text: "In grace", drafted_in: "write" });
    const prompt = await add(fay, { kind: "prompt", text: "Where first?" });
    for (const each of everybody) await each.watch({ [`thread/${idea}`]: 0, [`thread/${prompt}`]: null });
    const activity = olga.next(isFrame("activity"));
    const comment = await add(ben, { kind: "comment", parent: idea, text: "Which side?\n\n> *this* one" });
    await add(ada, { kind: "comment", parent: comment, text: "Both" });
    await add(ada, { kind: "comment", parent: prompt, text: "By the school" });
    await activity;
    const tallies = Promise.all([isFrame("tallies", "forum/floor"), isFrame("tallies", `thread/${idea}`)].map((holds) => olga.next(holds)));
    await ben.do("cast_ballot", { post: idea, choice: "support" });
    await olga.do("cast_ballot", { post: idea, choice: "support" });
    await olga.do("cast_ballot", { post: idea, choice: "withdraw" });
    assert.deepEqual(Object.keys((await tallies)[0].tallies[0].by_audience), ["staff", "residents"]);
    // Who cast a ballot hears of each edit, who is named of the first that names them (FE2, PO14).
    const observer = otto.hello.you.id;
    const editsToldTo = (who) => (who.events.get("me") ?? []).filter(({ type }) => type === "post_edited").map((event) => event.newly_mentioned);
    await ada.do("edit_post", { post: idea, text: "Benches along the river" });
    await ada.do("edit_post", { post: idea, text: `Benches, and @[Otto](person/${observer}) looks on` });
    await ada.do("edit_post", { post: idea, text: `Benches for all, and @[Otto](person/${observer}) looks on` });
    await ben.until(() => editsToldTo(ben).length === 3);
    await otto.until(() => editsToldTo(otto).length > 0);
    assert.deepEqual([editsToldTo(ben), editsToldTo(otto)], [[[], [observer], []], [[observer]]]);
    await ben.do("withdraw_post", { post: comment });
    ada.raw(JSON.stringify({ do: "saw_posts", posts: [idea, built, late] }));
    await ada.do("follow", { post: idea });
    await ada.do("follow", { forum: "floor" });
    await ada.do("unfollow", { forum: "floor" });
    const { offset } = await ada.do("mark_read", { feed: "forum/floor", offset: 1 });
    await refused(ada, "bad_field", "mark_read", { feed: "forum/floor", offset: offset + 1000 });
    await olga.do("announce", { text: "Lunch at noon", forum: null });
    await fay.do("announce", { text: "Ten more minutes here", forum: "floor" });
    await olga.do("extend_phase", { minutes: 15 });
    await admin.do("pause_clock");
    await admin.do("resume_clock");
    await olga.do("grant_role", { person: ben.hello.you.id, role: "host", forums: ["floor"] });
    await add(ben, { text: "With a badge" });
    await olga.do("revoke_role", { person: ben.hello.you.id, role: "host" });
    await ada.do("unwatch", { feeds: [`thread/${prompt}`, "thread/999"] });

    const key = "one-key";
    const [once, again] = [await ada.do("add_post", { forum: "floor", kind: "idea", text: "Once", key }), await ada.do("add_post", { forum: "floor", kind: "idea", text: "Once", key })];
    assert.deepEqual({ ...again, ref: 0 }, { ...once, ref: 0 });
    await refused(ada, "key_reused", "add_post", { forum: "floor", kind: "idea", text: "Twice", key });
    await refused(ada, "unknown_command", "dance");
    await refused(ada, "unknown_feed", "watch", { feeds: { "forum/none": null } });
    await refused(ada, "unknown_feed", "watch", { feeds: { "desk/floor": null } });
    await refused(admin, "unknown_feed", "watch", { feeds: { me: null } });
    await refused(ada, "no_such_post", "withdraw_post", { post: 999 });
    await refused(ada, "no_such_forum", "add_post", { forum: "none", kind: "idea", text: "x" });
    await refused(olga, "no_such_person", "grant_role", { person: 999, role: "host" });
    await refused(ada, "text_too_long", "add_post", { forum: "floor", kind: "idea", text: "x".repeat(5001) });
    await refused(ada, "text_too_long", "add_post", { forum: "floor", kind: "idea", text: "word ".repeat(21) });
    await refused(ada, "bad_field", "cast_ballot", { post: idea, choice: "agree" });
    const unread = ada.next((frame) => frame.type === "refused" && frame.ref === null);
    ada.raw("{");
    assert.equal((await unread).code, "bad_json");
    const beyond = ada.next(isFrame("behind", "lobby"));
    await ada.watch({ lobby: 1_000_000 });
    await beyond;

    const unnamed = (ben.events.get("forum/floor") ?? []).filter((event) => event.post === nameless);
    assert.deepEqual(unnamed.map(({ author, text }) => [author, text]), [[null, "Written **without** a name"]]);

    await nextPhase();
    const weighed = olga.next((frame) => frame.type === "tallies" && "agree" in frame.tallies[0]);
    for (const [who, choice] of [[ada, "agree"], [ben, "disagree"], [fay, "pass"]]) await who.do("cast_ballot", { post: idea, choice });
    await weighed;
    await nextPhase();
    await refused(ada, "phase_closed", "add_post", { forum: "floor", kind: "idea", text: "Builds on nothing" });
    await ada.do("cast_ballot", { post: built, choice: "support" });
    await olga.do("advance_phase");
    const tooSoon = await ben.send("add_post", { forum: "floor", kind: "idea", text: "At once" });
    assert.equal(tooSoon.code, "rate_limited");
    assert.ok(tooSoon.retry_after_ms > 0);
    await nextPhase();
    const ends = everybody.map((each) => each.next(isEvent("jam_closed")));
    await ada.watch({ lobby: null });
    await olga.do("close_jam");
    await Promise.all(ends);
    await refused(ada, "jam_over", "add_post", { forum: "floor", kind: "idea", text: "After all" });
    await ada.do("follow", { post: built });

    const called = await hall.createJam(openPlan({ title: "Called off" }));
    const last = await Jammer.join(hall, called, hall.token, { keepsFrames: true });
    await last.watch({ lobby: null });
    last.raw(JSON.stringify({ do: "cancel_jam", ref: "c", note: "Storm warning" }));
    assert.equal(await last.closed, 4501);

    for (const each of everybody) await each.leave();
    const seen = checkAll([...everybody, last]);
    assert.deepEqual(without(seen.frames, ofSteering.frames), without(sentByServer, ofSteering.frames), "every frame was seen");
    assert.deepEqual(without(seen.events, []), without(eventTypes, [...ofSteering.events, ...ofRecords.events]), "every type of event was seen");
    const codes = asyncapi.components.schemas.Code.enum.filter((code) => !seen.codes.has(code));
    assert.deepEqual(without(codes, [...ofSteering.codes, ...ofRecords.codes]), codesOutOfReach, "refusals not seen");
    const causes = everybody.flatMap((each) => each.events.get("lobby")).filter((event) => event.type === "phase_began").map((event) => event.cause);
    assert.deepEqual([...new Set(causes)].sort(), ["clock", "person"]);
});

test("hello of somebody without a jam yet, of an administrator and after the close is as documented", async (t) => {
    const hall = await Hall.open(t);
    const waiting = openPlan({ title: "Later", starts_at: "2036-01-10T09:00" });
    const jam = await hall.createJam(waiting);
    const links = await hall.invite(jam, roster.replaceAll("staff", "all").replaceAll("residents", "all"));
    const standing = [];
    const greet = async (token) => {
        const jammer = await Jammer.join(hall, jam, token);
        assert.deepEqual(faultsIn(jammer.hello, schemas.component("Hello")), []);
        standing.push([jammer.hello.jam.state, jammer.hello.phase.kind, jammer.hello.you?.name ?? null]);
        return jammer;
    };
    const olga = await greet(links.get("olga@example.org").token);
    await olga.do("advance_phase");
    await (await greet(hall.token)).leave();
    await olga.do("close_jam");
    await (await greet(hall.token)).leave();
    await olga.leave();
    assert.deepEqual(standing, [["scheduled", "lobby", "Olga Organizer"], ["running", "ideate", null], ["closed", "archive", null]]);
});

test("sockets close with the documented codes", async (t) => {
    const hall = await Hall.open(t);
    const jam = await hall.createJam(openPlan());
    const links = await hall.invite(jam, "email,name\nada@example.org,Ada\nben@example.org,Ben\n");
    const documented = asyncapi.channels.live["x-closing-codes"].map(({ code }) => code);
    const closing = async (name, act) => {
        const { token } = links.get(`${name}@example.org`);
        const socket = new WebSocket(`${hall.url.replace("http", "ws")}/api/v1/jams/${jam}/live`, ["jamhall.v1"], { headers: { authorization: `Bearer ${token}` } });
        const closed = new Promise((resolve) => socket.once("close", resolve));
        await new Promise((resolve) => socket.once("message", resolve));
        await act(socket);
        const code = await closed;
        assert.ok(documented.includes(code), `${code} is not documented`);
        return code;
    };
    const largest = (size) => JSON.stringify({ do: "unwatch", ref: "", feeds: [] }).replace('""', `"${"x".repeat(size)}"`);
    const most = asyncapi.channels.live["x-limits"].message_bytes_max;
    const room = most - largest(0).length;
    assert.equal(await closing("ada", (socket) => socket.send(Buffer.from("{}"), { binary: true })), 1003);
    assert.equal(await closing("ada", (socket) => socket.send(Buffer.from([0x22, 0xff, 0x22]), { binary: false })), 1007);
    assert.equal(await closing("ada", (socket) => socket.send(largest(room + 1))), 1009);
    const fits = async (socket) => {
        const answer = new Promise((resolve) => socket.once("message", resolve));
        socket.send(largest(room));
        assert.equal(JSON.parse(await answer).type, "reply");
        await hall.request("POST", `/api/v1/jams/${jam}/links?email=ada@example.org`);
    };
    assert.equal(await closing("ada", fits), 4500);
    assert.equal(await closing("ben", () => hall.kill("SIGTERM")), 4002);
});
