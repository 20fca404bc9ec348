// SPDX-License-Identifier: Apache-2.0
// What facilitators, hosts and organizers send and hear: every one of their commands is accepted once, every event and
// frame it makes is as documented for each reader, and every refusal of steering is brought about.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Hall, openPlan } from "../support/hall.mjs";
import { Jammer } from "../support/jammer.mjs";
import { asyncapi, commands } from "./documents.mjs";
import { checkAll, isEvent, isFrame, ofSteering, without } from "./frames.mjs";

const roster = [
    "email,name,roles",
    "olga@example.org,Olga Organizer,organizer",
    "omar@example.org,Omar Organizer,organizer",
    "fay@example.org,Fay Facilitator,facilitator;participant",
    "finn@example.org,Finn Facilitator,facilitator",
    "gus@example.org,Gus Guest,guest",
    "ada@example.org,Ada Adams,participant",
    "ben@example.org,Ben Brown,participant",
    "cleo@example.org,Cleo Clark,participant",
].join("\n");

const plan = openPlan({
    forums: [{ id: "floor", title: "Floor", question: "What?" }, { id: "yard", title: "Yard", question: "Where?" }],
    guests: [{ name: "Gus Guest", at: "2036-01-10T12:00", minutes: 30, forum: "yard", about: "Trams" }],
    rules: [{ id: "civil", text: "No attacks." }, { id: "private", text: "No names." }],
    agenda: [{ id: "talk", kind: "ideate", lasts: "P30D" }, { id: "results", kind: "reveal", lasts: "PT1H" }],
    policies: {
        signals: { words: ["idiot"] },
        limits: { posts_per_minute: null, commands_per_minute: null, connections_per_person: null },
    },
});

/** Everybody at a socket of their own; `watchAll` watches what each may. */
async function gathered(t) {
    const hall = await Hall.open(t);
    const jam = await hall.createJam(plan);
    const links = await hall.invite(jam, roster);
    const people = { admin: await Jammer.join(hall, jam, hall.token, { keepsFrames: true }) };
    for (const name of ["olga", "omar", "fay", "finn", "gus", "ada", "ben", "cleo"])
        people[name] = await Jammer.join(hall, jam, links.get(`${name}@example.org`).token, { keepsFrames: true });
    const desk = new Set(["admin", "olga", "omar", "fay", "finn"]);
    for (const [name, each] of Object.entries(people)) {
        const shared = { lobby: 0, "forum/floor": 0, "forum/yard": 0 };
        await each.watch({ ...shared, ...(name === "admin" ? {} : { me: 0 }), ...(desk.has(name) ? { "desk/floor": 0, "desk/yard": 0 } : {}) });
    }
    return { hall, jam, people, everybody: Object.values(people) };
}

test("every command of steering, its events to each reader, and its refusals", async (t) => {
    const { hall, jam, people, everybody } = await gathered(t);
    const { admin, olga, omar, fay, finn, gus, ada, ben, cleo } = people;
    const accepted = new Set();
    const act = async (who, name, fields = {}) => {
        accepted.add(name);
        return await who.do(name, fields);
    };
    const refused = async (who, code, name, fields) => {
        const answer = await who.send(name, fields);
        assert.equal(answer.code, code, `${name} ${JSON.stringify(answer)}`);
        return answer;
    };
    const add = async (who, text, fields = {}) => (await who.do("add_post", { forum: "floor", kind: "idea", text, ...fields })).post;
    const id = (who) => who.hello.you.id;

    assert.deepEqual(olga.hello.guests.map(({ name, forum }) => [name, forum]), [["Gus Guest", "yard"]]);
    const [trams, buses, bikes, rude] = [await add(ada, "Trams"), await add(ben, "Buses"), await add(cleo, "Bikes"), await add(ben, "You idiot")];
    const comment = await add(ben, "Night trams too", { kind: "comment", parent: trams });
    for (const each of everybody) await each.watch({ [`thread/${trams}`]: 0, [`thread/${buses}`]: 0 });

    for (const who of [ada, cleo]) await who.do("cast_ballot", { post: buses, choice: "support" });
    await act(fay, "spotlight_post", { post: trams, minutes: 10 });
    assert.deepEqual((await hall.json("GET", `/api/v1/jams/${jam}`)).spotlights.map(({ post }) => post.post), [trams]);
    const greeted = await Jammer.join(hall, jam, gus.token, { keepsFrames: true });
    assert.equal(greeted.hello.spotlights.length, 1);
    await greeted.watch({ lobby: null });
    await greeted.leave();
    for (const post of [buses, bikes, rude, await add(ada, "More benches")]) await fay.do("spotlight_post", { post });
    await refused(fay, "too_many", "spotlight_post", { post: await add(ada, "Even more") });
    await act(fay, "end_spotlight", { post: bikes });
    await act(fay, "connect_posts", { post: trams, with: bikes });
    await act(fay, "move_post", { post: bikes, forum: "yard" });
    await act(fay, "merge_post", { post: buses, into: trams });
    await act(ada, "move_support", { post: buses, accept: false });
    await cleo.do("move_support", { post: buses, accept: true });
    assert.ok((await act(fay, "split_post", { post: comment })).post > 0);
    await act(fay, "claim_thread", { post: trams });
    await refused(finn, "claimed", "claim_thread", { post: trams });
    await act(fay, "release_thread", { post: trams });
    await act(fay, "publish_summary", { forum: "floor", text: `Trams lead (#${trams}).` });
    await act(olga, "introduce_guest", { person: id(gus), text: "Ask about trams." });

    const polled = olga.next(isFrame("polls", "lobby"));
    const { poll } = await act(fay, "open_poll", { forum: "floor", question: "Day?", options: ["Sat", "Sun"], kind: "single", results: "live", minutes: 10 });
    await act(ada, "answer_poll", { poll, options: [1] });
    const counts = (await polled).polls[0];
    assert.deepEqual([counts.poll, counts.answered, counts.counts], [poll, 1, [0, 1]]);
    const sealed = (await olga.do("open_poll", { question: "Pace?", options: [], kind: "scale", results: "sealed" })).poll;
    await ben.do("answer_poll", { poll: sealed, options: [5] });
    await act(fay, "close_poll", { poll });
    await refused(ada, "poll_closed", "answer_poll", { poll, options: [0] });
    await refused(ada, "no_such_poll", "answer_poll", { poll: 99, options: [0] });

    const looked = finn.next((frame) => isFrame("looking", "desk/floor")(frame) && frame.looking.length > 0);
    await act(fay, "look_at", { post: rude });
    assert.deepEqual((await looked).looking.map(({ post, people: who }) => [post, who[0].name]), [[rude, "Fay Facilitator"]]);
    await act(ada, "raise_flag", { post: rude, rule: "civil", note: "Rude." });
    await act(fay, "ask_edit", { post: rude, rule: "civil", note: "Kindly, please." });
    await act(fay, "hide_post", { post: rude, rule: "civil", note: "An insult." });
    await act(ben, "appeal", { post: rude, text: "It was a quotation." });
    await refused(fay, "not_allowed", "decide_appeal", { post: rude, uphold: true });
    await act(finn, "decide_appeal", { post: rude, uphold: true, note: "It was." });
    await finn.do("hide_post", { post: rude, rule: "private", note: "A name." });
    await act(finn, "restore_post", { post: rude });
    await act(fay, "approve_post", { post: await add(cleo, "See https://example.org") });
    await act(fay, "mute_person", { post: rude, minutes: 5, note: "Enough." });
    const muted = await refused(ben, "muted", "add_post", { forum: "floor", kind: "idea", text: "But" });
    assert.ok(muted.retry_after_ms > 0);
    await act(fay, "unmute_person", { person: id(ben) });

    const slot = { forum: "floor", starts_at_ms: Math.ceil(Date.now() / 3_600_000) * 3_600_000, hours: 2 };
    await act(fay, "take_shift", slot);
    await act(fay, "offer_shift", { ...slot, to: id(finn) });
    await finn.do("take_shift", slot);
    await act(finn, "drop_shift", slot);
    await act(fay, "hand_over", { forum: "floor", text: "All quiet." });
    await act(fay, "say", { text: `Look at #${rude}?`, forum: "floor" });
    await olga.do("say", { text: "Lunch." });
    await act(olga, "respond", { post: trams, outcome: "adopted", text: "Two lines.", owner: "Transport", due: "May" });
    const written = await hall.json("GET", `/api/v1/jams/${jam}/plan`, { token: olga.token });
    written.forums[0].question = "What next?";
    await act(olga, "change_plan", { plan: written });
    const closed = cleo.closed;
    await act(olga, "remove_person", { person: id(cleo), note: "Asked to leave." });
    assert.equal(await closed, 4502);
    await act(olga, "readmit_person", { person: id(cleo) });
    const opened = everybody.filter((each) => each !== cleo).map((each) => each.next(isEvent("unsealed")));
    await act(olga, "unseal", { phase: "talk" });
    await refused(olga, "not_allowed", "unseal", { phase: "talk" });
    await omar.do("unseal", { phase: "talk" });
    await Promise.all(opened);

    // A newcomer is told the same by the log as those who were there.
    const late = await Jammer.join(hall, jam, fay.token, { keepsFrames: true });
    await late.watch({ lobby: 0, "forum/floor": 0, "forum/yard": 0, "desk/floor": 0, "desk/yard": 0, me: 0, [`thread/${trams}`]: 0 });
    await late.until((each) => (each.events.get("me") ?? []).some(({ type }) => type === "unsealed"));
    await admin.do("close_jam");
    for (const each of [...everybody, late]) if (each !== cleo) await each.leave();

    const seen = checkAll([...everybody, late]);
    assert.deepEqual(ofSteering.frames.filter((each) => !seen.frames.has(each)), [], "frames not seen");
    assert.deepEqual(ofSteering.events.filter((each) => !seen.events.has(each)), [], "events not seen");
    assert.deepEqual(ofSteering.codes.filter((each) => !seen.codes.has(each)), [], "refusals not seen");
    const elsewhere = [
        "join", "watch", "unwatch", "add_post", "edit_post", "withdraw_post", "saw_posts", "cast_ballot", "follow", "unfollow", "mark_read",
        "announce", "advance_phase", "extend_phase", "pause_clock", "resume_clock", "grant_role", "revoke_role", "close_jam", "cancel_jam",
        "ask_erasure", "erase_post", "erase_person", "refuse_erasure", "set_legal_hold", "lift_legal_hold",
    ];
    assert.deepEqual(without(accepted, []), without(commands.map(({ name }) => name), elsewhere), "every command was accepted once");

    assert.deepEqual([...new Set(gus.events.get("me").map(({ type }) => type))], ["unsealed"], "whom nothing concerns is told of nothing");

    // What only the desk and the person concerned may know is told to nobody else.
    const told = (who, types) => [...who.events.entries()].flatMap(([feed, events]) => events.filter(({ type }) => types.includes(type)).map((event) => [feed, event]));
    assert.deepEqual(told(gus, ["flag_raised", "edit_asked", "appealed", "appeal_decided", "said", "handed_over", "shift_taken", "thread_claimed", "person_muted", "person_removed"]), []);
    assert.ok(told(gus, ["post_hidden", "post_restored"]).every(([, event]) => !("note" in event)));
    assert.ok(told(ben, ["post_hidden"]).some(([feed, event]) => feed === "me" && event.note === "An insult."));
    for (const [feed, { note }] of told(fay, ["post_hidden"])) assert.equal(note !== undefined, feed.startsWith("desk/"), feed);
    assert.ok(told(fay, ["flag_raised"]).every(([, event]) => !("person" in event)), "nobody learns who flagged");
    assert.ok(asyncapi.components.schemas.Hello.required.includes("nudge_words"));
});

test("desks are for those who keep them", async (t) => {
    const { people } = await gathered(t);
    for (const who of [people.ada, people.gus]) assert.equal((await who.send("watch", { feeds: { "desk/floor": null } })).code, "unknown_feed");
    for (const [name, schema] of commands.filter(({ name: each }) => ["hide_post", "say", "respond", "unseal", "change_plan"].includes(each)).map(({ name: each, examples }) => [each, examples[0]])) {
        const { do: _, ref: __, key: ___, ...fields } = schema;
        const answer = await people.ada.send(name, { ...fields, ...("forum" in fields ? { forum: "floor" } : {}), ...("phase" in fields ? { phase: "talk" } : {}) });
        assert.ok(["not_allowed", "no_such_post"].includes(answer.code), `${name} ${JSON.stringify(answer)}`);
    }
    for (const who of Object.values(people)) await who.leave();
});
