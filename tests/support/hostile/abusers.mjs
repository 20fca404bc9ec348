// SPDX-License-Identifier: Apache-2.0
// Everything at once that people who mean harm do to a server, at a pace a few of them reach from outside. A process of
// its own that leaves the processor to the others: what an attacker's computer does costs the hall nothing. Spoken to by
// messages.
import { randomBytes } from "node:crypto";
import { setPriority } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { frame, RawLine, text } from "./raw_line.mjs";

process.on("disconnect", () => process.exit());
setPriority(5);

const atOnce = 200; // frames of one write
const patience_ms = 40_000; // a line that is open for longer was let be

const http = (to, method, path, { token, body, more = "", size = body?.length } = {}) =>
    `${method} ${path} HTTP/1.1\r\nHost: ${to.host}:${to.port}\r\n${token ? `Authorization: Bearer ${token}\r\n` : ""}${more}` +
    (size === undefined ? "\r\n" : `Content-Type: application/json\r\nContent-Length: ${size}\r\n\r\n${body ?? ""}`);

const nested = (depth) => "[".repeat(depth) + "]".repeat(depth);

const ping = frame(9, Buffer.from("?"));
const longPing = frame(9, Buffer.alloc(100));
const deep = text(nested(30_000));

class Abuse {
    fates = {};
    answers = {};
    oldest_s = 0;

    constructor({ to, jam, token, from, isOver }) {
        Object.assign(this, { to, jam, token, from, isOver });
    }

    live(options) {
        return RawLine.live(this.to, this.jam, this.token, { from: this.from, ...options });
    }

    open(options) {
        return RawLine.open({ ...this.to, from: this.from, ...options });
    }

    /** What became of a line is written down. */
    note(line) {
        const fate = line.fate === "open" && line.age() < patience_ms ? "young" : line.fate;
        line.cut();
        this.fates[fate] = (this.fates[fate] ?? 0) + 1;
        for (const [answer, count] of line.answers) this.answers[answer] = (this.answers[answer] ?? 0) + count;
        if (line.isEnded) this.oldest_s = Math.max(this.oldest_s, Math.round(line.age() / 1_000));
    }

    /** Again and again: opens a live socket, does something with it until it ends, writes down how. */
    async lines(pause_ms, work, { stays_ms = 5_000 } = {}) {
        while (!this.isOver()) {
            const line = await this.live().catch((error) => error.line);
            if (line && !line.isEnded && line.isUpgraded) {
                await work(line);
                await Promise.race([line.ended, wait(stays_ms)]);
            }
            this.note(line);
            await wait(pause_ms);
        }
    }

    /** Floods one line with what `next` makes, so many a second or as many as it takes, while it lasts. */
    async flood(line, per_second, next) {
        const began = performance.now();
        let sent = 0;
        while (!this.isOver() && !line.isEnded && line.closeCode === null) {
            const due = Math.min(Math.floor(((performance.now() - began) / 1_000) * per_second) - sent, atOnce);
            if (due <= 0) await wait(5);
            else if (!line.write(Buffer.concat(Array.from({ length: due }, () => next(sent++))))) await line.room();
            else await new Promise((resolve) => setImmediate(resolve));
        }
    }
}

/** name -> how it is done. */
const ways = {
    async "reads nothing and asks for everything"(abuse) {
        await abuse.lines(1_000, async (line) => {
            line.stall();
            await abuse.flood(line, 2_000, (i) => text({ do: "watch", ref: i, feeds: { "forum/floor": 0 } }));
            line.read();
        });
    },
    async "reads a byte a second"(abuse) {
        const buffer = Buffer.alloc(1);
        const lines = [];
        while (!abuse.isOver()) {
            if (lines.length < 50) {
                const line = await abuse.open({ onread: { buffer, callback: () => false } });
                line.write(http(abuse.to, "GET", `/api/v1/jams/${abuse.jam}/forums/floor/posts?limit=200`, { token: abuse.token }));
                lines.push(line);
            } else await wait(200);
            for (const line of lines) line.read();
        }
        for (const line of lines) abuse.note(line);
    },
    async "begins handshakes"(abuse) {
        await abuse.slowly((line) => line.write(`GET /api/v1/jams/${abuse.jam}/live HTTP/1.1\r\nHost: x\r\nUpgr`), () => null);
    },
    async "a header a second (slowloris)"(abuse) {
        await abuse.slowly((line) => line.write("GET / HTTP/1.1\r\nHost: x\r\n"), () => `X-${randomBytes(3).toString("hex")}: y\r\n`);
    },
    async "a body by the byte"(abuse) {
        const path = `/api/v1/jams/${abuse.jam}/commands`;
        await abuse.slowly((line) => line.write(http(abuse.to, "POST", path, { token: abuse.token, size: 5_000 })), () => " ");
    },
    async "begins frames"(abuse) {
        const lines = [];
        while (!abuse.isOver()) {
            if (lines.length < 8) lines.push(await abuse.live().catch((error) => error.line));
            if (lines.length < 8) lines.at(-1).write(frame(1, Buffer.from('{"do":'), { size: 500 }));
            await wait(200);
        }
        for (const line of lines) abuse.note(line);
    },
    async "a hundred thousand fragments of a byte"(abuse) {
        const [begun, more] = [1, 0].map((opcode) => frame(opcode, Buffer.from("x"), { fin: false }));
        await abuse.lines(500, (line) => abuse.flood(line, 20_000, (i) => (i === 0 ? begun : more)));
    },
    async "empty fragments for ever"(abuse) {
        const [begun, more] = [1, 0].map((opcode) => frame(opcode, Buffer.alloc(0), { fin: false }));
        await abuse.lines(500, (line) => abuse.flood(line, 20_000, (i) => (i === 0 ? begun : more)));
    },
    async "pings"(abuse) {
        await abuse.lines(500, (line) => abuse.flood(line, 10_000, () => ping));
    },
    async "pings whose answers are not read"(abuse) {
        await abuse.lines(500, async (line) => {
            line.stall();
            await abuse.flood(line, 5_000, () => longPing);
            line.read();
        });
    },
    async "frames that are not masked"(abuse) {
        await abuse.lines(20, (line) => line.write(frame(1, Buffer.from("{}"), { masked: false })));
    },
    async "frames that are too long"(abuse) {
        await abuse.lines(20, (line) => line.write(frame(1, Buffer.alloc(100), { size: 2 ** 31 })));
    },
    async "frames said to be compressed"(abuse) {
        await abuse.lines(20, (line) => line.write(frame(1, Buffer.alloc(100), { rsv: 4 })));
    },
    async "text that is no UTF-8"(abuse) {
        await abuse.lines(20, (line) => line.write(frame(1, Buffer.from([0x7b, 0xc3, 0x28, 0xff]))));
    },
    async "bytes that are no text"(abuse) {
        await abuse.lines(20, (line) => line.write(frame(2, randomBytes(100))));
    },
    async "JSON of 30,000 levels"(abuse) {
        await abuse.lines(100, (line) => abuse.flood(line, 50, () => deep), { stays_ms: 0 });
    },
    async "JSON of 100,000 levels"(abuse) {
        await abuse.lines(20, (line) => line.write(text(nested(100_000))));
    },
    async "opens and resets"(abuse) {
        while (!abuse.isOver()) {
            const line = await abuse.open();
            if (!line.isEnded) line.reset();
            abuse.opened = (abuse.opened ?? 0) + 1;
            await wait(4);
        }
    },
    async "wrong tokens, signing in"(abuse) {
        const body = () => JSON.stringify({ token: randomBytes(24).toString("base64url") });
        await abuse.requests(300, () => http(abuse.to, "POST", "/api/v1/login", { body: body() }));
    },
    async "wrong tokens, for a socket"(abuse) {
        while (!abuse.isOver()) {
            const line = await RawLine.live(abuse.to, abuse.jam, randomBytes(24).toString("base64url"), { from: abuse.from }).catch((error) => error.line);
            abuse.note(line);
            await wait(10);
        }
    },
    async "edits without a pause"(abuse) {
        await abuse.lines(500, (line) => abuse.flood(line, 5_000, (i) => text({ do: "edit_post", ref: i, post: 1, text: `Changed ${i}` })));
    },
    async "watches and leaves without a pause"(abuse) {
        await abuse.lines(500, (line) => abuse.flood(line, 5_000, (i) => text(i % 2 ? { do: "unwatch", ref: i, feeds: ["forum/floor"] } : { do: "watch", ref: i, feeds: { "forum/floor": 0 } })));
    },
    async "watches 200 feeds from the beginning"(abuse) {
        const asked = text({ do: "watch", ref: 1, feeds: Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`thread/${i + 1}`, 0])) });
        await abuse.lines(500, (line) => abuse.flood(line, 500, () => asked));
    },
    async "watches 100,000 feeds in one frame"(abuse) {
        const feeds = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`thread/${i + 1}`, 0]));
        await abuse.lines(200, (line) => line.write(text({ do: "watch", ref: 1, feeds })));
    },
    async "says it saw everything, without a pause"(abuse) {
        const said = text({ do: "saw_posts", posts: Array.from({ length: 1_000 }, (_, i) => i + 1) });
        await abuse.lines(500, (line) => abuse.flood(line, 1_000, () => said));
    },
    async "asks for pages in a row and reads none"(abuse) {
        const lines = [];
        const page = http(abuse.to, "GET", `/api/v1/jams/${abuse.jam}/forums/floor/posts?limit=200`, { token: abuse.token });
        while (!abuse.isOver()) {
            if (lines.length < 30) {
                const line = await abuse.open();
                line.stall();
                line.write(page.repeat(2_000));
                lines.push(line);
            }
            await wait(50);
        }
        for (const line of lines) line.read();
        await wait(200);
        for (const line of lines) abuse.note(line);
    },
    async "searches without a pause"(abuse) {
        await abuse.requests(300, (i) => http(abuse.to, "GET", `/api/v1/jams/${abuse.jam}/search?q=thought${i % 7}`, { token: abuse.token }));
    },
    async "loads the report without a pause"(abuse) {
        await abuse.requests(100, () => http(abuse.to, "GET", `/api/v1/jams/${abuse.jam}/report`, { token: abuse.token }));
    },
};

/** Holds many connections that go on as slowly as they may. */
Abuse.prototype.slowly = async function slowly(begin, more) {
    const lines = [];
    while (!this.isOver()) {
        if (lines.length < 60) {
            const line = await this.open();
            begin(line);
            lines.push(line);
        }
        await wait(lines.length < 60 ? 10 : 1_000);
        const bytes = more();
        if (bytes) for (const line of lines) line.write(bytes);
    }
    for (const line of lines) this.note(line);
};

/** Requests on one connection after the other, each answered before the next. */
Abuse.prototype.requests = async function requests(per_second, next) {
    for (let i = 0; !this.isOver(); ) {
        const line = await this.open();
        for (let answered = 1; !this.isOver() && !line.isEnded; answered += 1) {
            line.write(next(i++));
            await line.until(() => [...line.answers.values()].reduce((sum, count) => sum + count, 0) >= answered);
            await wait(1_000 / per_second);
        }
        this.note(line);
        if (this.isOver()) break;
        await wait(20);
    }
};

const names = Object.keys(ways);

let running = null;
process.on("message", async ({ begin, end }) => {
    if (begin) {
        let isOver = false;
        const { to, jam, tokens, addresses, only } = begin;
        const isAsked = (name) => !only || only.some((part) => name.includes(part));
        const abuses = names.map((name, i) => ({ name, token: tokens[i], from: addresses[i] })).filter(({ name }) => isAsked(name)).map(({ name, token, from }) => {
            const abuse = Object.assign(new Abuse({ to, jam, token, from, isOver: () => isOver }), { name });
            abuse.done = ways[name](abuse).catch((error) => (abuse.fault = String(error.stack ?? error)));
            return abuse;
        });
        running = { abuses, stop: () => (isOver = true) };
        process.send({ begun: abuses.length });
    }
    if (end) {
        running.stop();
        await Promise.all(running.abuses.map(({ done }) => Promise.race([done, wait(10_000)])));
        process.send({ ended: running.abuses.map(({ name, fates, answers, oldest_s, fault, opened }) => ({ name, fates, answers, oldest_s, fault, opened })) });
    }
});
