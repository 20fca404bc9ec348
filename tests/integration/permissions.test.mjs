// SPDX-License-Identifier: Apache-2.0
// PE3 from outside: every cell of roles, commands and kinds of phases is sent to a real server by one person of each role
// and compared with the model of tests/support/roles.mjs, which knows nothing of the engine.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Hall } from "../support/hall.mjs";
import { Jammer } from "../support/jammer.mjs";
import { clockMovers, endings, isJammer, kinds, pages, rows, subjects } from "../support/roles.mjs";
import { Scene, roster, twoForums } from "../support/scene.mjs";

let hall;
before(async () => (hall = await Hall.open(null)));
after(() => hall.close());

/** A jam of the model: somebody in every role, helpers beside them, and a phase of the kind in question. */
class Stage {
    isJammer = isJammer;

    static async open(kind, { agenda, policies } = {}) {
        const stage = new Stage();
        stage.kind = kind;
        const phases = agenda ?? [
            { id: "setup", kind: "ideate", lasts: "PT10H" },
            ...(kind === "closed" ? [] : [0, 1, 2, 3].map((n) => ({ id: `${kind}-${n}`, kind, lasts: "PT5H" }))),
        ];
        stage.written = twoForums({ agenda: phases, policies });
        const links = `${roster}\nguy@example.org,Guy Example,guest,floor\nsam@example.org,Sam Example,participant,\nzoe@example.org,Zoe Example,analyst;facilitator,floor`;
        stage.jam = await hall.createJam(stage.written);
        stage.people = await hall.invite(stage.jam, links);
        stage.lines = new Map();
        for (const name of [...Object.keys(subjects), "oren", "dora", "cleo", "guy", "sam"])
            stage.lines.set(name, await Jammer.join(hall, stage.jam, stage.token(name)));
        stage.helper = stage.line("oren");
        [stage.guest, stage.spare, stage.author] = ["guy", "sam", "dora"].map((name) => stage.id(name));
        stage.minute = Math.ceil(stage.helper.hello.now_ms / 60_000) * 60_000 + 3_600_000;
        stage.running = phases[0].id;
        return stage;
    }

    token = (name) => (name === "admin" ? hall.token : this.people.get(`${name}@example.org`).token);
    line = (name) => this.lines.get(name);
    id = (name) => this.line(name).hello.you.id;

    async post(name, fields) {
        return (await this.line(name).do("add_post", { forum: "floor", ...fields })).post;
    }
    idea = (name) => this.post(name, { kind: "idea", text: "An idea" });
    comment = (name, parent) => this.post(name, { kind: "comment", text: "A comment", parent });
    async hide(post) {
        await this.helper.do("hide_post", { post, rule: "civil", note: "Rude" });
        return post;
    }
    async appealed(post, author) {
        await this.line(author).do("appeal", { post, text: "Why?" });
        return post;
    }
    async flag(post) {
        await this.line("cleo").do("raise_flag", { post, rule: "civil" });
        return post;
    }
    /** Somebody nobody else needs, by number. */
    async stranger() {
        this.strangers = (this.strangers ?? this.people.size) + 1;
        const number = this.strangers;
        this.importing = (this.importing ?? Promise.resolve()).then(() =>
            hall.json("POST", `/api/v1/jams/${this.jam}/roster`, { body: `email,name\nx${number}@example.org,X ${number}`, type: "text/csv" }));
        await this.importing;
        return number;
    }
    async openPoll() {
        return (await this.helper.do("open_poll", { forum: "floor", question: "Hm?", options: ["A", "B"], kind: "single", results: "live" })).poll;
    }
    plan = () => ({ ...this.written, purpose: `Purpose ${(this.changes = (this.changes ?? 0) + 1)}` });

    async leave() {
        await Promise.all([...this.lines.values()].map((line) => line.leave()));
    }
}

const nameOf = (row) => `${row.do}${row.called ? ` (${row.called})` : ""}`;

/** The answers that fit a cell: ["reply"], or the codes it may be refused with. */
function expected(row, name, kind) {
    const isAllowed = row.may.includes(name);
    if (kind === "closed" && !row.outlives) return ["jam_over"];
    const closed = row.closed?.[kind];
    if (isAllowed) return [closed ?? "reply"];
    const refusal = [row.refusal ?? "not_allowed"];
    if (closed) refusal.push(closed);
    if (kind === "brainwrite" && row.make) refusal.push("no_such_post"); // what others wrote is not there for them
    return refusal;
}

async function tryCell(stage, row, name, target) {
    const wanted = expected(row, name, stage.kind);
    const isOpen = stage.kind !== "closed" || row.outlives;
    if (row.now && isOpen) await row.now(target, stage, name);
    const answer = await stage.line(name).send(row.do, row.fields(target, stage, name));
    const got = answer.type === "reply" ? "reply" : answer.code;
    if (isOpen && got === "reply") await row.clean?.(target, stage, name);
    if (isOpen && got !== "reply") await row.undo?.(target, stage, name);
    return wanted.includes(got) ? null : `${stage.kind}: ${nameOf(row)} by the ${subjects[name]}: ${wanted.join(" or ")} expected, ${got} came (${answer.message ?? ""})`;
}

async function sweep(kind, options) {
    const stage = await Stage.open(kind, options);
    stage.poll = await stage.openPoll();
    const targets = new Map();
    const make = async (row, name) => targets.set(`${nameOf(row)} ${name}`, await row.make?.(stage, name));
    await Promise.all(rows.flatMap((row) => Object.keys(subjects).map((name) => make(row, name))));
    await (kind === "closed" ? stage.helper.do("close_jam") : stage.helper.do("advance_phase"));
    const wrong = [];
    const tryAll = (some) =>
        Promise.all(some.flatMap((row) => Object.keys(subjects).map(async (name) => wrong.push(await tryCell(stage, row, name, targets.get(`${nameOf(row)} ${name}`))))));
    // What stands in each other's way goes one by one, and last.
    const isAlone = (row) => row.now || row.clean || row.undo || row.moves;
    await tryAll(rows.filter((row) => !isAlone(row)));
    for (const row of rows.filter(isAlone)) for (const name of Object.keys(subjects)) wrong.push(await tryCell(stage, row, name, targets.get(`${nameOf(row)} ${name}`)));
    let cells = rows.length * Object.keys(subjects).length;
    for (const [method, path, may, whenClosed] of pages)
        for (const name of Object.keys(subjects)) {
            const answer = await hall.request(method, `/api/v1/jams/${stage.jam}${path}`, { token: stage.token(name) });
            await answer.arrayBuffer();
            const isAllowed = (kind === "closed" && whenClosed ? whenClosed : may).includes(name);
            if (answer.ok !== isAllowed || (!answer.ok && answer.status !== 403 && kind !== "closed")) wrong.push(`${kind}: ${method} ${path} by the ${subjects[name]}: ${answer.status}`);
            cells += 1;
        }
    if (kind === "closed")
        for (const row of endings) for (const name of row.may) wrong.push(await tryCell(stage, row, name));
    await stage.leave();
    return { cells, wrong: wrong.filter(Boolean) };
}

for (const kind of [...kinds, "closed"])
    test(`PE3: who may do what while the jam is in ${kind === "closed" ? "its archive, closed" : kind}`, async (t) => {
        const { cells, wrong } = await sweep(kind);
        assert.deepEqual(wrong, []);
        t.diagnostic(`${cells} cells`);
    });

test("PE3: who may open the seal, close and cancel, in every kind of phase", async () => {
    const wrong = [];
    for (const kind of kinds)
        for (const row of endings)
            for (const last of row.may) {
                const stage = await Stage.open(kind, { agenda: [{ id: "only", kind, lasts: "PT5H" }] });
                const others = last === row.may[0] ? Object.keys(subjects).filter((name) => !row.may.includes(name)) : [];
                for (const name of [...others, last]) wrong.push(await tryCell(stage, row, name));
                await stage.leave();
            }
    assert.deepEqual(wrong.filter(Boolean), []);
});

test("PE3: facilitators move the clock where the plan lets them, and nobody else does", async () => {
    const agenda = Object.keys(subjects).map((name) => ({ id: `for-${name}`, kind: "ideate", lasts: "PT5H" }));
    const stage = await Stage.open("ideate", { agenda, policies: { facilitators_move_clock: true } });
    const wrong = [];
    for (const row of rows.filter(({ moves }) => moves))
        for (const name of Object.keys(subjects)) wrong.push(await tryCell(stage, { ...row, may: clockMovers }, name));
    await stage.leave();
    assert.deepEqual(wrong.filter(Boolean), []);
});

test("PE3: of a cancelled jam only its records are still kept", async () => {
    const stage = await Stage.open("ideate");
    stage.poll = await stage.openPoll();
    const ofRecords = new Set(["ask_erasure", "erase_post", "erase_person", "refuse_erasure", "set_legal_hold", "lift_legal_hold"]);
    const onlyLive = new Set(["watch", "unwatch", "look_at"]);
    const cells = [...rows, ...endings]
        .filter((row) => !ofRecords.has(row.do) && !onlyLive.has(row.do))
        .flatMap((row) => ["ada", "flo", "olga", "admin"].map((name) => ({ row, name })));
    await Promise.all(cells.map(async (cell) => (cell.target = await cell.row.make?.(stage, cell.name))));
    await stage.helper.do("cancel_jam", { note: "Storm" });
    const wrong = [];
    for (const { row, name, target } of cells) {
        const body = JSON.stringify({ do: row.do, ...row.fields(target, stage, name) });
        const answer = await hall.request("POST", `/api/v1/jams/${stage.jam}/commands`, { token: stage.token(name), body });
        const { code } = await answer.json();
        if (code !== "jam_over") wrong.push(`${nameOf(row)} by the ${subjects[name]}: ${answer.status} ${code}`);
    }
    await stage.leave();
    assert.deepEqual(wrong, []);
});

test("PE3: the model has a row for every command that is answered", async () => {
    const { components } = await hall.json("GET", "/api/v1/asyncapi.json");
    const commands = Object.values(components.schemas).flatMap(({ properties }) => properties?.do?.const ?? []);
    const modelled = [...rows, ...endings].map((row) => row.do);
    assert.deepEqual([...new Set(commands)].filter((name) => !modelled.includes(name)), ["saw_posts"]);
});
