// SPDX-License-Identifier: Apache-2.0
// T6: everybody who means harm at once, beside honest people, in turns with honest people alone. JAMHALL_TORTURE is how many
// times as long, JAMHALL_TEST_SEED another run.
import assert from "node:assert/strict";
import { test } from "node:test";
import { seedOfRun } from "../support/dice.mjs";
import { inOwnNetwork, noNetwork } from "../support/network.mjs";

const effort = Number(process.env.JAMHALL_TORTURE ?? 1);
// Under a sanitizer waits and memory say nothing of the program, and abusers are too slow for the brakes: then the other
// fates and answers and the log are judged.
const isMeasured = Number(process.env.JAMHALL_TEST_PATIENCE ?? 1) === 1;
const honest = effort > 1 ? 500 : 100;
const p99_ms_max = 250;
const times_alone_max = effort > 1 ? 2 : 4; // short runs share the machine with other tests
const memory_max = 256 * 2 ** 20;
const log_lines_max = 200 * effort;

/**
 * How each abuse may end, by close code or "cut". A line that goes on for more than 40 seconds counts as "open"; so many
 * may be.
 */
const ends = {
    "reads nothing and asks for everything": [["1008", "4001", "cut"], 0],
    "begins handshakes": [["cut"], 0],
    "a header a second (slowloris)": [["cut"], 0],
    "a body by the byte": [["cut"], 0],
    "frames that are not masked": [["1002"], 0],
    "frames that are too long": [["1009", "cut"], 0],
    "frames said to be compressed": [["1002"], 0],
    "text that is no UTF-8": [["1007"], 0],
    "bytes that are no text": [["1003"], 0],
    "JSON of 100,000 levels": [["1009", "cut"], 0],
    "watches 100,000 feeds in one frame": [["1009", "cut"], 0],
    "edits without a pause": [["1008"], 0],
    "watches and leaves without a pause": [["1008"], 0],
    "watches 200 feeds from the beginning": [["1008"], 0],
    "asks for pages in a row and reads none": [["cut"], 0],
};

/** What each must have been told. */
const told = {
    "JSON of 30,000 levels": ["bad_json", "rate_limited"],
    "edits without a pause": ["rate_limited"],
    "watches and leaves without a pause": ["rate_limited"],
    "wrong tokens, signing in": ["401"],
    "wrong tokens, for a socket": ["403"],
};

function judgeAbuse({ name, fates, answers, fault }, isLast) {
    assert.equal(fault, undefined, name);
    if (!isLast) return;
    const [allowed, openMax] = ends[name] ?? [null, Infinity];
    const { open = 0, young: _, ...ended } = fates;
    if (allowed) for (const fate of Object.keys(ended)) assert.ok(allowed.includes(fate), `${name}: ${JSON.stringify(fates)}`);
    if (allowed && isMeasured) assert.ok(open <= openMax && Object.keys(ended).length > 0, `${name} was let be: ${JSON.stringify(fates)}`);
    for (const answer of told[name] ?? []) assert.ok(answers[answer] > 0 || (!isMeasured && answer === "rate_limited"), `${name}: ${JSON.stringify(answers)}`);
}

test(`T6, seed ${seedOfRun}: honest people beside everybody who means harm`, { skip: noNetwork ?? false }, async (t) => {
    const found = await inOwnNetwork("tests/support/hostile/siege.mjs", {
        seed: seedOfRun,
        honest,
        posts_per_second: 20,
        rounds: 2,
        alone_s: 5 * effort,
        beside_s: 10 * effort,
        tail_s: 32,
    });
    for (const { alone, beside } of found.rounds) t.diagnostic(`alone ${JSON.stringify(alone)}, beside ${JSON.stringify(beside)}`);
    for (const { name, fates, answers, oldest_s, opened } of found.rounds.at(-1).abuses)
        t.diagnostic(`${name}: ${JSON.stringify(fates)} ${JSON.stringify(answers)}${oldest_s ? `, longest ${oldest_s} s` : ""}${opened ? `, ${opened} opened` : ""}`);
    const grown = found.peak - found.baseline;
    t.diagnostic(`${(grown / 2 ** 20).toFixed(1)} MiB more at most, ${found.log_lines} lines in the log`);

    // The better round counts: whatever else runs on this machine makes people wait too.
    for (const what of ["reply", "feed", "page"]) {
        const isMet = ({ alone, beside }) => beside[what].p99 < p99_ms_max || beside[what].p99 < times_alone_max * alone[what].p99;
        assert.ok(!isMeasured || found.rounds.some(isMet), `${what}: ${JSON.stringify(found.rounds.map(({ alone, beside }) => [alone[what], beside[what]]))}`);
    }
    assert.deepEqual([found.end.line_cuts, found.end.refusals], [0, {}], "no honest person was cut off or refused");
    for (const [round, { abuses }] of found.rounds.entries()) for (const abuse of abuses) judgeAbuse(abuse, round === found.rounds.length - 1);
    assert.ok(!isMeasured || grown < memory_max);
    assert.ok(found.log_lines < log_lines_max, found.log.join("\n"));
});
