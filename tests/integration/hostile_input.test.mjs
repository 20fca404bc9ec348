// SPDX-License-Identifier: Apache-2.0
// What is read from outside, made to break the reader: JSON that is deep, huge, doubled or no JSON; rosters of any shape;
// addresses of any form. Each is taken as it must be or refused by name, in bounded time and memory.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Hall, jamhall, openPlan } from "../support/hall.mjs";

const data = [process.env.JAMHALL_DATA, "../shared/data"].find((folder) => folder && existsSync(folder));
const without = (name) => (data && existsSync(join(data, name)) ? false : `no ${name} data on this machine`);
const patience = Number(process.env.JAMHALL_TEST_PATIENCE ?? 1);

let hall, jam;
before(async () => {
    hall = await Hall.open();
    jam = await hall.createJam(openPlan());
});
after(async () => {
    await hall.kill("SIGTERM");
    assert.equal((await jamhall("verify", hall.jamFile(jam))).code, 0);
    await hall.close();
});

const rss = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${hall.pid}/status`, "utf8"))[1]) * 1024;

async function send(path, body, type = "application/json") {
    const begun = performance.now();
    const answer = await hall.request("POST", path, { body, type });
    const told = JSON.parse(await answer.text());
    return { status: answer.status, ...told, took: performance.now() - begun };
}
const command = (body) => send(`/api/v1/jams/${jam}/commands`, body);
const plan = (body) => send("/api/v1/plans/check", body);

/** Bytes of JSON inside a command, and inside a plan, that is otherwise in order. */
const inCommand = (bytes) => Buffer.concat([Buffer.from('{"do":"follow","forum":"floor","surprise":'), bytes, Buffer.from("}")]);
const inPlan = (bytes) => Buffer.concat([Buffer.from(`${JSON.stringify(openPlan()).slice(0, -1)},"surprise":`), bytes, Buffer.from("}")]);

test("JSON of the suite is read where it must be and refused where it must be, in a command and in a plan", { skip: without("json-suite") }, async (t) => {
    const folder = join(data, "json-suite", "test_parsing");
    const counts = { y: 0, n: 0, i: 0 };
    const wrong = [];
    for (const name of readdirSync(folder)) {
        const bytes = readFileSync(join(folder, name));
        const kind = name[0];
        const verdicts = { command: null, plan: null };
        const asCommand = await command(inCommand(bytes));
        const asPlan = await plan(inPlan(bytes));
        // Read as JSON, the unknown member is what is wrong, and it is named.
        verdicts.command = asCommand.code === "bad_field" && asCommand.field === "surprise" ? "y" : ["bad_json", "too_large"].includes(asCommand.code) ? "n" : JSON.stringify(asCommand);
        const pointers = (asPlan.faults ?? []).map(({ pointer }) => pointer);
        verdicts.plan = asPlan.code === "bad_plan" && pointers.includes("/surprise") ? "y" : asPlan.status === 400 ? "n" : JSON.stringify(asPlan);
        if (bytes.length > 60_000) verdicts.command = verdicts.plan; // too long for a command
        // A name that comes twice can be read in two ways, and is refused (RFC 7493).
        if (name.startsWith("y_object_duplicated_key")) for (const where of ["command", "plan"]) verdicts[where] = { n: "y", y: "taken" }[verdicts[where]];
        for (const [where, verdict] of Object.entries(verdicts)) if (kind === "i" ? !["y", "n"].includes(verdict) : verdict !== kind) wrong.push(`${name} in a ${where}: ${verdict}`);
        counts[kind] += 1;
    }
    assert.deepEqual(wrong, []);
    t.diagnostic(`${counts.y} to accept, ${counts.n} to refuse, ${counts.i} either way; each in a command and in a plan`);
});

test("depth, length and size of numbers cost nothing and mean nothing", async () => {
    const deep = (open, close, count, core = "1") => Buffer.from(open.repeat(count) + core + close.repeat(count));
    const hostile = {
        "100,000 arrays": deep("[", "]", 100_000),
        "100,000 open arrays": Buffer.from("[".repeat(100_000)),
        "100,000 objects": deep('{"a":', "}", 100_000),
        "50,000 objects in arrays": deep('[{"":', "}]", 50_000),
        "a number of 900,000 digits": Buffer.from("9".repeat(900_000)),
        "an exponent of 900,000 digits": Buffer.from(`1e${"9".repeat(900_000)}`),
        "a fraction of 900,000 digits": Buffer.from(`0.${"3".repeat(900_000)}`),
        "450,000 numbers": Buffer.from(`[${Array(400_000).fill("1").join()}]`),
        "100,000 names": Buffer.from(`{${Array.from({ length: 70_000 }, (_, i) => `"n${i}":0`).join()}}`),
        "150,000 escapes": Buffer.from(`"${"\\u0041".repeat(150_000)}"`),
        "150,000 lone surrogates": Buffer.from(`"${"\\ud800".repeat(150_000)}"`),
    };
    const before = rss();
    for (const [name, bytes] of Object.entries(hostile)) {
        const answer = await plan(inPlan(bytes));
        assert.equal(answer.status, 400, name);
        assert.ok(answer.took < 1_500 * patience, `${name}: ${Math.round(answer.took)} ms`);
        assert.ok(JSON.stringify(answer).length < 64 * 1024, `${name}: the refusal is short`);
        const small = bytes.subarray(0, 60_000);
        assert.equal((await command(inCommand(small))).status, 400, name);
    }
    assert.ok(rss() - before < 128 * 2 ** 20 * patience, `${Math.round((rss() - before) / 2 ** 20)} MiB more`);
});

test("a name that comes twice, broken text and numbers out of range are refused by name", async () => {
    const post = (text) => Buffer.concat([Buffer.from('{"do":"add_post","forum":"floor","kind":"idea","text":"'), Buffer.from(text), Buffer.from('"}')]);
    const refused = {
        'a second "do"': ['{"do":"follow","do":"close_jam","forum":"floor"}', "bad_json"],
        "a second text, escaped": ['{"do":"add_post","forum":"floor","kind":"idea","text":"a","te\\u0078t":"b"}', "bad_json"],
        "a lone surrogate": [post("\\ud800"), "bad_json"],
        "surrogates the wrong way round": [post("\\udc00\\ud800"), "bad_json"],
        "an escaped zero": [post("a\\u0000b"), "bad_field"],
        "a raw control character": [post("a\u0001b"), "bad_json"],
        "overlong ASCII": [post([0xc0, 0xaf]), "bad_json"],
        "an overlong euro sign": [post([0xf0, 0x82, 0x82, 0xac]), "bad_json"],
        "a surrogate in UTF-8": [post([0xed, 0xa0, 0x80]), "bad_json"],
        "beyond Unicode": [post([0xf4, 0x90, 0x80, 0x80]), "bad_json"],
        "UTF-16": [Buffer.from('{"do":"follow"}', "utf16le"), "bad_json"],
        "a comment": ['{"do":"follow",/**/"forum":"floor"}', "bad_json"],
        "a comma too many": ['{"do":"follow","forum":"floor",}', "bad_json"],
        "something behind": ['{"do":"follow","forum":"floor"}{}', "bad_json"],
        "a prototype": ['{"do":"follow","forum":"floor","__proto__":{"admin":true}}', "bad_field"],
    };
    for (const [name, [body, code]] of Object.entries(refused)) {
        const answer = await command(Buffer.from(body));
        assert.equal(answer.status, 400, `${name}: ${JSON.stringify(answer)}`);
        assert.equal(answer.code, code, name);
    }
    const answers = async (number) => (await command(Buffer.from(`{"do":"follow","post":${number}}`))).code;
    for (const number of ["1.0", "1e0", "-1", "-0", "0", "1.5", "1e400", "-1e400", "1e-400", "9007199254740993", "18446744073709551616", "18446744073709551617", "4294967296", "4294967297", "NaN", "Infinity", "0x1", "01", "1_000", '"1"', "true", "[1]", "{}"])
        assert.ok(["bad_json", "bad_field"].includes(await answers(number)), `${number}: ${await answers(number)}`);
    assert.equal(await answers("1"), "not_allowed", "a number that is one reaches the rules");
});

test("UTF-8 is read as UTF-8 and nothing else", { skip: without("nasty-text") }, async (t) => {
    const cases = readFileSync(join(data, "nasty-text", "utf8tests.txt"), "utf8").matchAll(/^([\d.]+):(valid|valid hex|invalid hex):([^:\n]*)/gm);
    const counts = { kept: 0, refused: 0 };
    for (const [, number, kind, content] of cases) {
        const bytes = kind === "valid" ? Buffer.from(content) : Buffer.from(content.replaceAll(/[^0-9a-f]/gi, ""), "hex");
        // Escaped where JSON wants it, so that the bytes alone are judged.
        const inside = Buffer.concat([...bytes].map((byte) => (byte < 0x20 || byte === 0x22 || byte === 0x5c ? Buffer.from(`\\u00${byte.toString(16).padStart(2, "0")}`) : Buffer.from([byte]))));
        const answer = await (await hall.request("POST", "/api/v1/login", { token: null, body: Buffer.concat([Buffer.from('{"token":"x'), inside, Buffer.from('"}')]) })).json();
        const isKept = answer.code !== "bad_json";
        assert.equal(isKept, kind !== "invalid hex", `${number}: ${JSON.stringify(answer)}`);
        counts[isKept ? "kept" : "refused"] += 1;
    }
    assert.ok(counts.kept > 20 && counts.refused > 100, JSON.stringify(counts));
    t.diagnostic(`${counts.kept} read, ${counts.refused} refused`);
});

test("a roster of any shape is read or refused in time, and the hall goes on meanwhile", async (t) => {
    const big = await hall.createJam(openPlan({ title: "Rosters" }));
    const mega = 2 ** 20;
    const shapes = {
        "one cell of 20 MB": `email,name\na@example.org,"${"x".repeat(20 * mega)}"\n`,
        "a quote that never ends": `email,name\na@example.org,"${"x,\n".repeat(5 * mega)}`,
        "a line of a million columns": `email,name\na@example.org${",".repeat(mega)}\n`,
        "a head of a million columns": `email${Array.from({ length: mega / 4 }, (_, i) => `,c${i}`).join("")}\n`,
        "a million lines that are no addresses": `email\n${"x\n".repeat(mega)}`,
        "four million empty lines": `email\n${"\n".repeat(4 * mega)}`,
        "quotes and nothing else": `email\n${'""""'.repeat(2 * mega)}\n`,
        "no line end": "e".repeat(20 * mega),
        "bytes that are no text": Buffer.alloc(8 * mega, 0xff),
        "zero bytes": Buffer.alloc(8 * mega, 0),
    };
    const before = rss();
    for (const [name, body] of Object.entries(shapes)) {
        let slowest = 0, isDone = false;
        const watching = (async () => {
            while (!isDone) {
                const begun = performance.now();
                await (await hall.request("GET", `/api/v1/jams/${jam}`)).arrayBuffer();
                slowest = Math.max(slowest, performance.now() - begun);
            }
        })();
        const answer = await send(`/api/v1/jams/${big}/roster`, body, "text/csv");
        isDone = true;
        await watching;
        assert.ok([200, 400, 409].includes(answer.status), `${name}: ${answer.status}`);
        assert.ok(answer.took < 15_000 * patience, `${name}: ${Math.round(answer.took)} ms`);
        assert.ok(slowest < 5_000 * patience, `${name}: others waited ${Math.round(slowest)} ms`);
        assert.ok((answer.refused ?? []).length <= 1_000, `${name}: ${answer.refused?.length} lines told`);
        t.diagnostic(`${name}: ${answer.status} in ${Math.round(answer.took)} ms, others waited ${Math.round(slowest)} ms at most`);
    }
    assert.equal((await hall.json("GET", `/api/v1/jams/${big}/people`)).people.length, 0);
    assert.ok(rss() - before < 600 * mega * patience, `${Math.round((rss() - before) / mega)} MiB more`);
});

test("an address is one address or refused: none becomes two, none breaks out of its cell", { skip: without("email-addresses") }, async (t) => {
    const xml = readFileSync(join(data, "email-addresses", "isemail-tests.xml"), "utf8");
    const plainOf = (text) => text.replace(/&#x([0-9a-f]+);/gi, (_, hex) => String.fromCodePoint(parseInt(hex, 16))).replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&amp;/g, "&").replace(/[\u2400-\u241f]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0x2400));
    const cases = [...xml.matchAll(/<address>([^]*?)<\/address>[^]*?<category>(\w+)<\/category>/g)].map(([, address, category]) => [plainOf(address), category]);
    cases.push(...["a@example.org,b@example.org", "a@example.org;b@example.org", "a@example.org b@example.org", "a@example.org\nBcc: b@example.org", "a@example.org\r\n\r\nHi", "Ada <a@example.org>", "a@example.org\0", "a@example.org\u2028", "a%0ab@example.org\n", "<a@example.org>", "\"a@example.org,b\"@example.org"].map((address) => [address, "ISEMAIL_ERR"]));
    assert.ok(cases.length > 160);
    const list = await hall.createJam(openPlan({ title: "Addresses" }));
    let taken = 0, refused = 0;
    for (const [address, category] of cases) {
        const answer = await send(`/api/v1/jams/${list}/roster`, `email,name\n"${address.replaceAll('"', '""')}",Somebody\n`, "text/csv");
        const told = `${JSON.stringify(address)} (${category}): ${JSON.stringify(answer)}`;
        assert.ok([200, 400].includes(answer.status), told);
        if (answer.status === 200) assert.ok(answer.added + answer.updated === 1, told);
        // Blanks around a cell are not part of it.
        if (category === "ISEMAIL_ERR" && address.trim() === address) assert.equal(answer.status, 400, told);
        if (/^[a-z0-9.]+@[a-z0-9]+\.[a-z]+$/.test(address) && category === "ISEMAIL_VALID_CATEGORY") assert.equal(answer.status, 200, told);
        if (answer.status === 200) taken += 1;
        else refused += 1;
    }
    const { people } = await hall.json("GET", `/api/v1/jams/${list}/people?limit=1000`);
    assert.ok(people.length > 0 && people.length <= taken);
    for (const { email } of people) assert.match(email, /^[^\s,;<>\p{Cc}]+@[^\s,;<>@\p{Cc}]+$/u);
    t.diagnostic(`${taken} taken, ${refused} refused, ${people.length} people`);
});
