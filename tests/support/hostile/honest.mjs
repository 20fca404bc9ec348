// SPDX-License-Identifier: Apache-2.0
// Honest people, all behind one address: they watch, some post and load pages, and everything they wait for is timed. A
// process of its own, so that nothing but the server can make them wait; spoken to by messages.
import { request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { dice } from "../dice.mjs";
import { Jammer } from "../jammer.mjs";

process.on("disconnect", () => process.exit());

let times = { reply: [], feed: [], page: [] };
let refusals = {};
let line_cuts = 0;
let sentAt = new Map(); // text -> when

const summary = (of) => {
    const sorted = of.toSorted((a, b) => a - b);
    const at = (part) => Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0) * 10) / 10;
    return { count: of.length, p50: at(0.5), p99: at(0.99), most: at(1) };
};

async function join({ url, jam, tokens, address, seed, posts_per_second }) {
    const people = [];
    for (const token of tokens) {
        const line = await Jammer.join({ url }, jam, token, { localAddress: address });
        line.closed.then(() => (line_cuts += 1));
        const watched = line.watch({ "forum/floor": null, lobby: null, me: null });
        await watched;
        people.push({ line, token });
    }
    for (const { line } of people) void listen(line);
    void post(people, dice(seed), posts_per_second);
    void load(people, { url, jam, address });
}

/** Notes how long each post took to get to this person. */
async function listen(line) {
    for (;;) {
        const frame = await line.next(({ type, feed }) => type === "events" && feed === "forum/floor");
        const now = performance.now();
        for (const { text } of frame.events) if (sentAt.has(text)) times.feed.push(now - sentAt.get(text));
        line.events.clear();
    }
}

async function post(people, draw, per_second) {
    for (let next = performance.now(), n = 0; ; next += 1_000 / per_second) {
        await wait(Math.max(0, next - performance.now()));
        const text = `An honest thought, number ${++n}`;
        sentAt.set(text, performance.now());
        if (sentAt.size > 1_000) sentAt.delete(sentAt.keys().next().value);
        void ask(people[draw(people.length)].line, text);
    }
}

async function ask(line, text) {
    const began = performance.now();
    const answer = await line.send("add_post", { forum: "floor", kind: "idea", text });
    if (answer.type === "reply") times.reply.push(performance.now() - began);
    else refusals[answer.code] = (refusals[answer.code] ?? 0) + 1;
}

/** One page after the other, ten a second at most. */
async function load(people, { url, jam, address }) {
    for (let n = 0; ; n += 1) {
        const began = performance.now();
        const status = await page(`${url}/api/v1/jams/${jam}/forums/floor/posts?limit=20`, people[n % people.length].token, address);
        if (status === 200) times.page.push(performance.now() - began);
        else refusals[status] = (refusals[status] ?? 0) + 1;
        await wait(Math.max(0, 100 - (performance.now() - began)));
    }
}

function page(url, token, localAddress) {
    return new Promise((resolve) => {
        const asked = request(url, { localAddress, headers: { authorization: `Bearer ${token}` } }, (response) => {
            response.resume();
            response.once("end", () => resolve(response.statusCode));
        });
        asked.once("error", (error) => resolve(error.code));
        asked.end();
    });
}

process.on("message", async ({ join: asked, forget, tell }) => {
    if (asked) process.send({ joined: await join(asked).then(() => true) });
    if (forget) times = { reply: [], feed: [], page: [] };
    if (tell) {
        const { reply, feed, page } = times;
        process.send({ told: { reply: summary(reply), feed: summary(feed), page: summary(page), line_cuts, refusals } });
    }
});
