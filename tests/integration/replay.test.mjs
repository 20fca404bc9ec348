// SPDX-License-Identifier: Apache-2.0
// The acceptance test: real conversations through a running server over real sockets, with and without kill -9.
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { makeConversation, published, readConversation, replay } from "../support/conversation.mjs";
import { Hall } from "../support/hall.mjs";

/** How many times slower than usual the server may be, as one built with a sanitizer is. */
const patience = Number(process.env.JAMHALL_TEST_PATIENCE ?? 1);
const killedEvery = (least, most) => ({ kills: { least: least * patience, most: most * patience } });

const told = ({ people, ballots, seconds, kills }) =>
    `${people} people, ${ballots} ballots in ${seconds.toFixed(1)} s (${Math.round(ballots / seconds)} a second), ${kills} kills`;

test("a made conversation is kept exactly", async (t) => {
    const hall = await Hall.open(t);
    t.diagnostic(told(await replay(hall, makeConversation())));
});

test("a made conversation is kept exactly while the server is killed", async (t) => {
    const hall = await Hall.open(t);
    const done = await replay(hall, makeConversation({ votes: 6_000 }), killedEvery(30, 150));
    t.diagnostic(told(done));
    assert.ok(done.kills > 0, "the server was killed at least once");
});

const names = published
    ? readdirSync(published).filter((name) => existsSync(join(published, name, "votes.csv")))
    : [];

test("published conversations are there", { skip: names.length === 0 && "no polis-open data on this machine" }, () => {
    assert.ok(names.length > 0);
});

for (const name of names) {
    test(`${name} equals its published matrix, counts and summary`, async (t) => {
        const hall = await Hall.open(t);
        const conversation = readConversation(join(published, name), name);
        const done = await replay(hall, conversation);
        t.diagnostic(told(done));
        assert.ok(done.seconds < 180 * patience, "a replay takes less than three minutes");
    });

    test(`${name} equals its published figures while the server is killed`, async (t) => {
        const hall = await Hall.open(t);
        const done = await replay(hall, readConversation(join(published, name), name), killedEvery(200, 1_500));
        t.diagnostic(told(done));
    });
}
