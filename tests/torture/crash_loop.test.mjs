// SPDX-License-Identifier: Apache-2.0
// T1: the server is killed again and again while fifty people write. JAMHALL_TORTURE_KILLS is how often (60), a seed is
// JAMHALL_TEST_SEED. And: no answer leaves before the sync that covers it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { drawnFrom } from "../support/decidim.mjs";
import { Hall, jamhall, openPlan } from "../support/hall.mjs";
import { Jammer } from "../support/jammer.mjs";
import { checkLedgers, LedgerKeeper } from "../support/ledger.mjs";
import { childOf, canTrace, readTrace } from "../support/strace.mjs";

const kills = Number(process.env.JAMHALL_TORTURE_KILLS ?? 60);
const seed = Number(process.env.JAMHALL_TEST_SEED ?? 20_261_126);
const people = 50;
const killsPerJam = 15;

/** A jam with fifty people who keep ledgers. */
async function peopled(hall, round) {
    const jam = await hall.createJam(openPlan({ title: `Round ${round}`, switches: { ballot: "agree", tallies: "live" } }));
    const emails = Array.from({ length: people }, (_, at) => `p${at}@example.org`);
    const links = await hall.invite(jam, ["email,name", ...emails.map((email) => `${email},${email.split("@")[0]}`)].join("\n"));
    const posts = [];
    const keepers = emails.map((email, number) => new LedgerKeeper({ hall, jam, token: links.get(email).token, email, number, seed: seed + round, posts }));
    return { jam, keepers, checked: undefined };
}

/** Lets everybody write until the server is gone. Returns whether it had come up at all. */
async function writeAndKill(hall, keepers, draw, isAtSync) {
    const stop = new AbortController();
    hall.under = isAtSync
        ? ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync", "-e", `inject=fdatasync:signal=KILL:when=${1 + Math.floor(draw() * 40)}`]
        : [];
    try {
        await hall.start();
    } catch (error) {
        if (!isAtSync) throw error;
        return false; // the k-th sync was one of the start
    }
    const playing = keepers.map((keeper) => keeper.play(stop.signal));
    if (isAtSync) await Promise.race([hall.dies(), wait(5_000)]);
    else await wait(draw() * 700);
    if (isAtSync && hall.isAlive) process.kill(await childOf(hall.pid), "SIGKILL");
    if (isAtSync) await hall.dies();
    else await hall.kill("SIGKILL");
    stop.abort();
    await Promise.all(playing);
    return true;
}

test(`${kills} kills lose nothing that was acknowledged and invent nothing (seed ${seed})`, async (t) => {
    const draw = drawnFrom(seed);
    const hall = await Hall.open(t);
    const begun = performance.now();
    const totals = { atSync: 0, inStart: 0, acked: 0, sent: 0, unknownKept: 0 };
    for (let killed = 0, round = 0; killed < kills; round += 1) {
        const scene = await peopled(hall, round);
        await hall.kill("SIGTERM");
        for (let left = Math.min(killsPerJam, kills - killed); left > 0; left -= 1, killed += 1) {
            const isAtSync = canTrace && killed % 2 === 1;
            const cameUp = await writeAndKill(hall, scene.keepers, draw, isAtSync);
            totals.atSync += isAtSync ? 1 : 0;
            totals.inStart += cameUp ? 0 : 1;
            hall.under = [];
            await hall.start();
            await Promise.all(scene.keepers.map((keeper) => keeper.settled()));
            scene.checked = checkLedgers(hall.jamFile(scene.jam), scene.keepers, scene.checked);
            if (left > 1) await hall.kill("SIGKILL");
        }
        for (const name of ["acked", "sent", "unknownKept"]) totals[name] += scene.checked[name];
        const verified = await jamhall("verify", hall.jamFile(scene.jam));
        assert.equal(verified.code, 0, verified.stderr);
        const page = await hall.json("GET", `/api/v1/jams/${scene.jam}/forums/floor/posts?order=top`);
        for (const { post, tally } of page.posts) {
            const cast = new DatabaseSync(hall.jamFile(scene.jam), { readOnly: true });
            const [row] = cast.prepare("SELECT sum(choice = 'agree') AS agree, sum(choice = 'disagree') AS disagree, sum(choice = 'pass') AS pass FROM ballot WHERE post = ?").all(post);
            cast.close();
            if (row.agree !== null) assert.deepEqual({ ...tally }, { ...tally, ...row }, `post ${post}`);
        }
        // The check itself: a file that lost its last acknowledged event is found out.
        const copy = join(hall.folder, "lost.jam");
        await Promise.all(scene.keepers.map((keeper) => keeper.leave()));
        await hall.kill("SIGTERM");
        await copyFile(hall.jamFile(scene.jam), copy);
        const lost = new DatabaseSync(copy);
        lost.prepare("DELETE FROM event WHERE offset >= ?").run(scene.keepers.flatMap((keeper) => keeper.acked).reduce((last, { acked }) => Math.max(last, acked.offset), 0));
        lost.close();
        assert.throws(() => checkLedgers(copy, scene.keepers), assert.AssertionError);
        await hall.start();
    }
    t.diagnostic(`${kills} kills (${totals.atSync} at a sync, ${totals.inStart} while starting), ${totals.sent} commands, ${totals.acked} acknowledged, ` +
        `0 lost, ${totals.unknownKept} kept without having been answered, ${((performance.now() - begun) / 1000).toFixed(0)} s`);
    assert.ok(totals.acked > kills * 10, "the server was busy when it was killed");
});

/** For a text that was posted: the lines of its write to the log, of the end of the next sync of that file, and of the first
 * bytes to any socket that speak of it. */
function orderOf(trace, marker, post) {
    const write = trace.findIndex(({ call, args }) => call.startsWith("pwrite") && args.includes("-wal>") && args.includes(marker));
    const file = /^\d+<([^>]*)>/.exec(trace[write].args)[1];
    const sync = trace.find(({ call, args, begins, result }) => call === "fdatasync" && begins > trace[write].begins && args.includes(`<${file}>`) && result === 0);
    const told = trace.find(({ call, args }) => call.startsWith("send") && (args.includes(marker) || new RegExp(`\\\\"type\\\\":\\\\"reply\\\\"[^}]*\\\\"post\\\\":${post}\\b`).test(args)));
    return { write: trace[write].begins, synced: sync?.ends ?? Infinity, told: told.begins };
}

test("no answer and no frame leaves before the sync that covers it", { skip: !canTrace && "strace cannot trace here" }, async (t) => {
    const hall = await Hall.open(t);
    const jam = await hall.createJam(openPlan());
    const links = await hall.invite(jam, "email,name\nada@example.org,Ada\nben@example.org,Ben\ncy@example.org,Cy\n");
    await hall.kill("SIGTERM");
    const told = join(hall.folder, "trace");
    hall.under = ["strace", "-f", "-qq", "-y", "-s", "20000", "-o", told, "-e", "trace=fdatasync,pwrite64,sendmsg,sendto,write,writev"];
    await hall.start();
    const [ada, ben, cy] = await Promise.all(["ada", "ben", "cy"].map((name) => Jammer.join(hall, jam, links.get(`${name}@example.org`).token)));
    await cy.watch({ "forum/floor": null });
    const made = [];
    for (let round = 0; round < 20; round += 1)
        made.push(...(await Promise.all([ada, ben].map(async (jammer, who) => {
            const marker = `marker-${who}-${round}-end`;
            return { marker, post: (await jammer.do("add_post", { forum: "floor", kind: "idea", text: marker })).post };
        }))));
    await cy.until((jammer) => jammer.events.get("forum/floor")?.length === made.length);
    await Promise.all([ada, ben, cy].map((jammer) => jammer.leave()));
    const child = await childOf(hall.pid);
    process.kill(child, "SIGTERM");
    await hall.dies();
    const trace = readTrace(readFileSync(told, "utf8"));
    for (const { marker, post } of made) {
        const order = orderOf(trace, marker, post);
        assert.ok(order.write < order.synced && order.synced < order.told, `${marker}: ${JSON.stringify(order)}`);
    }
    // The check itself: without the syncs it finds that all were told too early.
    const unsynced = trace.filter(({ call }) => call !== "fdatasync");
    assert.ok(made.every(({ marker, post }) => orderOf(unsynced, marker, post).synced === Infinity));
    t.diagnostic(`${made.length} posts, ${trace.filter(({ call }) => call === "fdatasync").length} syncs`);
});
