// SPDX-License-Identifier: Apache-2.0
// What facilitators and organizers do to ideas while a jam runs, from the command to every feed and page that tells of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Scene, comment, idea, refused, told } from "../support/scene.mjs";

const numbers = (page) => page.posts.map((post) => post.post);

test("SV2: a spotlight is told in the lobby, the forum and to its author, ends by hand, and five are the most", async (t) => {
    const scene = await Scene.open(t);
    const [fay, ada, ben] = await scene.join("fay", "ada", "ben");
    await ben.watch({ lobby: 0, "forum/floor": 0 });
    await ada.watch({ me: 0 });
    const post = await idea(ada, "Benches by the river");
    await fay.do("spotlight_post", { post, minutes: 7 });
    for (const [line, feed] of [[ben, "lobby"], [ben, "forum/floor"], [ada, "me"]]) {
        const event = await told(line, feed, "post_spotlighted");
        assert.deepEqual([event.post, event.text, event.author.name], [post, "Benches by the river", "Ada Example"], feed);
        assert.equal(event.until_ms, event.at_ms + 7 * 60_000);
    }
    const [late] = await scene.join("cleo");
    assert.deepEqual(late.hello.spotlights.map((each) => each.post.post), [post]);
    for (let i = 0; i < 4; i += 1) await fay.do("spotlight_post", { post: await idea(ada, `Idea ${i}`) });
    await refused(fay, "too_many", "spotlight_post", { post: await idea(ada, "One more") });
    await fay.do("end_spotlight", { post });
    await told(ben, "lobby", "spotlight_ended", (event) => event.post === post);
    await told(ben, "forum/floor", "spotlight_ended", (event) => event.post === post);
    const [later] = await scene.join("cleo");
    assert.deepEqual(later.hello.spotlights.length, 4);
    assert.ok(!later.hello.spotlights.some((each) => each.post.post === post));
    await refused(fay, "not_allowed", "end_spotlight", { post });
    await scene.endsSoundly();
    const [again] = await scene.join("cleo");
    assert.equal(again.hello.spotlights.length, 4, "spotlights outlive a restart");
});

test("SV3, SV4: connected ideas tell both authors, a moved thread takes its comments along", async (t) => {
    const scene = await Scene.open(t);
    const [fay, flo, ada, ben, cleo] = await scene.join("fay", "flo", "ada", "ben", "cleo");
    await cleo.watch({ "forum/floor": 0, "forum/yard": 0 });
    await ada.watch({ me: 0 });
    await ben.watch({ me: 0 });
    const [one, other] = [await idea(ada, "Plant trees"), await idea(ben, "Shade for the school")];
    const said = await comment(cleo, one, "Which ones?");
    await cleo.watch({ [`thread/${one}`]: 0, [`thread/${other}`]: 0 });
    await fay.do("connect_posts", { post: one, with: other });
    for (const [line, feed] of [[ada, "me"], [ben, "me"], [cleo, "forum/floor"], [cleo, `thread/${one}`], [cleo, `thread/${other}`]]) {
        const event = await told(line, feed, "posts_connected");
        assert.deepEqual([event.post, event.with], [one, other], feed);
    }
    await refused(fay, "not_allowed", "connect_posts", { post: other, with: one });
    await refused(fay, "bad_field", "connect_posts", { post: one, with: one });
    assert.deepEqual((await scene.page(`/posts/${other}/thread`, "obi")).post.connected, [one]);

    await refused(fay, "not_allowed", "move_post", { post: one, forum: "yard" });
    await flo.do("move_post", { post: one, forum: "yard" });
    for (const [line, feed] of [[ada, "me"], [cleo, "forum/floor"], [cleo, "forum/yard"], [cleo, `thread/${one}`]]) {
        const event = await told(line, feed, "post_moved");
        assert.deepEqual([event.post, event.forum, event.from, event.text], [one, "yard", "floor", "Plant trees"], feed);
    }
    assert.deepEqual(numbers(await scene.page("/forums/floor/posts")), [other]);
    assert.deepEqual(numbers(await scene.page("/forums/yard/posts")), [one]);
    const thread = await scene.page(`/posts/${one}/thread`);
    assert.deepEqual(thread.comments.map((each) => [each.post, each.forum]), [[said, "yard"]]);
    await comment(ben, one, "Limes, in the yard", "yard");
    await scene.endsSoundly("SIGKILL");
    assert.deepEqual((await scene.page(`/posts/${one}/thread`)).post.connected, [other]);
    const movedTo = async (name) => (await scene.page("/mine", name)).posts.map((each) => [each.post.post, each.moved_to]);
    assert.deepEqual(await movedTo("ada"), [[one, "yard"]], "its author finds out also later");
    assert.deepEqual((await movedTo("ben")).at(-1), [other, null]);
});

test("SV5, BA6: a merge asks every supporter once, moves what is moved, and leaves what is not", async (t) => {
    const scene = await Scene.open(t, undefined);
    const [fay, ada, ben, cleo, dora, olga] = await scene.join("fay", "ada", "ben", "cleo", "dora", "olga");
    const [post, into] = [await idea(ada, "A bench"), await idea(ben, "Benches everywhere")];
    for (const line of [ada, ben, cleo, dora]) await line.do("cast_ballot", { post, choice: "support" });
    await dora.do("cast_ballot", { post: into, choice: "support" });
    for (const line of [ada, ben, cleo, dora, olga]) await line.watch({ me: null });
    await olga.watch({ "forum/floor": 0, [`thread/${into}`]: 0 });
    await fay.do("merge_post", { post, into });
    for (const line of [ada, ben, cleo, dora]) {
        const event = await told(line, "me", "post_merged");
        assert.deepEqual([event.post, event.into, event.phase], [post, into, "talk"]);
    }
    for (const feed of ["forum/floor", `thread/${into}`]) await told(olga, feed, "post_merged");
    assert.ok(!olga.events.has("me"), "whoever neither wrote nor supported it is not asked");
    const ballots = async (name) => (await scene.page("/me", name)).ballots.map((each) => each.post);
    const asked = async (name) => (await scene.page("/mine", name)).merge_asks.map((each) => [each.post.post, each.into.post]);
    assert.deepEqual(await ballots("cleo"), [post], "nothing moves by itself");
    assert.deepEqual(await asked("cleo"), [[post, into]]);
    assert.deepEqual(await asked("olga"), []);
    await cleo.do("move_support", { post, accept: true });
    await dora.do("move_support", { post, accept: true });
    await ben.do("move_support", { post, accept: false });
    const moved = await told(cleo, "me", "support_moved");
    assert.deepEqual([moved.post, moved.into, moved.accepted], [post, into, true]);
    assert.equal((await told(ben, "me", "support_moved")).accepted, false);
    assert.deepEqual([await ballots("cleo"), await ballots("dora"), await ballots("ben")], [[into], [into], [post]]);
    assert.deepEqual([await asked("cleo"), await asked("ben"), await asked("ada")], [[], [], [[post, into]]]);
    await refused(cleo, "not_allowed", "move_support", { post, accept: false });
    await refused(olga, "not_allowed", "move_support", { post, accept: true });
    await refused(dora, "not_allowed", "cast_ballot", { post, choice: "support" });
    await refused(dora, "not_allowed", "add_post", { forum: "floor", kind: "comment", parent: post, text: "Too late" });
    await refused(fay, "not_allowed", "merge_post", { post: into, into: post });
    const shown = (await scene.page(`/posts/${post}/thread`, "obi")).post;
    assert.deepEqual([shown.state, shown.merged_into, shown.text, shown.author.name], ["merged", into, "A bench", "Ada Example"]);
    const whole = (await scene.page(`/posts/${into}/thread`, "obi")).post;
    assert.deepEqual([whole.merged, whole.author.name, whole.credits.map(({ name }) => name)], [[post], "Ben Example", ["Ada Example"]]);
    await scene.endsSoundly("SIGKILL");
    const [back] = await scene.join("fay");
    await back.do("restore_post", { post });
    assert.equal((await scene.page(`/posts/${post}/thread`)).post.state, "published");
    assert.deepEqual([await ballots("cleo"), await ballots("ben")], [[into], [post]], "what moved stays where it is");
    await scene.endsSoundly();
});

test("SV6, SV8: a comment becomes an idea of its author, a summary stands on top and links", async (t) => {
    const scene = await Scene.open(t);
    const [fay, ada, ben, cleo] = await scene.join("fay", "ada", "ben", "cleo");
    await cleo.watch({ "forum/floor": 0 });
    await ben.watch({ me: 0 });
    const post = await idea(ada, "Benches");
    const said = await comment(ben, post, "And a fountain!");
    await cleo.watch({ [`thread/${post}`]: 0 });
    const { post: made } = await fay.do("split_post", { post: said });
    for (const [line, feed] of [[cleo, "forum/floor"], [cleo, `thread/${post}`], [ben, "me"]]) {
        const event = await told(line, feed, "post_split");
        assert.deepEqual([event.post, event.kind, event.split_from, event.text, event.author.name], [made, "idea", said, "And a fountain!", "Ben Example"], feed);
    }
    await refused(fay, "not_allowed", "split_post", { post: said });
    assert.equal((await scene.page(`/posts/${post}/thread`)).comments[0].text, "And a fountain!", "the comment stays");
    assert.equal((await scene.page(`/posts/${made}/thread`)).post.split_from, said);
    await ada.do("cast_ballot", { post: made, choice: "support" });
    const { post: summary } = await fay.do("publish_summary", { forum: "floor", text: `So far: benches (#${post}) and [a fountain](#${made}).` });
    const event = await told(cleo, "forum/floor", "summary_published");
    assert.deepEqual([event.post, event.kind, event.author.name, event.author.roles], [summary, "summary", "Fay Example", ["facilitator"]]);
    await comment(cleo, summary, "Well put");
    assert.equal((await ada.send("cast_ballot", { post: summary, choice: "support" })).type, "refused", "a summary takes no ballots");
    assert.ok(numbers(await scene.page("/forums/floor/posts")).includes(summary));
    await scene.endsSoundly();
});

test("SV7: two do not work on one thread; the desk sees who does", async (t) => {
    const scene = await Scene.open(t);
    const [fay, flo, olga, ada, hana] = await scene.join("fay", "flo", "olga", "ada", "hana");
    await hana.watch({ "desk/floor": 0 });
    const post = await idea(ada, "Benches");
    await fay.do("claim_thread", { post });
    const claim = await told(hana, "desk/floor", "thread_claimed");
    assert.deepEqual([claim.post, claim.person.name], [post, "Fay Example"]);
    assert.match((await refused(flo, "claimed", "claim_thread", { post })).message, /Fay Example/);
    assert.deepEqual((await scene.page("/desk?forum=floor", "hana")).forums[0].claims.map((each) => [each.post, each.person.name]), [[post, "Fay Example"]]);
    await refused(flo, "claimed", "release_thread", { post });
    await olga.do("release_thread", { post });
    await told(hana, "desk/floor", "thread_released");
    await flo.do("claim_thread", { post });
    await refused(ada, "unknown_feed", "watch", { feeds: { "desk/floor": 0 }, key: undefined });
    await scene.endsSoundly();
});

test("SV9, PO12, PO13: guests, announcements and prompts reach those they are for", async (t) => {
    const scene = await Scene.open(t);
    const [fay, olga, ada] = await scene.join("fay", "olga", "ada");
    const [gus] = await scene.join("gus");
    await ada.watch({ lobby: 0, "forum/floor": 0, "forum/yard": 0 });
    await olga.do("introduce_guest", { person: gus.hello.you.id, text: "The mayor is here" });
    const guest = await told(ada, "lobby", "guest_introduced");
    assert.deepEqual([guest.person.name, guest.person.roles, guest.text], ["Gus Example", ["guest"], "The mayor is here"]);
    assert.equal((await olga.send("introduce_guest", { person: ada.hello.you.id, text: "Not a guest" })).type, "refused");
    const here = await idea(gus, "Ask me anything");
    assert.deepEqual((await scene.page(`/posts/${here}/thread`)).post.author.roles, ["guest"], "a guest's posts wear the badge");
    await olga.do("announce", { text: "Lunch for all", forum: null });
    await fay.do("announce", { text: "Floor only", forum: "floor" });
    await refused(fay, "not_allowed", "announce", { text: "Not mine", forum: "yard" });
    await refused(fay, "not_allowed", "announce", { text: "Not mine", forum: null });
    assert.equal((await told(ada, "lobby", "announced")).text, "Lunch for all");
    assert.equal((await told(ada, "forum/floor", "announced")).text, "Floor only");
    assert.equal((await told(ada, "lobby", "announced", (event) => event.forum === "floor")).text, "Floor only", "whoever comes there later reads it");
    const { post } = await fay.do("add_post", { forum: "floor", kind: "prompt", text: "What else?" });
    assert.equal((await told(ada, "forum/floor", "post_added", (event) => event.kind === "prompt")).post, post);
    assert.ok(!(ada.events.get("forum/yard") ?? []).length, "nothing of it is in the other forum");
    await scene.endsSoundly();
});

test("OR1-OR3: a response reaches authors and supporters through merges and build-ons, and replaces the one before", async (t) => {
    const scene = await Scene.open(t);
    const [fay, olga, ada, ben, cleo, dora, gus] = await scene.join("fay", "olga", "ada", "ben", "cleo", "dora", "gus");
    const root = await idea(ada, "A park");
    const { post: grown } = await ben.do("add_post", { forum: "floor", kind: "idea", text: "A park with a pond", builds_on: root });
    const merged = await idea(cleo, "A pond");
    const apart = await idea(gus, "Something else");
    await dora.do("cast_ballot", { post: merged, choice: "support" });
    await fay.do("merge_post", { post: merged, into: grown });
    for (const line of [ada, ben, cleo, dora, gus]) await line.watch({ me: null, lobby: null });
    await refused(fay, "not_allowed", "respond", { post: grown, outcome: "adopted", text: "Not mine to say" });
    await olga.do("respond", { post: grown, outcome: "not_now", text: "There is no money this year." });
    await olga.do("respond", { post: grown, outcome: "in_part", text: "A small pond.", owner: "Parks", due: "2027-05-01" });
    for (const line of [ada, ben, cleo, dora]) {
        const event = await told(line, "me", "responded", (each) => each.outcome === "in_part");
        assert.deepEqual([event.post, event.text, event.owner, event.due], [grown, "A small pond.", "Parks", "2027-05-01"]);
    }
    await told(gus, "lobby", "responded", (each) => each.outcome === "in_part");
    assert.ok(!(gus.events.get("me") ?? []).some((event) => event.type === "responded"), "not about an idea of his");
    const { responses } = await scene.page("/responses", "obi");
    assert.deepEqual(responses.map((each) => [each.post.post, each.outcome, each.text]), [[grown, "in_part", "A small pond."]]);
    assert.equal((await scene.page(`/posts/${grown}/thread`)).post.response.owner, "Parks");
    assert.equal((await scene.page(`/posts/${apart}/thread`)).post.response, null);
    await olga.do("close_jam");
    await olga.do("respond", { post: apart, outcome: "declined", text: "Out of our hands." });
    assert.equal((await scene.page("/responses")).responses.length, 2, "a closed jam still answers (MO5)");
    await scene.endsSoundly("SIGKILL");
});
