// SPDX-License-Identifier: Apache-2.0
// The machine's clock set, stopped and gone astray under a running hall, and a hall that sleeps through a bell (T5). The
// time of day that the server sees is libfaketime's, read anew from a file at each asking; the monotonic clock is true.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { Hall, jamhall, openPlan } from "../support/hall.mjs";
import { Jammer } from "../support/jammer.mjs";

const library = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"]
    .map((folder) => join(folder, "faketime/libfaketimeMT.so.1"))
    .find((file) => existsSync(file));
const under = { skip: library ? false : "there is no libfaketime (Debian package faketime)" };

const patience = Number(process.env.JAMHALL_TEST_PATIENCE ?? 1);
const roster = ["email,name,roles", "olga@example.org,Olga,organizer;participant", "ada@example.org,Ada,participant", "ben@example.org,Ben,participant"].join("\n");

/** A hall whose time of day is set by `set("+1h")`, or `set("2030-01-01 00:00:00")` for one that stands still. */
async function hallWithClock(t, plan) {
    const folder = await mkdtemp(join(tmpdir(), "jamhall-test-"));
    const clock = join(folder, "clock");
    const set = async (to) => await writeFile(clock, `${to}\n`);
    await set("+0");
    const env = {
        LD_PRELOAD: library,
        ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ""}:verify_asan_link_order=0`, // a preloaded library comes before that of the sanitizer
        FAKETIME_TIMESTAMP_FILE: clock,
        FAKETIME_NO_CACHE: "1",
        FAKETIME_DONT_FAKE_MONOTONIC: "1",
        DONT_FAKE_MONOTONIC: "1",
        TZ: "UTC",
    };
    const hall = await Hall.open(t, { folder, env });
    const jam = await hall.createJam(plan);
    const links = await hall.invite(jam, roster);
    const enter = (name) => Jammer.join(hall, jam, links.get(`${name}@example.org`).token);
    return { hall, jam, set, enter, token: (name) => links.get(`${name}@example.org`).token };
}

/** The log as it stands in the file: offsets, times, types, bodies. */
function logOf(hall, jam) {
    const rows = execFileSync("sqlite3", ["-json", hall.jamFile(jam), "SELECT offset, at_ms, type, body FROM event ORDER BY offset"]);
    return JSON.parse(rows).map((row) => ({ ...row, body: JSON.parse(row.body) }));
}

function requireOrder(log) {
    log.forEach((event, i) => {
        assert.equal(event.offset, i + 1);
        assert.ok(i === 0 || event.at_ms >= log[i - 1].at_ms, `event ${event.offset} is earlier than the one before`);
    });
}

const choosing = { ballot: "support", tallies: "live", ideas: "open" };

test("T5 the log never goes back in time, whatever the clock of the machine does", under, async (t) => {
    const plan = openPlan({ switches: choosing });
    plan.agenda[0].lasts = "P1830D";
    const { hall, jam, set, enter } = await hallWithClock(t, plan);
    const people = [await enter("olga"), await enter("ada"), await enter("ben")];
    for (const each of people) await each.do("join", { charter: 1, rules: 1 });
    const { post } = await people[0].do("add_post", { forum: "floor", kind: "idea", text: "Plant trees." });
    let acts = 0;
    const frozen = new Date(Date.now() + 5_000).toISOString().slice(0, 19).replace("T", " ");
    for (const at of ["+1h", "-1h", "+0", "1970-01-02 00:00:00", frozen, "+2h x1.05", "+2h x0.95", "+4y", "-1d"]) {
        await set(at);
        for (const each of people) {
            await each.do("cast_ballot", { post, choice: "support" });
            await each.do("cast_ballot", { post, choice: "withdraw" });
            await each.do("add_post", { forum: "floor", kind: "comment", parent: post, text: `At ${at}.` });
            acts += 3;
        }
    }
    const log = logOf(hall, jam);
    requireOrder(log);
    assert.equal(log.filter(({ type }) => type === "ballot_cast" || type === "post_added").length, acts + 1);
    assert.equal(log.filter(({ type }) => type === "phase_began").length, 1, "no bell rang but the first");
    await hall.kill("SIGTERM");
    const checked = await jamhall("verify", hall.jamFile(jam));
    assert.equal(checked.code, 0, checked.stderr);
});

test("T5 limits follow the monotonic clock: an hour more on the wall fills no bucket, an hour less empties none", under, async (t) => {
    const plan = openPlan({ switches: choosing });
    plan.policies.limits = { posts_per_minute: 3, commands_per_minute: null, connections_per_person: null };
    const { set, enter } = await hallWithClock(t, plan);
    const ada = await enter("ada");
    const post = () => ada.send("add_post", { forum: "floor", kind: "idea", text: "Plant trees." });
    for (let i = 0; i < 3; i++) assert.equal((await post()).type, "reply");
    assert.equal((await post()).code, "rate_limited");
    await set("+1h");
    const refused = await post();
    assert.equal(refused.code, "rate_limited");
    assert.ok(refused.retry_after_ms > 0 && refused.retry_after_ms <= 20_000, String(refused.retry_after_ms));
    await set("-1h");
    const again = await post();
    assert.ok(again.retry_after_ms > 0 && again.retry_after_ms <= 20_000, String(again.retry_after_ms));
    await wait(again.retry_after_ms + 200);
    assert.equal((await post()).type, "reply");
});

test("T5 a phase that ends closes once, though the clock crosses its end three times", under, async (t) => {
    const plan = openPlan({ switches: choosing });
    plan.agenda = [
        { id: "talk", kind: "ideate", lasts: "PT1H", switches: choosing },
        { id: "choose", kind: "prioritise", lasts: "P30D", switches: choosing },
    ];
    const { hall, jam, set, enter } = await hallWithClock(t, plan);
    const ada = await enter("ada");
    await ada.watch({ lobby: null });
    const { post } = await ada.do("add_post", { forum: "floor", kind: "idea", text: "Plant trees." });
    for (const at of ["+61m", "+1m", "+62m", "-2h", "+63m"]) {
        await set(at);
        await ada.do("cast_ballot", { post, choice: "support" });
        await ada.do("cast_ballot", { post, choice: "withdraw" });
    }
    const log = logOf(hall, jam);
    requireOrder(log);
    const bells = log.filter(({ type }) => type === "phase_began");
    assert.deepEqual(bells.map(({ body }) => body.phase), ["talk", "choose"]);
    assert.equal(bells[1].at_ms - bells[0].at_ms, 3_600_000, "the bell has its scheduled instant");
    await ada.until(({ events }) => (events.get("lobby") ?? []).some(({ type }) => type === "phase_began"));
    assert.equal(ada.events.get("lobby").filter(({ type }) => type === "phase_began").length, 1);
});

test("T5 ten years at once close the jam at the instants that were planned", under, async (t) => {
    const { hall, jam, set, enter } = await hallWithClock(t, openPlan({ switches: choosing }));
    const ada = await enter("ada");
    const { post } = await ada.do("add_post", { forum: "floor", kind: "idea", text: "Plant trees." });
    await set("+10y");
    const late = await ada.send("cast_ballot", { post, choice: "support" });
    assert.equal(late.code, "jam_over");
    assert.match(late.message, /^This jam is closed/);
    await set("+0");
    // By the log's time the jam has just closed; it stays so.
    assert.equal((await ada.send("cast_ballot", { post, choice: "support" })).code, "phase_closed");
    const log = logOf(hall, jam);
    requireOrder(log);
    assert.ok(log.at(-1).at_ms < Date.now() + 60 * 86_400_000, "no bell has the instant of the wrong clock");
    assert.equal(log.filter(({ type }) => type === "jam_closed").length, 1);
});

test("T5 a hall that was stopped through a bell rings it once and refuses kindly what came late", under, async (t) => {
    const plan = openPlan({ switches: choosing });
    plan.agenda = [
        { id: "talk", kind: "ideate", lasts: "PT2M", switches: choosing },
        { id: "read", kind: "reveal", lasts: "P30D" },
    ];
    plan.policies.grace_s = 0;
    const { hall, jam, set, enter } = await hallWithClock(t, plan);
    const ada = await enter("ada");
    const { post } = await ada.do("add_post", { forum: "floor", kind: "idea", text: "Plant trees." });
    // The hall's clock is put so near to the end that the test need not wait two minutes for it.
    const end = ada.hello.phase.ends_at_ms;
    const ahead = Math.max(0, Math.floor((end - Date.now()) / 1000) - 3 * patience);
    await set(`+${ahead}s`);
    await ada.do("cast_ballot", { post, choice: "support" });
    process.kill(hall.pid, "SIGSTOP");
    const late = [ada.send("cast_ballot", { post, choice: "withdraw" }), ada.send("add_post", { forum: "floor", kind: "idea", text: "Too late." })];
    await wait(end - ahead * 1000 - Date.now() + 1_500);
    process.kill(hall.pid, "SIGCONT");
    for (const answer of await Promise.all(late)) {
        assert.equal(answer.code, "phase_closed");
        assert.match(answer.message, /^[A-Z].*\.$/);
    }
    const log = logOf(hall, jam);
    requireOrder(log);
    const bells = log.filter(({ type, body }) => type === "phase_began" && body.phase === "read");
    assert.equal(bells.length, 1);
    assert.equal(bells[0].at_ms, end);
    assert.equal(log.filter(({ type }) => type === "ballot_cast").length, 1);
});
