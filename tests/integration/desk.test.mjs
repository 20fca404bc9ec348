// SPDX-License-Identifier: Apache-2.0
// The shift desk over real sockets: who is on, which hours nobody covers, the note that drafts itself, the back-channel.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Scene, comment, idea, refused, told } from "../support/scene.mjs";

const minute = 60_000;
const hour = 60 * minute;

const desk = async (scene, name = "olga") => await scene.page("/desk", name);
const taken = (page) => page.shifts.map((each) => [each.forum, each.person.name, each.starts_at_ms, each.hours]);

test("SH1: shifts are taken, offered, taken over and dropped, and the gaps between them are told", async (t) => {
    const scene = await Scene.open(t);
    const [olga, fay, flo, hana, fred, ada] = await scene.join("olga", "fay", "flo", "hana", "fred", "ada");
    await hana.watch({ "desk/floor": 0 });
    const now = Math.floor(olga.hello.now_ms / minute) * minute;
    const early = { forum: "floor", starts_at_ms: now, hours: 2 };
    const late = { forum: "floor", starts_at_ms: now + 3 * hour, hours: 3 };
    await refused(ada, "not_allowed", "take_shift", early);
    await refused(fred, "not_allowed", "take_shift", early);
    await refused(fay, "bad_field", "take_shift", { ...early, starts_at_ms: now + 1 });
    assert.equal((await fay.send("take_shift", { ...early, starts_at_ms: now - 5 * hour })).type, "refused", "that one is over");
    await fay.do("take_shift", early);
    assert.equal((await fay.send("take_shift", { ...early, starts_at_ms: now + hour })).type, "refused", "nobody works twice at a time");
    await hana.do("take_shift", late);
    const event = await told(hana, "desk/floor", "shift_taken");
    assert.deepEqual([event.person.name, event.forum, event.starts_at_ms, event.hours, event.from], ["Fay Example", "floor", now, 2, null]);

    let page = await desk(scene);
    assert.deepEqual(taken(page), [["floor", "Fay Example", now, 2], ["floor", "Hana Example", now + 3 * hour, 3]]);
    assert.deepEqual(page.forums[0].on_now.map((each) => each.name), ["Fay Example"]);
    const floor = page.gaps.filter((gap) => gap.forum === "floor");
    assert.deepEqual([floor[0].from_ms, floor[0].to_ms, floor[1].from_ms], [now + 2 * hour, now + 3 * hour, now + 6 * hour]);
    assert.ok(page.gaps.some((gap) => gap.forum === "yard" && gap.from_ms <= page.now_ms), "nobody is on the yard");

    await refused(flo, "no_such_forum", "take_shift", { ...late, forum: "nowhere" });
    assert.equal((await hana.send("offer_shift", { ...late, to: ada.hello.you.id })).type, "refused", "not of this desk");
    await hana.do("offer_shift", { ...late, to: flo.hello.you.id });
    assert.equal((await told(hana, "desk/floor", "shift_offered")).to.name, "Flo Example");
    assert.equal((await desk(scene)).shifts[1].offered_to.name, "Flo Example");
    await flo.do("take_shift", late);
    const over = await told(hana, "desk/floor", "shift_taken", (each) => each.from !== null);
    assert.deepEqual([over.person.name, over.from.name], ["Flo Example", "Hana Example"]);
    assert.deepEqual(taken(await desk(scene)).at(-1), ["floor", "Flo Example", now + 3 * hour, 3]);
    assert.equal((await hana.send("drop_shift", late)).type, "refused", "it is hers no more");
    await flo.do("drop_shift", late);
    await told(hana, "desk/floor", "shift_dropped");
    page = await desk(scene, "hana");
    assert.deepEqual(page.forums.map((each) => each.forum), ["floor"], "a host sees the own desk");
    assert.deepEqual(page.gaps.filter((gap) => gap.forum === "floor")[0].from_ms, now + 2 * hour);
    await scene.endsSoundly("SIGKILL");
    assert.deepEqual(taken(await desk(scene)), [["floor", "Fay Example", now, 2]]);
});

test("SH2: the handover drafts itself from what happened, and is signed off by somebody of the desk", async (t) => {
    const scene = await Scene.open(t);
    const [fay, hana, fred, ada, ben] = await scene.join("fay", "hana", "fred", "ada", "ben");
    await hana.watch({ "desk/floor": 0 });
    const [busy, quiet] = [await idea(ada, "Benches"), await idea(ben, "Trees")];
    for (let i = 0; i < 3; i += 1) await comment(ben, busy, `More of it ${i}`);
    await ben.do("raise_flag", { post: busy, rule: "civil" });
    await fay.do("claim_thread", { post: busy });
    const draft = await scene.page("/desk/floor/handover", "fay");
    assert.deepEqual([draft.opened, draft.comments, draft.busiest[0], draft.claimed], [2, 3, busy, [busy]]);
    assert.ok(draft.waiting >= 1 && draft.quietest.includes(quiet), JSON.stringify(draft));
    assert.match(draft.text, /Floor: 2 new threads and 3 new comments/);
    assert.match(draft.text, new RegExp(`#${busy}\\b`));
    assert.deepEqual(await scene.refusal("/desk/floor/handover", "fred"), [403, "not_allowed"]);
    assert.deepEqual(await scene.refusal("/desk/floor/handover", "ada"), [403, "not_allowed"]);
    await refused(fred, "not_allowed", "hand_over", { forum: "floor", text: "Not his desk" });
    await fay.do("hand_over", { forum: "floor", text: `${draft.text}\nAsk Ben about #${quiet}.` });
    const event = await told(hana, "desk/floor", "handed_over");
    assert.deepEqual([event.person.name, event.text.endsWith(`Ask Ben about #${quiet}.`)], ["Fay Example", true]);
    const { handover } = (await scene.page("/desk?forum=floor", "hana")).forums[0];
    assert.deepEqual([handover.text, handover.person.name, handover.at_ms], [event.text, "Fay Example", event.at_ms]);
    const next = await scene.page("/desk/floor/handover", "hana");
    assert.deepEqual([next.since_ms, next.opened, next.comments], [event.at_ms, 0, 0], "the next draft begins there");
    await scene.endsSoundly();
});

test("SH3: the back-channel of a forum stays at its desk, the one of the jam reaches every desk", async (t) => {
    const scene = await Scene.open(t);
    const [fay, fred, olga, ada, gus] = await scene.join("fay", "fred", "olga", "ada", "gus");
    await fay.watch({ "desk/floor": 0 });
    await fred.watch({ "desk/yard": 0 });
    await olga.watch({ "desk/floor": 0, "desk/yard": 0 });
    for (const line of [ada, gus]) {
        await refused(line, "unknown_feed", "watch", { feeds: { "desk/floor": null }, key: undefined });
        await refused(line, "not_allowed", "say", { text: "Hello?", forum: "floor" });
        await refused(line, "not_allowed", "say", { text: "Hello?", forum: null });
        await line.watch({ lobby: 0, "forum/floor": 0 });
    }
    await refused(fay, "unknown_feed", "watch", { feeds: { "desk/yard": null }, key: undefined });
    await refused(fay, "not_allowed", "say", { text: "Wrong door", forum: "yard" });
    await fay.do("say", { text: "Who takes #1?", forum: "floor" });
    await fred.do("say", { text: "Coffee for all", forum: null });
    for (const [line, feed] of [[fay, "desk/floor"], [fred, "desk/yard"], [olga, "desk/floor"]]) {
        const event = await told(line, feed, "said", (each) => each.forum === null);
        assert.deepEqual([event.text, event.person.name], ["Coffee for all", "Fred Example"], feed);
    }
    await told(olga, "desk/floor", "said", (each) => each.text === "Who takes #1?");
    assert.ok(!JSON.stringify(fred.frames).includes("Who takes"), "not at the other desk");
    assert.ok(![ada, gus].some((line) => JSON.stringify(line.frames).match(/Who takes|Coffee/)), "and nowhere outside");
    const page = await scene.page("/desk", "fred");
    assert.deepEqual([page.said.map((each) => each.text), page.forums.map((each) => [each.forum, each.said.length])], [["Coffee for all"], [["yard", 0]]]);
    for (const name of ["ada", "gus", "ann", "rex", "obi"]) assert.deepEqual(await scene.refusal("/desk", name), [403, "not_allowed"], name);
    await scene.endsSoundly();
});
