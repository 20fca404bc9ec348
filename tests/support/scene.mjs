// SPDX-License-Identifier: Apache-2.0
// A running jam of two forums with somebody in every role, and what must hold of its file when the server goes.
import assert from "node:assert/strict";
import { Hall, jamhall, openPlan } from "./hall.mjs";
import { Jammer } from "./jammer.mjs";

/** name -> [roles, forums]; a first name stands for the whole person. */
const cast = {
    olga: ["organizer", ""],
    oren: ["organizer", ""],
    fay: ["facilitator", "floor"],
    fred: ["facilitator", "yard"],
    flo: ["facilitator", "floor;yard"],
    hana: ["host", "floor"],
    hugo: ["host", "yard"],
    gus: ["guest", ""],
    ann: ["analyst", ""],
    rex: ["records_officer", ""],
    obi: ["observer", ""],
    ada: ["participant", ""],
    ben: ["participant", ""],
    cleo: ["participant", ""],
    dora: ["participant", ""],
};

const capital = (name) => name[0].toUpperCase() + name.slice(1);

export const roster = [
    "email,name,roles,forums",
    ...Object.entries(cast).map(([name, [roles, forums]]) => `${name}@example.org,${capital(name)} Example,${roles},${forums}`),
].join("\n");

/** A plan of two forums, with limits out of the way. */
export function twoForums({ switches = { ballot: "support" }, policies = {}, ...more } = {}) {
    const plan = openPlan({ switches });
    return {
        ...plan,
        forums: [
            { id: "floor", title: "Floor", question: "What matters most?" },
            { id: "yard", title: "Yard", question: "What is there to do outside?" },
        ],
        rules: [
            { id: "civil", text: "No personal attacks" },
            { id: "private", text: "Nothing about private lives" },
        ],
        ...more,
        policies: { ...plan.policies, ...policies },
    };
}

export class Scene {
    /** A hall with one jam; it goes with the test. */
    static async open(test, plan = twoForums(), { hall } = {}) {
        const scene = new Scene();
        scene.hall = hall ?? (await Hall.open(test));
        scene.jam = await scene.hall.createJam(plan);
        scene.people = await scene.hall.invite(scene.jam, roster);
        scene.lines = [];
        return scene;
    }

    /** The token of somebody of the cast; the administrator's for "admin". */
    token(name) {
        return name === "admin" ? this.hall.token : this.people.get(`${name}@example.org`).token;
    }

    /** Lines of several people, which end with the scene. */
    async join(...names) {
        const joined = [];
        for (const name of names) joined.push(await Jammer.join(this.hall, this.jam, this.token(name), { keepsFrames: true }));
        this.lines.push(...joined);
        return joined;
    }

    /** One page below the jam's address as somebody sees it. */
    page(path, name = "admin") {
        return this.hall.json("GET", `/api/v1/jams/${this.jam}${path}`, { token: this.token(name) });
    }

    /** The status and the code of a page that is refused. */
    async refusal(path, name, method = "GET") {
        const answer = await this.hall.request(method, `/api/v1/jams/${this.jam}${path}`, { token: this.token(name) });
        const text = await answer.text();
        return [answer.status, answer.ok ? null : JSON.parse(text).code];
    }

    /** Everything the pages say, without what only tells the time. */
    async #everything() {
        const pages = {};
        const take = async (path, name) => (pages[`${name} ${path}`] = await this.page(path, name));
        for (const path of ["", "/polls", "/responses", "/moderation", "/desk", "/plan", "/report"]) await take(path, "olga");
        for (const forum of ["floor", "yard"]) {
            await take(`/forums/${forum}/posts?order=newest&limit=200`, "ben");
            for (const { post } of pages[`ben /forums/${forum}/posts?order=newest&limit=200`].posts) await take(`/posts/${post}/thread`, "ben");
        }
        for (const name of ["ada", "ben", "fay"]) for (const path of ["/me", "/mine"]) await take(path, name);
        for (const page of Object.values(pages)) {
            delete page.now_ms;
            if (page.gaps) page.gaps = page.gaps.map((gap) => gap.forum); // they begin now
        }
        return pages;
    }

    /** Ends the server, as asked or as the power fails: its file must verify, and a new start must say the same. */
    async endsSoundly(signal = "SIGTERM") {
        await Promise.all(this.lines.map((line) => line.leave()));
        this.lines = [];
        await this.#everything(); // whoever reads for the first time registers
        const before = await this.#everything();
        await this.hall.kill(signal);
        const verified = await jamhall("verify", this.hall.jamFile(this.jam));
        assert.equal(verified.code, 0, verified.stdout + verified.stderr);
        await this.hall.start();
        assert.deepEqual(await this.#everything(), before);
    }
}

/** Resolves with an event of a feed somebody watches, one that came already or the next to come. */
export async function told(line, feed, type, holds = () => true) {
    const find = () => (line.events.get(feed) ?? []).find((event) => event.type === type && holds(event));
    await line.until(() => find());
    return find();
}

/** Asserts that a command is refused, with which code; returns the refusal. */
export async function refused(line, code, name, fields) {
    const answer = await line.send(name, fields);
    assert.deepEqual([answer.type, answer.code], ["refused", code], `${name} ${JSON.stringify(fields)}: ${JSON.stringify(answer)}`);
    return answer;
}

export const idea = async (line, text, forum = "floor") => (await line.do("add_post", { forum, kind: "idea", text })).post;
export const comment = async (line, parent, text, forum = "floor") => (await line.do("add_post", { forum, kind: "comment", parent, text })).post;
