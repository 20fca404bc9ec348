// SPDX-License-Identifier: Apache-2.0
// RFC 6455 case by case: every case of the Autobahn Testsuite's list, played on a raw connection against a jam's socket. What
// is an echo there is an answer here: one for each text message, which names the message's ref where it is a command.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Hall, openPlan } from "../support/hall.mjs";
import { few } from "../support/wire.mjs";
import { Wire, binary, close, closeFrame, fragments, frame, ping, pong, text, upgradeRequest } from "../support/ws_wire.mjs";

const data = [process.env.JAMHALL_DATA, "../shared/data"].find((folder) => folder && existsSync(folder));
const file = data && join(data, "websocket-cases", "autobahn-cases.jsonl");
const skip = file && existsSync(file) ? false : "no websocket-cases data on this machine";
const sizeMax = 64 * 1024;
const patience = Number(process.env.JAMHALL_TEST_PATIENCE ?? 1);

let hall, jam;
before(async () => {
    hall = await Hall.open();
    jam = await hall.createJam(openPlan());
});
after(() => hall.close());

const opened = (options) => Wire.open(hall.url, upgradeRequest(jam, hall.token, options));

/** A command of that many bytes that is answered with its ref. */
const command = (size, ref = "r") => {
    const bare = JSON.stringify({ do: "dance", ref, pad: "" });
    return Buffer.from(size < bare.length ? "x".repeat(size) : bare.replace('""', `"${"*".repeat(size - bare.length)}"`));
};
const small = () => frame(text, command(60));

/** Plays frames that are all in order: `count` messages are answered, `pongs` come back, the line closes as asked. */
async function answered(bytes, { count = 1, pongs = [], chop, leaves = true, wire } = {}) {
    wire ??= await opened();
    await wire.send(bytes, { chop });
    await wire.until(() => wire.answers.length >= count && wire.pongs.length >= pongs.length);
    if (leaves) assert.equal(await wire.leave(), 1000);
    assert.equal(wire.answers.length, count);
    assert.deepEqual(wire.pongs.map(String), pongs.map(String));
    return wire;
}

/**
 * Plays frames of which the server must take none after `count` messages: it fails the connection with the code. The answer
 * to what came before is on its way through the jam by then, and may come too late.
 */
async function failed(code, bytes, { count = 0, chop } = {}) {
    const wire = await opened();
    await wire.send(bytes, { chop });
    assert.equal(await wire.failed(), code);
    assert.ok(wire.answers.length <= count, `${wire.answers.length} answers`);
    assert.equal(wire.pongs.length, 0);
}

/** Closes as `bytes` say; the server answers with one of these codes (null: it dropped the line) and to no message behind it. */
async function closes(codes, bytes, { count = 0 } = {}) {
    const wire = await opened();
    await wire.send(bytes);
    const code = await wire.failed();
    assert.ok(codes.includes(code), `closed with ${code}`);
    assert.ok(wire.answers.length <= count);
}

const sizes = [0, 125, 126, 127, 128, 65535, 65536, 65536];
const bits = (rsv, opcode = text) => frame(opcode, opcode === close ? Buffer.from([3, 232]) : "x", { rsv });
const piece = (opcode, fin, content = "fragment") => frame(opcode, content, { fin });
const lengthIn = (description) => {
    const [, number, times] = /payload of length (\d+)(?: \* 2\*\*(\d+))?/.exec(description);
    return Number(number) * 2 ** Number(times ?? 0);
};

/** Category of cases -> how to play one of them. */
const plays = {
    "1.1": (n) => answered(frame(text, command(sizes[n - 1])), { chop: n === 8 ? 997 : 0 }),
    "1.2": (n) => failed(1003, frame(binary, command(sizes[n - 1])), { chop: n === 8 ? 997 : 0 }),
    2: (n) => {
        const payload = { 1: "", 2: "Hello, world!", 3: Buffer.from([0, 255, 254, 253, 252, 251, 0, 255]), 4: Buffer.alloc(125, 254), 5: Buffer.alloc(126, 254), 6: Buffer.alloc(125, 254) }[n];
        if (n === 5) return failed(1002, frame(ping, payload));
        if (n <= 6) return answered(frame(ping, payload), { count: 0, pongs: [payload], chop: n === 6 ? 1 : 0 });
        if (n <= 8) return answered(frame(pong, n === 7 ? "" : "unsolicited"), { count: 0 });
        if (n === 9) return answered([frame(pong, "unsolicited"), frame(ping, "ping")], { count: 0, pongs: ["ping"] });
        const ten = Array.from({ length: 10 }, (_, i) => `payload-${i}`);
        return answered(ten.map((each) => frame(ping, each)), { count: 0, pongs: ten, chop: n === 11 ? 1 : 0 });
    },
    3: (n) => {
        if (n === 1) return failed(1002, bits(1));
        if (n >= 5) return failed(1002, bits(n, [binary, ping, close][n - 5]));
        return failed(1002, [small(), bits(n), frame(ping)], { count: 1, chop: n === 2 ? 0 : 1 });
    },
    "4.1": (n) => failed(1002, n <= 2 ? frame(n + 2, n === 2 ? "x" : "") : [small(), frame(n + 2, n === 3 ? "" : "x"), frame(ping)], { count: n <= 2 ? 0 : 1 }),
    "4.2": (n) => failed(1002, n <= 2 ? frame(n + 10, n === 2 ? "x" : "") : [small(), frame(n + 10, n === 3 ? "" : "x"), frame(ping)], { count: n <= 2 ? 0 : 1 }),
    5: async (n) => {
        const halves = [piece(text, false), piece(0, true)];
        const chop = { 4: 9, 5: 1, 7: 9, 8: 1, 10: 9, 11: 1, 13: 9, 14: 1 }[n] ?? 0;
        if (n <= 2) return failed(1002, [piece(n === 1 ? ping : pong, false), piece(0, true)]);
        if (n <= 5) return answered(halves, { chop });
        if (n <= 8) return answered([halves[0], frame(ping, "between"), halves[1]], { pongs: ["between"], chop });
        if (n <= 14) return failed(1002, [piece(0, n <= 11), small()], { chop });
        if (n === 15) return failed(1002, [...halves, piece(0, false), small()], { count: 1 });
        if (n <= 17) return failed(1002, [piece(0, n === 17), ...halves, piece(0, n === 17), ...halves]);
        if (n === 18) return failed(1002, [piece(text, false), piece(text, true)]);
        const wire = await opened();
        await wire.send([piece(text, false), piece(0, false), frame(ping, "first")], { chop: n === 20 ? 1 : 0 });
        await wire.until(() => wire.pongs.length === 1);
        assert.equal(wire.answers.length, 0, "the ping is answered before the message is whole");
        return answered([piece(0, false), piece(0, false), frame(ping, "second"), piece(0, true)], { wire, pongs: ["first", "second"] });
    },
    6: async (n, m, { description }) => {
        const hex = [...description.matchAll(/\b(?:0x)?([0-9a-f]{2,})\b/g)].map(([, digits]) => digits).filter((digits) => digits.length % 2 === 0);
        if (n === 1) return answered(m === 1 ? frame(text) : fragments(text, m === 2 ? ["", "", ""] : ["", "middle", ""]));
        if (n === 2 && m === 2) return answered(fragments(text, ["48656c6c6f2dc2b540c39fc3b6c3a4", "c3bcc3a0c3a12d5554462d382121"].map((each) => Buffer.from(each, "hex"))));
        if (n === 2 || n === 3) {
            const message = Buffer.from(/([0-9a-f]{20,})$/.exec(description)[1], "hex");
            const bytes = (n === 2 && m === 1) || (n === 3 && m === 1) ? frame(text, message) : fragments(text, message, 1);
            return n === 2 ? answered(bytes) : failed(1007, bytes);
        }
        if (n === 4) {
            const [whole, bad] = m % 2 === 1 ? ["cebae1bdb9cf83cebcceb5", "f4908080"] : ["cebae1bdb9cf83cebcceb5f4", "90"];
            const [first, second] = [Buffer.from(whole, "hex"), Buffer.from(bad, "hex")];
            const wire = await opened();
            const all = frame(text, Buffer.concat([first, second, Buffer.from("656469746564", "hex")]), { mask: Buffer.alloc(4) });
            const [before, behind] = m <= 2 ? [piece(text, false, first), piece(0, false, second)] : [all.subarray(0, 6 + first.length), all.subarray(6 + first.length, 6 + first.length + second.length)];
            await wire.send(before);
            await wire.send(frame(ping).subarray(0, 0)); // nothing: the first part alone is in order
            await wire.send(behind);
            return assert.equal(await wire.failed(), 1007, "at once, before the message is whole");
        }
        const message = Buffer.from(hex.at(-1), "hex");
        return /is not valid/.test(description) ? failed(1007, frame(text, message)) : answered(frame(text, message));
    },
    7: async (n, m) => {
        const normal = closeFrame(1000);
        if (n === 1 && m === 1) return closes([1000], [small(), normal], { count: 1 });
        if (n === 1 && m <= 5) return closes([1000], { 2: [normal, closeFrame(1001)], 3: [normal, frame(ping)], 4: [normal, small()], 5: [piece(text, false), normal, piece(0, true)] }[m]);
        if (n === 1) return closes([1009], [frame(text, Buffer.alloc(256 * 1024, "*")), normal, frame(ping)]);
        const reason = { 1: frame(close), 2: frame(close, "x"), 3: normal, 4: closeFrame(1000, "Hello World!"), 5: closeFrame(1000, "*".repeat(123)), 6: closeFrame(1000, "*".repeat(124)) };
        if (n === 3) return closes({ 1: [1000, 1005], 2: [1002, null], 6: [1002, null] }[m] ?? [1000], reason[m]);
        if (n === 5) return closes([1002, 1007, null], closeFrame(1000, Buffer.from("cebae1bdb9cf83cebcceb5eda080656469746564", "hex")));
        if (n === 7) {
            const code = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999][m - 1];
            return closes([1000, code], closeFrame(code));
        }
        if (n === 9) return closes([1002, null], closeFrame([0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999][m - 1]));
        // Left open by the RFC: any end will do.
        return closes([1000, 1002, null, 5000, 65535], closeFrame([5000, 65535][m - 1]));
    },
    9: async (n, m, { description }) => {
        const unit = (size) => Number(/\d+/.exec(size)) * (/k/.test(size) ? 1024 : /M/.test(size) ? 2 ** 20 : 1);
        if (n <= 2) return lengthIn(description) <= sizeMax && n === 1 ? answered(frame(text, command(lengthIn(description)))) : failed(lengthIn(description) <= sizeMax ? 1003 : 1009, frame(n === 1 ? text : binary, Buffer.alloc(lengthIn(description), "*")));
        if (n <= 4) return failed(1009, Buffer.concat(fragments(n === 3 ? text : binary, Buffer.alloc(2 ** 22, "*"), unit(/fragments of (\w+)/.exec(description)[1]))));
        if (n <= 6) return failed(1009, frame(n === 5 ? text : binary, Buffer.alloc(2 ** 20, "*")), { chop: Number(/chops of (\d+)/.exec(description)[1]) });
        const size = [0, 16, 64, 256, 1024, 4096][m - 1];
        if (n === 8) return failed(1003, Array.from({ length: 1000 }, () => frame(binary, command(size))));
        return answered(Array.from({ length: 1000 }, () => frame(text, command(size))), { count: 1000 });
    },
    10: () => answered(fragments(text, command(65536), 1300)),
};

/** Compression is offered in every form there is, and never taken: a frame that is packed after all is an error. */
const offers = ["permessage-deflate", "permessage-deflate; client_no_context_takeover", "permessage-deflate; server_no_context_takeover; client_max_window_bits", "permessage-deflate; client_max_window_bits=9; server_max_window_bits=9", "permessage-deflate; server_max_window_bits=15, permessage-deflate", "permessage-bzip2, x-webkit-deflate-frame"];
async function declined(number) {
    const wire = await opened({ more: [`Sec-WebSocket-Extensions: ${offers[number % offers.length]}`] });
    assert.equal(wire.headers.get("sec-websocket-extensions"), null);
    await answered(small(), { wire, leaves: false });
    // {"do":"dance"} deflated
    await wire.send(frame(text, Buffer.from("aa56ca57b25252294bcc4b4e55aa0500", "hex"), { rsv: 4 }));
    assert.equal(await wire.failed(), 1002);
    assert.equal(wire.answers.length, 1);
}

test("every case of the Autobahn list is played", { skip }, async (t) => {
    const cases = readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line));
    const byCategory = new Map();
    const wrong = [];
    await few(cases.entries(), async ([index, each]) => {
        const [first, ...rest] = each.id.split(".").map(Number);
        const isPacked = first === 12 || first === 13;
        const play = plays[`${first}.${rest[0]}`] ?? plays[first];
        const numbers = plays[`${first}.${rest[0]}`] ? rest.slice(1) : rest;
        await (isPacked ? declined(index) : play(...numbers, each)).catch((error) => wrong.push(`${each.id} (${each.description.slice(0, 120)}): ${error.message}`));
        byCategory.set(each.category, (byCategory.get(each.category) ?? 0) + 1);
    }, 8);
    assert.deepEqual(wrong, []);
    const played = [...byCategory.values()].reduce((sum, count) => sum + count, 0);
    t.diagnostic(`${played} of ${cases.length} cases: ${[...byCategory].map(([name, count]) => `${name} ${count}`).join(", ")}`);
    assert.equal(played, cases.length);
});

const huge = (bytes) => Buffer.concat([Buffer.from([0x81, 0xff]), Buffer.from(bytes, "hex"), Buffer.alloc(4)]);

/** What the list leaves out. name -> the code the connection fails with. */
const more = {
    "an unmasked text": [1002, () => frame(text, "{}", { masked: false })],
    "an unmasked ping": [1002, () => frame(ping, "", { masked: false })],
    "an unmasked close": [1002, () => frame(close, Buffer.from([3, 232]), { masked: false })],
    "a short text with a length of 16 bits": [1002, () => frame(text, command(100), { length: 16 })],
    "a short text with a length of 64 bits": [1002, () => frame(text, command(100), { length: 64 })],
    "a text of 64 KiB - 1 with a length of 64 bits": [1002, () => frame(text, command(65535), { length: 64 })],
    "a length of 2^63": [1002, () => huge("8000000000000000"), 1009],
    "a length of 2^64 - 1": [1002, () => huge("ffffffffffffffff"), 1009],
    "a length of 2^62, of which nothing comes": [1009, () => huge("4000000000000000")],
    "one byte too many": [1009, () => frame(text, command(sizeMax + 1))],
    "one byte too many, in two frames": [1009, () => fragments(text, command(sizeMax + 1), sizeMax)],
    "one byte too many, in frames of one byte": [1008, () => fragments(text, command(sizeMax + 1), 1)],
    "a ping with a length of 16 bits": [1002, () => frame(ping, "x", { length: 16 })],
    "a close with a code that is for nobody to send": [1002, () => closeFrame(1015)],
    "a close in two fragments": [1002, () => [piece(close, false, Buffer.from([3, 232])), piece(0, true)]],
    "a binary message in fragments": [1003, () => fragments(binary, Buffer.alloc(64), 8)],
    "a text that begins inside another": [1002, () => [piece(text, false), piece(text, false)]],
    "a binary that begins inside a text": [1002, () => [piece(text, false), piece(binary, true)]],
    "bytes that are no frame": [1002, () => Buffer.from("GET / HTTP/1.1\r\nHost: x\r\n\r\n")],
    "a character cut off by the message's end": [1007, () => fragments(text, [Buffer.from([0xe2, 0x82]), Buffer.alloc(0)])],
    "a byte order mark of UTF-16": [1007, () => frame(text, Buffer.from([0xff, 0xfe, 0x7b, 0, 0x7d, 0]))],
};

test("frames that no client may send end the connection with the right code", async (t) => {
    for (const [name, [code, bytes, or = code]] of Object.entries(more)) {
        const wire = await opened();
        await wire.send(bytes());
        const found = await wire.failed();
        assert.ok([code, or].includes(found), `${name}: ${found}`);
        assert.equal(wire.answers.length, 0, name);
    }
    t.diagnostic(`${Object.keys(more).length} kinds`);
});

test("what was sent is what is read, in fragments and pieces of any size", async () => {
    const refs = ["Hello-µ@ßöäüàá-UTF-8!!", "κόσμε", "日本語🌊", "\u202eRTL\u202c", "e\u0301"];
    for (const ref of refs)
        for (const size of [1, 2, 3, 7, 1000])
            for (const chop of [0, 1, 5]) {
                const wire = await opened();
                await wire.send(fragments(text, Buffer.from(JSON.stringify({ do: "dance", ref })), size), { chop });
                await wire.until(() => wire.answers.length === 1);
                assert.equal(wire.answers[0].ref, ref);
                wire.cut();
            }
});

test("a message in a thousand frames is one; pings between them are answered in order, and more frames are refused", async () => {
    const frames = fragments(text, command(sizeMax, "whole"), 66);
    assert.equal(frames.length, 993);
    const pings = [];
    for (let at = 16; at < frames.length; at += 200) {
        pings.push(`p${pings.length}`);
        frames.splice(at, 0, frame(ping, pings.at(-1)));
    }
    const wire = await answered(Buffer.concat(frames), { pongs: pings });
    assert.equal(wire.answers[0].ref, "whole");
    await failed(1008, Buffer.concat(fragments(text, command(sizeMax), 1)));
});

test("fragments without content cost nothing", async () => {
    const many = (count) => [piece(text, false, "{"), ...Array.from({ length: count }, () => piece(0, false, "")), piece(0, true, "}")];
    const wire = await opened();
    await wire.send(many(500));
    await wire.until(() => wire.answers.length === 1);
    assert.equal(await wire.leave(), 1000); // a flood of them ends the line: hostile.test
});

test("a message that is too long is refused by name however much of it is still coming, and the line does not linger", async () => {
    const begun = Date.now();
    await few([1, 4, 16, 32], async (size) => failed(1009, frame(text, Buffer.alloc(size * 2 ** 20, "*"))), 4);
    assert.ok(Date.now() - begun < 20_000 * patience);
    // One that never stops sending is let go as well.
    const wire = await opened();
    await wire.send(frame(text, Buffer.alloc(2 ** 17, "*")));
    const dripping = setInterval(() => void wire.send(Buffer.alloc(100)), 200);
    await wire.until(() => wire.closedWith === 1009);
    await wire.ended;
    clearInterval(dripping);
    assert.ok(Date.now() - begun < 40_000 * patience);
});

test("a flood of pings that reads no pong ends that line alone", async () => {
    const { connect } = await import("node:net");
    const honest = await opened();
    const { port } = new URL(hall.url);
    const line = connect({ host: "127.0.0.1", port });
    line.pause();
    line.on("error", () => {});
    const ended = new Promise((resolve) => line.once("close", resolve));
    line.write(upgradeRequest(jam, hall.token));
    const many = Buffer.concat(Array.from({ length: 1000 }, () => frame(ping, Buffer.alloc(125))));
    let isOver = false;
    void ended.then(() => (isOver = true));
    for (let sent = 0; sent < 4000 && !isOver; sent += 1) if (!line.write(many)) await Promise.race([ended, new Promise((resolve) => line.once("drain", resolve))]);
    line.resume();
    await ended;
    await answered(small(), { wire: honest });
});

test("handshakes that are not in order open nothing", async () => {
    const status = async (options, request) => {
        const wire = await Wire.open(hall.url, request ?? upgradeRequest(jam, hall.token, options));
        wire.cut();
        return wire.status;
    };
    assert.equal(await status({}), 101);
    assert.equal(await status({ without: ["Upgrade"] }), 426);
    assert.equal(await status({ without: ["Connection"] }), 426);
    assert.equal(await status({ without: ["Upgrade"], more: ["Upgrade: h2c"] }), 426);
    assert.equal(await status({ without: ["Connection"], more: ["Connection: keep-alive, Upgrade"] }), 101);
    assert.equal(await status({ without: ["Upgrade"], more: ["Upgrade: WebSocket"] }), 101);
    assert.equal(await status({ version: "1.0" }), 426);
    assert.equal(await status({ method: "POST" }), 405);
    for (const version of ["8", "12", "14", "013", "13, 8", ""]) assert.equal(await status({ without: ["Sec-WebSocket-Version"], more: [`Sec-WebSocket-Version: ${version}`] }), 426, version);
    assert.equal(await status({ without: ["Sec-WebSocket-Version"] }), 400);
    for (const key of ["", "c2hvcnQ=", "not base 64 at all!!!!!=", "dGhlIHNhbXBsZSBub25jZXM=", "dGhlIHNhbXBsZSBub25jZQ"]) assert.equal(await status({ without: ["Sec-WebSocket-Key"], more: [`Sec-WebSocket-Key: ${key}`] }), 400, key);
    assert.equal(await status({ without: ["Sec-WebSocket-Key"] }), 400);
    assert.equal(await status({ more: ["Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="] }), 400, "two keys");
    for (const name of ["", "jamhall.v2", "JAMHALL.V1", "jamhall", "jamhall.v1.x"]) assert.equal(await status({ without: ["Sec-WebSocket-Protocol"], more: [`Sec-WebSocket-Protocol: ${name}`] }), 400, name);
    assert.equal(await status({ without: ["Sec-WebSocket-Protocol"], more: ["Sec-WebSocket-Protocol: chat, jamhall.v1"] }), 101);
    assert.equal(await status({ without: ["Authorization"] }), 403);
});
