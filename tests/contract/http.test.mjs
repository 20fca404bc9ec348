// SPDX-License-Identifier: Apache-2.0
// Every path and method of the OpenAPI document against a real hall: each documented status is brought about, and status,
// content type and body are those of the document. What it cannot bring about stands in one list.
import assert from "node:assert/strict";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Hall, openPlan } from "../support/hall.mjs";
import { Jammer } from "../support/jammer.mjs";
import { announce, asked, call, check, methods, operations, schemas, seen, stage, upgrade } from "./calls.mjs";
import { Schemas, faultsIn, openapi, planSchema, text } from "./documents.mjs";
import { testSignIn } from "./sign_in_calls.mjs";

/** Needs a disk that fails, a server that stops, or a caller from elsewhere. */
const outOfReach = {
    get_readyz: [503], get_metrics: [401, 403], get_search: [503], post_command: [503], post_jams: [503], post_links: [409, 503],
    post_login: [503], post_login_email: [409, 503], post_hall_roles: [503], post_test_mail: [503], post_join_code: [503], post_logout: [503], post_roster: [503], post_wall_link: [503],
};

const roster = [
    "email,name,roles,audience,ward",
    "olga@example.org,Olga Organizer,organizer,staff,north",
    "ada@example.org,Ada Adams,participant,staff,south",
    "ben@example.org,Ben Brown,participant,residents,south",
    "nora@example.org,Nora Noone,participant,residents,",
].join("\n");

let hall, jam, sealed, narrow, gone, tokens, idea;

const tokensOf = async (id, csv) => new Map([...(await hall.invite(id, csv))].map(([email, { token }]) => [email.split("@")[0], token]));

before(async () => {
    // Mails are taken, and wait for a server that is not there.
    hall = await Hall.open(null, { config: '[mail]\nsmtp = "smtp://127.0.0.1:1"\nfrom = "jam@council.example"\n[proxy]\ntrusted = ["127.0.0.1"]\n[limits]\nsign_ins_per_minute_per_address = 10\n' });
    const live = { ballot: "support", tallies: "live" };
    const audiences = [{ id: "staff", title: "Staff" }, { id: "residents", title: "Residents" }];
    jam = await hall.createJam(openPlan({ switches: live, audiences }));
    tokens = await tokensOf(jam, roster);
    tokens.set("admin", hall.token);
    sealed = await hall.createJam(openPlan({ title: "Sealed" }));
    const tight = openPlan({ title: "Narrow" });
    tight.policies.limits = { posts_per_minute: 1, commands_per_minute: null, connections_per_person: 1 };
    narrow = await hall.createJam(tight);
    tokens.set("pat", (await tokensOf(narrow, "email,name\npat@example.org,Pat\n")).get("pat"));
    gone = await hall.createJam(openPlan({ title: "Gone" }));
    const play = async (as, name, fields) => (await hall.json("POST", `/api/v1/jams/${jam}/commands`, { token: as && tokens.get(as), body: { do: name, ...fields } })).post;
    await play("ada", "join", { charter: 1, rules: 1 });
    idea = await play("ada", "add_post", { forum: "floor", kind: "idea", text: "Benches by the *river*" });
    await play("ben", "add_post", { forum: "floor", kind: "idea", text: "Shade for the benches", builds_on: idea });
    const comment = await play("ben", "add_post", { forum: "floor", kind: "comment", parent: idea, text: "Which side?" });
    await play("ada", "add_post", { forum: "floor", kind: "comment", parent: comment, text: "Both" });
    await play("ada", "edit_post", { post: idea, text: "Benches along the river" });
    await play("ben", "withdraw_post", { post: comment });
    await play("ben", "cast_ballot", { post: idea, choice: "support" });
    await play("ben", "follow", { post: idea });
    await play("ben", "follow", { forum: "floor" });
    await play("ben", "mark_read", { feed: "forum/floor", offset: 3 });
    const nora = (await hall.json("GET", `/api/v1/jams/${jam}/people`)).people.find(({ name }) => name === "Nora Noone").id;
    await play("olga", "revoke_role", { person: nora, role: "participant" });
    await hall.json("POST", `/api/v1/jams/${gone}/commands`, { body: { do: "cancel_jam", note: "Storm" } });
    Object.assign(stage, { hall, jam, tokens, idea });
});

after(() => hall.close());

test("the documents served are the files of the tree", async () => {
    assert.deepEqual(await call("get_openapi", 200, { as: null }), openapi);
    for (const name of ["openapi.json", "asyncapi.json", "plan.schema.json"]) {
        const served = await hall.request("GET", `/api/v1/${name}`, { token: null });
        assert.equal(await served.text(), text(name), name);
    }
    await call("get_asyncapi", 200, { as: null });
    await call("get_plan_schema", 200, { as: null });
});

test("operations", async () => {
    assert.equal(await call("get_healthz", 200, { as: null }), "ok\n");
    await call("get_readyz", 200, { as: null });
    assert.match(await call("get_metrics", 200, { as: null }), /^# HELP /m);
});

testSignIn();

test("jams and plans", async () => {
    const plan = openPlan({ title: "Another" });
    const made = await call("post_jams", 201, { body: plan });
    await call("post_jams", 400, { body: { ...plan, title: "" } });
    await call("post_jams", 401, { as: null, body: plan });
    await call("post_jams", 403, { as: "ada", body: plan });
    await announce("post_jams", 1024 * 1024 + 1);
    const { jams } = await call("get_jams", 200);
    assert.ok(jams.some(({ id }) => id === made.jam.id));
    assert.deepEqual((await call("get_jams", 200, { as: "ada" })).jams.map(({ id }) => id), [jam]);
    await call("get_jams", 401, { as: null });
    await call("post_plan_check", 200, { as: "olga", body: plan });
    await call("post_plan_check", 400, { body: "[" });
    await call("post_plan_check", 401, { as: null, body: plan });
    await call("post_plan_check", 403, { as: "ada", body: plan });
    await announce("post_plan_check", 1024 * 1024 + 1);
    await call("get_jam", 200);
    assert.equal((await call("get_jam", 200, { as: "ada" })).accepted.charter, 1);
    await call("get_jam", 200, { path: { jam: gone } });
    assert.equal((await call("get_plan", 200, { as: "olga" })).title, "Open floor");
    assert.deepEqual(faultsIn(await call("get_plan", 200), new Schemas(planSchema).at("")), []);
});

test("what organizers prepare", async () => {
    const plan = await call("get_plan", 200, { as: "olga" });
    const changed = { ...plan, forums: [{ ...plan.forums[0], question: "What next?" }] };
    const { changes } = await call("post_plan_change_check", 200, { as: "olga", body: changed });
    assert.deepEqual(changes, [{ pointer: "/forums/0/question", before: "What matters most?", after: "What next?" }]);
    assert.deepEqual((await call("post_plan_change_check", 200, { as: "olga", body: plan })).changes, []);
    await call("post_plan_change_check", 400, { as: "olga", body: "{" });
    await call("post_plan_change_check", 400, { as: "olga", body: { ...plan, forums: [] } });
    await call("post_plan_change_check", 403, { as: "ada", body: plan });
    await announce("post_plan_change_check", 1024 * 1024 + 1);
    const { items, go } = await call("get_checklist", 200, { as: "olga" });
    assert.equal(go, items.every(({ state }) => state !== "missing"));
    await call("get_checklist", 403, { as: "ada" });
    const { templates } = await call("get_plan_templates", 200, { as: "olga" });
    assert.deepEqual(templates.map(({ id }) => id).sort(), ["one-day", "three-days", "two-hours", "two-parts"]);
    for (const { plan: written } of templates) await call("post_plan_check", 200, { body: { ...written, starts_at: "2036-01-10T09:00" } });
    await call("get_plan_templates", 403, { as: "ada" });
    await call("get_plan_templates", 401, { as: null });
    const wall = await call("post_wall_link", 201, { as: "olga" });
    assert.equal(wall.link.split("#")[1], wall.token);
    await call("post_wall_link", 403, { as: "ada" });
    await announce("post_wall_link", 64 * 1024 + 1);
    tokens.set("wall", wall.token);
    assert.equal((await call("get_jam", 200, { as: "wall" })).jam.id, jam);
    const calendar = await call("get_calendar", 200, { as: "ada" });
    assert.match(calendar, /^BEGIN:VCALENDAR\r\n[^]*BEGIN:VEVENT[^]*END:VCALENDAR\r\n$/);
});

test("people", async () => {
    const more = "email,name\nzoe@example.org,Zoë\n";
    const bad = "email,name\nzoe@example.org,Zoë\nnobody,N\n";
    const type = "text/csv";
    assert.equal((await call("post_roster", 200, { body: more, type, query: { dry_run: "true" } })).added, 1);
    assert.equal((await call("post_roster", 200, { as: "olga", body: more, type })).added, 1);
    const partly = await call("post_roster", 200, { body: bad, type, query: { partial: "true" } });
    assert.deepEqual(partly.refused.map(({ line }) => line), [3]);
    assert.deepEqual((await call("post_roster", 400, { body: bad, type })).refused.map(({ line }) => line), [3]);
    await call("post_roster", 400, { body: more, type, query: { partial: "perhaps" } });
    await call("post_roster", 401, { as: null, body: more, type });
    await call("post_roster", 403, { as: "ada", body: more, type });
    await call("post_roster", 404, { path: { jam: "none" }, body: more, type });
    await announce("post_roster", 64 * 1024 * 1024 + 1);

    assert.match(await call("post_links", 200), /^email,name,link,token\r\nzoe@example.org,/);
    assert.equal(await call("post_links", 200), "email,name,link,token\r\n");
    assert.match(await call("post_links", 200, { query: { email: "zoe@example.org" } }), /zoe@example.org/);
    assert.match(await call("post_links", 200, { body: { email: "zoe@example.org" } }), /zoe@example.org/);
    for (const body of [{}, { email: "zoe" }, { email: "zoe@example.org", more: 1 }, "[", '"zoe@example.org"']) await call("post_links", 400, { body });
    await call("post_links", 400, { query: { email: "zoe@example.org" }, body: { email: "zoe@example.org" } });
    await call("post_links", 400, { query: { renew: "all" }, body: { email: "zoe@example.org" } });
    await call("post_links", 404, { body: { email: "none@example.org" } });
    assert.match(await call("post_links", 200, { path: { jam: sealed }, query: { renew: "all" } }), /^email/);
    assert.deepEqual(await call("post_links", 202, { query: { send: "mail", email: "zoe@example.org" } }), { queued: 1 });
    const printed = await call("post_links", 200, { query: { email: "zoe@example.org", codes: "true" } });
    assert.match(printed, /^email,name,link,token,code\r\n.*,[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\r\n$/);
    await call("post_links", 400, { query: { send: "pigeon" } });
    await call("post_links", 400, { query: { renew: "some" } });
    await call("post_links", 401, { as: null });
    await call("post_links", 403, { as: "ada" });
    await call("post_links", 404, { query: { email: "none@example.org" } });
    await announce("post_links", 64 * 1024 + 1);

    const page = await call("get_people", 200, { query: { limit: 2 } });
    assert.deepEqual([page.people.length, page.next], [2, 2]);
    assert.equal((await call("get_people", 200, { query: { after: page.next } })).next, null);
    await call("get_people", 400, { query: { limit: 0 } });
});

test("tokens stand in the CSV as they are, whatever they begin with", async () => {
    const crowd = await hall.createJam(openPlan({ title: "Crowd" }));
    const people = Array.from({ length: 600 }, (_, number) => `p${number}@example.org`);
    const links = [...(await hall.invite(crowd, ["email", ...people].join("\n"))).values()];
    assert.equal(links.length, people.length);
    for (const { link, token } of links) assert.deepEqual([token.length, link.split("#")[1]], [22, token]);
});

test("a plan whose jam would be over already is refused whole", async () => {
    const plan = openPlan({ title: "Long ago", starts_at: "2020-01-10T09:00", agenda: [{ id: "talk", kind: "ideate", lasts: "PT1H" }] });
    for (const name of ["post_plan_check", "post_jams"])
        assert.deepEqual((await call(name, 400, { body: plan })).faults.map(({ pointer }) => pointer), ["/starts_at"]);
});

test("commands", async () => {
    const send = (status, body, as = "ada", path = {}) => call("post_command", status, { as, body, path });
    await send(200, { do: "follow", post: idea });
    await send(200, { do: "add_post", ref: "r", key: "k", forum: "floor", kind: "idea", text: "Lamps" });
    assert.equal((await send(409, { do: "follow", key: "k", post: idea })).code, "key_reused");
    assert.equal((await send(400, "{")).code, "bad_json");
    assert.equal((await send(400, { do: "follow", post: "one" })).field, "post");
    for (const name of ["watch", "unwatch"]) assert.equal((await send(400, { do: name, feeds: name === "watch" ? {} : [] })).field, "do");
    assert.equal((await send(400, { do: "saw_posts", posts: [] })).field, "do");
    await send(401, { do: "follow", post: idea }, null);
    assert.equal((await send(403, { do: "advance_phase" })).code, "not_allowed");
    assert.equal((await send(404, { do: "dance" })).code, "unknown_command");
    assert.equal((await send(404, { do: "follow", post: 999 })).code, "no_such_post");
    assert.equal((await send(404, { do: "announce", text: "x", forum: "none" }, "olga")).code, "no_such_forum");
    assert.equal((await send(404, { do: "grant_role", person: 999, role: "host" }, "olga")).code, "no_such_person");
    assert.equal((await send(409, { do: "close_jam" }, "admin", { jam: gone })).code, "jam_over");
    await announce("post_command", 64 * 1024 + 1);
    const post = { do: "add_post", forum: "floor", kind: "idea", text: "Quick" };
    await send(200, post, "pat", { jam: narrow });
    const hasty = await send(429, post, "pat", { jam: narrow });
    assert.ok(hasty.retry_after_ms > 0);
});

test("the socket's upgrade", async () => {
    const ask = async (status, options) => {
        const answer = await upgrade(options);
        assert.equal(answer.status, status, answer.body);
        return check("get_live", status, answer.headers, answer.body);
    };
    const token = tokens.get("ada");
    await ask(101, { token });
    assert.equal((await ask(400, { token, protocols: [] })).code, "bad_subprotocol");
    await ask(403, {});
    await ask(403, { token: "wrong" });
    await ask(403, { token, headers: { origin: "https://evil.example" } });
    await ask(404, { token, jam: "none" });
    await ask(409, { token: hall.token, jam: gone });
    const pat = await Jammer.join(hall, narrow, tokens.get("pat"));
    await ask(429, { token: tokens.get("pat"), jam: narrow });
    await pat.leave();
    await call("get_live", 426);
});

test("records and privacy", async () => {
    assert.match((await call("get_hall_key", 200, { as: null })).public_key, /^[0-9a-f]{64}$/);
    const notice = await call("get_privacy", 200, { as: "ada" });
    assert.deepEqual([notice.version, notice.accepted, notice.backup_days], [1, null, 35]);
    const play = (as, name, fields) => hall.json("POST", `/api/v1/jams/${jam}/commands`, { token: tokens.get(as), body: { do: name, ...fields } });
    const ben = (await hall.json("GET", `/api/v1/jams/${jam}/people`)).people.find(({ name }) => name === "Ben Brown").id;
    await play("olga", "grant_role", { person: ben, role: "records_officer" });
    await play("ada", "ask_erasure", { what: "post", post: idea, note: "Names a friend" });
    await play("ben", "set_legal_hold", { note: "Case 12" });
    assert.equal((await call("get_erasure_preview", 200, { as: "ben", query: { post: idea } })).held, true);
    assert.equal((await call("get_records", 200, { as: "ben" })).hold.note, "Case 12");
    await play("ben", "lift_legal_hold", { note: "Over" });
    await play("ben", "refuse_erasure", { person: 2, note: "It names nobody" });
    const preview = await call("get_erasure_preview", 200, { as: "ben", query: { person: 2, what: "identity" } });
    assert.equal(preview.person.name, "Ada Adams");
    await call("get_erasure_preview", 400, { as: "ben" });
    await call("get_erasure_preview", 404, { as: "ben", query: { post: 999 } });
    await call("get_erasure_preview", 403, { as: "olga", query: { post: 1 } });
    const { acts } = await call("get_records", 200, { as: "ben" });
    assert.deepEqual(acts.map(({ action }) => action).filter((action) => action !== "exported"), ["refused", "hold lifted", "hold set", "asked"]);
    await call("get_records", 403, { as: "olga" });
    const mine = await call("get_my_data", 200, { as: "ada" });
    assert.ok(mine.kept.words.some(({ text: said }) => said === "Benches along the river"));
    await call("get_my_data", 403);
    await play("olga", "revoke_role", { person: ben, role: "records_officer" });
});

test("reading", async () => {
    const me = await call("get_me", 200, { as: "ben" });
    assert.deepEqual([me.ballots.length, me.follows, me.read], [1, ["floor", idea], { "forum/floor": 3 }]);
    await call("get_me", 403);
    const first = await call("get_forum_posts", 200, { as: "ada", query: { order: "newest", limit: 1 } });
    const second = await call("get_forum_posts", 200, { as: "ada", query: { order: "newest", limit: 1, after: first.next } });
    assert.notEqual(first.posts[0].post, second.posts[0].post);
    for (const order of ["active", "shuffled", "top"]) await call("get_forum_posts", 200, { as: "ada", query: { order } });
    const [best] = (await call("get_forum_posts", 200, { query: { order: "top" } })).posts;
    assert.deepEqual([best.tally.support, Object.keys(best.tally.by_audience)], [1, ["staff", "residents"]]);
    assert.equal((await call("get_forum_posts", 403, { path: { jam: sealed }, query: { order: "top" } })).code, "tallies_sealed");
    for (const query of [{ order: "best" }, { limit: 201 }, { after: "x" }]) await call("get_forum_posts", 400, { query });
    await call("get_forum_posts", 404, { path: { forum: "none" } });
    const thread = await call("get_thread", 200, { as: "ada", query: { limit: 1 } });
    assert.deepEqual([thread.comments[0].text, thread.comments[0].state], [null, "withdrawn"]);
    await call("get_thread", 200, { as: "ada", query: { after: thread.next } });
    await call("get_thread", 400, { query: { limit: "many" } });
    await call("get_thread", 404, { path: { post: 999 } });
    await call("get_thread", 404, { path: { post: "first" } });
    assert.equal((await call("get_search", 200, { query: { q: "bench" } })).posts.length, 2);
    await call("get_search", 400);
    await call("get_search", 400, { query: { q: "x".repeat(401) } });
});

test("what was steered", async () => {
    const play = async (as, name, fields) => await hall.json("POST", `/api/v1/jams/${jam}/commands`, { token: tokens.get(as), body: { do: name, ...fields } });
    const { poll } = await play("olga", "open_poll", { question: "Day?", options: ["Sat", "Sun"], kind: "multiple", results: "live" });
    await play("ada", "answer_poll", { poll, options: [0, 1] });
    const rude = (await play("ben", "add_post", { forum: "floor", kind: "idea", text: "Rude, @[Ada Adams](person/2)" })).post;
    await play("ada", "raise_flag", { post: rude, rule: "civil" });
    const { forums: [before] } = await call("get_desk", 200, { as: "olga", query: { forum: "floor" } });
    assert.deepEqual(before.queue.find(({ post }) => post.post === rude).sources, ["flag"]);
    await play("olga", "hide_post", { post: rude, rule: "civil", note: "An attack." });
    await play("ben", "appeal", { post: rude, text: "Not at all." });
    await play("olga", "respond", { post: idea, outcome: "not_now", text: "Next year.", due: "2037" });
    await play("olga", "take_shift", { forum: "floor", starts_at_ms: Math.floor(Date.now() / 60_000) * 60_000, hours: 1 });
    await play("olga", "claim_thread", { post: idea });
    await play("olga", "hand_over", { forum: "floor", text: "One appeal waits." });
    await play("olga", "say", { forum: "floor", text: `Who takes #${rude}?` });
    await play("olga", "ask_edit", { post: idea, rule: "civil", note: "A comma." });
    await play("olga", "mute_person", { post: rude, minutes: 5 });
    assert.deepEqual((await call("get_polls", 200, { as: "ada" })).polls.map(({ counts, answered }) => [counts, answered]), [[[1, 1], 1]]);
    assert.deepEqual((await call("get_responses", 200, { as: "ada" })).responses.map(({ post, outcome, due }) => [post.post, outcome, due]), [[idea, "not_now", "2037"]]);
    const account = await call("get_moderation", 200, { as: "ada" });
    assert.deepEqual([account.rules[0].hides, account.appeals, account.flags], [1, { made: 1, upheld: 0, refused: 0, dropped: 0, waiting: 1 }, 1]);
    const mine = await call("get_mine", 200, { as: "ben" });
    assert.deepEqual([mine.posts[0].hidden.note, mine.posts[0].appeal.upheld], ["An attack.", null]);
    assert.deepEqual((await call("get_me", 200, { as: "ada" })).poll_answers, [{ poll, options: [0, 1] }]);
    await call("get_mine", 403);
    assert.deepEqual((await call("get_mentionable", 200, { as: "ben", query: { q: "ada" } })).people.map(({ name }) => name), ["Ada Adams"]);
    await call("get_mentionable", 400, { as: "ben", query: { q: "a" } });
    await call("get_mentionable", 403, { query: { q: "ada" } });
    const desk = await call("get_desk", 200, { as: "olga" });
    const { queue, claims, handover, said, on_now: here, with_authors: asked } = desk.forums[0];
    const waiting = queue.find(({ post }) => post.post === rude);
    assert.deepEqual([waiting.sources, waiting.hidden.note, waiting.appeal.text], [["appeal"], "An attack.", "Not at all."]);
    assert.deepEqual([claims.length, handover.text, said.length, here.length, asked.length, desk.muted.length], [1, "One appeal waits.", 1, 1, 1, 1]);
    await call("get_desk", 403, { as: "ada" });
    await call("get_desk", 404, { query: { forum: "none" } });
    assert.ok((await call("get_handover", 200, { as: "olga" })).text.length > 0);
    await call("get_handover", 403, { as: "ada" });
    await call("get_handover", 404, { path: { forum: "none" } });
    const [shown] = (await call("get_forum_posts", 200, { query: { order: "newest" } })).posts;
    assert.deepEqual([shown.post, shown.text, shown.tombstone.rule], [rude, null, "civil"]);
});

test("the report, while sealed, while live and once closed", async () => {
    await call("get_report", 200, { as: "olga" });
    await call("get_report", 200, { path: { jam: sealed } });
    assert.match(await call("get_report_html", 200), /^<!doctype html>/i);
    await call("get_export", 200);
    await hall.json("POST", `/api/v1/jams/${jam}/commands`, { body: { do: "close_jam" } });
    const report = await call("get_report", 200, { as: "ada" });
    assert.deepEqual([report.sealed, report.ideas[0].support], [false, { support: 1 }]);
    await call("get_export", 403, { as: "ada" });
});

test("nobody reads without signing in, without a role, or a jam that is not there", async () => {
    for (const [name, { path, operation }] of operations) {
        if (!path.includes("{jam}") || name === "get_live") continue;
        const { responses } = operation;
        const body = operation.requestBody ? "{}" : undefined;
        if (responses[401]) await call(name, 401, { as: null, body });
        if (responses[404] && name !== "post_command") await call(name, 404, { path: { jam: "none" }, body });
        if (responses[403]) await call(name, 403, { as: "nora", body });
    }
});

test("a method that is not documented is refused, and HEAD is answered like GET", async () => {
    const problem = schemas.component("Problem");
    for (const [path, item] of Object.entries(openapi.paths)) {
        const filled = path.replace("{jam}", jam).replace("{forum}", "floor").replace("{post}", idea);
        const documented = methods.filter((method) => item[method]);
        const allowed = documented.flatMap((method) => (method === "get" ? ["GET", "HEAD"] : [method.toUpperCase()]));
        for (const method of methods.filter((each) => !item[each])) {
            const refused = await hall.request(method.toUpperCase(), filled);
            assert.equal(refused.status, 405, `${method} ${path}`);
            assert.equal(refused.headers.get("content-type"), "application/problem+json");
            assert.deepEqual(refused.headers.get("allow").split(", ").sort(), allowed.sort());
            const told = await refused.json();
            assert.deepEqual([told.code, ...faultsIn(told, problem)], ["method_not_allowed"]);
        }
        if (!item.get) continue;
        const [head, get] = [await hall.request("HEAD", filled), await hall.request("GET", filled)];
        const about = ["content-type", "cache-control", "x-content-type-options"];
        assert.deepEqual([head.status, ...about.map((name) => head.headers.get(name))], [get.status, ...about.map((name) => get.headers.get(name))], path);
        await get.arrayBuffer();
    }
    const nowhere = await hall.request("GET", "/api/v1/nowhere");
    assert.deepEqual([nowhere.status, ...faultsIn(await nowhere.json(), problem)], [404]);
});

test("every documented status and query parameter was seen", () => {
    for (const [name, { operation, parameters }] of operations) {
        const documented = Object.keys(operation.responses).filter((status) => status !== "default").map(Number);
        const missing = documented.filter((status) => !seen.get(name)?.has(status));
        assert.deepEqual(missing, outOfReach[name] ?? [], name);
        const query = parameters.filter((each) => each.in === "query").map((each) => each.name);
        assert.deepEqual([...(asked.get(name) ?? [])].sort(), query.sort(), `parameters of ${name}`);
    }
});
