// SPDX-License-Identifier: Apache-2.0
// One person at a live socket, as the contract describes it: commands carry keys, watches resume by offset, and whatever
// was not answered when the line broke is sent again.
import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { WebSocket } from "ws";

/** A line can die without a word: one that stays silent for so long, pings unanswered, is let go. */
function giveUpOnSilence(socket, patience_ms) {
    let heardAt = performance.now();
    for (const sign of ["open", "message", "pong"]) socket.on(sign, () => (heardAt = performance.now()));
    const look = setInterval(() => {
        if (performance.now() - heardAt > patience_ms) socket.terminate();
        else if (socket.readyState === WebSocket.OPEN) socket.ping();
    }, patience_ms / 4).unref();
    socket.once("close", () => clearInterval(look));
    socket.on("error", () => {});
}

export class Jammer {
    #socket;
    #unanswered = new Map(); // ref -> {text, resolve}
    #refs = 0;
    #waiting = [];
    #isReady = false; // said hello, and whatever was unanswered has been sent again: order is kept
    frames = [];
    events = new Map(); // feed -> events as received
    behind = [];
    reconnects = 0;
    closes = [];

    constructor(hall, jam, token, options = {}) {
        this.hall = hall;
        this.jam = jam;
        this.token = token;
        this.options = options;
        this.watched = new Map(); // feed -> last offset seen, or null
    }

    static async join(hall, jam, token, options) {
        const jammer = new Jammer(hall, jam, token, options);
        await jammer.connect();
        return jammer;
    }

    /** Opens the socket and resolves with hello. */
    async connect() {
        const url = `${this.hall.url.replace(/^http/, "ws")}/api/v1/jams/${this.jam}/live`;
        const { patience_ms, localAddress } = this.options;
        this.#socket = new WebSocket(url, ["jamhall.v1"], {
            headers: { ...(this.token ? { authorization: `Bearer ${this.token}` } : {}), ...this.options.headers },
            perMessageDeflate: false,
            handshakeTimeout: patience_ms,
            localAddress,
            ...this.options.socket,
        });
        const socket = this.#socket;
        if (patience_ms) giveUpOnSilence(socket, patience_ms);
        const closed = new Promise((resolve) => socket.once("close", resolve));
        this.hello = await new Promise((resolve, reject) => {
            socket.once("error", reject);
            socket.once("unexpected-response", (_, response) => {
                reject(Object.assign(new Error(`refused with ${response.statusCode}`), { status: response.statusCode }));
            });
            socket.once("close", () => reject(new Error("the line broke before hello")));
            socket.once("message", (text) => resolve(JSON.parse(text)));
        });
        this.#isReady = !this.isComingBack;
        socket.on("error", () => {});
        socket.on("message", (text) => this.#receive(JSON.parse(text)));
        this.closed = closed;
        closed.then((code) => this.#onClose(code));
        return this.hello;
    }

    #onClose(code) {
        this.#isReady = false;
        this.closes.push(code);
        if (this.options.reconnects && !this.isLeaving && !(code >= 4500)) void this.#reconnect();
    }

    async #reconnect() {
        this.isComingBack = true;
        while (!this.isLeaving) {
            try {
                await wait(20 + Math.random() * 80);
                await this.connect();
                break;
            } catch (error) {
                if (error.status && error.status < 500 && error.status !== 429) throw error;
            }
        }
        if (this.isLeaving) return;
        this.reconnects += 1;
        // A watch that was not answered asks again for what it has not brought yet; the others go on where they were.
        const asked = new Set();
        const again = [...this.#unanswered.values()].map(({ text }) => {
            const frame = JSON.parse(text);
            if (frame.do !== "watch") return text;
            for (const feed of Object.keys(frame.feeds)) asked.add(feed);
            return JSON.stringify({ ...frame, feeds: Object.fromEntries(Object.entries(frame.feeds).map(([feed, from]) => [feed, this.watched.get(feed) ?? from])) });
        });
        const others = [...this.watched].filter(([feed]) => !asked.has(feed));
        if (others.length > 0) this.#transmit({ do: "watch", ref: `again-${this.reconnects}`, feeds: Object.fromEntries(others) });
        for (const text of again) this.#socket.send(text);
        this.isComingBack = false;
        this.#isReady = true;
    }

    #transmit(frame) {
        if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
    }

    #receive(frame) {
        if (this.options.keepsFrames) this.frames.push(frame);
        if (frame.type === "reply" || frame.type === "refused") {
            this.#unanswered.get(frame.ref)?.resolve(frame);
            this.#unanswered.delete(frame.ref);
        } else if (frame.type === "events") {
            const known = this.events.get(frame.feed) ?? [];
            known.push(...frame.events);
            this.events.set(frame.feed, known);
            if (this.watched.has(frame.feed)) this.watched.set(frame.feed, frame.upto);
        } else if (frame.type === "behind") {
            this.behind.push(frame.feed);
            this.watched.delete(frame.feed);
        }
        this.#waiting = this.#waiting.filter(({ holds, resolve }) => {
            if (!holds(frame)) return true;
            resolve(frame);
            return false;
        });
    }

    /** Waits until the server has pinged so many times more. */
    async pings(count) {
        for (let i = 0; i < count; i += 1) await new Promise((resolve) => this.#socket.once("ping", resolve));
    }

    /** Sends a command with a key; resolves with the reply or refusal, over as many connections as it takes. */
    send(name, fields = {}) {
        const ref = ++this.#refs;
        const text = JSON.stringify({ do: name, ref, key: randomUUID(), ...fields });
        return new Promise((resolve) => {
            this.#unanswered.set(ref, { text, resolve });
            if (this.#isReady) this.#socket.send(text);
        });
    }

    /** The same, but it must be accepted. */
    async do(name, fields = {}) {
        const answer = await this.send(name, fields);
        if (answer.type !== "reply") throw new Error(`${name} was refused: ${JSON.stringify(answer)}`);
        return answer;
    }

    /** Sends any text as it is. */
    raw(text) {
        this.#socket.send(text);
    }

    /** Watches feeds from an offset (0 = the beginning), or from now with null. */
    async watch(feeds) {
        for (const [feed, from] of Object.entries(feeds)) this.watched.set(feed, from);
        const reply = await this.do("watch", { feeds, key: undefined });
        for (const [feed, from] of Object.entries(feeds))
            if (from === null && this.watched.get(feed) === null) this.watched.set(feed, reply.offset);
        return reply;
    }

    /** Resolves with the next frame for which `holds` is true. */
    next(holds) {
        return new Promise((resolve) => this.#waiting.push({ holds, resolve }));
    }

    /** Resolves once `holds(this)` is true; asked again after every frame. */
    async until(holds) {
        while (!holds(this)) await this.next(() => true);
    }

    /** Reads nothing more until `read()`, as a stuck line does. */
    stall() {
        this.#socket.pause();
    }

    read() {
        this.#socket.resume();
    }

    /** Loses the line, as in a tunnel; whoever `reconnects` comes back. */
    drop() {
        this.#socket.terminate();
    }

    /** Goes without a word, as when the power fails. */
    async breakOff() {
        this.isLeaving = true;
        this.#socket.terminate();
        return await this.closed;
    }

    async leave() {
        this.isLeaving = true;
        this.#socket.close();
        return await this.closed;
    }
}
