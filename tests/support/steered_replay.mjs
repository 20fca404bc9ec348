// SPDX-License-Identifier: Apache-2.0
// Plays a city's proposals through a running hall over real sockets, with facilitators at work in between, and holds what a
// reader was told, the server's pages and a model of our own against each other. One command follows the other, so the
// same seed ends in the same jam, however often the server was killed on the way.
import assert from "node:assert/strict";
import { killNowAndThen } from "./conversation.mjs";
import { drawnFrom } from "./decidim.mjs";
import { jamhall, openPlan } from "./hall.mjs";
import { Jammer } from "./jammer.mjs";
import { foldPosts, inOrder, ofPage } from "./post_fold.mjs";

const staff = ["olga", "fay", "finn"];
const roles = { olga: "organizer", fay: "facilitator", finn: "facilitator" };
/** What a draw of our own may run into; anything else is a fault. */
const mayBe = new Set(["not_allowed", "too_many", "bad_field", "poll_closed", "claimed"]);

async function gather(hall, jam, tokens) {
    const people = new Map();
    const waiting = [...tokens];
    const arrive = async () => {
        for (let next = waiting.pop(); next; next = waiting.pop()) people.set(next[0], await Jammer.join(hall, jam, next[1], { reconnects: true }));
    };
    await Promise.all(Array.from({ length: 32 }, arrive));
    return people;
}

class Play {
    posts = []; // {id, post, author, kind}
    topOf = new Map(); // comment -> idea
    standsIn = new Map(); // idea -> forum
    byId = new Map();
    supports = new Map(); // post -> people who support it
    merges = new Map(); // post -> into, while it stands
    hides = new Map(); // post -> who hid it
    appeals = [];
    lit = new Set();
    polls = []; // {poll, options, answers: Map, isOpen}
    done = new Map(); // command -> how often accepted
    refusals = new Map();

    constructor(people, forums, seed) {
        Object.assign(this, { people, forums, draw: drawnFrom(seed) });
    }

    pick(list) {
        return list[Math.floor(this.draw() * list.length)];
    }

    async act(who, name, fields) {
        const answer = await this.people.get(who).send(name, fields);
        if (answer.type === "reply") {
            this.done.set(name, (this.done.get(name) ?? 0) + 1);
            return answer;
        }
        assert.ok(mayBe.has(answer.code), `${name} ${JSON.stringify(fields)}: ${JSON.stringify(answer)}`);
        const refused = `${name}: ${answer.message}`;
        this.refusals.set(refused, (this.refusals.get(refused) ?? 0) + 1);
        return null;
    }

    note(id, answer, author, kind) {
        if (!answer) return;
        this.byId.set(id, answer.post);
        this.posts.push({ id, post: answer.post, author, kind });
    }

    async write(step) {
        const forum = step.forum;
        if (step.kind === "idea") return this.note(step.id, await this.act(step.author, "add_post", { forum, kind: "idea", text: step.text }), step.author, "idea");
        const idea = this.byId.get(step.idea);
        const parent = this.byId.get(step.parent) ?? idea;
        this.note(step.id, await this.act(step.author, "add_post", { forum: this.standsIn.get(idea), kind: "comment", parent, text: step.text }), step.author, "comment");
        if (step.alignment === 1 && (await this.act(step.author, "cast_ballot", { post: idea, choice: "support" }))) this.supportersOf(idea).add(step.author);
    }

    supportersOf(post) {
        if (!this.supports.has(post)) this.supports.set(post, new Set());
        return this.supports.get(post);
    }

    idea() {
        return this.pick(this.posts.filter(({ kind }) => kind === "idea"));
    }

    actions = {
        spotlight: async () => {
            const { post } = this.idea();
            if (await this.act("fay", "spotlight_post", { post, minutes: 10_080 })) this.lit.add(post);
            else if (this.lit.size > 0) {
                const first = [...this.lit][0]; // it may have gone out with its post
                await this.act("finn", "end_spotlight", { post: first });
                this.lit.delete(first);
            }
        },
        connect: async () => {
            const [{ post }, { post: other }] = [this.idea(), this.idea()];
            await this.act("finn", "connect_posts", { post, with: other });
        },
        move: async () => {
            const { post } = this.idea();
            const forum = this.pick(this.forums.filter((each) => each !== this.standsIn.get(post)));
            if (await this.act("fay", "move_post", { post, forum })) this.standsIn.set(post, forum);
        },
        merge: async () => {
            const [{ post }, { post: into }] = [this.idea(), this.idea()];
            if (!(await this.act("finn", "merge_post", { post, into }))) return;
            this.merges.set(post, into);
            for (const who of [...this.supportersOf(post)].slice(0, 5)) await this.consent(who, post);
        },
        split: async () => {
            const comment = this.pick(this.posts.filter(({ kind }) => kind === "comment"));
            const made = comment && (await this.act("fay", "split_post", { post: comment.post }));
            if (!made) return;
            this.note(`s${comment.post}`, made, comment.author, "idea");
            this.standsIn.set(made.post, this.standsIn.get(this.topOf.get(comment.post)));
            await this.watch(made.post);
        },
        flag: async () => {
            const { post } = this.pick(this.posts);
            await this.act(this.pick(this.posts).author, "raise_flag", { post, rule: "civil", note: "Look, please." });
            if (this.draw() < 0.7) await this.act("finn", "approve_post", { post });
        },
        hide: async () => {
            const { post } = this.pick(this.posts);
            if (await this.act("fay", "hide_post", { post, rule: this.pick(["civil", "private"]), note: "Not here." })) this.hides.set(post, "fay");
        },
        restore: async () => {
            const post = this.pick([...this.hides.keys(), ...this.merges.keys()]);
            if (post === undefined || !(await this.act("finn", "restore_post", { post, note: "Seen again." }))) return;
            // A post merged before it was hidden is merged again.
            if (!this.hides.delete(post)) this.merges.delete(post);
        },
        appeal: async () => {
            const hidden = this.posts.filter(({ post }) => this.hides.has(post));
            const about = this.pick(hidden);
            if (!about || !(await this.act(about.author, "appeal", { post: about.post, text: "It was meant kindly." }))) return;
            const uphold = this.draw() < 0.5;
            if (await this.act("finn", "decide_appeal", { post: about.post, uphold, note: "Read again." })) {
                this.appeals.push(uphold);
                if (uphold) this.hides.delete(about.post);
            }
        },
        poll: async () => {
            const open = this.polls.find(({ isOpen }) => isOpen);
            if (open) {
                for (let i = 0; i < 8; i += 1) {
                    const [who, option] = [this.pick(this.posts).author, Math.floor(this.draw() * 3)];
                    if (await this.act(who, "answer_poll", { poll: open.poll, options: [option] })) open.answers.set(who, option);
                }
                if (open.answers.size > 12 && (await this.act("olga", "close_poll", { poll: open.poll }))) open.isOpen = false;
                return;
            }
            const fields = { forum: this.pick([null, ...this.forums]), question: "Which?", options: ["one", "two", "three"], kind: "single", results: this.pick(["live", "sealed"]) };
            const { poll } = await this.act("olga", "open_poll", fields);
            this.polls.push({ poll, results: fields.results, answers: new Map(), isOpen: true });
        },
        respond: async () => {
            await this.act("olga", "respond", { post: this.idea().post, outcome: this.pick(["adopted", "in_part", "not_now", "declined"]), text: "We thought about it.", owner: "City", due: this.pick(["May", ""]) });
        },
        edit: async () => {
            const { post, author } = this.pick(this.posts);
            await this.act(author, "edit_post", { post, text: `Once more: ${Math.floor(this.draw() * 1000)}` });
        },
    };

    async consent(who, post) {
        const accept = this.draw() < 0.6;
        if (!(await this.act(who, "move_support", { post, accept })) || !accept) return;
        let into = this.merges.get(post);
        while (this.merges.has(into)) into = this.merges.get(into);
        this.supportersOf(post).delete(who);
        this.supportersOf(into).add(who);
    }

    async watch(post) {
        await this.reader.watch({ [`thread/${post}`]: 0 });
    }

    async run(steps) {
        this.reader = this.people.get("olga");
        await this.reader.watch({ lobby: 0, ...Object.fromEntries(this.forums.map((each) => [`forum/${each}`, 0])) });
        const names = Object.keys(this.actions);
        const ideas = steps.filter(({ kind }) => kind === "idea").length;
        for (const [at, step] of steps.entries()) {
            await this.write(step);
            const post = this.byId.get(step.id);
            if (step.kind === "idea") {
                this.standsIn.set(post, step.forum);
                await this.watch(post);
            } else if (post) {
                this.topOf.set(post, this.byId.get(step.idea));
            }
            if (at >= ideas && this.draw() < 0.35) await this.actions[this.pick(names)]();
        }
    }
}

/** Every post of the jam as the pages show it. */
async function readPages(hall, jam, forums, token) {
    const page = (path) => hall.json("GET", `/api/v1/jams/${jam}${path}`, { token });
    const whole = async (path, name) => {
        const found = [];
        for (let after = ""; after !== null; ) {
            const part = await page(`${path}${path.includes("?") ? "&" : "?"}limit=200${after && `&after=${encodeURIComponent(after)}`}`);
            found.push(...part[name]);
            after = part.next;
        }
        return found;
    };
    const posts = new Map();
    for (const forum of forums)
        for (const top of await whole(`/forums/${forum}/posts?order=newest`, "posts")) {
            assert.ok(!posts.has(top.post), `${top.post} stands in one forum`);
            posts.set(top.post, top);
            const comments = await whole(`/posts/${top.post}/thread`, "comments");
            for (const each of comments) posts.set(each.post, each);
        }
    return { posts, polls: (await page("/polls")).polls, moderation: await page("/moderation"), ledger: (await page("/responses")).responses };
}

const counted = (map, name) => map.get(name) ?? 0;

function checkAgainstModel(play, { posts, polls, moderation }) {
    for (const { poll, answers, isOpen, results } of play.polls) {
        const shown = polls.find((each) => each.poll === poll);
        const counts = [0, 1, 2].map((option) => [...answers.values()].filter((each) => each === option).length);
        assert.deepEqual([shown.answered, shown.counts], [answers.size, isOpen && results === "sealed" ? null : counts], `poll ${poll}`);
    }
    assert.deepEqual([moderation.appeals.made, moderation.appeals.upheld, moderation.appeals.refused], [play.appeals.length, play.appeals.filter(Boolean).length, play.appeals.filter((each) => !each).length]);
    const hides = moderation.rules.reduce((sum, each) => sum + each.hides, 0);
    assert.equal(hides, counted(play.done, "hide_post"));
    assert.equal(moderation.flags, counted(play.done, "raise_flag"));
    for (const { post, kind } of play.posts) {
        if (kind !== "idea" || posts.get(post).state !== "published") continue;
        assert.equal(posts.get(post).tally?.support ?? 0, play.supportersOf(post).size, `support of ${post}`);
    }
}

/** Plays it all and checks everything; gives figures, and the pages without their times. */
export async function replayCity(hall, city, { seed = 1, kills = null } = {}) {
    const forums = city.forums.map(({ id }) => id);
    const jam = await hall.createJam(openPlan({
        title: "City", forums: city.forums, rules: [{ id: "civil", text: "No attacks." }, { id: "private", text: "No names." }],
        agenda: [{ id: "talk", kind: "ideate", lasts: "P30D", switches: { ballot: "support", tallies: "live" } }],
    }));
    const names = [...staff, ...city.people];
    const email = (name) => `${typeof name === "number" ? `p${name}` : name}@example.org`;
    const links = await hall.invite(jam, ["email,name,roles", ...names.map((name) => `${email(name)},Person “${name}”,${roles[name] ?? "participant"}`)].join("\r\n"));
    const people = await gather(hall, jam, new Map(names.map((name) => [name, links.get(email(name)).token])));
    const began = performance.now();
    const stop = new AbortController();
    const killing = kills ? killNowAndThen(hall, stop.signal, kills) : Promise.resolve(0);
    const play = new Play(people, forums, seed);
    try {
        await play.run(city.steps);
    } finally {
        stop.abort();
    }
    const killed = await killing;
    const seconds = (performance.now() - began) / 1000;
    const pages = await readPages(hall, jam, forums, play.reader.token);
    checkAgainstModel(play, pages);

    // The reader's frames, put together, are what the pages show.
    const last = (await play.act("olga", "say", { text: "That is all." })) && (await play.act("olga", "announce", { text: "The end." }));
    await play.reader.until((reader) => (reader.events.get("lobby") ?? []).some(({ offset }) => offset === last.offset));
    assert.deepEqual(play.reader.behind, []);
    for (const [feed, events] of play.reader.events) {
        const offsets = events.map(({ offset }) => offset);
        assert.deepEqual(offsets, [...new Set(offsets)].sort((a, b) => a - b), `${feed}: no repeat, in order`);
    }
    const folded = foldPosts(inOrder(play.reader.events));
    for (const [id, post] of pages.posts) {
        const known = folded.get(id);
        assert.ok(known, `${id} was told`);
        assert.deepEqual({ ...known, connected: [...known.connected].sort((a, b) => a - b) }, { ...ofPage(post) }, `post ${id}`);
    }
    assert.deepEqual([...folded.keys()].filter((id) => !pages.posts.has(id)), [last.post], "nothing else was told but the announcement");

    await Promise.all([...people.values()].map((jammer) => jammer.leave()));
    await hall.kill("SIGTERM");
    const verified = await jamhall("verify", hall.jamFile(jam));
    assert.equal(verified.code, 0, verified.stdout + verified.stderr);
    await hall.start();
    const again = await readPages(hall, jam, forums, links.get(email("olga")).token);
    assert.deepEqual(again.posts, pages.posts, "the same after a restart");
    const refused = [...play.refusals].sort((a, b) => b[1] - a[1]);
    return { people: names.length, posts: pages.posts.size, done: play.done, refused, seconds, kills: killed, pages: [...pages.posts].map(([, post]) => ofPage(post)).sort((a, b) => a.post - b.post) };
}
