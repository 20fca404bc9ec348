// SPDX-License-Identifier: Apache-2.0
// A jam that simply goes on: hundreds of people post, comment, support, edit, answer polls, lose their lines and come back,
// facilitators steer, staff read reports and take backups. Nothing acknowledged is missing, everybody has read each event of
// their feeds once, and the server ends in order in the middle of it. Made for the sanitizers. JAMHALL_TORTURE is how many
// times ten seconds (60 for ten minutes, with 400 people), JAMHALL_TEST_SEED another run.
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { dice, seedOfRun } from "../support/dice.mjs";
import { Hall, jamhall } from "../support/hall.mjs";
import { Jammer } from "../support/jammer.mjs";
import { twoForums } from "../support/scene.mjs";

const effort = Number(process.env.JAMHALL_TORTURE ?? 1);
const seconds = 10 * effort;
const guests = effort > 1 ? 400 : 60;
const actsPerSecond = 25; // of all people together, staff apart
const forums = ["floor", "yard"];
const staff = { olga: ["organizer", ""], oren: ["organizer", ""], fay: ["facilitator", "floor;yard"], fred: ["facilitator", "floor;yard"] }; // in turns at home in the forums

/** What somebody may run into whose post was hidden, moved or merged a moment ago. */
const mayBe = new Set(["not_allowed", "too_many", "poll_closed", "bad_field"]);
const eventOf = { add_post: "post_added", edit_post: "post_edited", cast_ballot: "ballot_cast" };

/** What everybody knows of the jam: posts that were acknowledged, the poll that is open. */
class Common {
    posts = []; // {post, forum, kind}
    ideas = { floor: [], yard: [] };
    poll = null;
    done = new Map();
    refused = new Map();
    stop = new AbortController();

    note(counts, name) {
        counts.set(name, (counts.get(name) ?? 0) + 1);
    }
}

/** Somebody who keeps a ledger of what was acknowledged and of what they read. */
class Person {
    ledger = []; // {name, offset, post, text or choice}
    read = new Map(); // feed -> offsets
    #own = [];
    #supported = new Set();

    constructor(common, hall, line, name, at) {
        Object.assign(this, { common, hall, line, name, forum: forums[at % 2], draw: dice(seedOfRun + at) });
        void this.#listen();
    }

    static async join(common, hall, jam, token, name, at) {
        const line = await Jammer.join(hall, jam, token, { reconnects: true });
        const person = new this(common, hall, line, name, at);
        await line.watch({ lobby: 0, me: 0, [`forum/${person.forum}`]: 0 });
        return person;
    }

    async #listen() {
        for (;;) {
            await this.line.next(({ type }) => type === "events");
            this.keepOffsets();
        }
    }

    /** Ten minutes of everybody's events would not fit: what came is kept as offsets. */
    keepOffsets() {
        for (const [feed, events] of this.line.events) {
            const known = this.read.get(feed) ?? [];
            for (const { offset } of events) known.push(offset);
            this.read.set(feed, known);
        }
        this.line.events.clear();
    }

    pick(list) {
        return list[this.draw(list.length)];
    }

    async act(name, fields) {
        const answer = await this.line.send(name, fields);
        if (answer.type === "reply") {
            this.common.note(this.common.done, name);
            return answer;
        }
        assert.ok(mayBe.has(answer.code), `${name} ${JSON.stringify(fields)}: ${JSON.stringify(answer)}`);
        this.common.note(this.common.refused, `${name}: ${answer.code}`);
        return null;
    }

    async write(name, fields) {
        const text = `${this.name} says ${this.ledger.length}: ${"and so on ".repeat(this.draw(40))}`.trim();
        const answer = await this.act(name, { ...fields, text });
        if (!answer) return;
        const post = answer.post ?? fields.post;
        this.ledger.push({ name, offset: answer.offset, post, text });
        if (name !== "add_post") return;
        this.#own.push(post);
        this.common.posts.push({ post, forum: fields.forum, kind: fields.kind });
        if (fields.kind === "idea") this.common.ideas[fields.forum].push(post);
    }

    actions = {
        idea: () => this.write("add_post", { forum: this.forum, kind: "idea" }),
        comment: async () => {
            const parent = this.pick(this.common.ideas[this.forum]);
            if (parent) await this.write("add_post", { forum: this.forum, kind: "comment", parent });
        },
        support: async () => {
            const post = this.pick(this.common.ideas[this.forum]);
            if (!post || this.#supported.has(post)) return;
            this.#supported.add(post);
            const answer = await this.act("cast_ballot", { post, choice: "support" });
            if (answer) this.ledger.push({ name: "cast_ballot", offset: answer.offset, post, choice: "support" });
        },
        edit: async () => {
            if (this.#own.length > 0) await this.write("edit_post", { post: this.pick(this.#own) });
        },
        flag: async () => {
            if (this.common.posts.length > 0) await this.act("raise_flag", { post: this.pick(this.common.posts).post, rule: "civil", note: "Look, please." });
        },
        answer: async () => {
            if (this.common.poll) await this.act("answer_poll", { poll: this.common.poll, options: [this.draw(3)] });
        },
        thread: async () => {
            const post = this.pick(this.common.ideas[this.forum]);
            if (post) await this.page(`/posts/${post}/thread`);
        },
        page: () => this.page(`/forums/${this.forum}/posts?order=${this.pick(["newest", "top"])}&limit=20`),
        lose: () => {
            this.common.note(this.common.done, "lost line");
            this.line.drop();
        },
    };

    async page(path) {
        const answer = await this.hall.request("GET", `/api/v1/jams/${this.line.jam}${path}`, { token: this.line.token });
        await answer.arrayBuffer();
        this.common.note(this.common.done, "page");
        assert.equal(answer.status, 200, path);
    }

    async live(mix, pause_ms) {
        const names = Object.entries(mix).flatMap(([name, times]) => Array(times).fill(name));
        while (!this.common.stop.signal.aborted) {
            await wait(this.draw(2 * pause_ms), undefined, { signal: this.common.stop.signal }).catch(() => {});
            if (!this.common.stop.signal.aborted) await this.actions[this.pick(names)]();
        }
    }
}

const everydayMix = { idea: 5, comment: 5, support: 8, edit: 2, flag: 1, answer: 1, thread: 2, page: 2, lose: 1 };

class Facilitator extends Person {
    #lit = [];
    #hidden = [];
    idea = () => this.pick(this.common.ideas[this.forum]) ?? 0;

    constructor(...all) {
        super(...all);
        const act = (name, fields) => this.act(name, fields);
        Object.assign(this.actions, {
            spotlight: async () => {
                const post = this.idea();
                if (this.#lit.length > 1) await act("end_spotlight", { post: this.#lit.shift() });
                if (await act("spotlight_post", { post, minutes: 5 })) this.#lit.push(post);
            },
            connect: () => act("connect_posts", { post: this.idea(), with: this.idea() }),
            merge: () => act("merge_post", { post: this.idea(), into: this.idea() }),
            move: () => act("move_post", { post: this.idea(), forum: this.pick(forums) }),
            look: () => act("look_at", { post: this.idea() }),
            hide: async () => {
                const post = this.idea();
                if (await act("hide_post", { post, rule: "civil", note: "Not here." })) this.#hidden.push(post);
            },
            restore: async () => {
                if (this.#hidden.length > 0) await act("restore_post", { post: this.#hidden.shift(), note: "Seen again." });
            },
            say: () => act("say", { text: "Look at the newest ones." }),
            poll: async () => {
                if (this.common.poll) await act("close_poll", { poll: this.common.poll });
                this.common.poll = (await act("open_poll", { forum: null, question: "Which?", options: ["one", "two", "three"], kind: "single", results: this.pick(["live", "sealed"]) }))?.poll ?? null;
            },
            respond: () => act("respond", { post: this.idea(), outcome: this.pick(["adopted", "declined"]), text: "We thought about it.", owner: "City", due: "May" }),
            announce: () => act("announce", { text: "Half time.", forum: this.pick([null, ...forums]) }),
            reports: async () => {
                for (const path of ["/report", "/people", "/search?q=and", "/moderation", "/responses", "/desk", ""]) await this.page(path);
            },
            backup: async () => {
                const copied = await jamhall("backup", "--data", this.hall.data, "--out", join(this.hall.folder, "backups", String(this.common.done.get("backup") ?? 0)));
                assert.equal(copied.code, 0, copied.stderr);
                this.common.note(this.common.done, "backup");
            },
        });
    }

    async live(mix, pause_ms) {
        while (this.common.ideas[this.forum].length < 3 && !this.common.stop.signal.aborted) await wait(50);
        await super.live(mix, pause_ms);
    }
}

const steering = { spotlight: 3, connect: 3, merge: 1, move: 1, look: 2, hide: 2, restore: 2, say: 1, lose: 1 };
const organizing = { poll: 2, respond: 3, announce: 2, say: 1, reports: 3, backup: 1, lose: 1 };

async function gather(common, hall, jam, tokens) {
    const crowd = [];
    const waiting = [...tokens.entries()];
    const arrive = async () => {
        for (let next = waiting.pop(); next; next = waiting.pop()) {
            const [at, [name, token]] = next;
            crowd.push(await (staff[name] ? Facilitator : Person).join(common, hall, jam, token, name, at));
        }
    };
    await Promise.all(Array.from({ length: 16 }, arrive));
    return crowd;
}

/** What a good line reads at once, as offsets; `like` says how many there must be. */
async function readAtOnce(hall, jam, { line }, like) {
    const reader = await Jammer.join(hall, jam, line.token);
    await reader.watch(Object.fromEntries([...like.keys()].map((feed) => [feed, 0])));
    await reader.until(({ events }) => [...like].every(([feed, offsets]) => (events.get(feed)?.length ?? 0) >= offsets.length));
    await reader.leave();
    return new Map([...like.keys()].map((feed) => [feed, (reader.events.get(feed) ?? []).map(({ offset }) => offset)]));
}

/**
 * Each has read, over however many lines, what a good line reads at once. A long log takes long to read: those at home in
 * the same forum are told the same, and of what is told to one person alone samples are taken.
 */
async function judgeReading(hall, jam, crowd, upto) {
    let events = 0;
    const ofForum = new Map();
    for (const [at, person] of crowd.entries()) {
        const home = `forum/${person.forum}`;
        for (let tries = 0; (person.read.get(home)?.at(-1) ?? 0) < upto[person.forum]; tries += 1) {
            assert.ok(tries < 15_000, `${person.name} was not told the last idea within five minutes`);
            await wait(20);
            person.keepOffsets();
        }
        assert.deepEqual(person.line.behind, [], person.name);
        const { me = [], ...told } = Object.fromEntries(person.read);
        const isAs = async (like, truth) => assert.deepEqual(like, truth ?? (await readAtOnce(hall, jam, person, like)), `what ${person.name} was told`);
        if (staff[person.name]) await isAs(person.read);
        else await isAs(new Map(Object.entries(told)), ofForum.get(home));
        if (!staff[person.name]) ofForum.set(home, new Map(Object.entries(told)));
        if (at % 20 === 0) await isAs(new Map([["me", me]]));
        events += [...person.read.values()].reduce((sum, offsets) => sum + offsets.length, 0);
    }
    return events;
}

/** Each acknowledged act is in the file at its offset, as its actor's, once; nobody else wrote or voted. */
function judgeFile(file, crowd) {
    const log = new DatabaseSync(file, { readOnly: true });
    const events = new Map(log.prepare("SELECT offset, type, actor, body FROM event").all().map((event) => [event.offset, event]));
    const texts = new Map(log.prepare("SELECT offset, text FROM event_text WHERE field = '/text'").all().map(({ offset, text }) => [offset, text]));
    const personOf = new Map(log.prepare("SELECT person, email FROM identity").all().map(({ person, email }) => [email.split("@")[0], person]));
    log.close();
    const left = new Map([...events.values()].filter(({ type }) => Object.values(eventOf).includes(type)).map((event) => [event.offset, event]));
    let count = 0;
    for (const { name, ledger } of crowd)
        for (const { name: did, offset, post, text, choice } of ledger) {
            const event = left.get(offset);
            assert.ok(event, `${did} of ${name} at ${offset} is there, once`);
            const body = JSON.parse(event.body);
            assert.deepEqual([event.type, event.actor, body.post, texts.get(offset), body.choice], [eventOf[did], personOf.get(name), post, text, choice]);
            left.delete(offset);
            count += 1;
        }
    const isOfStaff = ({ actor }) => Object.keys(staff).some((name) => personOf.get(name) === actor);
    assert.deepEqual([...left.values()].filter((event) => !isOfStaff(event)), [], "nobody did more than they were told");
    return { acknowledged: count, events: events.size };
}

test(`${guests} people for ${seconds} s, seed ${seedOfRun}`, async (t) => {
    const hall = await Hall.open(t);
    const jam = await hall.createJam(twoForums({ switches: { ballot: "support", tallies: "live" } }));
    const names = [...Object.keys(staff), ...Array.from({ length: guests }, (_, at) => `p${at}`)];
    const rows = names.map((name) => `${name}@example.org,${name},${(staff[name] ?? ["participant", ""]).join(",")}`);
    const links = await hall.invite(jam, ["email,name,roles,forums", ...rows].join("\n"));
    const common = new Common();
    const crowd = await gather(common, hall, jam, names.map((name) => [name, links.get(`${name}@example.org`).token]));
    const letGo = () => {
        common.stop.abort();
        for (const { line } of crowd) line.isLeaving = true;
    };
    t.after(letGo); // or whoever comes back would do so for ever
    const pauses = { olga: [organizing, 2_000], fay: [steering, 1_000], fred: [steering, 1_000], oren: [{ reports: 1 }, 3_000] };
    const playing = crowd.map((person) => person.live(...(pauses[person.name] ?? [everydayMix, (1_000 * guests) / actsPerSecond])));
    const timer = setTimeout(() => common.stop.abort(), seconds * 1_000);
    await Promise.all(playing);
    clearTimeout(timer);

    const upto = {};
    for (const forum of forums) {
        const someone = crowd.find((person) => person.forum === forum && !staff[person.name]);
        await someone.write("add_post", { forum, kind: "idea" });
        upto[forum] = someone.ledger.at(-1).offset;
    }
    const told = await judgeReading(hall, jam, crowd, upto);
    const pages = () => Promise.all(forums.map((forum) => hall.json("GET", `/api/v1/jams/${jam}/forums/${forum}/posts?order=newest&limit=200`).then(({ posts }) => posts)));
    const before = await pages();
    letGo();
    const ends = crowd.map(({ line }) => line.closed);
    assert.deepEqual(await hall.kill("SIGTERM"), { code: 0, signal: null });
    assert.ok((await Promise.all(ends)).every((code) => code === 4002), "everybody was told that the server stops");
    const found = judgeFile(hall.jamFile(jam), crowd);
    // The check itself: an act that is not in the file is found out, and one that nobody did.
    const [first, ...others] = crowd.filter(({ ledger }) => ledger.length > 0).map(({ name, ledger }) => ({ name, ledger }));
    for (const ledger of [[...first.ledger, first.ledger[0]], first.ledger.slice(1)])
        assert.throws(() => judgeFile(hall.jamFile(jam), [{ ...first, ledger }, ...others]), assert.AssertionError);
    const verified = await jamhall("verify", hall.jamFile(jam));
    assert.equal(verified.code, 0, verified.stdout + verified.stderr);
    await hall.start();
    assert.deepEqual(await pages(), before, "the same after a restart");

    const counts = (map) => [...map].sort(([, a], [, b]) => b - a).map(([name, count]) => `${count} ${name}`).join(", ");
    t.diagnostic(`${crowd.length} people, ${common.posts.length} posts, ${JSON.stringify(found)}, ${told} events told; ${counts(common.done)}`);
    t.diagnostic(`refused: ${counts(common.refused)}`);
    assert.ok(found.acknowledged > 5 * seconds, "there was something to do");
    assert.ok(crowd.some(({ line }) => line.reconnects > 0), "lines were lost");
});
