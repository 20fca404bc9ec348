// SPDX-License-Identifier: Apache-2.0
// HTTP/1.1 byte by byte: each request of llhttp's collection, and the known ways to smuggle one, whole and one byte at a
// time. A request is read to the letter or refused with the line ended, and nothing behind a refused one is a request.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Hall, openPlan } from "../support/hall.mjs";
import { expectedAnswers } from "../support/strict_http.mjs";
import { answersIn, exchange, few, firstStatus } from "../support/wire.mjs";

const data = [process.env.JAMHALL_DATA, "../shared/data"].find((folder) => folder && existsSync(folder));
const folder = data && join(data, "http1-cases");
const skip = folder && existsSync(folder) ? false : "no http1-cases data on this machine";

let hall, jam;
before(async () => {
    hall = await Hall.open();
    jam = await hall.createJam(openPlan());
});
after(() => hall.close());

/** What follows each case: were it taken for a request behind a refused one, an answer too many would come. */
const canary = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
const readsBody = (method, target) => method === "POST" && /^(https?:\/\/[^/]+)?\/api\/v1\/log(in|out)(\?|$)/.test(target);
const refusals = new Set(["bad_request", "too_large", "wrong_host"]);

/** An answer to HEAD has no body to say why. */
const kindOf = ({ code, status, body, closes }) => (closes && (body === "" ? status === 400 : refusals.has(code)) ? "refused" : "answered");

/** Sends bytes and holds what came back against what a strict reader makes of them. */
async function check(name, text) {
    const bytes = Buffer.from(text + canary, "latin1");
    const expected = expectedAnswers(bytes, readsBody);
    const kinds = expected.map(({ kind }) => kind);
    const methods = expected.map(({ method }) => method);
    for (const chop of [0, 1]) {
        const answers = answersIn(await exchange(hall.url, bytes, { chop }), methods);
        const found = answers.map(kindOf);
        assert.deepEqual(found, kinds, `${name}, ${chop ? "byte by byte" : "whole"}:\n${JSON.stringify(text)}\n${answers.map(({ status, body }) => `${status} ${body}`).join("\n")}`);
    }
    return kinds;
}

/** The cases of one Markdown file: {name, text, error} with llhttp's strict verdict. */
function casesOf(file) {
    const cases = [];
    let title, meta;
    for (const [, heading, json, language, block] of readFileSync(join(folder, file), "utf8").matchAll(/^#+ ([^\n]+)$|<!-- meta=(.*?) -->|^```(http|url|log)\n([^]*?)\n```/gm)) {
        if (heading) [title, meta] = [heading, {}];
        else if (json) meta = JSON.parse(json);
        else if (language === "log") cases.at(-1).error = /error code=(?!22|23)\d+ reason="([^"]*)"/.exec(block)?.[1] ?? null;
        else {
            const escapes = { r: "\r", n: "\n", t: "\t", f: "\f" };
            const text = Buffer.from(block.replace(/\\\n/g, ""), "utf8").toString("latin1").replace(/\n/g, "\r\n")
                .replace(/\\x([0-9a-fA-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))).replace(/\\([rntf])/g, (_, letter) => escapes[letter]);
            const isStrict = !/lenient/.test(meta.type ?? "");
            cases.push({ name: `${file}: ${title}`, text: language === "url" ? `GET ${text} HTTP/1.1\r\nHost: x\r\n\r\n` : text, isStrict });
        }
    }
    return cases;
}

/** The same request with the one host it lacks, and led to where its body is read. */
const withHost = (text) => (/^host:/im.test(text) ? text : text.replace(/^([^\r\n]* HTTP\/1\.1)\r\n/, "$1\r\nHost: x\r\n"));
const ledToBody = (text) => withHost(text).replace(/^[A-Z]+ [^ ]+ HTTP/, "POST /api/v1/logout HTTP");

test("every request of llhttp's collection is read to the letter or refused", { skip }, async (t) => {
    const cases = readdirSync(folder).filter((file) => file.startsWith("llhttp")).flatMap(casesOf);
    assert.ok(cases.length >= 180, `${cases.length} cases`);
    let sent = 0, refused = 0;
    await few(cases, async ({ name, text, error, isStrict }) => {
        const all = [];
        for (const change of [(same) => same, withHost, ledToBody]) all.push(await check(name, change(text)));
        // What Node refuses is refused here too, once there is a host and the body is read. Behind a last request the line has
        // ended, and nobody looks at what else was sent.
        // Methods that Node does not know are answered 405; whom an absolute target names is judged where a hall has a name.
        const isKnown = /^(Data after|Invalid method|Expected space after method|Double @)/.test(error);
        if (isStrict && error && !isKnown) assert.ok(all.slice(1).some((kinds) => kinds.includes("refused")), `${name}: ${error}`);
        sent += 6;
        refused += all.filter((kinds) => kinds.includes("refused")).length * 2;
    });
    t.diagnostic(`${cases.length} cases, ${sent} exchanges, ${refused} with a refusal`);
});

const post = (fields, body = "", version = "1.1") => `POST /api/v1/logout HTTP/${version}\r\nHost: x\r\n${fields}\r\n\r\n${body}`;
const chunked = (body, coding = "Transfer-Encoding: chunked") => post(coding, body);
const hidden = "GET /admin HTTP/1.1\r\nHost: x\r\n\r\n";

/** Known forms of smuggling; each must be refused, and what is hidden in it never answered. */
const smuggled = {
    "both lengths, CL first": post(`Content-Length: 4\r\nTransfer-Encoding: chunked`, `0\r\n\r\n${hidden}`),
    "both lengths, TE first": post(`Transfer-Encoding: chunked\r\nContent-Length: 4`, `0\r\n\r\n${hidden}`),
    "two lengths": post("Content-Length: 0\r\nContent-Length: 39", hidden),
    "two equal lengths": post("Content-Length: 39\r\nContent-Length: 39", hidden),
    "a list of lengths": post("Content-Length: 39, 39", hidden),
    ...Object.fromEntries(["+0", "-0", "0x0", "0,", "0 0", "1e1", "\u00b2", "", "0;a", "99999999999999999999", "0\v"].map((length) => [`length ${JSON.stringify(length)}`, post(`Content-Length: ${length}`, hidden)])),
    ...Object.fromEntries(
        ["xchunked", "chunked, identity", "identity, chunked", "gzip, chunked", "chunked, chunked", "identity", "\"chunked\"", "chunked;q=1", "chun ked", "", "\vchunked", "\0chunked", "chunked\r\n\t, identity", "chunke\u0064\u00ff", "cow\r\nTransfer-Encoding: chunked", "chunked\r\nTransfer-Encoding: cow", "chunked\r\nTransfer-Encoding: chunked", "\r\n chunked"]
            .map((coding) => [`coding ${JSON.stringify(coding)}`, chunked(`0\r\n\r\n${hidden}`, `Transfer-Encoding: ${coding}`)])),
    "space before the colon": chunked(`0\r\n\r\n${hidden}`, "Transfer-Encoding : chunked"),
    "tab before the colon": post("Content-Length\t: 39", hidden),
    "a folded length": post("X: a\r\n Content-Length: 39", hidden),
    "a folded host": `GET / HTTP/1.1\r\n\tHost: x\r\nHost: y\r\n\r\n${hidden}`,
    "a field hidden by a bare CR": post("X: a\rContent-Length: 39", hidden),
    "a field hidden by a bare LF": post("X: a\nContent-Length: 39", hidden),
    "a field hidden by a zero byte": post("X: a\0Content-Length: 39", hidden),
    "heads that end with bare LF": `POST /api/v1/logout HTTP/1.1\nHost: x\nContent-Length: 39\n\n${hidden}`,
    "a head that ends with CR CR LF": `GET / HTTP/1.1\r\nHost: x\r\n\r\r\n${hidden}`,
    "a line without a colon": post("X", hidden),
    "a line that begins with a colon": post(": x", hidden),
    "a name with a bracket": post("(X): y", hidden),
    "chunked over HTTP/1.0": post("Connection: keep-alive\r\nTransfer-Encoding: chunked", `0\r\n\r\n${hidden}`, "1.0"),
    "two hosts": `GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n${hidden}`,
    "no host": `GET / HTTP/1.1\r\n\r\n${hidden}`,
    ...Object.fromEntries(["", "a b", "a, b", "a@b", "a/b", "a:b", "[::1", "a#b", "a?b", "\u00e9"].map((name) => [`host ${JSON.stringify(name)}`, `GET / HTTP/1.1\r\nHost: ${name}\r\n\r\n${hidden}`])),
    ...Object.fromEntries(
        ["5;\r\n12345", "5;a\r\n12345", "5;a=b\r\n12345", '5;a="\r\n"\r\n12345', "5 \r\n12345", " 5\r\n12345", "0x5\r\n12345", "+5\r\n12345", "-5\r\n12345", "5\n12345", "5\r12345", "5;\n12345", "5\r\r\n12345", "5_0\r\n12345", "g\r\n12345", "\r\n12345", "fffffffffffffffff\r\n12345", "10000000000000000\r\n12345", "8000000000000000\r\n12345"]
            .map((chunk) => [`chunk ${JSON.stringify(chunk)}`, chunked(`${chunk}\r\n0\r\n\r\n${hidden}`)])),
    "chunk data that goes on": chunked(`5\r\n123456\r\n0\r\n\r\n${hidden}`),
    "chunk data that ends early": chunked(`5\r\n1234\r\n0\r\n\r\n${hidden}`),
    "chunk data that ends with LF": chunked(`5\r\n12345\n0\r\n\r\n${hidden}`),
    "a last chunk that ends with LF": chunked(`0\n\n${hidden}`),
    "a last chunk with an extension": chunked(`0;a=b\r\n\r\n${hidden}`),
    "a trailer": chunked(`0\r\nX: y\r\n\r\n${hidden}`),
    "a trailer that says who asks": chunked(`0\r\nAuthorization: Bearer x\r\n\r\n${hidden}`),
    "a trailer that says how long it was": chunked(`0\r\nContent-Length: 5\r\n\r\n${hidden}`),
    "a packed body": post("Content-Encoding: gzip\r\nContent-Length: 0", hidden),
    "an empty line in front": `\r\n${hidden}`,
    "HTTP/0.9": `GET /\r\n${hidden}`,
    "HTTP/2 in front": `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${hidden}`,
    ...Object.fromEntries(["http/1.1", "HTTP/1.2", "HTTP/1.10", "HTTP/01.1", "HTTP/1,1", "HTTPS/1.1", "HTTP/1.1 ", " HTTP/1.1", "HTTP/1.1\t", "HTTP/-1.1"].map((version) => [`version ${JSON.stringify(version)}`, `GET / ${version}\r\nHost: x\r\n\r\n${hidden}`])),
    ...Object.fromEntries(["/a b", "/\t", "/\u00e9", "*", "//\r\n", "x", "x:80", "/%", "/%zz", "/%00", "/%ff", "http://", "ftp://x/"].map((target) => [`target ${JSON.stringify(target)}`, `GET ${target} HTTP/1.1\r\nHost: x\r\n\r\n${hidden}`])),
};

test("known forms of smuggling are refused, and nothing in them is a request", async (t) => {
    await few(Object.entries(smuggled), async ([name, text]) => assert.deepEqual(await check(name, text), ["refused"], name));
    t.diagnostic(`${Object.keys(smuggled).length} forms, each whole and byte by byte`);
});

test("well-formed requests behind each other are answered each, in order", async () => {
    const login = (token) => JSON.stringify({ token });
    const sent = [
        ["GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", 200],
        [post("Content-Length: 0"), 204],
        [chunked("0\r\n\r\n"), 204],
        [`POST /api/v1/login HTTP/1.1\r\nHost: x\r\ntransfer-encoding: CHUNKED\r\n\r\n3\r\n{"t\r\n00f\r\noken":"nobody"}\r\n0\r\n\r\n`, 401],
        [`POST /api/v1/login HTTP/1.1\r\nHost: x\r\nContent-Length: ${login("x").length}\r\n\r\n${login("x")}`, 401],
        ["HEAD / HTTP/1.1\r\nHost: x\r\n\r\n", 200],
        ["GET http://127.0.0.1/healthz HTTP/1.1\r\nHost: other\r\n\r\n", 200],
        ["OPTIONS /api/v1/login HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", 405],
        ["GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 200],
        ["GET /healthz HTTP/1.1\r\nHost:x\r\nConnection: close\r\n\r\n", 200],
        ["GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", null],
    ];
    for (const chop of [0, 1, 7]) {
        const bytes = Buffer.from(sent.map(([text]) => text).join(""), "latin1");
        const answers = answersIn(await exchange(hall.url, bytes, { chop }), sent.map(([text]) => text.slice(0, text.indexOf(" "))));
        assert.deepEqual(answers.map(({ status }) => status), sent.map(([, status]) => status).filter(Boolean));
    }
});

test("a request that breaks off is never acted on", async () => {
    const whole = `POST /api/v1/jams HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${hall.token}\r\nContent-Length: LENGTH\r\n\r\nBODY`;
    const body = JSON.stringify(openPlan({ title: "Half a plan" }));
    const text = whole.replace("LENGTH", body.length).replace("BODY", body);
    const before = (await hall.json("GET", "/api/v1/jams")).jams.length;
    for (let size = 1; size < text.length; size += 13) {
        const answers = answersIn(await exchange(hall.url, Buffer.from(text.slice(0, size), "latin1")));
        assert.ok(answers.every(({ code }) => code === "bad_request"), text.slice(0, size));
    }
    assert.equal((await hall.json("GET", "/api/v1/jams")).jams.length, before);
});

test("an upgrade with a body, or with bytes behind it, is refused", async () => {
    const upgrade = (more, behind = "") =>
        `GET /api/v1/jams/${jam}/live HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${hall.token}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
        `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: jamhall.v1\r\n${more}\r\n${behind}`;
    const statusOf = (text) => firstStatus(hall.url, text);
    assert.equal(await statusOf(upgrade("")), 101);
    assert.equal(await statusOf(upgrade("Content-Length: 0\r\n")), 101);
    assert.equal(await statusOf(upgrade("Content-Length: 2\r\n", "{}")), 400);
    assert.equal(await statusOf(upgrade("Transfer-Encoding: chunked\r\n", "0\r\n\r\n")), 400);
    assert.equal(await statusOf(upgrade("", "\x89\x80abcd")), 400);
    assert.equal(await statusOf(upgrade("", hidden)), 400);
    assert.equal(await statusOf(upgrade("").replace("HTTP/1.1", "HTTP/1.0")), 426);
});
