// SPDX-License-Identifier: Apache-2.0
// The restore drill: a backup taken while people write, restored on an empty folder, is the hall as it was at that offset.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cp, readFile, readdir, rename, stat, writeFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { test } from "node:test";
import { drawnFrom } from "../support/decidim.mjs";
import { Hall, jamhall, openPlan } from "../support/hall.mjs";
import { Jammer } from "../support/jammer.mjs";
import { LedgerKeeper } from "../support/ledger.mjs";

const seed = Number(process.env.JAMHALL_TEST_SEED ?? 20_261_126);
const people = 20;

async function busyHall(t) {
    const hall = await Hall.open(t);
    const jam = await hall.createJam(openPlan({ switches: { ballot: "agree", tallies: "live" } }));
    const emails = Array.from({ length: people }, (_, at) => `p${at}@example.org`);
    const links = await hall.invite(jam, ["email,name", ...emails.map((email) => `${email},${email.split("@")[0]}`)].join("\n"));
    const posts = [];
    const keepers = emails.map((email, number) => new LedgerKeeper({ hall, jam, token: links.get(email).token, email, number, seed, posts }));
    return { hall, jam, keepers, links };
}

/** Every event and text up to an offset, and the ballots that the log up to there gives. */
function logUpTo(file, offset) {
    const log = new DatabaseSync(file, { readOnly: true });
    try {
        return {
            events: log.prepare("SELECT offset, at_ms, type, actor, body, hex(hash) AS hash FROM event WHERE offset <= ? ORDER BY offset").all(offset),
            texts: log.prepare("SELECT offset, field, person, hex(salt) AS salt, text FROM event_text WHERE offset <= ? ORDER BY offset, field").all(offset),
        };
    } finally {
        log.close();
    }
}

test(`a backup under load, restored, is the hall at that offset (seed ${seed})`, async (t) => {
    const { hall, jam, keepers, links } = await busyHall(t);
    const stop = new AbortController();
    const playing = keepers.map((keeper) => keeper.play(stop.signal));
    const out = join(hall.folder, "backups");
    const taken = [];
    for (let round = 0; round < 3; round += 1) {
        const begun = performance.now();
        const ackedBefore = keepers.flatMap((keeper) => keeper.acked.map(({ acked }) => acked.offset));
        const copied = await jamhall("backup", "--data", hall.data, "--out", join(out, String(round)));
        assert.equal(copied.code, 0, copied.stderr);
        const manifest = JSON.parse(await readFile(join(out, String(round), "manifest.json"), "utf8"));
        taken.push({ seconds: (performance.now() - begun) / 1_000, manifest, least: Math.max(0, ...ackedBefore) });
    }
    stop.abort();
    await Promise.all(playing);
    await Promise.all(keepers.map((keeper) => keeper.leave()));
    const [last] = taken.slice(-1);
    const of = last.manifest.files.find(({ file }) => file === `jams/${jam}.jam`);
    for (const { manifest, least } of taken)
        assert.ok(manifest.files.find(({ file }) => file === `jams/${jam}.jam`).offset >= least, "what was acknowledged before a backup began is in it");
    assert.equal(execFileSync("sha256sum", [join(out, "2", "hall.db")]).toString().split(" ")[0], last.manifest.files[0].sha256);

    const restoring = performance.now();
    const restored = { folder: join(hall.folder, "again") };
    const done = await jamhall("restore", join(out, "2"), "--data", join(restored.folder, "data"));
    assert.equal(done.code, 0, done.stderr);
    const seconds = (performance.now() - restoring) / 1_000;
    assert.match(done.stdout, new RegExp(`jams/${jam}.jam: ${of.offset} events, verified`));
    const again = join(restored.folder, "data", "jams", `${jam}.jam`);
    assert.deepEqual(logUpTo(again, 1e15), logUpTo(hall.jamFile(jam), of.offset));
    assert.equal((await jamhall("verify", again)).code, 0);
    assert.equal((await jamhall("restore", join(out, "2"), "--data", join(restored.folder, "data"))).code, 1, "it never overwrites");

    // It is served, to the same people, as another life of the log, and takes new posts.
    const before = await Jammer.join(hall, jam, links.get("p1@example.org").token);
    const served = await Hall.open(t, { folder: restored.folder });
    const after = await Jammer.join(served, jam, links.get("p1@example.org").token);
    assert.notEqual(after.hello.epoch, before.hello.epoch);
    assert.notEqual(served.token, hall.token, "the hall has a new administrator's token");
    const { post, offset } = await after.do("add_post", { forum: "floor", kind: "idea", text: "And on it goes" });
    assert.ok(post > 0 && offset > of.offset);
    await Promise.all([before.leave(), after.leave()]);
    t.diagnostic(`${of.offset} events, ${(of.bytes / 1e6).toFixed(1)} MB: backups under load ${taken.map(({ seconds: s }) => s.toFixed(2)).join(", ")} s, restored and verified in ${seconds.toFixed(2)} s`);
});

test("a bit flipped anywhere in a backup is found before anything is in place", async (t) => {
    const { hall, jam, keepers } = await busyHall(t);
    const stop = new AbortController();
    const playing = keepers.map((keeper) => keeper.play(stop.signal));
    await Promise.race([...playing, new Promise((resolve) => setTimeout(resolve, 200))]);
    stop.abort();
    await Promise.all(playing);
    await Promise.all(keepers.map((keeper) => keeper.leave()));
    const out = join(hall.folder, "backup");
    assert.equal((await jamhall("backup", "--data", hall.data, "--out", out)).code, 0);
    const draw = drawnFrom(seed);
    const flips = 12 * Number(process.env.JAMHALL_TORTURE ?? 1);
    const files = ["hall.db", `jams/${jam}.jam`];
    for (let flip = 0; flip < flips; flip += 1) {
        const file = join(out, files[flip % 2]);
        const bytes = await readFile(file);
        const [at, bit] = [Math.floor(draw() * bytes.length), Math.floor(draw() * 8)];
        bytes[at] ^= 1 << bit;
        await writeFile(file, bytes);
        const refused = await jamhall("restore", out, "--data", join(hall.folder, "never"));
        assert.equal(refused.code, 1, `bit ${bit} of byte ${at} of ${file}`);
        assert.match(refused.stderr, /^jamhall: .*not the bytes that were backed up\n$/);
        bytes[at] ^= 1 << bit;
        await writeFile(file, bytes);
    }
    assert.deepEqual((await readdir(hall.folder)).sort(), ["backup", "data"]);
    assert.equal((await jamhall("restore", out, "--data", join(hall.folder, "now"))).code, 0);
    t.diagnostic(`${flips} flips, seed ${seed}`);
});

test("a backup tells the data folder, keeps as many days as asked and has private files", async (t) => {
    const hall = await Hall.open(t);
    await hall.createJam(openPlan());
    const out = join(hall.folder, "backups");
    const copied = await jamhall("backup", "--data", hall.data, "--out", out, "--keep-days", "30");
    assert.equal(copied.code, 0, copied.stderr);
    const [name] = await readdir(out);
    assert.match(name, /^\d{8}T\d{6}Z$/);
    assert.equal((await stat(join(out, name))).mode & 0o777, 0o700);
    for (const file of ["hall.db", "manifest.json"]) assert.equal((await stat(join(out, name, file))).mode & 0o777, 0o600);
    const mark = JSON.parse(await readFile(join(hall.data, "backups.json"), "utf8"));
    assert.deepEqual([mark.jams, mark.whole, mark.folder], [1, true, join(out, name)]);
    assert.ok(Math.abs(mark.made_at_ms - Date.now()) < 60_000);
    const old = "20200101T000000Z";
    await cp(join(out, name), join(out, old), { recursive: true });
    const manifest = JSON.parse(await readFile(join(out, old, "manifest.json"), "utf8"));
    await writeFile(join(out, old, "manifest.json"), JSON.stringify({ ...manifest, made_at_ms: manifest.made_at_ms - 31 * 24 * 3_600_000 }));
    // The one of before stands beside it, under a name that the next does not want in this second.
    await rename(join(out, name), join(out, "20200102T000000Z"));
    const next = await jamhall("backup", "--data", hall.data, "--out", out, "--keep-days", "30");
    assert.match(next.stdout, new RegExp(`removed .*${old}, older than 30 days`));
    assert.ok(!(await readdir(out)).includes(old));
});
