// SPDX-License-Identifier: Apache-2.0
// Slow, half and flooding lines from one loopback address, while people at another go on: each abuser is cut, and nobody
// honest waits for it. Waits are set to a second or two, so that the tests need not take the half minutes of a real hall.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { RawLine, ask } from "../support/asking.mjs";
import { Hall, openPlan } from "../support/hall.mjs";
import { Jammer } from "../support/jammer.mjs";
import { RawSocket, frame, more, ping, text } from "../support/raw_socket.mjs";

const patience = Number(process.env.JAMHALL_TEST_PATIENCE ?? 1);
/** Far below what a blocked worker shows; on a busy machine more, as it is alone. This process plays both sides, so its own
 *  work for the abusers is in it. */
const honestLimitMs = (alone) => 1_500 * patience + 5 * alone;
const roster = "email,name\nada@example.org,Ada\nben@example.org,Ben\nmal@example.org,Mal\n";
const abuser = { localAddress: "127.0.0.2" };

async function opened(t, limits = "", options = {}) {
    const config = `[limits]\nspares_loopback = false\nheader_seconds = 2\nbody_seconds = 2\nsocket_idle_seconds = 4\n${limits}`;
    const hall = await Hall.open(t, { config, ...options });
    const jam = await hall.createJam(openPlan());
    const links = await hall.invite(jam, roster);
    const tokenOf = (name) => links.get(`${name}@example.org`).token;
    const [ada, ben] = await Promise.all(["ada", "ben"].map((name) => Jammer.join(hall, jam, tokenOf(name))));
    await ada.watch({ "forum/floor": 0 });
    return { hall, jam, ada, ben, tokenOf, port: Number(new URL(hall.url).port) };
}

/** One person posts and another hears it, and somebody asks for a page, until told to end: how long they waited. */
async function honestWaits({ hall, ada, ben }, isOver) {
    const waits = [];
    while (!isOver() || waits.length < 20) {
        const began = performance.now();
        const { offset } = await ben.do("add_post", { forum: "floor", kind: "idea", text: "An honest idea" });
        await ada.until((jammer) => jammer.events.get("forum/floor")?.at(-1)?.offset >= offset);
        waits.push(performance.now() - began);
        const asked = performance.now();
        assert.equal((await ask(`${hall.url}/healthz`)).status, 200);
        waits.push(performance.now() - asked);
    }
    return waits.sort((a, b) => a - b);
}

const p99Of = (sorted) => sorted[Math.floor(sorted.length * 0.99)];

/** Does `abuse` while honest people go on; they stay quick, and none of their lines is cut. */
async function beside(t, all, name, abuse) {
    const alone = p99Of(await honestWaits(all, () => true));
    let isOver = false;
    const honest = honestWaits(all, () => isOver);
    try {
        return await abuse();
    } finally {
        isOver = true;
        const waits = await honest;
        t.diagnostic(`${name}: honest p50 ${waits[waits.length >> 1].toFixed(1)} ms, p99 ${p99Of(waits).toFixed(1)} ms of ${waits.length}; alone p99 ${alone.toFixed(1)} ms`);
        assert.ok(p99Of(waits) < honestLimitMs(alone), `${name}: honest people waited ${p99Of(waits)} ms, alone ${alone} ms`);
        assert.deepEqual([all.ada.closes, all.ben.closes], [[], []], "no honest line was cut");
    }
}

const rssOf = (pid) => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;

test("slow headers, slow bodies and lines that say nothing are cut in time", async (t) => {
    const all = await opened(t);
    const { port } = all;
    const trickle = (line, bytes) => {
        let at = 0;
        const timer = setInterval(() => line.socket.writable && line.write(bytes.slice(at, ++at)), 100);
        void line.ended.then(() => clearInterval(timer));
    };
    const header = `GET / HTTP/1.1\r\nHost: localhost\r\n${"X-Slow: a\r\n".repeat(1_000)}`;
    const began = performance.now();
    await beside(t, all, "slow headers", async () => {
        const lines = Array.from({ length: 500 }, () => new RawLine(port, abuser));
        await Promise.all(lines.map((line) => line.opened));
        lines.forEach((line, i) => i % 4 !== 0 && trickle(line, header));
        await Promise.all(lines.map((line) => line.ended));
    });
    assert.ok(performance.now() - began < 15_000 * patience);

    const post = "POST /api/v1/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n";
    await beside(t, all, "slow bodies", async () => {
        const lines = Array.from({ length: 300 }, () => new RawLine(port, abuser));
        await Promise.all(lines.map((line) => line.opened.then(() => line.write(post))));
        lines.forEach((line) => trickle(line, " ".repeat(60_000)));
        await Promise.all(lines.map((line) => line.ended));
    });

    // On a line that was kept alive: idle for a while is fine, a header that comes slowly is not.
    const kept = new RawLine(port, abuser);
    await kept.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert.ok(await kept.until(/ok\n/));
    const idle = new Promise((resolve) => setTimeout(resolve, 3_000));
    assert.equal(await Promise.race([kept.ended.then(() => "cut"), idle.then(() => "idle")]), "idle", "longer than for a header");
    kept.text = "";
    await kept.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert.ok(await kept.until(/ok\n/), "and used again");
    trickle(kept, header);
    await kept.ended;
});

test("without a setting a header may take ten seconds", async (t) => {
    const hall = await Hall.open(t);
    const line = new RawLine(Number(new URL(hall.url).port));
    await line.opened;
    const began = performance.now();
    await line.write("GET / HTTP/1.1\r\nHost:");
    await line.ended;
    const took = performance.now() - began;
    assert.ok(took > 9_900 && took < 13_000 * patience, `${took} ms`);
});

test("replies nobody reads end their lines and hold no memory", async (t) => {
    const all = await opened(t);
    const before = rssOf(all.hall.pid);
    await beside(t, all, "slow readers of replies", async () => {
        const lines = Array.from({ length: 50 }, () => new RawLine(all.port, abuser));
        await Promise.all(lines.map((line) => line.opened));
        for (const line of lines) {
            line.socket.pause();
            void line.write("GET /api/v1/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(500));
        }
        // A paused socket does not tell its end: the hall's count of lines does.
        for (;;) {
            const metrics = await (await all.hall.request("GET", "/metrics")).text();
            if (Number(/^jamhall_http_connections (\d+)$/m.exec(metrics)[1]) < 20) break;
        }
        for (const line of lines) line.end();
    });
    const grown = rssOf(all.hall.pid) - before;
    t.diagnostic(`memory grew by ${grown.toFixed(1)} MiB`);
    assert.ok(grown < 100 * patience, `${grown} MiB`);
});

test("floods on a socket end it with 1008, a message too long over its fragments with 1009", async (t) => {
    const all = await opened(t, 'open_connections_per_address = "none"\n');
    const { hall, jam, tokenOf } = all;
    const open = () => RawSocket.open(hall, jam, tokenOf("mal"), abuser);
    const cases = [
        ["pings", 1008, (socket) => socket.flood(frame(ping, "x".repeat(100)))],
        ["messages", 1008, (socket) => socket.flood(Buffer.concat(Array(50).fill(frame(text, '{"do":"unwatch","ref":1,"feeds":["lobby"]}'))))],
        ["one-byte fragments", 1008, async (socket) => {
            await socket.write(frame(text, "x", { last: false }));
            return await socket.flood(Buffer.concat(Array(20).fill(frame(more, "x", { last: false }))));
        }],
        ["empty fragments", 1008, async (socket) => {
            await socket.write(frame(text, "", { last: false }));
            return await socket.flood(Buffer.concat(Array(20_000).fill(frame(more, "", { last: false }))));
        }],
        ["long fragments", 1009, async (socket) => {
            await socket.write(frame(text, "x".repeat(1_000), { last: false }));
            return await socket.flood(frame(more, "x".repeat(1_000), { last: false }), 70); // whoever goes on sending loses the close frame to the reset
        }],
    ];
    for (const [name, code, abuse] of cases) {
        const socket = await open();
        await beside(t, all, name, async () => {
            const count = await abuse(socket);
            await socket.ended;
            t.diagnostic(`${name}: closed with ${socket.closeCode} after ${count} writes`);
        });
        // Whoever floods on may lose the close frame to the reset; that the hall ended it is counted below. Where this machine
        // is slow to read what each message is answered with, the line is too slow before its messages are too many.
        const isSlow = name === "messages" && socket.closeCode === 4001;
        if (!isSlow && (code === 1009 || socket.closeCode)) assert.equal(socket.closeCode, code, name);
    }
    const metrics = await (await hall.request("GET", "/metrics")).text();
    const ended = (how) => Number(metrics.match(new RegExp(`^jamhall_sockets_${how}_total (\\d+)$`, "m"))[1]);
    assert.ok(ended("flooding") >= 3);
    assert.equal(ended("flooding") + ended("too_slow"), 4);
    // A person who is merely quick is none of these.
    const quick = await Jammer.join(hall, jam, tokenOf("mal"));
    for (let i = 0; i < 300; i += 1) await quick.do("add_post", { forum: "floor", kind: "idea", text: `Quick ${i}` });
    await quick.leave();
});

test("a socket that answers no ping is let go, one that does stays", async (t) => {
    const { hall, jam, tokenOf, ada } = await opened(t);
    const silent = await RawSocket.open(hall, jam, tokenOf("mal"), abuser);
    await silent.ended;
    await ada.pings(1);
    assert.deepEqual(ada.closes, []);
});

test("lines that come and go by the thousand are refused beyond the limit, and only theirs", async (t) => {
    const all = await opened(t, "connections_per_minute_per_address = 1000\n");
    const refusedLines = async () => {
        const metrics = await (await all.hall.request("GET", "/metrics")).text();
        return Number(/^jamhall_connections_refused_total (\d+)$/m.exec(metrics)[1]);
    };
    await beside(t, all, "opens and resets", async () => {
        // On a busy machine many are reset before the hall has seen them, and count for nothing: until it has seen enough.
        for (let round = 0; round < 30 || (round < 600 && (await refusedLines()) < 1_000); round += 1) {
            const lines = Array.from({ length: 100 }, () => new RawLine(all.port, abuser));
            await Promise.all(lines.map((line) => Promise.race([line.opened.catch(() => {}), line.ended])));
            for (const line of lines) line.socket.resetAndDestroy();
        }
    });
    const refused = new RawLine(all.port, abuser);
    await refused.ended;
    assert.match(refused.text, /^(HTTP\/1\.1 429 |$)/);
    assert.ok((await refusedLines()) >= 1_000);
});

test("when the process has no file left it says so once a second, keeps its lines and takes new ones later", async (t) => {
    // It opens a pipe to see whether memory can be read, and takes every object for a wrong one when it cannot.
    if (process.env.UBSAN_OPTIONS) return t.skip("the undefined behaviour sanitizer needs a free file itself");
    const all = await opened(t, 'open_connections_per_address = "none"\n');
    const { hall, ben, port } = all;
    const inUse = execFileSync("ls", [`/proc/${hall.pid}/fd`], { encoding: "utf8" }).split("\n").length;
    execFileSync("prlimit", ["--pid", String(hall.pid), `--nofile=${inUse + 40}:`]);
    const lines = Array.from({ length: 120 }, () => new RawLine(port, abuser));
    const said = () => hall.stderr.match(/cannot accept a connection/g)?.length ?? 0;
    const began = performance.now();
    while (said() < 2) await ben.do("add_post", { forum: "floor", kind: "idea", text: "No file left" });
    const seconds = (performance.now() - began) / 1_000;
    assert.ok(said() <= seconds + 2, `${said()} lines in ${seconds} s`);
    for (const line of lines) line.end();
    let answer = null;
    while (answer?.status !== 200) answer = await ask(`${hall.url}/healthz`).catch(() => null);
    assert.deepEqual(all.ada.closes, []);
    assert.deepEqual(ben.closes, []);
});
