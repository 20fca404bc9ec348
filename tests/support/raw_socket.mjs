// SPDX-License-Identifier: Apache-2.0
// A WebSocket as no browser makes it: frames byte by byte. Source: RFC 6455 section 5.
import { RawLine } from "./asking.mjs";

const mask = Buffer.from([0x12, 0x34, 0x56, 0x78]);

/** One client frame; `last` false begins or goes on with a message in fragments. */
export function frame(opcode, payload = "", { last = true } = {}) {
    const body = Buffer.from(payload);
    const masked = Buffer.from(body.map((byte, i) => byte ^ mask[i % 4]));
    const long = body.length > 125;
    const head = Buffer.alloc(long ? 4 : 2);
    head[0] = (last ? 0x80 : 0) | opcode;
    head[1] = 0x80 | (long ? 126 : body.length);
    if (long) head.writeUInt16BE(body.length, 2);
    return Buffer.concat([head, mask, masked]);
}

export const text = 1, more = 0, ping = 9;

export class RawSocket extends RawLine {
    #bytes = Buffer.alloc(0);
    closeCode = null;
    pongs = 0;

    /** Opens a jam's socket and waits for the answer to the upgrade. */
    static async open(hall, jam, token, options = {}) {
        const socket = new RawSocket(Number(new URL(hall.url).port), options);
        socket.socket.on("data", (bytes) => socket.#take(bytes));
        await socket.write(
            `GET /api/v1/jams/${jam}/live HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nConnection: Upgrade\r\n` +
                "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: jamhall.v1\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        );
        if (!(await socket.until(/^HTTP\/1\.1 101 /))) throw new Error(`refused: ${socket.text.slice(0, 60)}`);
        return socket;
    }

    #hasAnswer = false;

    #take(bytes) {
        this.#bytes = Buffer.concat([this.#bytes, bytes]);
        if (!this.#hasAnswer) {
            const end = this.#bytes.indexOf("\r\n\r\n");
            if (end < 0) return;
            this.#hasAnswer = true;
            this.#bytes = this.#bytes.subarray(end + 4);
        }
        for (;;) {
            if (this.#bytes.length < 2) return;
            const short = this.#bytes[1] & 0x7f;
            const head = short === 126 ? 4 : short === 127 ? 10 : 2;
            if (this.#bytes.length < head) return;
            const size = short === 126 ? this.#bytes.readUInt16BE(2) : short === 127 ? Number(this.#bytes.readBigUInt64BE(2)) : short;
            if (this.#bytes.length < head + size) return;
            const opcode = this.#bytes[0] & 0x0f;
            if (opcode === 8) this.closeCode = size >= 2 ? this.#bytes.readUInt16BE(head) : 1005;
            if (opcode === 10) this.pongs += 1;
            this.#bytes = this.#bytes.subarray(head + size);
        }
    }

    /** Writes the same bytes again and again until the line ends; gives how often. */
    async flood(bytes, most = 1_000_000) {
        let isOver = false;
        void this.ended.then(() => (isOver = true));
        let count = 0;
        while (!isOver && this.closeCode === null && count < most) {
            const isTaken = new Promise((resolve) => this.socket.write(bytes, resolve));
            await Promise.race([isTaken, this.ended]);
            await new Promise((resolve) => setImmediate(resolve)); // what is taken at once would leave no turn for reading
            count += 1;
        }
        return count;
    }
}
