// SPDX-License-Identifier: Apache-2.0
// Hundreds who ask for everything and read nothing: they cost the hall a little, and healthy readers nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inOwnNetwork, noNetwork } from "../support/network.mjs";

const stuck = 200;
const ms = (times) => times.map((time) => time.toFixed(1)).join(", ");

test("those who ask for everything and read nothing share what they are owed", { skip: noNetwork ?? false }, async (t) => {
    const found = await inOwnNetwork("tests/support/hostile/stuck.mjs", { stuck, posts: 700 });
    t.diagnostic(
        `${(found.bytes_each / 1024).toFixed(0)} KiB for each of ${stuck} who are owed ${(found.owed / 2 ** 20).toFixed(1)} MiB; ` +
            `a post's way to a reader, p99: ${ms(found.alone_ms)} ms alone, in turns with ${ms(found.beside_ms)} ms beside them`,
    );
    t.diagnostic(`${(found.report_bytes_each / 1024).toFixed(0)} KiB for each who asked for the report of ${(found.report / 2 ** 20).toFixed(1)} MiB`);
    assert.ok(found.report > 2 ** 21, "the report is large");
    assert.ok(found.report_bytes_each < 512 * 1024, "and all are sent the same one");
    assert.ok(found.bytes_each < 512 * 1024, "what is the same for all is held once");
    assert.equal(found.was_cut, false, "a healthy reader is not cut off");
    assert.ok(found.read_in_the_end > found.owed, "whoever reads in the end gets everything");
});
