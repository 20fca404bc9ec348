// SPDX-License-Identifier: Apache-2.0
// A line that is as bad as lines get, in front of a hall: a proxy that delays, cuts after any byte, resets, goes silent in
// one direction or both, and holds everything back for seconds. What befalls a connection is drawn from a seed.
import { connect, createServer } from "node:net";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { dice } from "../dice.mjs";

/** What may befall a connection, after so many bytes. */
export const fates = ["cut", "reset", "half_open", "up_only", "down_only", "hole"];

const holeMs = 3_000;
const bytesUntilFateMax = 12_000;

export class BadLine {
    #server;
    #draw;
    #pairs = new Set();
    isBad = false;
    /** Drops whoever connects; with "deaf" they are taken and never served. */
    isDown = false;
    delay_ms = [0, 0];
    counts = {};

    static async open(test, { seed = 1, target = null } = {}) {
        const line = new BadLine();
        line.#draw = dice(seed);
        line.target = target;
        line.#server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => line.#take(client));
        line.#server.listen(0, "127.0.0.1");
        await once(line.#server, "listening");
        line.url = `http://127.0.0.1:${line.#server.address().port}`;
        test?.after(() => line.close());
        return line;
    }

    close() {
        this.#server.close();
        this.cut();
    }

    /** Ends every connection at once. */
    cut({ isReset = false } = {}) {
        for (const pair of this.#pairs) pair.end(isReset);
    }

    /** Nothing more passes on any connection that is open now, and nobody is told. */
    goSilent() {
        for (const pair of this.#pairs) pair.isSilent.up = pair.isSilent.down = true;
    }

    /** From now on nothing bad happens, and what went bad is over. */
    calm() {
        this.isBad = false;
        this.delay_ms = [0, 0];
        this.cut();
    }

    /** Ends everything once so many more bytes have gone up: what they were is with the server, its answer is not. */
    cutAfterUp(bytes) {
        this.upLeft = bytes;
    }

    #take(client) {
        client.on("error", () => {});
        if (this.isDown === "deaf") return void this.#pairs.add({ isSilent: {}, end: () => client.destroy() });
        if (this.isDown) return client.destroy();
        const { hostname, port } = new URL(this.target);
        const server = connect({ host: hostname, port, noDelay: true, allowHalfOpen: true });
        server.on("error", () => {});
        const fate = this.isBad ? fates[this.#draw(fates.length)] : "none";
        this.counts[fate] = (this.counts[fate] ?? 0) + 1;
        const pair = { fate, left: 1 + this.#draw(bytesUntilFateMax), isSilent: { up: false, down: false }, heldUntil: 0 };
        pair.end = (isReset) => {
            this.#pairs.delete(pair);
            for (const side of [client, server]) isReset ? side.resetAndDestroy() : side.destroy();
        };
        this.#pairs.add(pair);
        this.#pump(pair, "up", client, server);
        this.#pump(pair, "down", server, client);
        for (const [side, way] of [[client, "up"], [server, "down"]])
            side.on("close", () => pair.isSilent[way] || setTimeout(() => pair.end(false), this.delay_ms[0]));
    }

    /** One direction: piece by piece, in order, each at its time. */
    #pump(pair, way, from, to) {
        let before = Promise.resolve();
        const next = (work) => (before = before.then(work));
        from.on("data", (bytes) => {
            const [shortest, longest] = this.delay_ms;
            const due = performance.now() + shortest + this.#draw(longest - shortest + 1);
            next(async () => {
                await wait(Math.max(0, Math.max(due, pair.heldUntil) - performance.now()), undefined, { ref: false });
                await this.#pass(pair, way, bytes, to);
            });
        });
        from.on("end", () => next(() => pair.isSilent[way] || to.end()));
    }

    async #pass(pair, way, bytes, to) {
        if (pair.isSilent[way] || to.destroyed) return;
        if (way === "up" && this.upLeft !== undefined && (this.upLeft -= bytes.length) <= 0) {
            this.upLeft = undefined;
            to.write(bytes);
            setTimeout(() => this.cut(), 50);
            return;
        }
        pair.left -= bytes.length;
        if (pair.fate === "none" || pair.left > 0) return void to.write(bytes);
        to.write(bytes.subarray(0, bytes.length + pair.left)); // any byte may be the last one
        await this.#befall(pair, bytes.subarray(bytes.length + pair.left), to);
    }

    async #befall(pair, rest, to) {
        const { fate } = pair;
        pair.fate = "none";
        if (fate === "cut" || fate === "reset") return pair.end(fate === "reset");
        if (fate === "hole") {
            pair.heldUntil = performance.now() + holeMs;
            await wait(holeMs, undefined, { ref: false });
            return void to.write(rest);
        }
        pair.isSilent.up = fate !== "up_only";
        pair.isSilent.down = fate !== "down_only";
    }
}
