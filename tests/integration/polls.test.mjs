// SPDX-License-Identifier: Apache-2.0
// Quick polls over real sockets: what they ask, who learns what and when, and that the clock closes them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Scene, refused, told } from "../support/scene.mjs";

const frames = (line, type) => line.frames.filter((frame) => frame.type === type);

async function pollOf(scene, poll, name = "obi") {
    return (await scene.page("/polls", name)).polls.find((each) => each.poll === poll);
}

test("QP1-QP3, QP5: single, multiple and scale are answered once each, the last answer counts, closing opens a sealed one", async (t) => {
    const scene = await Scene.open(t);
    const [olga, fay, ada, ben, cleo, obi] = await scene.join("olga", "fay", "ada", "ben", "cleo", "obi");
    await obi.watch({ lobby: 0, "forum/floor": 0, "forum/yard": 0 });
    await ada.watch({ me: 0 });
    const ask = (line, kind, results, options, forum = null) => line.do("open_poll", { forum, question: `A ${kind} one?`, options, kind, results });
    const { poll: single } = await ask(fay, "single", "sealed", ["Yes", "No"], "floor");
    const { poll: multiple } = await ask(olga, "multiple", "live", ["Red", "Green", "Blue"]);
    const { poll: scale } = await ask(olga, "scale", "live", ["Not at all", "Very much"]);
    await refused(fay, "not_allowed", "open_poll", { forum: null, question: "All?", options: ["Yes", "No"], kind: "single", results: "live" });
    await refused(fay, "not_allowed", "open_poll", { forum: "yard", question: "There?", options: ["Yes", "No"], kind: "single", results: "live" });
    await refused(olga, "bad_field", "open_poll", { forum: null, question: "Twice?", options: ["Yes", "Yes"], kind: "single", results: "live" });
    const opened = await told(obi, "forum/floor", "poll_opened");
    assert.deepEqual([opened.poll, opened.forum, opened.options, opened.kind, opened.results, opened.closes_at_ms], [single, "floor", ["Yes", "No"], "single", "sealed", null]);
    for (const poll of [multiple, scale]) await told(obi, "lobby", "poll_opened", (event) => event.poll === poll);
    assert.ok(!(obi.events.get("forum/yard") ?? []).length);

    for (const [kind, poll, wrong] of [["single", single, [0, 1]], ["single", single, [2]], ["multiple", multiple, [1, 1]], ["multiple", multiple, []], ["scale", scale, [0]], ["scale", scale, [6]]])
        assert.equal((await ada.send("answer_poll", { poll, options: wrong })).code, "bad_field", `${kind} ${wrong}`);
    await refused(obi, "not_allowed", "answer_poll", { poll: single, options: [0] });
    await ada.do("answer_poll", { poll: single, options: [1] });
    await ada.do("answer_poll", { poll: single, options: [0] });
    await ben.do("answer_poll", { poll: single, options: [0] });
    await cleo.do("answer_poll", { poll: single, options: [1] });
    await ada.do("answer_poll", { poll: multiple, options: [0, 2] });
    await ben.do("answer_poll", { poll: multiple, options: [2] });
    await ada.do("answer_poll", { poll: scale, options: [5] });
    const own = await told(ada, "me", "poll_answered", (event) => event.poll === multiple);
    assert.deepEqual(own.options, [0, 2]);
    assert.deepEqual((await scene.page("/me", "ada")).poll_answers.map((each) => [each.poll, each.options]), [[single, [0]], [multiple, [0, 2]], [scale, [5]]]);
    assert.deepEqual([(await pollOf(scene, single)).answered, (await pollOf(scene, single)).counts], [3, null], "sealed until it closes");
    assert.deepEqual((await pollOf(scene, multiple)).counts, [1, 0, 2]);
    assert.deepEqual((await pollOf(scene, scale)).counts, [0, 0, 0, 0, 1]);
    assert.ok(!JSON.stringify(obi.frames).includes("poll_answered"), "who answered is nobody's business (BA7)");
    assert.ok(frames(obi, "polls").every((frame) => frame.polls.every((each) => each.poll !== single || each.counts === null)));

    await refused(ada, "not_allowed", "close_poll", { poll: single });
    await fay.do("close_poll", { poll: single });
    const closed = await told(obi, "forum/floor", "poll_closed");
    assert.deepEqual([closed.poll, closed.cause, closed.answered, closed.counts], [single, "person", 3, [2, 1]]);
    const late = await refused(cleo, "poll_closed", "answer_poll", { poll: single, options: [0] });
    assert.match(late.message, /clos/i);
    assert.equal((await fay.send("close_poll", { poll: single })).type, "refused", "once");
    await scene.endsSoundly("SIGKILL");
    assert.deepEqual([(await pollOf(scene, single)).counts, (await pollOf(scene, multiple)).counts], [[2, 1], [1, 0, 2]]);
});

test("QP3: live counts come conflated, never one message for each answer", async (t) => {
    const scene = await Scene.open(t);
    const crowd = await scene.join("ada", "ben", "cleo", "dora", "gus", "hana", "hugo", "fred");
    const [olga, obi] = await scene.join("olga", "obi");
    await obi.watch({ lobby: null });
    const { poll } = await olga.do("open_poll", { forum: null, question: "Now?", options: ["Yes", "No"], kind: "single", results: "live" });
    const rounds = 25;
    for (let round = 0; round < rounds; round += 1) await Promise.all(crowd.map((line) => line.do("answer_poll", { poll, options: [round % 2] })));
    const last = (line) => frames(line, "polls").at(-1)?.polls.find((each) => each.poll === poll);
    await obi.until((line) => last(line)?.counts?.[0] === crowd.length);
    assert.deepEqual([last(obi).answered, last(obi).counts], [crowd.length, [crowd.length, 0]]);
    const told = frames(obi, "polls").length;
    assert.ok(told < (rounds * crowd.length) / 4, `${told} frames for ${rounds * crowd.length} answers`);
    await scene.endsSoundly();
});

test("QP4, QP6: the clock closes a poll, later answers are refused kindly, and the end of the jam closes the rest", { timeout: 300_000 }, async (t) => {
    const scene = await Scene.open(t);
    const [olga, ada, obi] = await scene.join("olga", "ada", "obi");
    await obi.watch({ lobby: 0 });
    const ask = (minutes) => olga.do("open_poll", { forum: null, question: "Quickly?", options: ["Yes", "No"], kind: "single", results: "sealed", minutes });
    const [{ poll }, { poll: open }] = [await ask(1), await ask(60)];
    await ada.do("answer_poll", { poll, options: [1] });
    await ada.do("answer_poll", { poll: open, options: [0] });
    const opened = await told(obi, "lobby", "poll_opened");
    assert.equal(opened.closes_at_ms, opened.at_ms + 60_000);
    const closed = await told(obi, "lobby", "poll_closed", (event) => event.poll === poll);
    assert.deepEqual([closed.cause, closed.answered, closed.counts, closed.at_ms], ["clock", 1, [0, 1], opened.closes_at_ms]);
    await refused(ada, "poll_closed", "answer_poll", { poll, options: [0] });
    assert.deepEqual((await pollOf(scene, poll)).counts, [0, 1]);
    await olga.do("close_jam");
    assert.equal((await ada.send("answer_poll", { poll: open, options: [1] })).type, "refused");
    assert.deepEqual((await pollOf(scene, open)).counts, [1, 0], "a closed jam seals no poll");
    await scene.endsSoundly();
});
