// SPDX-License-Identifier: Apache-2.0
// People on bad lines: they watch, post and cast ballots, come back whenever the line breaks, and keep a ledger of what
// they sent, what was answered and what they read.
import { setTimeout as wait } from "node:timers/promises";
import { dice } from "../dice.mjs";
import { Jammer } from "../jammer.mjs";

const tasksEach = 2; // commands under way at once, of each person
export const feeds = ["forum/floor", "lobby", "me"];

export class Wanderers {
    people = [];

    static async join({ url, jam, tokens, seed, patience_ms = 2_500 }) {
        const all = new Wanderers();
        const join = async (token, i) => {
            const line = await Jammer.join({ url }, jam, token, { reconnects: true, patience_ms });
            await line.watch(Object.fromEntries(feeds.map((feed) => [feed, 0])));
            return { line, draw: dice(seed + i), name: `w${i}`, sent: 0, answered: [] };
        };
        all.people = await Promise.all(tokens.map(join));
        return all;
    }

    /** All do what people do until so many seconds have passed; then they finish what they have begun. */
    async live(seconds) {
        const until = performance.now() + seconds * 1_000;
        const tasks = this.people.flatMap((person) => Array.from({ length: tasksEach }, () => this.#live(person, until)));
        await wait(seconds * 1_000);
        return { finished: Promise.all(tasks) };
    }

    async #live(person, until) {
        const { line, draw } = person;
        while (performance.now() < until) {
            const known = line.events.get("forum/floor")?.filter(({ type }) => type === "post_added") ?? [];
            if (known.length === 0 || draw(3) > 0) {
                const text = `${person.name} says ${++person.sent}${" and so on".repeat(draw(40))}`;
                const { post } = await line.do("add_post", { forum: "floor", kind: "idea", text });
                person.answered.push([text, post]);
            } else {
                await line.do("cast_ballot", { post: known[draw(known.length)].post, choice: "support" });
            }
            await wait(draw(200));
        }
    }

    /** Resolves once everybody has read the floor up to this offset. */
    async readUpTo(offset) {
        await Promise.all(this.people.map(({ line }) => line.until(({ events }) => (events.get("forum/floor")?.at(-1)?.offset ?? 0) >= offset)));
    }

    ledger() {
        return this.people.map(({ line, sent, answered }) => ({
            sent,
            answered,
            read: Object.fromEntries(line.events),
            behind: line.behind,
            reconnects: line.reconnects,
        }));
    }

    async leave() {
        await Promise.all(this.people.map(({ line }) => line.breakOff()));
    }
}
