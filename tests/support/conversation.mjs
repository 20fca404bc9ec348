// SPDX-License-Identifier: Apache-2.0
// Plays a Polis conversation through a running hall over real sockets, one person each, and checks what the jam's file,
// feeds and report say of it against the published figures.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { parse } from "csv-parse/sync";
import { jamhall, openPlan } from "./hall.mjs";
import { Jammer } from "./jammer.mjs";

const choices = { 1: "agree", "-1": "disagree", 0: "pass" };
const rows = (folder, file) => parse(readFileSync(join(folder, file)), { columns: true, bom: true, relax_column_count: true });
const byTime = (a, b) => Number(a.timestamp) - Number(b.timestamp);

/** Reads a conversation's files: {name, comments, votes, matrix, summary}. */
export function readConversation(folder, name) {
    const summary = Object.fromEntries(
        parse(readFileSync(join(folder, "summary.csv")), { relax_column_count: true }).map(([key, value]) => [key, value]),
    );
    return {
        name,
        comments: rows(folder, "comments.csv").sort(byTime),
        votes: rows(folder, "votes.csv").sort(byTime), // stable: file order where times are equal
        matrix: rows(folder, "participants-votes.csv"),
        voters: Number(summary.voters),
        commenters: Number(summary.commenters),
    };
}

/** A small conversation of our own, the same every time: some people change their minds, some post and never vote. */
export function makeConversation({ people = 40, comments = 12, votes = 900, seed = 7 } = {}) {
    let state = seed;
    const draw = (below) => {
        state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
        return Math.floor((state / 0x80000000) * below);
    };
    const made = {
        name: "made",
        comments: Array.from({ length: comments }, (_, id) => ({
            timestamp: String(id), "comment-id": String(id), "author-id": String(draw(people)), "comment-body": `Idea ${id}: more benches, shade no. ${draw(99)}`,
        })),
        votes: Array.from({ length: votes }, (_, at) => ({
            timestamp: String(comments + at), "comment-id": String(draw(comments)), "voter-id": String(draw(people)), vote: String(draw(3) - 1),
        })),
    };
    const standing = new Map();
    for (const vote of made.votes) {
        const row = standing.get(vote["voter-id"]) ?? { participant: vote["voter-id"] };
        row[vote["comment-id"]] = vote.vote;
        standing.set(vote["voter-id"], row);
    }
    made.matrix = [...standing.values()];
    made.voters = standing.size;
    made.commenters = new Set(made.comments.map((comment) => comment["author-id"])).size;
    for (const comment of made.comments) {
        const cast = made.votes.filter((vote) => vote["comment-id"] === comment["comment-id"]);
        comment.agrees = String(cast.filter((vote) => vote.vote === "1").length);
        comment.disagrees = String(cast.filter((vote) => vote.vote === "-1").length);
    }
    return made;
}

const email = (id) => `p${id}@example.org`;

async function invitePeople(hall, jam, conversation) {
    const ids = new Set([
        ...conversation.comments.map((comment) => comment["author-id"]),
        ...conversation.votes.map((vote) => vote["voter-id"]),
    ]);
    const roster = ["email,name", ...[...ids].map((id) => `${email(id)},Person ${id}`)].join("\r\n");
    const links = await hall.invite(jam, roster);
    return new Map([...ids].map((id) => [id, links.get(email(id)).token]));
}

/** Opens everybody's socket, a few at a time, each watching the forum and their own feed from the beginning. */
async function gather(hall, jam, tokens) {
    const people = new Map();
    const waiting = [...tokens];
    await Promise.all(
        Array.from({ length: 32 }, async () => {
            for (let next = waiting.pop(); next; next = waiting.pop()) {
                const [id, token] = next;
                const jammer = await Jammer.join(hall, jam, token, { reconnects: true });
                await jammer.watch({ "forum/floor": 0, me: 0 });
                people.set(id, jammer);
            }
        }),
    );
    return people;
}

/** Sends everything in time order; at most `window` commands are unanswered at a time. */
async function play(conversation, people, window = 2_000) {
    const posts = new Map(); // comment-id -> post
    const steps = [
        ...conversation.comments.map((comment) => ({ at: Number(comment.timestamp), comment })),
        ...conversation.votes.map((vote) => ({ at: Number(vote.timestamp), vote })),
    ].sort((a, b) => a.at - b.at || (a.comment ? -1 : 1) - (b.comment ? -1 : 1));
    let open = 0;
    let isFree = () => {};
    const answers = [];
    for (const { comment, vote } of steps) {
        if (comment) {
            const added = people.get(comment["author-id"]).do("add_post", { forum: "floor", kind: "idea", text: comment["comment-body"] });
            posts.set(comment["comment-id"], (await added).post);
            continue;
        }
        const cast = people.get(vote["voter-id"]).do("cast_ballot", { post: posts.get(vote["comment-id"]), choice: choices[vote.vote] });
        open += 1;
        answers.push(
            cast.then(() => {
                open -= 1;
                isFree();
            }),
        );
        if (open >= window) await new Promise((resolve) => (isFree = resolve));
    }
    await Promise.all(answers);
    return posts;
}

/** The ballot table and the raw counts of the log against the published ones. */
function checkFile(file, conversation, posts, tokens) {
    const db = new DatabaseSync(file, { readOnly: true });
    const ids = [...tokens.keys()];
    const person = new Map(ids.map((id) => [email(id), id]));
    const voter = new Map(db.prepare("SELECT person, email FROM identity").all().map((row) => [row.person, person.get(row.email)]));
    const comment = new Map([...posts].map(([id, post]) => [post, id]));

    const expected = new Map();
    for (const row of conversation.matrix)
        for (const [id, value] of Object.entries(row))
            if (posts.has(id) && value !== "") expected.set(`${row.participant} ${id}`, choices[Number(value)]);
    const standing = db.prepare("SELECT phase, post, person, choice FROM ballot").all();
    const found = new Map(standing.map((row) => [`${voter.get(row.person)} ${comment.get(row.post)}`, row.choice]));
    assert.equal(found.size, standing.length);
    assert.deepEqual(found, expected, "the ballot table equals participants-votes.csv");

    const cast = db
        .prepare("SELECT body->>'$.post' AS post, body->>'$.choice' AS choice, count(*) AS n FROM event WHERE type = 'ballot_cast' GROUP BY 1, 2")
        .all();
    const counted = new Map(cast.map((row) => [`${comment.get(Number(row.post))} ${row.choice}`, row.n]));
    for (const row of conversation.comments) {
        assert.equal(counted.get(`${row["comment-id"]} agree`) ?? 0, Number(row.agrees));
        assert.equal(counted.get(`${row["comment-id"]} disagree`) ?? 0, Number(row.disagrees));
    }
    const log = {
        forum: db.prepare("SELECT offset FROM event WHERE type IN ('post_added', 'post_edited', 'post_withdrawn') ORDER BY offset").all(),
        me: db.prepare("SELECT offset, actor FROM event WHERE type IN ('post_added', 'ballot_cast') ORDER BY offset").all(),
    };
    db.close();
    return { log, voter };
}

/** Every reader's frames, put together, are the log's events of that feed: no gap, no repeat. */
async function checkFeeds({ log, voter }, people) {
    const offsets = (events) => (events ?? []).map((event) => event.offset);
    const forum = log.forum.map((row) => row.offset);
    const own = new Map();
    for (const row of log.me) {
        const id = voter.get(row.actor);
        own.set(id, [...(own.get(id) ?? []), row.offset]);
    }
    for (const [id, jammer] of people) {
        await jammer.until((j) => offsets(j.events.get("forum/floor")).length >= forum.length && offsets(j.events.get("me")).length >= (own.get(id) ?? []).length);
        assert.deepEqual(offsets(jammer.events.get("forum/floor")), forum);
        assert.deepEqual(offsets(jammer.events.get("me")), own.get(id) ?? []);
        assert.deepEqual(jammer.behind, []);
    }
}

async function checkReport(hall, jam, conversation) {
    const report = await hall.json("GET", `/api/v1/jams/${jam}/report`);
    assert.equal(report.participation.supported, conversation.voters);
    assert.equal(report.participation.posted, conversation.commenters);
    assert.equal(report.ideas.length, conversation.comments.length);
}

/** Kills the server at random moments until told to stop; returns how often. */
export async function killNowAndThen(hall, stop, { least = 300, most = 2_000 } = {}) {
    let kills = 0;
    while (!stop.aborted) {
        // The first comes soon: on a quick machine all is said before long.
        await wait(kills === 0 ? least / 2 : least + Math.random() * (most - least));
        if (stop.aborted) break;
        await hall.kill("SIGKILL");
        await hall.start();
        kills += 1;
    }
    return kills;
}

/** Plays a conversation in a hall and checks everything. Returns figures for the record. */
export async function replay(hall, conversation, { kills = null } = {}) {
    const jam = await hall.createJam(
        openPlan({ title: conversation.name, switches: { ballot: "agree", tallies: "live" }, agenda: [
            { id: "talk", kind: "ideate", lasts: "P30D", switches: { ballot: "agree", tallies: "live" } },
        ] }),
    );
    const tokens = await invitePeople(hall, jam, conversation);
    const people = await gather(hall, jam, tokens);
    const began = performance.now();
    const stop = new AbortController();
    const killing = kills ? killNowAndThen(hall, stop.signal, kills) : Promise.resolve(0);
    const posts = await play(conversation, people);
    const seconds = (performance.now() - began) / 1000;
    stop.abort();
    const killed = await killing;
    const checked = checkFile(hall.jamFile(jam), conversation, posts, tokens);
    await checkFeeds(checked, people);
    await checkReport(hall, jam, conversation);
    await Promise.all([...people.values()].map((jammer) => jammer.leave()));
    const verified = await jamhall("verify", hall.jamFile(jam));
    assert.equal(verified.code, 0, verified.stdout + verified.stderr);
    return { people: people.size, ballots: conversation.votes.length, seconds, kills: killed };
}

/** The folder of published conversations, when it is there. */
export const published = [process.env.JAMHALL_DATA, "../shared/data"].map((folder) => folder && join(folder, "polis-open")).find((folder) => folder && existsSync(folder));
