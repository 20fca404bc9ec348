// SPDX-License-Identifier: Apache-2.0
// docs/storage.md against the files of a hall: tables and columns, the bytes of the hash chain, the example queries.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { Hall, jamhall, openPlan } from "../support/hall.mjs";

const document = readFileSync("docs/storage.md", "utf8");
const [aboutJams, aboutHall] = document.split("\n## hall.db\n");
const sql = /```sql\n([\s\S]*?)```/.exec(document)[1];
const queries = sql.split(";\n").filter((query) => query.trim() !== "");

/** A hall that stopped after a small jam: {hall, jam, log, directory}. */
async function stoppedHall(t) {
    const hall = await Hall.open(t);
    const agenda = [{ id: "ideas", kind: "ideate", lasts: "PT1H" }, { id: "results", kind: "reveal", lasts: "PT1H" }];
    const jam = await hall.createJam(openPlan({ agenda }));
    const names = ["ada", "ben", "cleo", "dan", "eve", "fay"];
    const links = await hall.invite(jam, ["email,name,ward", ...names.map((name) => `${name}@example.org,${name},“${"näh"}”`)].join("\n"));
    const play = async (name, command) =>
        (await hall.json("POST", `/api/v1/jams/${jam}/commands`, { token: links.get(`${name}@example.org`).token, body: command })).post;
    const idea = { do: "add_post", forum: "floor", kind: "idea" };
    const first = await play("ada", { ...idea, text: "Trams to every wärd 🚋" });
    await play("ben", { ...idea, text: "Night trams", builds_on: first });
    await play("ada", { do: "edit_post", post: first, text: "Trams to every ward" });
    for (const name of names) await play(name, { do: "cast_ballot", post: first, choice: "support" });
    const organize = (command) => hall.json("POST", `/api/v1/jams/${jam}/commands`, { body: command });
    const { poll } = await organize({ do: "open_poll", question: "Which day?", options: ["Saturday", "Sunday"], kind: "single", results: "live" });
    for (const name of names) await play(name, { do: "answer_poll", poll, options: [1] });
    const rude = await play("ben", { ...idea, text: "Never mind them" });
    await play("ada", { do: "raise_flag", post: rude, rule: "civil", note: "Unkind, by Ben" });
    await organize({ do: "hide_post", post: rude, rule: "civil", note: "It mocks people." });
    await organize({ do: "respond", post: first, outcome: "in_part", text: "Two lines.", due: "May" });
    await organize({ do: "spotlight_post", post: first });
    await organize({ do: "say", text: "All quiet." });
    await organize({ do: "advance_phase" });
    await hall.kill("SIGTERM");
    const opened = (file) => {
        const database = new DatabaseSync(file, { readOnly: true });
        t.after(() => database.close());
        return database;
    };
    return { hall, jam, log: opened(hall.jamFile(jam)), directory: opened(join(hall.data, "hall.db")) };
}

/** Tables as the document writes them, name(column, …): name -> columns and whether more are left out. */
const tablesIn = (text) =>
    new Map([...text.matchAll(/`(\w+)\(([\w, …]+)\)`/g)].map(([, name, columns]) => [name, columns.split(", ")]));

test("every table is in the document with its columns in order", async (t) => {
    const { log, directory } = await stoppedHall(t);
    for (const [database, text] of [[log, aboutJams], [directory, aboutHall]]) {
        const described = tablesIn(text);
        const tables = database.prepare("SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND name NOT LIKE 'sqlite_%'").all();
        assert.deepEqual(tables.map(({ name }) => name).sort(), [...described.keys()].sort());
        for (const [name, columns] of described) {
            const real = database.prepare("SELECT name FROM pragma_table_info(?)").all(name).map((column) => column.name);
            const isCut = columns.at(-1) === "…";
            assert.deepEqual(isCut ? columns.slice(0, -1) : columns, isCut ? real.slice(0, columns.length - 1) : real, name);
        }
    }
    const id = (database) => `0x${database.prepare("PRAGMA application_id").get().application_id.toString(16)}`;
    assert.deepEqual([id(log), id(directory)].map((each) => document.includes(each)), [true, true]);
});

test("the hash chain is what the document says, byte for byte, and texts fit their digests", async (t) => {
    const { hall, jam, log } = await stoppedHall(t);
    const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
    const wide = (value) => Buffer.from(BigInt.asUintN(64, BigInt(value)).toString(16).padStart(16, "0"), "hex");
    const sized = (text) => {
        const bytes = Buffer.from(text);
        const size = Buffer.alloc(4);
        size.writeUInt32BE(bytes.length);
        return Buffer.concat([size, bytes]);
    };
    let previous = Buffer.alloc(32);
    const events = log.prepare("SELECT * FROM event ORDER BY offset").all();
    assert.deepEqual(events.map(({ offset }) => offset), events.map((_, index) => index + 1));
    for (const { offset, at_ms, actor, type, body, hash } of events) {
        previous = sha256("jamhall.event.v1", previous, wide(offset), wide(at_ms), wide(actor), sized(type), sized(body));
        assert.deepEqual(Buffer.from(hash), previous, `event ${offset}`);
    }
    const texts = log.prepare("SELECT t.*, e.body FROM event_text AS t JOIN event AS e USING (offset)").all();
    assert.ok(texts.some(({ field }) => field === "/attributes/ward"));
    for (const each of ["Unkind, by Ben", "It mocks people.", "Two lines.", "All quiet.", "Which day?", "Sunday"]) assert.ok(texts.some(({ text }) => text.includes(each)), each);
    for (const { field, salt, text, body } of texts) {
        const digest = field.slice(1).split("/").reduce((at, part) => at[part], JSON.parse(body));
        assert.equal(digest, sha256(salt, text).toString("hex"), field);
        assert.ok(text.length < 8 || !body.includes(text)); // a short one may stand in a digest by chance
    }
    const verified = await jamhall("verify", hall.jamFile(jam));
    assert.deepEqual([verified.code, verified.stderr], [0, ""]);
});

test("every example query gives an answer", async (t) => {
    const { log } = await stoppedHall(t);
    assert.ok(queries.length > 5);
    for (const query of queries) assert.ok(log.prepare(query).all().length > 0, query);
});
