// SPDX-License-Identifier: Apache-2.0
// A hall on several workers: connections live on one, their jam on another, and either may end first.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Hall, jamhall, openPlan } from "../support/hall.mjs";
import { Jammer } from "../support/jammer.mjs";

const guests = 24;
const visits = 8;
const seed = 11;
const roster = ["email,name", ...Array.from({ length: guests + 1 }, (_, i) => `p${i}@example.org,Person ${i}`)].join("\n");

/** Draws whole numbers below a bound, the same ones every time. */
function dice(seed) {
    let state = seed;
    return (below) => {
        state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
        return Math.floor((state / 0x80000000) * below);
    };
}

/** Comes in, mostly watches, says something and goes, often without waiting for what was asked for. */
async function visit(join, draw, posted) {
    const guest = await join();
    const watching = draw(3) > 0 ? guest.watch({ "forum/floor": 0, lobby: null, me: 0 }) : null;
    if (draw(2) === 0) await watching;
    for (let left = draw(4); left > 0; left -= 1) {
        const text = "Something. ".repeat(1 + draw(60));
        const added = guest.do("add_post", { forum: "floor", kind: "idea", text }).then(({ post }) => posted.add(post));
        if (draw(2) === 0) await added;
    }
    if (posted.size > 0) void guest.send("cast_ballot", { post: [...posted].at(draw(posted.size)), choice: "support" });
    if (draw(3) === 0) await guest.leave();
    else await guest.breakOff();
}

/** Reads over HTTP what is being written, from whichever worker answers, until told to stop. */
async function readAlong(hall, jam, stop) {
    const pages = ["report", "people", "search?q=something", "forums/floor/posts?order=newest"].map((page) => `/${jam}/${page}`);
    while (!stop.aborted)
        for (const page of ["", `/${jam}`, ...pages]) {
            const response = await hall.request("GET", `/api/v1/jams${page}`);
            await response.arrayBuffer();
            assert.equal(response.status, 200, page);
        }
}

for (const count of [1, 4])
    test(`people who break off at any moment lose nobody anything, with ${count} workers`, async (t) => {
        const hall = await Hall.open(t, { args: ["--workers", String(count)] });
        const jam = await hall.createJam(openPlan());
        const links = await hall.invite(jam, roster);
        const join = (i) => Jammer.join(hall, jam, links.get(`p${i}@example.org`).token);
        const reader = await join(guests);
        await reader.watch({ "forum/floor": 0 });
        const posted = new Set();
        const stop = new AbortController();
        const reading = Array.from({ length: 4 }, () => readAlong(hall, jam, stop.signal));
        await Promise.all(
            Array.from({ length: guests }, async (_, i) => {
                const draw = dice(seed + i);
                for (let left = visits; left > 0; left -= 1) await visit(() => join(i), draw, posted);
            }),
        );
        stop.abort();
        await Promise.all(reading);
        const last = await reader.do("add_post", { forum: "floor", kind: "idea", text: "The last one" });
        await reader.until((j) => j.events.get("forum/floor")?.at(-1).post === last.post);
        const read = reader.events.get("forum/floor").map((event) => event.post);
        assert.deepEqual(read, Array.from({ length: last.post }, (_, i) => i + 1), "no gap, no repeat");
        for (const post of posted) assert.ok(read.includes(post), `post ${post} was acknowledged`);

        // Stopping while people are in the middle of it.
        const late = await Promise.all(Array.from({ length: guests }, (_, i) => join(i)));
        for (const guest of late) void guest.watch({ "forum/floor": 0 });
        assert.deepEqual(await hall.kill("SIGTERM"), { code: 0, signal: null });
        for (const guest of late) assert.equal(await guest.closed, 4002);
        assert.equal((await jamhall("verify", hall.jamFile(jam))).code, 0);
    });

test("jams that are made at the same time get a name and a file each", async (t) => {
    const hall = await Hall.open(t);
    const jams = await Promise.all(Array.from({ length: 8 }, () => hall.createJam(openPlan())));
    assert.deepEqual(new Set(jams), new Set(["open-floor", ...Array.from({ length: 7 }, (_, i) => `open-floor-${i + 2}`)]));
    for (const jam of jams) {
        const admin = await Jammer.join(hall, jam, hall.token);
        assert.equal(admin.hello.jam.id, jam);
        await admin.leave();
    }
    await hall.kill("SIGTERM");
    for (const jam of jams) assert.equal((await jamhall("verify", hall.jamFile(jam))).code, 0);
});
