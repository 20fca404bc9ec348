// SPDX-License-Identifier: Apache-2.0
// T3: a disk that is full, or a file that may not grow, refuses writers in plain words, shows readers everything, loses
// nothing, and takes writing again by itself once there is room.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { Hall, jamhall, openPlan } from "../support/hall.mjs";
import { Jammer } from "../support/jammer.mjs";
import { ballast, canMount, on, smallDisk } from "../support/mount.mjs";

const skip = !canMount && "mounting a small disk needs root";
const patience = Number(process.env.JAMHALL_TEST_PATIENCE ?? 1);

/** A hall with a writer and a reader who watches; `acked` is what the writer was told is kept. */
async function opened(t, options) {
    const hall = await Hall.open(t, options);
    const jam = await hall.createJam(openPlan());
    const links = await hall.invite(jam, "email,name\nada@example.org,Ada\nben@example.org,Ben\n");
    const [ada, ben] = await Promise.all(["ada", "ben"].map((name) => Jammer.join(hall, jam, links.get(`${name}@example.org`).token)));
    await ben.watch({ "forum/floor": 0 });
    return { hall, jam, ada, ben, links, acked: [], number: 0 };
}

/** Posts until refused; resolves with the refusal and how long it took. */
async function postUntilRefused(scene, text) {
    for (;;) {
        const begun = performance.now();
        const answer = await scene.ada.send("add_post", { forum: "floor", kind: "idea", text: `${scene.number++} ${text}` });
        if (answer.type === "refused") return { answer, ms: performance.now() - begun };
        scene.acked.push(answer);
    }
}

/** Posts until accepted, as a person's page does by itself. */
async function postUntilAccepted(scene) {
    for (let tries = 0; tries < 100; tries += 1) {
        const answer = await scene.ada.send("add_post", { forum: "floor", kind: "idea", text: `${scene.number++} again` });
        if (answer.type === "reply") return scene.acked.push(answer);
        assert.equal(answer.code, "storage_failed");
        await wait(50);
    }
    throw new Error("writing did not resume");
}

function assertFull({ answer, ms }) {
    assert.equal(answer.code, "storage_failed");
    assert.match(answer.message, /storage is full/);
    assert.ok(ms < 1_000 * patience, `refused after ${ms.toFixed(0)} ms`);
}

async function assertReads({ hall, jam, ada, ben }) {
    const page = await hall.json("GET", `/api/v1/jams/${jam}/forums/floor/posts`);
    assert.ok(page.posts.length > 0);
    assert.equal((await hall.request("GET", "/healthz")).status, 200);
    assert.equal((await hall.request("GET", "/readyz")).status, 503);
    assert.deepEqual([ada.closes, ben.closes], [[], []]);
}

async function assertAllThere(scene) {
    const { hall, jam, ben, acked } = scene;
    await ben.until((jammer) => (jammer.events.get("forum/floor") ?? []).at(-1)?.offset >= acked.at(-1).offset);
    const seen = new Set(ben.events.get("forum/floor").map(({ offset }) => offset));
    assert.ok(acked.every(({ offset }) => seen.has(offset)), "the feed went on");
    await Promise.all([scene.ada.leave(), ben.leave()]);
    await hall.kill("SIGTERM");
    const log = new DatabaseSync(hall.jamFile(jam), { readOnly: true });
    const there = new Set(log.prepare("SELECT offset FROM event").all().map(({ offset }) => offset));
    log.close();
    assert.ok(acked.every(({ offset }) => there.has(offset)), "nothing acknowledged is lost");
    const verified = await jamhall("verify", hall.jamFile(jam));
    assert.equal(verified.code, 0, verified.stderr);
}

for (const size of ["4m", "16m"])
    test(`a disk of ${size}, filled by posts and by others, refuses, reads on and resumes`, { skip }, async (t) => {
        const disk = smallDisk(t, size);
        const free = await ballast(disk, 2_000_000);
        const scene = await opened(t, { folder: join(disk, "hall") }).then((made) => (on(disk, made.hall), made));
        assertFull(await postUntilRefused(scene, "word ".repeat(900)));
        await assertReads(scene);
        await free();
        await postUntilAccepted(scene);
        assert.equal((await scene.hall.request("GET", "/readyz")).status, 200);
        for (let round = 0; round < 3; round += 1) {
            const freed = await ballast(disk);
            assertFull(await postUntilRefused(scene, "x"));
            await assertReads(scene);
            await freed();
            await postUntilAccepted(scene);
        }
        const told = scene.hall.stderr.split("\n").filter((line) => line.includes("a batch could not be stored"));
        assert.equal(told.length, 4, "one line each time it begins");
        t.diagnostic(`${scene.acked.length} posts kept`);
        await assertAllThere(scene);
    });

test("a hall killed on a full disk starts again, is read, and takes writing once there is room", { skip }, async (t) => {
    const disk = smallDisk(t, "6m");
    const scene = await opened(t, { folder: join(disk, "hall") }).then((made) => (on(disk, made.hall), made));
    await postUntilAccepted(scene);
    const free = await ballast(disk);
    assertFull(await postUntilRefused(scene, "x"));
    const broken = Promise.all([scene.ada.closed, scene.ben.closed]);
    await scene.hall.kill("SIGKILL");
    await broken;
    await scene.hall.start();
    const page = await scene.hall.json("GET", `/api/v1/jams/${scene.jam}/forums/floor/posts`);
    assert.ok(page.posts.length >= scene.acked.length - 1);
    scene.ada = await Jammer.join(scene.hall, scene.jam, scene.links.get("ada@example.org").token);
    scene.ben = await Jammer.join(scene.hall, scene.jam, scene.links.get("ben@example.org").token);
    await scene.ben.watch({ "forum/floor": 0 }).catch(() => {});
    assertFull(await postUntilRefused(scene, "x"));
    await free();
    await postUntilAccepted(scene);
    await assertAllThere(scene);
});

test("a file that may not grow (ulimit -f) is a full disk, not the end", async (t) => {
    const scene = await opened(t, { under: ["bash", "-c", 'ulimit -f 1200; exec "$0" "$@"'] });
    assertFull(await postUntilRefused(scene, "word ".repeat(900)));
    await assertReads(scene);
    await Promise.all([scene.ada.leave(), scene.ben.leave()]);
    scene.hall.under = [];
    await scene.hall.kill("SIGTERM");
    await scene.hall.start();
    const after = await Jammer.join(scene.hall, scene.jam, scene.links.get("ada@example.org").token);
    scene.acked.push(await after.do("add_post", { forum: "floor", kind: "idea", text: "There is room" }));
    await after.leave();
    await scene.hall.kill("SIGTERM");
    assert.equal((await jamhall("verify", scene.hall.jamFile(scene.jam))).code, 0);
});

test("without inodes nothing new is made and everything kept is read", { skip }, async (t) => {
    const disk = smallDisk(t, "8m", ",nr_inodes=24");
    const scene = await opened(t, { folder: join(disk, "hall") }).then((made) => (on(disk, made.hall), made));
    await postUntilAccepted(scene);
    let made = 0;
    for (; made < 50; made += 1)
        try {
            mkdirSync(join(disk, `taken-${made}`));
        } catch {
            break;
        }
    const refused = await scene.hall.request("POST", "/api/v1/jams", { body: JSON.stringify(openPlan({ title: "No room" })) });
    assert.equal(refused.status, 503);
    await postUntilAccepted(scene);
    assert.equal(spawnSync("rm", ["-rf", ...Array.from({ length: made }, (_, at) => join(disk, `taken-${at}`))]).status, 0);
    assert.equal((await scene.hall.request("POST", "/api/v1/jams", { body: JSON.stringify(openPlan({ title: "Room" })) })).status, 201);
    await assertAllThere(scene);
});

test("a folder that may only be read is refused in one sentence", { skip }, async (t) => {
    const disk = smallDisk(t, "4m");
    const hall = on(disk, await Hall.open(t, { folder: join(disk, "hall") }));
    await hall.kill("SIGTERM");
    assert.equal(spawnSync("mount", ["-o", "remount,ro", disk]).status, 0);
    const refused = await jamhall("serve", "--listen", "127.0.0.1:0", "--data", hall.data);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /^jamhall: .*\n$/);
    assert.equal(spawnSync("mount", ["-o", "remount,rw", disk]).status, 0);
});
