// SPDX-License-Identifier: Apache-2.0
// What must hold of people's ledgers, however bad their lines were.
import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { Jammer } from "../jammer.mjs";
import { feeds } from "./wanderers.mjs";

/**
 * Each answered post is there once; and everybody has read, over however many lines, what a good line reads at once: each
 * event of each feed once, in order.
 */
export async function judge(hall, jam, tokens, ledgers) {
    let events = 0;
    for (const [i, ledger] of ledgers.entries()) {
        const reader = await Jammer.join(hall, jam, tokens[i]);
        await reader.watch(Object.fromEntries(feeds.map((feed) => [feed, 0])));
        const isThere = () => feeds.every((feed) => (reader.events.get(feed)?.length ?? 0) >= (ledger.read[feed]?.length ?? 0));
        for (let tries = 0; !isThere() && tries < 100; tries += 1) await wait(50);
        for (const feed of feeds) judgeReading(ledger.read[feed] ?? [], reader.events.get(feed) ?? [], `${feed} of person ${i}`);
        assert.deepEqual(ledger.behind, []);
        events += feeds.reduce((sum, feed) => sum + (ledger.read[feed]?.length ?? 0), 0);
        if (i === 0) judgePosts(reader.events.get("forum/floor"), ledgers);
        await reader.leave();
    }
    const posts = ledgers.reduce((sum, { answered }) => sum + answered.length, 0);
    return { posts, events, reconnects: ledgers.reduce((sum, { reconnects }) => sum + reconnects, 0) };
}

function judgeReading(read, truth, what) {
    assert.deepEqual(read.map(({ offset }) => offset), truth.map(({ offset }) => offset), `offsets of ${what}`);
    assert.deepEqual(read, truth, what);
}

function judgePosts(events, ledgers) {
    const there = new Map();
    for (const { type, text, post } of events.filter(({ type }) => type === "post_added"))
        there.set(text, [...(there.get(text) ?? []), [type, post]]);
    for (const { sent, answered } of ledgers) {
        assert.equal(answered.length, sent, "everything that was sent was answered in the end");
        for (const [text, post] of answered) assert.deepEqual(there.get(text), [["post_added", post]], `once: ${text.slice(0, 20)}`);
    }
}
