// SPDX-License-Identifier: Apache-2.0
// Lines that are slow, and a hall that comes back from a backup.
import assert from "node:assert/strict";
import { cp, rm } from "node:fs/promises";
import { join as path } from "node:path";
import { test } from "node:test";
import { Hall, jamhall, openPlan } from "../support/hall.mjs";
import { Jammer } from "../support/jammer.mjs";

const roster = "email,name\nada@example.org,Ada\nben@example.org,Ben\ncy@example.org,Cy\n";

async function opened(t) {
    const hall = await Hall.open(t);
    const jam = await hall.createJam(openPlan());
    const links = await hall.invite(jam, roster);
    const join = (name) => Jammer.join(hall, jam, links.get(`${name}@example.org`).token);
    return { hall, jam, join };
}

test("a reader who is too slow is closed with 4001, the others miss nothing, and coming back works", async (t) => {
    const { hall, jam, join } = await opened(t);
    const tooSlow = async () => /^jamhall_sockets_too_slow_total (\d+)$/m.exec(await (await hall.request("GET", "/metrics")).text())[1];
    const [ada, ben, cy] = await Promise.all(["ada", "ben", "cy"].map(join));
    await Promise.all([ada, cy].map((jammer) => jammer.watch({ "forum/floor": 0 })));
    ada.stall();
    const posted = [];
    const text = "slow ".repeat(999);
    // Until the queue of the connection is full, after the kernel's buffers.
    for (let round = 0; round < 40 && (await tooSlow()) === "0"; round += 1)
        posted.push(...(await Promise.all(Array.from({ length: 250 }, () => ben.do("add_post", { forum: "floor", kind: "idea", text })))));
    ada.read();
    assert.equal(await ada.closed, 4001);
    await cy.until((jammer) => jammer.events.get("forum/floor")?.length === posted.length);
    const seen = ada.events.get("forum/floor") ?? [];
    assert.ok(seen.length < posted.length, "the queue is bounded");

    // Too far behind to be told everything: sent to the pages, whose offset leads on without a gap.
    const again = await join("ada");
    const behind = again.next((frame) => frame.type === "behind");
    await again.watch({ "forum/floor": seen.at(-1)?.offset ?? 0 });
    await behind;
    const page = await hall.json("GET", `/api/v1/jams/${jam}/forums/floor/posts?limit=1`);
    await again.watch({ "forum/floor": page.offset });
    const last = await ben.do("add_post", { forum: "floor", kind: "idea", text: "And now?" });
    await again.until((jammer) => jammer.events.get("forum/floor")?.at(-1).offset === last.offset);
    await Promise.all([again, ben, cy].map((jammer) => jammer.leave()));
});

test("a hall restored from a backup has what was copied, under another epoch", async (t) => {
    const { hall, jam, join } = await opened(t);
    const ada = await join("ada");
    const { epoch } = ada.hello;
    await ada.do("add_post", { forum: "floor", kind: "idea", text: "Copied" });
    const copied = await jamhall("backup", "--data", hall.data, "--out", path(hall.folder, "copy"));
    assert.equal(copied.code, 0, copied.stderr);
    await ada.do("add_post", { forum: "floor", kind: "idea", text: "Too late" });
    await hall.kill("SIGTERM");

    await hall.start();
    const before = await join("ada");
    assert.equal(before.hello.epoch, epoch, "a restart is no other log");
    await hall.kill("SIGTERM");

    await rm(path(hall.data, "jams"), { recursive: true });
    await cp(path(hall.folder, "copy"), hall.data, { recursive: true, force: true });
    for (const left of ["hall.db-wal", "hall.db-shm"]) await rm(path(hall.data, left), { force: true });
    await hall.start();
    const after = await join("ada");
    assert.notEqual(after.hello.epoch, epoch);
    const { posts } = await hall.json("GET", `/api/v1/jams/${jam}/forums/floor/posts`);
    assert.deepEqual(posts.map((post) => post.text), ["Copied"]);
    assert.equal((await jamhall("verify", hall.jamFile(jam))).code, 0);
    await after.leave();
});
