// SPDX-License-Identifier: Apache-2.0
// Moderation cases from the first flag to the last decision: who is told, what stays visible, what the public account says.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Scene, comment, idea, refused, told, twoForums } from "../support/scene.mjs";

const post = async (scene, id, name = "obi") => (await scene.page(`/posts/${id}/thread`, name)).post;
const queue = async (scene, forum = "floor", name = "fay") => (await scene.page(`/desk?forum=${forum}`, name)).forums[0].queue;

test("MO2, MO6-MO8, MO12: a flag, a hide, an appeal, and the post is back", async (t) => {
    const scene = await Scene.open(t);
    const [fay, flo, ada, ben, obi, fred] = await scene.join("fay", "flo", "ada", "ben", "obi", "fred");
    await ada.watch({ me: 0 });
    await ben.watch({ me: 0 });
    await flo.watch({ "desk/floor": 0 });
    await obi.watch({ "forum/floor": 0 });
    const id = await idea(ada, "The mayor is a fool");
    await obi.watch({ [`thread/${id}`]: 0 });
    await refused(ada, "not_allowed", "raise_flag", { post: id, rule: "civil" });
    await refused(ben, "bad_field", "raise_flag", { post: id, rule: "no-such-rule" });
    await ben.do("raise_flag", { post: id, rule: "private", note: "Hm" });
    await ben.do("raise_flag", { post: id, rule: "civil", note: "An insult" });
    const flagged = await told(flo, "desk/floor", "flag_raised", (event) => event.rule === "civil");
    assert.deepEqual([flagged.post, flagged.note], [id, "An insult"]);
    await told(ben, "me", "flag_raised");
    const [waiting] = await queue(scene);
    assert.deepEqual([waiting.post.post, waiting.post.text, waiting.sources.includes("flag"), waiting.first_time], [id, "The mayor is a fool", true, true]);
    assert.deepEqual(waiting.flags.map((each) => [each.rule, each.note]), [["civil", "An insult"]], "again replaces");
    assert.equal(JSON.stringify(waiting.flags).includes("Ben"), false, "who flagged is not said");

    await refused(fred, "not_allowed", "hide_post", { post: id, rule: "civil", note: "Not his forum" });
    await refused(fay, "bad_field", "hide_post", { post: id, rule: "rude", note: "No such rule" });
    await fay.do("hide_post", { post: id, rule: "civil", note: "Please without insults." });
    const hidden = await told(ada, "me", "post_hidden");
    assert.deepEqual([hidden.post, hidden.rule, hidden.note, hidden.role], [id, "civil", "Please without insults.", "facilitator"]);
    for (const feed of ["forum/floor", `thread/${id}`]) {
        const shown = await told(obi, feed, "post_hidden");
        assert.deepEqual([shown.rule, shown.role, "note" in shown, "person" in shown], ["civil", "facilitator", false, false], feed);
    }
    const tombstone = await post(scene, id);
    assert.deepEqual([tombstone.state, tombstone.text, tombstone.rule], ["hidden", null, "civil"]);
    assert.deepEqual([tombstone.tombstone.rule, tombstone.tombstone.role, tombstone.tombstone.at_ms], ["civil", "facilitator", hidden.at_ms]);
    assert.deepEqual(await queue(scene), []);
    assert.equal((await scene.page("/search?q=mayor")).posts.length, 0);
    const mine = (await scene.page("/mine", "ada")).posts[0];
    assert.deepEqual([mine.post.text, mine.hidden.rule, mine.hidden.note], ["The mayor is a fool", "civil", "Please without insults."]);

    await refused(ben, "not_allowed", "appeal", { post: id, text: "I liked it" });
    await ada.do("appeal", { post: id, text: "It is a quotation." });
    await refused(ada, "not_allowed", "appeal", { post: id, text: "Once more" });
    assert.equal((await told(flo, "desk/floor", "appealed")).text, "It is a quotation.");
    const [appealed] = await queue(scene);
    assert.deepEqual([appealed.sources, appealed.appeal.text, appealed.hidden.person.name], [["appeal"], "It is a quotation.", "Fay Example"]);
    await refused(fay, "not_allowed", "decide_appeal", { post: id, uphold: false, note: "Her own hide" });
    await flo.do("decide_appeal", { post: id, uphold: true, note: "So it is." });
    const decided = await told(ada, "me", "appeal_decided");
    assert.deepEqual([decided.post, decided.uphold, decided.note], [id, true, "So it is."]);
    assert.equal((await told(obi, "forum/floor", "post_restored")).text, "The mayor is a fool", "the post comes back whole");
    const back = await post(scene, id);
    assert.deepEqual([back.state, back.text, back.tombstone], ["published", "The mayor is a fool", null]);

    const account = await scene.page("/moderation", "obi");
    assert.deepEqual(account.rules.map((each) => [each.rule, each.hides, each.restored]), [["civil", 1, 1], ["private", 0, 0]]);
    assert.deepEqual([account.appeals.made, account.appeals.upheld, account.appeals.waiting, account.flags], [1, 1, 0, 1]);
    assert.equal(typeof account.median_delay_ms, "number");
    await scene.endsSoundly("SIGKILL");
    assert.deepEqual((await scene.page("/moderation", "obi")).rules[0].hides, 1);
});

test("MO7: nobody decides about what they wrote or what names them, and a refused appeal is final", async (t) => {
    const scene = await Scene.open(t);
    const [fay, flo, olga, ada] = await scene.join("fay", "flo", "olga", "ada");
    const about = await idea(ada, "I think FAY example should go");
    await refused(fay, "not_allowed", "hide_post", { post: about, rule: "civil", note: "It is about me" });
    await flo.do("hide_post", { post: about, rule: "civil", note: "Personal" });
    await refused(fay, "not_allowed", "restore_post", { post: about });
    await ada.do("appeal", { post: about, text: "Why?" });
    await refused(fay, "not_allowed", "decide_appeal", { post: about, uphold: true });
    await olga.do("decide_appeal", { post: about, uphold: false, note: "It stays." });
    await refused(ada, "not_allowed", "appeal", { post: about, text: "Again" });
    assert.deepEqual((await scene.page("/moderation")).appeals.made, 1);
    const own = await idea(fay, "Mine");
    await refused(fay, "not_allowed", "hide_post", { post: own, rule: "civil", note: "My own" });
    await olga.do("close_jam");
    await flo.do("restore_post", { post: about, note: "After the jam" });
    assert.equal((await post(scene, about)).state, "published", "a closed jam still restores (MO5)");
    await scene.endsSoundly();
});

test("two desks on one item see each other, until one looks away or goes", async (t) => {
    const scene = await Scene.open(t);
    const [fay, flo, fred, ada] = await scene.join("fay", "flo", "fred", "ada");
    const id = await idea(ada, "Hm");
    const looking = (line, names) => line.until(() => {
        const frame = line.frames.findLast((each) => each.type === "looking" && each.feed === "desk/floor");
        const people = frame?.looking.find((each) => each.post === id)?.people ?? [];
        return frame && JSON.stringify(people.map((each) => each.name).sort()) === JSON.stringify(names);
    });
    for (const line of [fay, flo]) await line.watch({ "desk/floor": null });
    await fay.do("look_at", { post: id });
    await looking(flo, ["Fay Example"]);
    await flo.do("look_at", { post: id });
    await looking(fay, ["Fay Example", "Flo Example"]);
    assert.deepEqual((await scene.page("/desk?forum=floor", "hana")).looking.map((each) => each.post), [id]);
    await refused(ada, "not_allowed", "look_at", { post: id });
    await refused(fred, "not_allowed", "look_at", { post: id });
    await flo.do("look_at", { post: null });
    await looking(fay, ["Fay Example"]);
    await fay.breakOff();
    await looking(flo, []);
    await scene.endsSoundly();
});

test("MO9, MO11: a mute holds for its time, an author who is asked edits and the post is looked at again", async (t) => {
    const scene = await Scene.open(t);
    const [fay, fred, olga, ada, ben] = await scene.join("fay", "fred", "olga", "ada", "ben");
    await ada.watch({ me: 0 });
    await fay.watch({ "desk/floor": 0 });
    const id = await idea(ada, "Shouting");
    const other = await idea(ben, "Calm");
    await refused(fred, "not_allowed", "mute_person", { post: id, minutes: 5 });
    await fay.do("mute_person", { post: id, minutes: 5, note: "Please cool down." });
    const muted = await told(ada, "me", "person_muted");
    assert.deepEqual([muted.note, muted.until_ms], ["Please cool down.", muted.at_ms + 5 * 60_000]);
    await told(fay, "desk/floor", "person_muted");
    const answer = await refused(ada, "muted", "add_post", { forum: "floor", kind: "idea", text: "And another" });
    assert.ok(answer.retry_after_ms > 0 && answer.retry_after_ms <= 300_000);
    await refused(ada, "muted", "edit_post", { post: id, text: "Quieter" });
    await ada.do("cast_ballot", { post: other, choice: "support" });
    assert.equal((await scene.page("/me", "ada")).muted_until_ms, muted.until_ms);
    assert.deepEqual((await scene.page("/desk", "fay")).muted.map((each) => each.person.name), ["Ada Example"]);
    await refused(fay, "not_allowed", "mute_person", { person: olga.hello.you.id, minutes: 5 });
    await fay.do("unmute_person", { person: ada.hello.you.id });
    await told(ada, "me", "person_unmuted");

    await fay.do("ask_edit", { post: id, rule: "civil", note: "Without the capitals, please." });
    const asked = await told(ada, "me", "edit_asked");
    assert.deepEqual([asked.post, asked.rule, asked.note], [id, "civil", "Without the capitals, please."]);
    assert.equal((await scene.page("/mine", "ada")).posts[0].edit_asked.note, "Without the capitals, please.");
    assert.deepEqual((await queue(scene)).map((each) => each.post.post), [other], "it is with its author");
    assert.equal((await post(scene, id)).text, "Shouting", "asking hides nothing");
    await ada.do("edit_post", { post: id, text: "Speaking" });
    const again = (await queue(scene)).find((each) => each.post.post === id);
    assert.ok(again.sources.includes("edited"));
    assert.equal((await scene.page("/mine", "ada")).posts[0].edit_asked, null, "it was done");
    await fay.do("approve_post", { post: id });
    assert.deepEqual((await queue(scene)).map((each) => each.post.post), [other]);
    await scene.endsSoundly("SIGKILL");
});

test("MO10, MO11: held posts are nobody's until they are approved, and then arrive whole; signals only queue", async (t) => {
    const before = await Scene.open(t, twoForums({ switches: { ballot: "support", moderation: "before" } }));
    const [fay, ada, ben, obi] = await before.join("fay", "ada", "ben", "obi");
    await obi.watch({ "forum/floor": 0 });
    await fay.watch({ "desk/floor": 0 });
    await ada.watch({ me: 0 });
    const id = await idea(ada, "A **held** idea");
    assert.equal((await told(fay, "desk/floor", "post_added", (event) => event.post === id)).held, true);
    assert.equal((await told(ada, "me", "post_added")).state, "held");
    const page = async (name) => (await before.page("/forums/floor/posts?order=newest", name)).posts.map((each) => each.post);
    for (const name of ["ada", "ben", "olga", "fay"]) assert.deepEqual(await page(name), [], name);
    assert.deepEqual(await before.refusal(`/posts/${id}/thread`, "ben"), [404, "no_such_post"]);
    await refused(ben, "no_such_post", "add_post", { forum: "floor", kind: "comment", parent: id, text: "I see you" });
    await refused(ben, "no_such_post", "cast_ballot", { post: id, choice: "support" });
    await refused(ben, "no_such_post", "raise_flag", { post: id, rule: "civil" });
    assert.deepEqual((await before.page("/search?q=held")).posts, []);
    assert.equal((await before.page("", "obi")).forums[0].ideas, 0);
    const badge = await idea(fay, "Facilitators are not held");
    await fay.do("approve_post", { post: id });
    const approved = await told(obi, "forum/floor", "post_approved");
    assert.deepEqual([approved.post, approved.kind, approved.forum, approved.text, approved.author.name, approved.state], [id, "idea", "floor", "A **held** idea", "Ada Example", "published"]);
    await told(ada, "me", "post_approved");
    assert.deepEqual((await page("obi")).sort(), [id, badge].sort());
    const said = await comment(ben, id, "Nice");
    assert.deepEqual((await before.page(`/posts/${id}/thread`, "obi")).comments, []);
    await fay.do("approve_post", { post: said });
    assert.equal((await before.page(`/posts/${id}/thread`, "obi")).comments[0].text, "Nice");
    await before.endsSoundly("SIGKILL");

    const after = await Scene.open(t, twoForums({ policies: { signals: { links: true, words: ["idiot"], fast_posts_per_minute: 3 } } }), { hall: before.hall });
    const [cleo, hana] = await after.join("cleo", "hana");
    await hana.watch({ "desk/floor": 0 });
    assert.deepEqual(cleo.hello.nudge_words, ["idiot"]);
    const texts = ["See https://example.org/x", "You IDIOT", "idiotic is another word", "Number four"];
    const ids = [];
    for (const text of texts) ids.push(await idea(cleo, text));
    const signals = async (index) => (await told(hana, "desk/floor", "post_added", (event) => event.post === ids[index])).signals;
    assert.deepEqual([await signals(0), await signals(1), await signals(3)], [["links"], ["words"], ["fast"]]);
    const sources = Object.fromEntries((await queue(after, "floor", "hana")).map((each) => [each.post.post, each.sources]));
    assert.deepEqual([sources[ids[0]], sources[ids[1]], sources[ids[2]], sources[ids[3]]], [["links", "first_post"], ["words"], undefined, ["fast"]]);
    assert.equal((await after.page("/forums/floor/posts")).posts.length, 4, "no filter hides (MO1)");
    await after.endsSoundly();
});
