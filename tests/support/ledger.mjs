// SPDX-License-Identifier: Apache-2.0
// People who keep a ledger of what they sent and what they were answered, and the check of a jam's file against it:
// what was acknowledged is there once, at its offset, with its bytes; what was not, at most once; nothing else.
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { drawnFrom } from "./decidim.mjs";
import { Jammer } from "./jammer.mjs";

const choices = ["agree", "disagree", "pass"];

/** One person who sends one command after the other. A patient one sends again, with the same key, what the line lost; a
 * careless one never does. */
export class LedgerKeeper {
    #jammer = null;
    #draw;
    #own = []; // own posts that were acknowledged
    #spoilt = new Set(); // posts with a ballot whose fate is unknown: never voted on again
    #standing = new Map();
    #pending = null;

    constructor({ hall, jam, token, email, number, seed, posts }) {
        Object.assign(this, { hall, jam, token, email, number, posts, entries: [], isPatient: number % 2 === 0 });
        const draw = drawnFrom(seed * 1_000 + number);
        this.#draw = (below) => Math.floor(draw() * below);
    }

    async #connected() {
        if (this.#jammer === null || (this.#jammer.isOver && !this.isPatient)) {
            this.#jammer = await Jammer.join(this.hall, this.jam, this.token, { reconnects: this.isPatient });
            const jammer = this.#jammer;
            if (!this.isPatient) void jammer.closed.then(() => (jammer.isOver = true));
        }
        return this.#jammer;
    }

    #next() {
        const what = this.#draw(10);
        const text = `k${this.number}-${this.entries.length} ${"word ".repeat(this.#draw(30))}`.trim();
        if (what < 2 && this.#own.length > 0) return { do: "edit_post", post: this.#own[this.#draw(this.#own.length)], text };
        const post = this.posts.length > 0 ? this.posts[this.#draw(this.posts.length)] : 0;
        if (what < 6 && post && !this.#spoilt.has(post)) {
            const choice = choices[(choices.indexOf(this.#standing.get(post) ?? "pass") + 1 + this.#draw(2)) % 3];
            return { do: "cast_ballot", post, choice };
        }
        return { do: "add_post", forum: "floor", kind: "idea", text };
    }

    /** Sends and notes until told to stop; returns without an answer where the line broke. */
    async play(stop) {
        while (!stop.aborted) {
            let jammer;
            try {
                jammer = await this.#connected();
            } catch {
                return; // the server is going down
            }
            const { do: name, ...fields } = this.#next();
            const entry = { name, ...fields, acked: null, refused: null };
            if (name === "cast_ballot") this.#spoilt.add(fields.post);
            this.entries.push(entry);
            const gone = this.isPatient ? new Promise((resolve) => stop.addEventListener("abort", () => resolve(null), { once: true })) : jammer.closed.then(() => null);
            const answer = jammer.send(name, fields);
            // An answer that comes after the wait was given up is noted all the same.
            this.#pending = answer.then((frame) => this.#note(entry, frame));
            await Promise.race([this.#pending, gone]);
        }
    }

    /** Resolves once a patient person has the answers they still wait for. */
    async settled() {
        if (this.isPatient) await this.#pending;
    }

    #note(entry, frame) {
        if (frame.type === "refused") {
            entry.refused = frame.code;
            return;
        }
        entry.acked = { offset: frame.offset, post: frame.post ?? 0 };
        if (entry.name === "add_post") {
            this.#own.push(frame.post);
            this.posts.push(frame.post);
        } else if (entry.name === "cast_ballot") {
            this.#spoilt.delete(entry.post);
            this.#standing.set(entry.post, entry.choice);
        }
    }

    get acked() {
        return this.entries.filter((entry) => entry.acked);
    }

    async leave() {
        if (this.#jammer && !this.#jammer.isOver) await this.#jammer.leave();
    }
}

function readFile(file) {
    const log = new DatabaseSync(file, { readOnly: true });
    try {
        log.exec("BEGIN");
        return {
            events: log.prepare("SELECT offset, type, actor, body, hex(hash) AS hash FROM event ORDER BY offset").all(),
            texts: log.prepare("SELECT offset, text FROM event_text JOIN event USING (offset) WHERE field = '/text'").all(),
            people: log.prepare("SELECT person, email FROM identity").all(),
            ballots: log.prepare("SELECT post, person, choice FROM ballot ORDER BY post, person").all(),
        };
    } finally {
        log.close();
    }
}

/** One person's ballots in the log against what they sent, in order: each acknowledged one at its offset, each other at
 * most once and between its neighbours. */
function checkBallots(sent, found, who) {
    const left = new Map(found.map((event) => [event.offset, event]));
    const matches = (entry, event) => event && event.body.post === entry.post && event.body.choice === entry.choice;
    for (const entry of sent.filter(({ acked }) => acked)) {
        assert.ok(matches(entry, left.get(entry.acked.offset)), `${who}: an acknowledged ballot is not at offset ${entry.acked.offset}`);
        left.delete(entry.acked.offset);
    }
    let after = 0;
    let kept = 0;
    for (const [at, entry] of sent.entries()) {
        if (entry.acked) {
            after = entry.acked.offset;
            continue;
        }
        const before = sent.slice(at).find(({ acked }) => acked)?.acked.offset ?? Infinity;
        const event = [...left.values()].find((one) => one.offset > after && one.offset < before && matches(entry, one));
        if (!event) continue;
        assert.ok(entry.refused === null || entry.refused === "storage_failed", `${who}: a refused ballot was kept`);
        left.delete(event.offset);
        kept += 1;
    }
    assert.equal(left.size, 0, `${who}: ballots nobody sent, or one twice: ${JSON.stringify([...left.values()])}`);
    return kept;
}

function checkTexts(keeper, offsets) {
    let kept = 0;
    for (const entry of keeper.entries.filter(({ name }) => name !== "cast_ballot")) {
        const at = offsets.get(entry.text) ?? [];
        if (entry.acked) assert.deepEqual(at, [entry.acked.offset], `acknowledged at ${entry.acked.offset}: ${entry.text}`);
        else if (entry.refused && entry.refused !== "storage_failed") assert.deepEqual(at, [], `refused and kept: ${entry.text}`);
        else {
            assert.ok(at.length <= 1, `kept twice: ${entry.text}`);
            kept += at.length;
        }
    }
    return kept;
}

/** Checks a jam's file against everybody's ledgers. `before` is what an earlier check returned: nothing in front of it may
 * have changed. Call it while nothing is being answered. */
export function checkLedgers(file, keepers, before = { last: 0, hash: "" }) {
    const { events, texts, people, ballots } = readFile(file);
    events.forEach((event, at) => assert.equal(event.offset, at + 1, "offsets have no hole"));
    if (before.last > 0) assert.equal(events[before.last - 1]?.hash, before.hash, `the chain up to ${before.last} is another one`);
    const offsets = new Map();
    for (const { offset, text } of texts) offsets.set(text, [...(offsets.get(text) ?? []), offset]);
    const numberOf = new Map(people.map(({ person, email }) => [email, person]));
    const cast = Map.groupBy(
        events.filter(({ type }) => type === "ballot_cast").map((event) => ({ ...event, body: JSON.parse(event.body) })),
        ({ actor }) => actor,
    );
    const figures = { last: events.length, hash: events.at(-1).hash, acked: 0, sent: 0, unknownKept: 0 };
    const standing = new Map();
    for (const keeper of keepers) {
        const person = numberOf.get(keeper.email);
        const found = cast.get(person) ?? [];
        figures.unknownKept += checkTexts(keeper, offsets);
        figures.unknownKept += checkBallots(keeper.entries.filter(({ name }) => name === "cast_ballot"), found, keeper.email);
        figures.acked += keeper.acked.length;
        figures.sent += keeper.entries.length;
        for (const { body } of found) standing.set(body.post * 1_000 + person, body.choice);
    }
    assert.deepEqual(
        ballots.map(({ post, person, choice }) => [post * 1_000 + person, choice]),
        [...standing].sort(([one], [other]) => one - other),
        "the table of ballots is what the log adds up to",
    );
    return figures;
}
