// SPDX-License-Identifier: Apache-2.0
// T4: the n-th call of a kind fails, for one n after the other. The server ends or refuses in plain words, the next start
// is clean, nothing acknowledged is lost. After a failed sync it takes nothing more until it is started again.
// JAMHALL_TORTURE is how many times as many.
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { Hall, jamhall, openPlan } from "../support/hall.mjs";
import { Jammer } from "../support/jammer.mjs";
import { canTrace, childOf } from "../support/strace.mjs";

const effort = Number(process.env.JAMHALL_TORTURE ?? 1);
const skip = !canTrace && "strace cannot trace here";

const failing = (call, error, when) => ["strace", "-f", "-qq", "-o", "/dev/null", "-e", `trace=${call}`, "-e", `inject=${call}:error=${error}:when=${when}`];

/** A hall with one jam and one person in it, stopped. */
async function prepared(t) {
    const hall = await Hall.open(t);
    const jam = await hall.createJam(openPlan());
    const links = await hall.invite(jam, "email,name\nada@example.org,Ada\n");
    await hall.kill("SIGTERM");
    return { hall, jam, token: links.get("ada@example.org").token, texts: [], number: 0 };
}

async function end(hall) {
    if (!hall.isAlive) return;
    process.kill(await childOf(hall.pid), "SIGTERM");
    await hall.dies();
}

/** Starts the hall under `how`, posts a few times and ends it: how that went. */
async function lived(scene, how) {
    const { hall, jam, token } = scene;
    const stderr = hall.stderr.length;
    const told = { started: true, refusals: [], log: "" };
    hall.under = how;
    try {
        await hall.start();
    } catch (error) {
        told.started = false;
        assert.match(String(error), /jamhall: [^\n]+\n/, "one sentence");
        return told;
    } finally {
        hall.under = [];
    }
    void hall.ended.then((code) => (told.ended = code));
    const ada = await Jammer.join(hall, jam, token, { reconnects: true }).catch(() => null);
    for (let post = 0; ada && post < 8; post += 1) {
        const text = `text ${scene.number++}`;
        const answer = await ada.send("add_post", { forum: "floor", kind: "idea", text });
        if (answer.type === "reply") scene.texts.push({ text, offset: answer.offset });
        else told.refusals.push(answer);
    }
    told.ready = (await hall.request("GET", "/readyz")).status;
    told.page = (await hall.request("GET", `/api/v1/jams/${jam}/forums/floor/posts`)).status;
    assert.ok(hall.isAlive, "the server lives");
    if (ada) await ada.leave();
    await end(hall);
    told.log = hall.stderr.slice(stderr);
    return told;
}

/** After a clean start: everything acknowledged is there once, and the file is sound. */
async function assertKept(scene) {
    const { hall, jam } = scene;
    await hall.start();
    await hall.kill("SIGTERM");
    const log = new DatabaseSync(hall.jamFile(jam), { readOnly: true });
    const rows = log.prepare("SELECT offset, text FROM event_text WHERE field = '/text'").all();
    log.close();
    for (const { text, offset } of scene.texts) assert.deepEqual(rows.filter((row) => row.text === text).map((row) => row.offset), [offset], text);
    assert.equal(new Set(rows.map((row) => row.text)).size, rows.length, "nothing is there twice");
    const verified = await jamhall("verify", hall.jamFile(jam));
    assert.equal(verified.code, 0, verified.stderr);
}

test("after a failed sync nothing more is taken until the next start, and everything says so", { skip }, async (t) => {
    const scene = await prepared(t);
    let halted = 0;
    for (let n = 1; n <= 10 * effort; n += 1) {
        const told = await lived(scene, failing("fdatasync", "EIO", n));
        const says = told.log.split("\n").filter((line) => line.includes("the disk failed while syncing"));
        if (told.refusals.length > 0) {
            halted += 1;
            assert.equal(told.ready, 503);
            assert.equal(told.page, 200, "what is stored is still shown");
            assert.equal(says.length, 1, told.log);
            const last = told.refusals.at(-1);
            assert.equal(last.code, "storage_failed");
            assert.match(last.message, /disk failed, so nothing more is saved until it has been started again/);
        }
        await assertKept(scene);
    }
    assert.ok(halted > 3, `${halted} runs were halted`);
    t.diagnostic(`${10 * effort} runs, ${halted} halted, ${scene.texts.length} acknowledged, 0 lost`);
});

for (const [call, errors, last] of [
    ["pwrite64", ["EIO", "ENOSPC", "EDQUOT"], 6],
    ["ftruncate", ["EIO"], 2],
    ["openat", ["EIO", "EMFILE"], 5],
    ["rename", ["EIO", "ENOSPC"], 1],
])
    test(`whichever ${call} fails, the next start is clean and nothing acknowledged is lost`, { skip }, async (t) => {
        const scene = await prepared(t);
        const counts = { runs: 0, refused: 0, unstarted: 0 };
        for (const error of errors)
            for (let at = 1; at <= last * effort; at += 1) {
                // Of the files opened at the start, most are libraries; of the writes, some are of the start.
                const told = await lived(scene, failing(call, error, call === "openat" ? 10 + at * 7 : call === "pwrite64" ? at * 11 - 10 : at));
                counts.runs += 1;
                counts.refused += told.refusals.length;
                counts.unstarted += told.started ? 0 : 1;
                await assertKept(scene);
            }
        t.diagnostic(`${counts.runs} runs, ${counts.refused} refusals, ${counts.unstarted} did not start; ${scene.texts.length} acknowledged, 0 lost`);
    });

test("without descriptors for new connections the server waits and serves on", { skip }, async (t) => {
    const scene = await prepared(t);
    const told = await lived(scene, failing("accept4", "EMFILE", "1..3"));
    assert.ok(told.started && told.refusals.length === 0 && told.ready === 200, told.log);
    await assertKept(scene);
});
