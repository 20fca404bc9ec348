// SPDX-License-Identifier: Apache-2.0
// A city's proposals and threaded comments as a jam: who posts what, in the order it was written, with what facilitators
// do sprinkled in. The same seed makes the same jam.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The folder with the published proposals, when it is there. */
export const decidim = [process.env.JAMHALL_DATA, "../shared/data"].map((folder) => folder && join(folder, "decidim-barcelona")).find((folder) => folder && existsSync(folder));

const lines = (file) => readFileSync(file, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const entities = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };
const plain = (html) => html.replace(/<[^>]*>/g, " ").replace(/&(#\d+|\w+);/g, (_, name) => entities[name] ?? (name[0] === "#" ? String.fromCodePoint(Number(name.slice(1))) : " ")).replace(/[\u0000-\u001F\u007F-\u009F]+/g, " ").trim();

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
export function drawnFrom(seed) {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let t = Math.imul(state ^ (state >>> 15), state | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    };
}

/** The proposals people talked about most, with everything said below them: {forums, people, steps}. */
export function readCity(folder, { proposals = 60 } = {}) {
    const comments = lines(join(folder, "comments.jsonl"));
    const talk = new Map();
    for (const { proposal_id: id } of comments) talk.set(id, (talk.get(id) ?? 0) + 1);
    const chosen = new Set([...talk].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, proposals).map(([id]) => id));
    return cityOf(
        lines(join(folder, "proposals.jsonl")).filter(({ id }) => chosen.has(id)),
        comments.filter(({ proposal_id: id }) => chosen.has(id)),
    );
}

/** A small city of our own, the same every time. */
export function makeCity({ people = 30, proposals = 12, comments = 160, seed = 11 } = {}) {
    const draw = drawnFrom(seed);
    const below = (most) => Math.floor(draw() * most);
    const made = Array.from({ length: proposals }, (_, id) => ({
        id, created: "2016-02-01", author_id: below(people), title: `Proposal ${id}`, summary: `More benches, no. ${below(99)}`, category: ["Bon viure", "Bon govern"][id % 2],
    }));
    const said = [];
    for (let id = 0; id < comments; id += 1) {
        const parent = id > 0 && draw() < 0.4 ? said[below(said.length)] : null;
        said.push({
            id, proposal_id: parent?.proposal_id ?? below(proposals), parent_id: parent?.id ?? null, created: `2016-02-02T${String(id).padStart(6, "0")}`,
            author_id: below(people), alignment: below(3) - 1, body_html: `<p>Comment ${id}</p>`,
        });
    }
    return cityOf(made, said);
}

const slug = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim().replaceAll(" ", "-");

function cityOf(proposals, comments) {
    const forums = [...new Set(proposals.map(({ category }) => category))].sort().map((title) => ({ id: slug(title), title, question: "What does the city need?" }));
    const steps = [
        ...proposals.map((each) => ({ at: each.created, kind: "idea", id: `p${each.id}`, author: each.author_id, forum: slug(each.category), text: `**${each.title}**\n\n${each.summary}` })),
        ...comments.map((each) => ({
            at: each.created, kind: "comment", id: `c${each.id}`, author: each.author_id, alignment: each.alignment,
            idea: `p${each.proposal_id}`, parent: each.parent_id === null ? `p${each.proposal_id}` : `c${each.parent_id}`, text: plain(each.body_html) || "…",
        })),
    ].sort((a, b) => (a.kind === "idea" ? 0 : 1) - (b.kind === "idea" ? 0 : 1) || a.at.localeCompare(b.at) || Number(a.id.slice(1)) - Number(b.id.slice(1)));
    return { forums, people: [...new Set(steps.map(({ author }) => author))].sort((a, b) => a - b), steps };
}
