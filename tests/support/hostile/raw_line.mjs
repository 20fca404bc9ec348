// SPDX-License-Identifier: Apache-2.0
// One line of somebody who means harm: any bytes, read or not, and what became of it.
import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/** One frame of a client; whatever the RFC forbids can be asked for. */
export function frame(opcode, payload = Buffer.alloc(0), { fin = true, rsv = 0, masked = true, size = payload.length } = {}) {
    const first = (fin ? 0x80 : 0) | (rsv << 4) | opcode;
    const mask = masked ? 0x80 : 0;
    const head = size < 126 ? Buffer.from([first, mask | size]) : size < 65_536 ? Buffer.from([first, mask | 126, size >> 8, size & 255]) : Buffer.alloc(10);
    if (size >= 65_536) {
        head[0] = first;
        head[1] = mask | 127;
        head.writeBigUInt64BE(BigInt(size), 2);
    }
    if (!masked) return Buffer.concat([head, payload]);
    // Masked with zeroes, which changes nothing and is what RFC 6455 section 5.3 demands in form.
    return Buffer.concat([head, Buffer.alloc(4), payload]);
}

export const text = (of) => frame(1, Buffer.from(typeof of === "string" ? of : JSON.stringify(of)));

export class RawLine {
    #socket;
    #kept = Buffer.alloc(0);
    answers = new Map(); // HTTP status, code of a refusal, or type of a frame -> how often
    isEnded = false;
    closeCode = null; // of the server's close frame
    wasReset = false;
    bytesRead = 0;

    constructor(socket) {
        this.#socket = socket;
        socket.on("error", (error) => (this.wasReset ||= error.code === "ECONNRESET" || error.code === "EPIPE"));
        socket.on("data", (bytes) => this.#take(bytes));
        this.ended = new Promise((resolve) =>
            socket.once("close", () => {
                this.isEnded = true;
                this.#wake();
                resolve();
            }),
        );
    }

    static async open({ host, port, from, onread }) {
        const socket = connect({ host, port, localAddress: from, noDelay: true, onread });
        const line = new RawLine(socket);
        line.openedAt = performance.now();
        await Promise.race([new Promise((resolve) => socket.once("connect", resolve)), line.ended]);
        return line;
    }

    /** A live socket; throws with the status when it is refused. */
    static async live(to, jam, token, options = {}) {
        const line = await RawLine.open({ ...to, ...options });
        line.write(
            `GET /api/v1/jams/${jam}/live HTTP/1.1\r\nHost: ${to.host}:${to.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
                `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString("base64")}\r\n` +
                `Sec-WebSocket-Protocol: jamhall.v1\r\nAuthorization: Bearer ${token}\r\n\r\n`,
        );
        await line.until(() => line.count("hello") > 0 || (line.answers.size > 0 && !line.isUpgraded));
        if (line.count("hello") === 0) throw Object.assign(new Error("refused"), { line });
        return line;
    }

    count(answer) {
        return this.answers.get(answer) ?? 0;
    }

    #note(answer) {
        this.answers.set(answer, this.count(answer) + 1);
        this.#wake();
    }

    #wake() {
        for (const resolve of this.waiting?.splice(0) ?? []) resolve();
    }

    async until(holds) {
        while (!holds() && !this.isEnded) await new Promise((resolve) => (this.waiting ??= []).push(resolve));
    }

    #take(bytes) {
        this.bytesRead += bytes.length;
        this.#kept = this.#kept.length ? Buffer.concat([this.#kept, bytes]) : bytes;
        while (this.isUpgraded ? this.#takeFrame() : this.#takeAnswer());
    }

    #takeAnswer() {
        const end = this.#kept.indexOf("\r\n\r\n");
        if (end < 0) return false;
        const head = this.#kept.subarray(0, end).toString("latin1");
        const status = Number(head.slice(9, 12));
        const size = status === 101 ? 0 : Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
        if (this.#kept.length < end + 4 + size) return false;
        this.#kept = this.#kept.subarray(end + 4 + size);
        this.isUpgraded = status === 101;
        this.#note(status);
        return true;
    }

    #takeFrame() {
        const kept = this.#kept;
        if (kept.length < 2) return false;
        const short = kept[1] & 0x7f;
        const head = short < 126 ? 2 : short === 126 ? 4 : 10;
        if (kept.length < head) return false;
        const size = short < 126 ? short : short === 126 ? kept.readUInt16BE(2) : Number(kept.readBigUInt64BE(2));
        if (kept.length < head + size) return false;
        const payload = kept.subarray(head, head + size);
        this.#kept = kept.subarray(head + size);
        const opcode = kept[0] & 15;
        if (opcode === 8) this.closeCode = size >= 2 ? payload.readUInt16BE(0) : 1005;
        if (opcode === 8) this.#socket.end(frame(8, Buffer.from([3, 232])));
        if (opcode === 1) this.#noteText(payload);
        if (opcode === 9) this.write(frame(10, payload));
        if (opcode === 10) this.#note("pong");
        return true;
    }

    #noteText(payload) {
        const start = payload.subarray(0, 200).toString("latin1");
        const type = /"type":"(\w+)"/.exec(start)?.[1];
        this.#note(type === "refused" ? (/"code":"(\w+)"/.exec(payload.toString("latin1"))?.[1] ?? type) : type);
    }

    /** False: the line takes no more for now. */
    write(bytes) {
        return this.isEnded || this.#socket.destroyed ? false : this.#socket.write(bytes);
    }

    /** Waits a little for what was written to leave. */
    async room() {
        if (this.#socket.writableNeedDrain) await wait(20);
        else await new Promise((resolve) => setImmediate(resolve));
    }

    stall() {
        this.#socket.pause();
    }

    read() {
        this.#socket.resume();
    }

    reset() {
        this.#socket.resetAndDestroy();
    }

    cut() {
        this.#socket.destroy();
    }

    /** What ended it: the close code, "cut", or "open" when nothing did. */
    get fate() {
        return this.closeCode ?? (this.isEnded ? "cut" : "open");
    }

    age() {
        return performance.now() - this.openedAt;
    }
}
