// SPDX-License-Identifier: Apache-2.0
// What clients send: the schemas of the document and the decoder of the server refuse the same frames. An observer sends
// them, so that what is understood is refused for another reason, or changes nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Hall, openPlan } from "../support/hall.mjs";
import { Jammer } from "../support/jammer.mjs";
import { Schemas, asyncapi, commands, faultsIn, resolve } from "./documents.mjs";

const schemas = new Schemas(asyncapi);
const notUnderstood = new Set(["bad_json", "bad_field", "unknown_command", "unknown_feed", "text_too_long"]);
/** Faults the rules find, not the decoder: they hang on the jam, which no schema knows. */
const ofTheRules = /^(That has not happened yet|The charter has changed|The rules have changed)/;
const isUnderstood = (answer) => !notUnderstood.has(answer?.code) || ofTheRules.test(answer.message);
const roster = "email,name,roles\notto@example.org,Otto Observer,observer\nada@example.org,Ada Adams,participant\n";
const plan = openPlan({
    forums: [{ id: "known-for", title: "Known for", question: "" }],
    agenda: [{ id: "ideas", kind: "ideate", lasts: "P30D" }],
});

async function observed(t) {
    const hall = await Hall.open(t);
    const jam = await hall.createJam(plan);
    const links = await hall.invite(jam, roster);
    const ada = await Jammer.join(hall, jam, links.get("ada@example.org").token);
    await ada.do("add_post", { forum: "known-for", kind: "idea", text: "Trams" });
    return await Jammer.join(hall, jam, links.get("otto@example.org").token);
}

/** The answer to a frame sent as it is; null for a saw_posts that nobody objects to. */
async function answerTo(jammer, frame) {
    if (frame.do !== "saw_posts") {
        const answer = jammer.next(({ type }) => type === "refused" || type === "reply");
        jammer.raw(JSON.stringify(frame));
        return await answer;
    }
    let objection = null;
    const after = jammer.next((answer) => {
        if (answer.type === "refused") objection = answer;
        return answer.ref === "after";
    });
    jammer.raw(JSON.stringify(frame));
    jammer.raw(JSON.stringify({ do: "unwatch", ref: "after", feeds: [] }));
    await after;
    return objection;
}

const allExamples = commands.flatMap(({ name, schema, examples }) => examples.map((frame) => ({ name, schema, frame })));

test("every example is understood, and refused with a field that is not listed", async (t) => {
    const otto = await observed(t);
    for (const { name, frame } of allExamples) {
        const answer = await answerTo(otto, frame);
        assert.ok(isUnderstood(answer), `${JSON.stringify(frame)} -> ${JSON.stringify(answer)}`);
        assert.deepEqual(answer?.ref ?? 7, 7);
        const refused = await answerTo(otto, { ...frame, surprise: 1 });
        assert.deepEqual([refused?.code, refused?.field], ["bad_field", "surprise"], name);
    }
    await otto.leave();
});

test("leaving a field out or putting anything else there is judged alike by schema and server", async (t) => {
    const otto = await observed(t);
    const others = [null, true, -1, 0, 1.5, 2 ** 32, 2 ** 53, "", " \n ", "a\u0007", "No Such-Id", [], {}, [[]], [0], { a: 1 }, "x".repeat(70)];
    let judged = 0;
    const judge = async (schema, frame) => {
        const answer = await answerTo(otto, frame);
        const faults = faultsIn(frame, schemas.at(schema));
        assert.equal(faults.length === 0, isUnderstood(answer), `${JSON.stringify(frame)} -> ${JSON.stringify(answer)}, by the schema ${faults}`);
        judged += 1;
    };
    for (const { schema, frame } of allExamples)
        for (const field of new Set([...Object.keys(frame), "key", "drafted_in", "builds_on", "parent", "forum", "forums"])) {
            if (field === "do") continue;
            const { [field]: left, ...rest } = { ...frame, key: `k${judged}` }; // another command takes another key
            await judge(schema, rest);
            for (const other of others) await judge(schema, { ...frame, key: `k${judged}`, [field]: other });
        }
    assert.ok(judged > 1000, `${judged} frames`);
    await otto.leave();
});

test("bounds hold to the last one", async (t) => {
    const otto = await observed(t);
    const example = (name) => allExamples.find((each) => each.name === name);
    const feeds = (count) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`thread/${i + 1}`, null]));
    const cases = [
        ["watch", (n) => ({ feeds: feeds(n) }), 200],
        ["unwatch", (n) => ({ feeds: Object.keys(feeds(n)) }), 200],
        ["saw_posts", (n) => ({ posts: Array.from({ length: n }, (_, i) => i + 1) }), 1000],
        ["mark_read", (n) => ({ key: "k".repeat(n) }), 64],
        ["mark_read", (n) => ({ offset: n }), 2 ** 53 - 1],
        ["extend_phase", (n) => ({ minutes: n }), 527040],
        ["withdraw_post", (n) => ({ post: n }), 2 ** 32 - 1],
        ["grant_role", (n) => ({ forums: Array.from({ length: n }, () => "known-for") }), 100],
        ["cancel_jam", (n) => ({ note: "n".repeat(n) }), 2000],
        ["follow", (n) => ({ post: null, forum: "f".repeat(n) }), 40],
        ["join", (n) => ({ charter: n }), 2 ** 31 - 1],
        ["join", (n) => ({ ref: n }), 2 ** 53 - 1],
    ];
    for (const [name, fields, most] of cases) {
        const { schema, frame } = example(name);
        for (const [count, fits] of [[most, true], [most + 1, false]]) {
            const sent = { ...frame, ...fields(count) };
            const answer = await answerTo(otto, sent);
            const message = `${name} with ${count}: ${JSON.stringify(answer)}`;
            assert.equal(faultsIn(sent, schemas.at(schema)).length === 0, fits, message);
            // Most of the feeds named are not there.
            assert.equal(isUnderstood(answer) || answer.code === "unknown_feed", fits, message);
        }
    }
    await otto.leave();
});

test("a name that is not in the document is unknown", async (t) => {
    const otto = await observed(t);
    const known = new Set(commands.map(({ name }) => name));
    const later = [
        "raise_flag", "appeal", "answer_poll", "move_support", "spotlight_post", "connect_posts", "move_post", "merge_post", "split_post",
        "claim_thread", "hide_post", "approve_post", "restore_post", "decide_appeal", "mute_person", "remove_person", "open_poll", "close_poll",
        "publish_summary", "say", "take_shift", "drop_shift", "hand_over", "introduce_guest", "unseal", "change_plan", "respond",
    ].filter((name) => !known.has(name));
    const ofTheHall = ["create_jam", "put_person", "register_person", "enter_person", "record_seen"];
    const never = ["", "Join", "join ", "post_added", "toString", "__proto__", "ä".repeat(100), "x".repeat(5000)];
    for (const name of [...later, ...ofTheHall, ...never]) {
        const answer = await answerTo(otto, { do: name, ref: "r", key: "k" });
        assert.deepEqual([answer.code, answer.field, answer.ref], ["unknown_command", "do", "r"], name);
    }
    assert.deepEqual((await answerTo(otto, { ref: 1 })).field, "do");
    await otto.leave();
});

test("what is no JSON object at all is answered with ref null, and the connection stays", async (t) => {
    const otto = await observed(t);
    const refused = schemas.component("Refused");
    for (const text of ["", "{", "[1]", "null", "7", '{"do":"join","do":"join"}', `${'{"a":'.repeat(33)}1${"}".repeat(33)}`, "{\"do\":\"\\ud800\"}"]) {
        const answer = otto.next(({ type }) => type === "refused");
        otto.raw(text);
        const frame = await answer;
        assert.deepEqual([frame.code, frame.ref], ["bad_json", null], text);
        assert.deepEqual(faultsIn(frame, refused), []);
    }
    assert.equal((await otto.send("watch", { feeds: { lobby: null } })).type, "reply");
    assert.ok(resolve(asyncapi, "#/components/schemas/Refused").required.includes("ref"));
    await otto.leave();
});
