// SPDX-License-Identifier: Apache-2.0
// T7: people on lines that delay, lose, cut, reset and go silent. JAMHALL_TORTURE is how many times as long,
// JAMHALL_TEST_SEED another run.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { dice, seedOfRun } from "../support/dice.mjs";
import { Hall, openPlan } from "../support/hall.mjs";
import { Jammer } from "../support/jammer.mjs";
import { BadLine, fates } from "../support/lossy/bad_line.mjs";
import { judge } from "../support/lossy/judgement.mjs";
import { Wanderers } from "../support/lossy/wanderers.mjs";
import { inOwnNetwork, noNetwork } from "../support/network.mjs";

const effort = Number(process.env.JAMHALL_TORTURE ?? 1);
const seed = seedOfRun;
// A sanitizer keeps for a while what was given back: then memory says nothing of the program.
const isMeasured = Number(process.env.JAMHALL_TEST_PATIENCE ?? 1) === 1;
const people = 24;
const abandoned = 300;
const idle_ms = 60_000; // after which a hall lets a silent line go
const badSeconds = 18 * effort;

const names = (count, name) => Array.from({ length: count }, (_, i) => `${name}${i}@example.org,${name} ${i}`);
const gauge = async (hall, name) => Number(new RegExp(`^${name} (\\d+)$`, "m").exec(await (await hall.request("GET", "/metrics")).text())[1]);
const ownMemory = (hall) => 1024 * Number(/^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${hall.pid}/status`, "utf8"))[1]);

/** Many lines on which, from one moment on, nothing passes any more, while their jam goes on. */
async function abandonLines(t) {
    const hall = await Hall.open(t);
    const jam = await hall.createJam(openPlan());
    const tokens = [...(await hall.invite(jam, ["email,name", ...names(abandoned + 1, "a")].join("\n"))).values()].map(({ token }) => token);
    const writer = await Jammer.join(hall, jam, tokens[abandoned]);
    const line = await BadLine.open(t, { target: hall.url });
    const before = ownMemory(hall);
    const lines = await Promise.all(tokens.slice(0, abandoned).map((token) => Jammer.join(line, jam, token)));
    await Promise.all(lines.map((one) => one.watch({ "forum/floor": 0, lobby: 0, me: 0 })));
    assert.equal(await gauge(hall, "jamhall_sockets"), abandoned + 1);
    line.goSilent();
    const silentAt = performance.now();
    const text = "What nobody reads. ".repeat(100);
    const write = async () => {
        for (let i = 0; i < 400; i += 1) await writer.do("add_post", { forum: "floor", kind: "idea", text });
    };
    return { hall, writer, before, silentAt, writing: write() };
}

test(`T7, seed ${seed}`, { concurrency: true }, async (t) => {
    const forgotten = abandonLines(t);

    const proxied = t.test("a proxy that delays, cuts after any byte, resets, goes silent", async (t) => {
        const hall = await Hall.open(t);
        const jam = await hall.createJam(openPlan({ switches: { ballot: "support" } }));
        const tokens = [...(await hall.invite(jam, ["email,name", ...names(people, "w")].join("\n"))).values()].map(({ token }) => token);
        const line = await BadLine.open(t, { seed, target: hall.url });
        line.delay_ms = [50, 350];
        const crowd = await Wanderers.join({ url: line.url, jam, tokens, seed });
        t.after(() => crowd.leave());
        line.isBad = true;
        line.cut();
        const draw = dice(seed + 1_000);
        const announcing = setInterval(() => {
            const body = { do: "announce", text: `Notice ${draw(1e6)}`, forum: null };
            void hall.json("POST", `/api/v1/jams/${jam}/commands`, { body });
        }, 500);
        const { finished } = await crowd.live(badSeconds);
        clearInterval(announcing);
        line.calm();
        await finished;
        const last = await crowd.people[0].line.do("add_post", { forum: "floor", kind: "idea", text: "The last one" });
        await crowd.readUpTo(last.offset);
        const found = await judge(hall, jam, tokens, crowd.ledger());
        t.diagnostic(`${JSON.stringify(found)} over ${JSON.stringify(line.counts)}`);
        for (const fate of fates) assert.ok(line.counts[fate] > 0, `${fate} happened`);
        assert.ok(found.reconnects > people && found.posts > people);
    });

    await proxied;

    await t.test("a cable that loses 1, 5, 20 % of all packets, is slow, is dead", { skip: noNetwork ?? false }, async (t) => {
        const found = await inOwnNetwork("tests/support/lossy/cable.mjs", { seed, seconds: 21 * effort });
        t.diagnostic(JSON.stringify(found));
        assert.ok(found.posts > 16 && found.events > 100);
    });

    await t.test("lines that were abandoned are let go, with all they held", async (t) => {
        const { hall, writer, before, silentAt, writing } = await forgotten;
        await writing;
        const open = () => gauge(hall, "jamhall_sockets");
        while ((await open()) > 1 && performance.now() - silentAt < idle_ms + 15_000) await wait(500);
        assert.equal(await open(), 1, "only the writer is there");
        const kept = ownMemory(hall) - before;
        t.diagnostic(`${abandoned} lines let go ${((performance.now() - silentAt) / 1_000).toFixed(0)} s after they fell silent; ${(kept / 2 ** 20).toFixed(1)} MiB more than before they came`);
        assert.ok(!isMeasured || kept < 24 * 2 ** 20);
        await writer.do("add_post", { forum: "floor", kind: "idea", text: "Goes on" });
        await writer.leave();
    });
});
