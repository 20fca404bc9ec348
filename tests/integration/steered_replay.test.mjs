// SPDX-License-Identifier: Apache-2.0
// A city's proposals and threaded comments played through a running server, with facilitators at work in between, with
// and without kill -9: what a reader was told, the pages, a model and the file agree, and both ways end in the same jam.
import assert from "node:assert/strict";
import { test } from "node:test";
import { decidim, makeCity, readCity } from "../support/decidim.mjs";
import { Hall } from "../support/hall.mjs";
import { replayCity } from "../support/steered_replay.mjs";

/** How many times slower than usual the server may be, as one built with a sanitizer is. */
const patience = Number(process.env.JAMHALL_TEST_PATIENCE ?? 1);
const killedEvery = (least, most) => ({ least: least * patience, most: most * patience });
/** Another seed makes other people do other things. */
const seed = Number(process.env.JAMHALL_TEST_SEED ?? 1);
const proposals = Number(process.env.JAMHALL_TEST_PROPOSALS ?? 60);

const steering = [
    "spotlight_post", "end_spotlight", "connect_posts", "move_post", "merge_post", "move_support", "split_post", "raise_flag", "approve_post",
    "hide_post", "restore_post", "appeal", "decide_appeal", "open_poll", "answer_poll", "close_poll", "respond", "edit_post",
];

async function playedTwice(t, city, kills, commands) {
    t.diagnostic(`seed ${seed}`);
    const ends = [];
    for (const when of [null, kills]) {
        const hall = await Hall.open(t);
        const { people, posts, done, refused, seconds, kills: killed, pages } = await replayCity(hall, city, { seed, kills: when });
        t.diagnostic(`${people} people, ${posts} posts in ${seconds.toFixed(1)} s, ${killed} kills; ${[...done].map(([name, count]) => `${count} ${name}`).join(", ")}`);
        t.diagnostic(`refused: ${refused.map(([why, count]) => `${count} ${why}`).join("; ")}`);
        assert.deepEqual(commands.filter((name) => !done.has(name)), [], "accepted at least once");
        assert.equal(killed > 0, when !== null, "the server was killed at least once");
        await hall.close();
        ends.push(pages);
    }
    assert.deepEqual(ends[1], ends[0], "killed or not, the same jam");
}

test("a made city is steered and kept exactly, killed or not", async (t) => {
    await playedTwice(t, makeCity({ comments: 600 }), killedEvery(100, 600), steering);
});

test("a real city's proposals are steered and kept exactly, killed or not", { skip: !decidim && "no decidim-barcelona data on this machine" }, async (t) => {
    await playedTwice(t, readCity(decidim, { proposals }), killedEvery(500, 2_500), steering);
});
