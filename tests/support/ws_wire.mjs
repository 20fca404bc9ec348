// SPDX-License-Identifier: Apache-2.0
// A WebSocket by hand, to send what no library would: frames of any shape, in any pieces. What comes back is read strictly.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { connect } from "node:net";
import { once } from "node:events";

export const text = 1, binary = 2, close = 8, ping = 9, pong = 10;

/** One frame of a client. Defaults are what the RFC wants; `length` forces an encoding of 7, 16 or 64 bits. */
export function frame(opcode, payload = "", { fin = true, rsv = 0, masked = true, length, mask = randomBytes(4) } = {}) {
    const data = Buffer.from(payload);
    const bits = length ?? (data.length < 126 ? 7 : data.length < 65536 ? 16 : 64);
    const extended = Buffer.alloc(bits === 7 ? 0 : bits / 8);
    if (bits === 16) extended.writeUInt16BE(data.length);
    if (bits === 64) extended.writeBigUInt64BE(BigInt(data.length));
    const second = (masked ? 0x80 : 0) | (bits === 7 ? data.length : bits === 16 ? 126 : 127);
    const head = Buffer.concat([Buffer.from([(fin ? 0x80 : 0) | (rsv << 4) | opcode, second]), extended, masked ? mask : Buffer.alloc(0)]);
    return Buffer.concat([head, masked ? data.map((byte, at) => byte ^ mask[at % 4]) : data]);
}

export const closeFrame = (code, reason = "") => {
    const number = Buffer.alloc(2);
    number.writeUInt16BE(code);
    return frame(close, Buffer.concat([number, Buffer.from(reason)]));
};

/** A message in fragments of a size, or of the pieces given. */
export function fragments(opcode, message, size) {
    const pieces = Array.isArray(message) ? message.map((piece) => Buffer.from(piece)) : [];
    if (pieces.length === 0) for (let at = 0; at < message.length; at += size) pieces.push(message.subarray(at, at + size));
    return pieces.map((piece, at) => frame(at === 0 ? opcode : 0, piece, { fin: at === pieces.length - 1 }));
}

export const upgradeRequest = (jam, token, { key = "dGhlIHNhbXBsZSBub25jZQ==", without = [], more = [], method = "GET", version = "1.1" } = {}) => {
    const fields = {
        Host: "127.0.0.1", Authorization: `Bearer ${token}`, Connection: "Upgrade", Upgrade: "websocket",
        "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": key, "Sec-WebSocket-Protocol": "jamhall.v1",
    };
    const lines = Object.entries(fields).filter(([name]) => !without.includes(name)).map(([name, value]) => `${name}: ${value}`);
    return [`${method} /api/v1/jams/${jam}/live HTTP/${version}`, ...lines, ...more, "", ""].join("\r\n");
};

export class Wire {
    #line;
    #unread = Buffer.alloc(0);
    #waiting = [];
    frames = []; // {opcode, payload}
    answers = []; // texts but hello
    closedWith; // the code of the server's close frame, null without one

    static async open(url, request) {
        const wire = new Wire();
        const { hostname, port } = new URL(url);
        wire.#line = connect({ host: hostname, port, noDelay: true });
        wire.#line.on("end", () => wire.#wake());
        wire.ended = new Promise((resolve) => wire.#line.once("close", resolve));
        wire.#line.on("error", () => {});
        wire.#line.on("data", (bytes) => wire.#take(bytes));
        wire.#line.on("close", () => wire.#wake());
        await once(wire.#line, "connect");
        wire.#line.write(request);
        await wire.until(() => wire.status !== undefined);
        const key = /Sec-WebSocket-Key: (\S+)/i.exec(request)?.[1];
        if (wire.status === 101) {
            assert.equal(wire.headers.get("sec-websocket-accept"), createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64"));
            assert.equal(wire.headers.get("sec-websocket-protocol"), "jamhall.v1");
            await wire.until(() => wire.frames.length > 0);
            assert.equal(JSON.parse(wire.frames[0].payload).type, "hello");
        }
        return wire;
    }

    #wake() {
        this.#waiting = this.#waiting.filter(({ holds, resolve }) => !(holds() && (resolve(), true)));
    }

    /** Resolves once it holds; the line's end makes whatever is still waited for fail. */
    until(holds) {
        if (holds()) return Promise.resolve();
        const waited = new Promise((resolve) => this.#waiting.push({ holds, resolve }));
        const ended = this.ended.then(() => assert.ok(holds(), `the line ended with ${this.closedWith}; ${this.answers.length} answers`));
        return Promise.race([waited, ended]);
    }

    #take(bytes) {
        this.#unread = Buffer.concat([this.#unread, bytes]);
        if (this.status === undefined) {
            const end = this.#unread.indexOf("\r\n\r\n");
            if (end < 0) return;
            const [first, ...fields] = this.#unread.subarray(0, end).toString("latin1").split("\r\n");
            this.status = Number(first.split(" ")[1]);
            this.headers = new Headers(fields.map((field) => /^([^:]+): ?(.*)$/.exec(field).slice(1)));
            this.#unread = this.#unread.subarray(end + 4);
        }
        if (this.status === 101) while (this.#readFrame());
        this.#wake();
    }

    #readFrame() {
        const bytes = this.#unread;
        if (bytes.length < 2) return false;
        const short = bytes[1] & 0x7f;
        const head = short < 126 ? 2 : short === 126 ? 4 : 10;
        if (bytes.length < head) return false;
        const size = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
        if (bytes.length < head + size) return false;
        const opcode = bytes[0] & 0x0f;
        assert.equal(bytes[0] & 0x70, 0, "a server sets no reserved bit");
        assert.equal(bytes[1] & 0x80, 0, "a server masks nothing");
        assert.ok([text, close, ping, pong].includes(opcode), `opcode ${opcode}`);
        assert.equal(this.closedWith, undefined, "nothing comes behind a close frame");
        const payload = bytes.subarray(head, head + size);
        if (opcode >= 8) assert.ok(bytes[0] & 0x80 && size <= 125, "a control frame is whole and short");
        this.frames.push({ opcode, payload });
        if (opcode === text && this.frames.length > 1) this.answers.push(JSON.parse(payload));
        if (opcode === close) this.closedWith = size === 0 ? 1005 : payload.readUInt16BE(0);
        this.#unread = bytes.subarray(head + size);
        return true;
    }

    get pongs() {
        return this.frames.filter(({ opcode }) => opcode === pong).map(({ payload }) => payload);
    }

    /** Sends frames as they are, or in pieces of `chop` bytes. */
    async send(bytes, { chop = 0 } = {}) {
        const all = Array.isArray(bytes) ? Buffer.concat(bytes) : bytes;
        if (chop === 0) return void this.#line.write(all);
        for (let at = 0; at < all.length && !this.#line.destroyed && this.closedWith === undefined; at += chop) {
            const isRoom = this.#line.write(all.subarray(at, at + chop));
            if (!isRoom) await Promise.race([once(this.#line, "drain").catch(() => {}), this.ended]);
            else await new Promise((resolve) => setImmediate(resolve));
        }
    }

    /** The server must fail the connection by itself; gives its code, or null for a line dropped without one. */
    async failed() {
        await this.ended;
        return this.closedWith ?? null;
    }

    /** Closes in order: the server answers with the same code and ends the line. */
    async leave(code = 1000) {
        await this.send(closeFrame(code));
        await this.ended;
        return this.closedWith;
    }

    cut() {
        this.#line.destroy();
    }
}
