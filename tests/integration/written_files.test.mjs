// SPDX-License-Identifier: Apache-2.0
// The files we write, read back by readers of others: CSV by csv-parse, the archive by yauzl, calendars by ical.js. What
// people wrote is there as they wrote it, and no cell is a formula.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "csv-parse/sync";
import ICAL from "ical.js";
import { fromBuffer } from "yauzl";
import { Hall, openPlan } from "../support/hall.mjs";

const data = [process.env.JAMHALL_DATA, "../shared/data"].find((folder) => folder && existsSync(folder));
const nasty = data && join(data, "nasty-text");
const skip = nasty && existsSync(nasty) ? false : "no nasty-text data on this machine";

const own = ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://evil.example\",\"x\")", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20x", "'=1", "\"=1\"", "a,b", "a\"b", "\u202e=1", "😀", "日本語", "e\u0301", "=1,=2", "-", "==", "' OR 1=1", "\\", "a;b", "BEGIN:VEVENT", "a\\nb", "x".repeat(60)];
const lines = (name) => readFileSync(join(nasty, name), "utf8").split("\n");
const texts = () => [...new Set([...own, ...lines("csv-formula-injection.txt"), ...lines("crlf-injection.txt"), ...JSON.parse(readFileSync(join(nasty, "blns.json"), "utf8"))])].filter(Boolean);

/** What a spreadsheet would compute. */
const isFormula = (text) => /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text);
const guarded = (text) => (isFormula(text) ? `'${text}` : text);
const isNumber = (cell) => /^-?\d+(\.\d+)?(e-?\d+)?$/.test(cell);
const strict = { columns: true, relax_quotes: false, relax_column_count: false, record_delimiter: "\r\n" };

function unzipped(bytes) {
    return new Promise((resolve, reject) => {
        const files = new Map();
        fromBuffer(bytes, { lazyEntries: true, strictFileNames: true }, (error, zip) => {
            if (error) return reject(error);
            zip.on("error", reject).on("end", () => resolve(files));
            zip.on("entry", (entry) =>
                zip.openReadStream(entry, async (failed, stream) => {
                    if (failed) return reject(failed);
                    const parts = [];
                    for await (const part of stream) parts.push(part);
                    files.set(entry.fileName, Buffer.concat(parts));
                    zip.readEntry();
                }));
            zip.readEntry();
        });
    });
}

const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
const normal = (text) => text.replace(/\r\n?/g, "\n").normalize("NFC").replace(/^\p{White_Space}+|\p{White_Space}+$/gu, "");

test("names, attributes and texts come back from every CSV as they were written, and none is a formula", { skip }, async (t) => {
    const hall = await Hall.open(t);
    const jam = await hall.createJam(openPlan({ title: "=1+1", switches: { ballot: "support" } }));
    const all = texts();
    const roster = ["email,name,=ward", ...all.map((text, index) => `p${index}@example.org,${quoted(text)},${quoted(text)}`)].join("\n");
    const imported = await hall.json("POST", `/api/v1/jams/${jam}/roster?partial=true`, { body: roster, type: "text/csv" });
    assert.ok(imported.added > 300, `${imported.added} people`);
    const refusedLines = new Set(imported.refused.map(({ line }) => line));

    const answer = await hall.request("POST", `/api/v1/jams/${jam}/links`);
    const links = parse(Buffer.from(await answer.arrayBuffer()), strict);
    assert.equal(links.length, imported.added);
    let formulas = 0;
    for (const { email, name, link, token } of links) {
        const text = normal(all[Number(/^p(\d+)@/.exec(email)[1])]);
        assert.equal(name, guarded(text));
        formulas += isFormula(text) ? 1 : 0;
        assert.match(token, /^[A-Za-z0-9_][A-Za-z0-9_-]{21}$/, "a token begins with nothing that would be guarded");
        assert.equal(link.split("#")[1], token);
    }
    assert.ok(formulas >= 15, `${formulas} formulas`);

    const writer = links[0].token;
    const posted = new Map();
    for (const text of all) {
        const said = await hall.request("POST", `/api/v1/jams/${jam}/commands`, { token: writer, body: JSON.stringify({ do: "add_post", forum: "floor", kind: "idea", text }) });
        const told = await said.json();
        if (said.ok) posted.set(String(told.post), normal(text));
        else assert.equal(told.code, "bad_field", text);
    }
    await hall.json("POST", `/api/v1/jams/${jam}/commands`, { body: { do: "announce", forum: null, text: "=cmd|' /C calc'!A0" } });
    const files = await unzipped(Buffer.from(await (await hall.request("GET", `/api/v1/jams/${jam}/export.zip`)).arrayBuffer()));
    let cells = 0;
    const found = new Set();
    for (const [name, bytes] of files) {
        assert.match(name, /^[A-Za-z0-9_./-]+$/);
        assert.ok(!name.includes("..") && !name.startsWith("/"));
        if (!name.endsWith(".csv")) continue;
        const records = parse(bytes, strict);
        for (const record of records)
            for (const [column, cell] of Object.entries(record)) {
                assert.ok(!isFormula(column), `${name}: ${column}`);
                assert.ok(isNumber(cell) || !isFormula(cell), `${name}, ${column}: ${JSON.stringify(cell)}`);
                found.add(cell);
                cells += 1;
            }
    }
    for (const text of posted.values()) assert.ok(found.has(guarded(text)), JSON.stringify(text));
    t.diagnostic(`${links.length} people (${refusedLines.size} refused), ${formulas} names that are formulas, ${posted.size} posts, ${cells} cells of ${files.size} files`);
});

test("a calendar says the same instants to a reader of others, whatever the title", { skip }, async (t) => {
    const hall = await Hall.open(t);
    const titles = [...own, "A title with, commas; semicolons \\ and backslashes", "Ж".repeat(100), "😀".repeat(40), "END:VCALENDAR", ...lines("crlf-injection.txt").filter(Boolean)].map((title) => title.slice(0, 120));
    let read = 0, folded = 0;
    for (const [index, title] of titles.entries()) {
        const zone = ["UTC", "Europe/London", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Kiritimati"][index % 5];
        const plan = openPlan({ title, time_zone: zone, starts_at: "2036-03-29T12:15", agenda: [{ id: "first", kind: "ideate", lasts: "PT1H" }, { id: "night", kind: "ideate", lasts: "P1D" }, { id: "last", kind: "reveal", lasts: "PT90M" }] });
        const made = await hall.request("POST", "/api/v1/jams", { body: JSON.stringify(plan) });
        if (!made.ok) continue;
        const { jam } = await made.json();
        const text = await (await hall.request("GET", `/api/v1/jams/${jam.id}/calendar.ics`)).text();
        for (const line of text.split("\r\n")) assert.ok(Buffer.byteLength(line) <= 75 && !/[\r\n]/.test(line), line);
        folded += /\r\n /.test(text) ? 1 : 0;
        const calendar = new ICAL.Component(ICAL.parse(text));
        const events = calendar.getAllSubcomponents("vevent").map((each) => new ICAL.Event(each));
        const { jam: shown } = await hall.json("GET", `/api/v1/jams/${jam.id}`);
        const planned = plan.agenda.map(({ id: phase }) => phase);
        const phases = shown.agenda.filter(({ id: phase }) => planned.includes(phase)).map((phase) => [phase.id, phase.begins_at_ms, phase.ends_at_ms]);
        assert.equal(events.length, 3, title);
        for (const [at, event] of events.entries()) {
            assert.equal(event.summary, `${normal(title)}: ${at < 2 ? "Share ideas" : "Results"}`);
            assert.equal(event.startDate.toJSDate().getTime(), new Date(phases[at][1]).getTime());
            assert.equal(event.endDate.toJSDate().getTime(), new Date(phases[at][2]).getTime());
        }
        assert.equal(new Set(events.map(({ uid }) => uid)).size, 3);
        read += 1;
    }
    assert.ok(read > 20 && folded > 0);
    t.diagnostic(`${read} calendars, ${folded} with folded lines`);
});
