// SPDX-License-Identifier: Apache-2.0
// `jamhall doctor` on real halls: what it finds of what we break, and what it answers when all is well.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmod, chown, mkdtemp, readdir, readFile, rename, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { binary, Hall, jamhall, openPlan } from "../support/hall.mjs";
import { ballast, canMount, on, smallDisk } from "../support/mount.mjs";

const nobody = 65_534;
const asNobody = ["setpriv", `--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups"];
const onlyAsRoot = process.getuid() !== 0 && "only root runs programs as somebody else";

/** The findings of a hall: check -> the worst of it, and the whole answer. */
async function examined(hall, ...more) {
    return judged(await jamhall("doctor", "--json", "--data", hall.data, ...more));
}

function judged(done) {
    const { healthy, findings } = JSON.parse(done.stdout);
    assert.equal(done.code, healthy ? 0 : 1);
    const order = ["good", "note", "bad"];
    const levels = {};
    for (const { check, level, says, advice } of findings) {
        assert.ok(says.length > 0 && (level === "good") === (advice === ""), says);
        levels[check] = order[Math.max(order.indexOf(level), order.indexOf(levels[check] ?? "good"))];
    }
    return { levels, findings, healthy };
}

async function backedUpHall(t, options) {
    const hall = await Hall.open(t, options);
    await hall.createJam(openPlan());
    return hall;
}

test("a hall that is well and backed up is healthy, in words and in JSON", async (t) => {
    const hall = await backedUpHall(t);
    const before = await examined(hall);
    assert.equal(before.levels.backup, "bad");
    assert.equal((await jamhall("backup", "--data", hall.data, "--out", join(hall.folder, "copy"))).code, 0);
    const { levels, healthy } = await examined(hall, "--public-url", hall.url);
    assert.ok(healthy, JSON.stringify(levels));
    for (const check of ["disk space", "file system", "disk sync", "private files", "hall files", "backup", "public address", "proxy headers", "live connections"])
        assert.equal(levels[check], "good", check);
    for (const check of ["clock", "SQLite", "file limit"]) assert.ok(["good", "note"].includes(levels[check]), check);
    const words = await jamhall("doctor", "--data", hall.data);
    assert.equal(words.code, 0);
    assert.match(words.stdout, /^good {2}backup +The last backup was 0 hours ago/m);
});

test("the doctor finds open files, newer files, files from the future and old backups", async (t) => {
    const hall = await backedUpHall(t);
    const jam = hall.jamFile("open-floor");
    await chmod(jam, 0o644);
    const { levels, findings } = await examined(hall);
    assert.equal(levels["private files"], "bad");
    assert.match(findings.find(({ check }) => check === "private files").advice, /^chmod u=rw,go= /);
    await chmod(jam, 0o600);

    await hall.kill("SIGTERM");
    const log = new DatabaseSync(jam);
    log.exec("PRAGMA user_version = 900");
    log.close();
    assert.equal((await examined(hall)).levels["hall files"], "bad");
    await writeFile(jam, "no jam");
    assert.equal((await examined(hall)).levels["hall files"], "bad");

    const later = new Date(Date.now() + 3_600_000);
    await utimes(join(hall.data, "hall.db"), later, later);
    assert.equal((await examined(hall)).levels.clock, "bad");

    await jamhall("backup", "--data", hall.data, "--out", join(hall.folder, "copy"));
    assert.equal((await examined(hall)).levels.backup, "bad", "it left out the jam that is none");
    const mark = JSON.parse(await readFile(join(hall.data, "backups.json"), "utf8"));
    for (const [hours, level] of [[2, "good"], [40, "note"], [400, "bad"]]) {
        await writeFile(join(hall.data, "backups.json"), JSON.stringify({ ...mark, whole: true, made_at_ms: Date.now() - hours * 3_600_000 }));
        assert.equal((await examined(hall)).levels.backup, level, `${hours} hours`);
    }
    assert.equal((await examined({ data: join(hall.folder, "nowhere") })).levels["data folder"], "bad");
});

test("a data folder that is a link, as of a systemd service, is judged by what it leads to", async (t) => {
    const hall = await backedUpHall(t);
    await hall.kill("SIGTERM");
    await rename(join(hall.data, "jams"), join(hall.folder, "elsewhere"));
    await symlink(join(hall.folder, "elsewhere"), join(hall.data, "jams"));
    const link = join(hall.folder, "link");
    await symlink(hall.data, link);
    const { levels, findings } = await examined({ data: link });
    assert.equal(levels["private files"], "good", JSON.stringify(findings));
    assert.equal(levels["hall files"], "good");
    for (const open of [hall.data, join(hall.folder, "elsewhere")]) {
        await chmod(open, 0o755);
        assert.equal((await examined({ data: link })).levels["private files"], "bad", open);
        await chmod(open, 0o700);
    }
});

test("a backup that root made is seen by server and doctor, who are somebody else", { skip: onlyAsRoot }, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "jamhall-test-"));
    await chown(folder, nobody, nobody);
    const hall = await backedUpHall(t, { folder, under: asNobody });
    const note = join(hall.data, "backups.json");
    const noted = async () => (await hall.json("GET", "/api/v1/jams/open-floor/checklist")).items.find(({ id }) => id === "backup");
    const looked = async () => {
        const [program, ...args] = [...asNobody, binary, "doctor", "--json", "--data", hall.data];
        const done = await promisify(execFile)(program, args).then((all) => ({ code: 0, ...all }), (error) => error);
        return judged(done).findings.find(({ check }) => check === "backup");
    };
    assert.equal((await jamhall("backup", "--data", hall.data, "--out", join(hall.folder, "copy"))).code, 0);
    assert.equal((await noted()).state, "done");
    assert.equal((await looked()).level, "good");
    for (const name of await readdir(hall.data, { recursive: true })) assert.equal((await stat(join(hall.data, name))).uid, nobody, name);

    await chown(note, 0, 0);
    const [kept, found] = [await noted(), await looked()];
    assert.deepEqual([kept.state, found.level], ["doubt", "bad"]);
    assert.match(kept.says, /cannot be read/);
    assert.match(found.says, /not known: .*backups\.json cannot be read/);
    assert.equal((await jamhall("backup", "--data", hall.data, "--out", join(hall.folder, "copy"))).code, 0);
    assert.equal((await looked()).level, "good");
});

test("the doctor finds a disk that is nearly full or is none", { skip: !canMount && "mounting a small disk needs root" }, async (t) => {
    const disk = smallDisk(t, "8m");
    const hall = on(disk, await backedUpHall(t, { folder: join(disk, "hall") }));
    const free = await ballast(disk);
    const { levels } = await examined(hall);
    assert.deepEqual([levels["file system"], levels["disk space"], levels["disk sync"]], ["bad", "bad", "bad"]);
    await free();
    assert.equal((await examined(hall)).levels["disk sync"], "good");
});

test("the doctor finds a low file limit", async (t) => {
    const hall = await backedUpHall(t);
    const limited = await promisify(execFile)("bash", ["-c", 'ulimit -n 512; "$0" doctor --json --data "$1"', binary, hall.data]).catch((error) => error);
    const { findings } = JSON.parse(limited.stdout);
    assert.equal(findings.find(({ check }) => check === "file limit").level, "bad");
});

test("the doctor finds a proxy that is away, answers by itself, drops headers or upgrades", async (t) => {
    const hall = await backedUpHall(t);
    const dropped = new Set();
    let own = null;
    const proxy = createServer((asked, answer) => {
        if (own) return answer.end(own);
        const onward = request(`${hall.url}${asked.url}`, { method: asked.method, headers: { host: asked.headers.host, connection: "close" } }, (got) => {
            const headers = Object.fromEntries(Object.entries(got.headers).filter(([name]) => !dropped.has(name)));
            answer.writeHead(got.statusCode, headers);
            got.pipe(answer);
        });
        asked.pipe(onward);
    });
    await new Promise((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    t.after(() => proxy.close());
    const url = `http://127.0.0.1:${proxy.address().port}`;
    const through = async () => (await examined(hall, "--public-url", url)).levels;
    const plain = await through();
    assert.deepEqual([plain["public address"], plain["proxy headers"], plain["live connections"]], ["good", "good", "bad"]);
    dropped.add("content-security-policy");
    assert.equal((await through())["proxy headers"], "bad");
    own = "It works!";
    assert.equal((await through())["public address"], "bad");
    await new Promise((resolve) => proxy.close(resolve));
    assert.equal((await through())["public address"], "bad");
    assert.equal((await examined(hall, "--public-url", "gopher://jam")).levels["public address"], "bad");
});
