// SPDX-License-Identifier: Apache-2.0
// BA2 from outside: a hall and its copy, in which the same people judge the same ideas differently. While the seal holds,
// no surface may tell the two apart, for anybody who did not judge.
import assert from "node:assert/strict";
import { cp, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import yauzl from "yauzl";
import { Hall, jamhall } from "../support/hall.mjs";
import { Jammer } from "../support/jammer.mjs";
import { Scene, comment, idea, twoForums } from "../support/scene.mjs";

/** How the two halls differ: as many ballots on the same ideas, with other choices. */
const methods = {
    support: (post) => [[{ post, choice: "support" }, { post, choice: "support" }], [{ post, choice: "support" }, { post, choice: "withdraw" }]],
    agree: (post) => [[{ post, choice: "agree" }], [{ post, choice: post % 2 ? "disagree" : "pass" }]],
    score: (post) => [[{ post, choice: 5 }], [{ post, choice: 1 }]],
    dots: (post) => [[{ post, choice: 2 }], [{ post, choice: 1 }]],
    pairwise: (post, other) => [[{ post, over: other }], [{ post: other, over: post }]],
};

const judges = ["ben", "cleo", "fred", "hugo", "oren", "flo"];
const readers = ["ada", "dora", "gus", "hana", "fay", "olga", "ann", "rex", "obi", "admin"];
const desks = { hana: ["floor"], fay: ["floor"], olga: ["floor", "yard"], admin: ["floor", "yard"] };
const orders = ["newest", "active", "shuffled", "fair"];

/** The names of figures that come from ballots or from what was seen. */
const figures = /^(support|agree|disagree|pass|score_\d|mean|dots|people|won|lost|rank_score|seen|supported|rate|low|high|tie_band)$/;
const parts = /^(tally|tallies|ballots|by_phase)$/;

/** Where in an answer a figure of that kind stands. */
function figuresIn(value, path = "") {
    if (value === null || typeof value !== "object") return [];
    return Object.entries(value).flatMap(([key, inner]) => {
        const here = `${path}/${key}`;
        if (/^(\/jam|\/policies)?\/dots$/.test(here)) return []; // how many everybody has
        // How many came in, how many an act of the records officer was about.
        if (/^\/participation\/admitted\/people$|\/(records|acts|due)\/\d+\/people$/.test(here)) return [];
        if (figures.test(key) && typeof inner === "number") return [here];
        if (parts.test(key) && inner !== null && typeof inner === "object" && Object.keys(inner).length > 0) return [here];
        return figuresIn(inner, here);
    });
}

/** What stands in answers for the moment they are given: addresses, instants, cursors, and places in the log, which batches
 * of what was seen move. */
const momentary = [/\b\d{13}\b/g, /\b\d{8}T\d{6}Z/g, /\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?Z?/g, /\b\d\d:\d\d( UTC)?/g, /in the last (two|\d+) (minutes|hours)/g, /\b(just came|waits \d+ (minute|hour)s?)/g, /\b\d{1,2} [A-Z][a-z]+ \d{4}(?=,)/g, /(?<="next":")[^"]+/g, /(?<="(offset|upto)":)\d+/g, /(?<=SEQUENCE:)\d+/g];
const timeless = (hall, text) => momentary.reduce((said, moment) => said.replace(moment, "T"), text.replaceAll(hall.url, "URL"));

/** Where two sets of answers differ, shortly. */
function differences(one, other) {
    assert.deepEqual(Object.keys(one).sort(), Object.keys(other).sort());
    return Object.keys(one).flatMap((key) => {
        if (one[key] === other[key]) return [];
        const at = [...one[key]].findIndex((letter, i) => letter !== other[key][i]);
        return [`${key}: …${one[key].slice(Math.max(0, at - 60), at + 60)}… and …${other[key].slice(Math.max(0, at - 60), at + 60)}…`];
    });
}

/** Where the ballots are cast: beside the writing, or in a phase of their own. */
const places = {
    talk: [{ id: "talk", kind: "ideate", lasts: "P10D" }],
    choose: [{ id: "talk", kind: "ideate", lasts: "P1D", switches: { ballot: "none" } }, { id: "choose", kind: "prioritise", lasts: "P10D" }],
};

async function makeJam(test, hall, method, place) {
    const agenda = [...places[place], { id: "results", kind: "reveal", lasts: "P1D" }].map((phase) => (phase.id === place ? { ...phase, switches: { ballot: method } } : phase));
    const scene = await Scene.open(test, twoForums({ title: `By ${method} in ${place}`, agenda }), { hall });
    const [ada, fay, olga, dora] = await scene.join("ada", "fay", "olga", "dora");
    const ideas = [];
    for (let i = 0; i < 6; i += 1) ideas.push(await idea(i % 2 ? dora : ada, `Idea number ${i} about benches`));
    await comment(dora, ideas[0], "Where?");
    await fay.do("publish_summary", { forum: "floor", text: `So far #${ideas[0]}` });
    await fay.do("spotlight_post", { post: ideas[1], minutes: 600 });
    await dora.do("raise_flag", { post: ideas[2], rule: "civil" });
    await olga.do("respond", { post: ideas[3], outcome: "adopted", text: "Yes" });
    if (place === "choose") await olga.do("advance_phase");
    await Promise.all(scene.lines.map((line) => line.leave()));
    scene.lines = [];
    return { scene, method, place, ideas };
}

async function pagesOf({ hall, jam, token }, ideas) {
    const pages = {};
    const paths = ["", "/polls", "/responses", "/moderation", "/search?q=benches", "/calendar.ics", "/desk", "/desk/floor/handover", "/plan", "/checklist", "/people", "/report", "/report.html", "/me", "/mine", "/mentionable?q=ex", "/privacy", "/records", "/me/data.json"];
    for (const order of orders) paths.push(`/forums/floor/posts?order=${order}`, `/forums/floor/posts?order=${order}&limit=2`);
    paths.push("/forums/floor/posts", "/forums/floor/posts?order=top", ...ideas.map((post) => `/posts/${post}/thread`));
    const read = async (name) => {
        for (const path of paths) {
            const answer = await hall.request("GET", `/api/v1/jams/${jam}${path}`, { token: token(name) });
            const text = await answer.text();
            // How often ideas were seen, ballots among it, moves the fair order (FO1): its figures are looked at, not its order.
            // The keys of one's own commands and the order of exports are of the moment.
            if (!/fair|data\.json|\/records$/.test(path)) pages[`${name} ${path}`] = `${answer.status} ${timeless(hall, text)}`;
            if (answer.headers.get("content-type")?.includes("json") && answer.ok) assert.deepEqual(figuresIn(JSON.parse(text)), [], `${name} ${path}: ${text}`);
        }
    };
    await Promise.all(readers.map(read));
    pages.directory = timeless(hall, await (await hall.request("GET", "/api/v1/jams")).text());
    return pages;
}

/** The files of the data package without the numbers of authors, which are drawn afresh each time. */
async function packageOf({ hall, jam, token }) {
    const answer = await hall.request("GET", `/api/v1/jams/${jam}/export.zip`, { token: token("ann") });
    const zip = await yauzl.fromBufferPromise(Buffer.from(await answer.arrayBuffer()));
    const files = {};
    for await (const entry of zip.eachEntry()) files[entry.fileName] = await text(await zip.openReadStreamPromise(entry));
    const author = /^(\d+,\w*,\w*,\d*,\d*,\d*,)\d*/gm;
    return Object.fromEntries(Object.entries(files).map(([name, said]) => [name, timeless(hall, name === "posts.csv" ? said.replace(author, "$1") : said)]));
}

/** What the views of the jam's file say. */
function viewsOf({ hall, jam }) {
    const file = new DatabaseSync(hall.jamFile(jam), { readOnly: true });
    try {
        return Object.fromEntries(["v_idea", "v_participation"].map((view) => [view, file.prepare(`SELECT * FROM ${view}`).all().map((row) => ({ ...row, at_ms: null }))]));
    } finally {
        file.close();
    }
}

/** Judges in one of the two ways while everybody else watches everything; what they got to see. */
async function play({ hall, jam, token }, { method, place, ideas }, way) {
    const lines = new Map();
    const joinAs = async (name) => lines.set(name, await Jammer.join(hall, jam, token(name), { keepsFrames: true })).get(name);
    for (const name of [...readers, ...judges]) await joinAs(name);
    for (const name of readers) {
        const feeds = ["lobby", "forum/floor", "forum/yard", ...ideas.map((post) => `thread/${post}`), ...(desks[name] ?? []).map((forum) => `desk/${forum}`), ...(name === "admin" ? [] : ["me"])];
        await lines.get(name).watch(Object.fromEntries(feeds.map((feed) => [feed, 0])));
        // What is told of the past tells posts as they are by then: it is there before anything is done to them.
        const past = ["forum/floor", ...ideas.map((post) => `thread/${post}`)];
        await lines.get(name).until(() => past.every((feed) => lines.get(name).events.has(feed)));
    }
    for (const name of judges) {
        const ballots = [0, 1, 2, 3, 4].flatMap((i) => methods[method](ideas[i], ideas[i + 1])[way]);
        await Promise.all(ballots.map((fields) => lines.get(name).do("cast_ballot", fields)));
    }
    if (place === "talk") await lines.get("ada").do("edit_post", { post: ideas[0], text: "Idea number 0 about longer benches" });
    await lines.get("fay").do("merge_post", { post: ideas[2], into: ideas[4] });
    if (place === "talk") await lines.get("dora").do("add_post", { forum: "floor", kind: "idea", text: "One more bench" });
    await lines.get("olga").do("announce", { forum: "floor", text: "Enough of benches" });
    const feeds = {};
    for (const name of readers) {
        const line = lines.get(name);
        await line.until(() => (line.events.get("forum/floor") ?? []).some((event) => event.type === "announced"));
        for (const frame of line.frames) {
            assert.ok(["reply", "refused", "events", "activity", "presence", "polls", "looking"].includes(frame.type), JSON.stringify(frame));
            assert.deepEqual(figuresIn(frame), [], JSON.stringify(frame));
        }
        for (const [feed, events] of line.events) feeds[`${name} ${feed}`] = timeless(hall, JSON.stringify(events));
        feeds[`${name} hello`] = timeless(hall, JSON.stringify({ ...(await joinAs(name)).hello, here: null }));
        await line.leave();
    }
    const pages = await pagesOf({ hall, jam, token }, ideas);
    const parcel = await packageOf({ hall, jam, token });
    const views = viewsOf({ hall, jam });
    assert.deepEqual(figuresIn(views), [], "the views of the file");
    return { lines, feeds, pages, parcel, views };
}

test("BA2: two halls that differ in ballots alone look the same to everybody, by every method, until the seal opens", { timeout: 600_000 }, async (t) => {
    const first = await Hall.open(t);
    const made = [];
    for (const place of Object.keys(places)) for (const method of Object.keys(methods)) made.push(await makeJam(t, first, method, place));
    await first.kill("SIGTERM");
    const folder = await mkdtemp(join(tmpdir(), "jamhall-test-"));
    await cp(first.data, join(folder, "data"), { recursive: true });
    await first.start();
    const second = await Hall.open(t, { folder });
    for (const { scene, method, place, ideas } of made) {
        const jam = scene.jam;
        const token = (name) => scene.token(name);
        const [one, other] = [await play({ hall: first, jam, token }, { method, place, ideas }, 0), await play({ hall: second, jam, token }, { method, place, ideas }, 1)];
        assert.deepEqual(differences(one.feeds, other.feeds), [], `feeds by ${method} in ${place}`);
        assert.deepEqual(differences(one.pages, other.pages), [], `pages by ${method} in ${place}`);
        assert.deepEqual(differences(one.parcel, other.parcel), [], `package by ${method} in ${place}`);
        assert.deepEqual(one.views, other.views, `views by ${method} in ${place}`);
        assert.ok(!("ballots.csv" in one.parcel));
        for (const played of [one, other]) {
            await played.lines.get("olga").do("unseal", { phase: place });
            await played.lines.get("oren").do("unseal", { phase: place });
            for (const line of played.lines.values()) await line.leave();
        }
        const open = (hall) => hall.json("GET", `/api/v1/jams/${jam}/posts/${ideas[0]}/thread`, { token: token("obi") });
        const [shown, differs] = [(await open(first)).post.tally, (await open(second)).post.tally];
        assert.notDeepEqual(shown, differs, "there was something to hide");
        assert.notDeepEqual(viewsOf({ hall: first, jam }).v_idea, viewsOf({ hall: second, jam }).v_idea, "the views are open too");
        const log = (await first.request("GET", "/metrics")).text();
        assert.doesNotMatch(await log, /ballot|tall(y|ies)(?!_sealed)|support|exposure/i);
    }
    for (const hall of [first, second]) {
        assert.doesNotMatch(hall.stderr.replaceAll(/ jam=\S+/g, ""), /ballot|choice|support|exposure/i, "the server's log");
        await hall.kill("SIGTERM");
        for (const { scene } of made) {
            const verified = await jamhall("verify", hall.jamFile(scene.jam));
            assert.equal(verified.code, 0, verified.stdout + verified.stderr);
        }
    }
});
