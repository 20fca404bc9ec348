// SPDX-License-Identifier: Apache-2.0
// What every reply carries: each route of the document with each kind of answer, each file of the client, each page, each
// refusal before there is a route. Data is never a page, pages run nothing but our own files, and nothing private is stored.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { createHash } from "node:crypto";
import { dirname, join, relative } from "node:path";
import { after, before, test } from "node:test";
import { operations } from "../contract/calls.mjs";
import { Hall, binary, openPlan } from "../support/hall.mjs";
import { ask } from "../support/wire.mjs";

const client = join(dirname(binary), "web_client");
const isBuilt = existsSync(join(client, "index.html"));

let hall, jam, tokens, post;
before(async () => {
    hall = await Hall.open();
    jam = await hall.createJam(openPlan());
    const people = await hall.invite(jam, "email,name,roles\nolga@example.org,Olga,organizer\nada@example.org,Ada,participant\n");
    tokens = { admin: hall.token, olga: people.get("olga@example.org").token, ada: people.get("ada@example.org").token, nobody: null, wrong: "wrong" };
    post = (await hall.json("POST", `/api/v1/jams/${jam}/commands`, { token: tokens.ada, body: { do: "add_post", forum: "floor", kind: "idea", text: "Benches" } })).post;
});
after(() => hall.close());

/** A policy as a map from directive to its words; each directive once. */
function policyOf(text) {
    const made = new Map();
    for (const part of text.split(";").map((each) => each.trim()).filter(Boolean)) {
        const [name, ...words] = part.split(/ +/);
        assert.ok(!made.has(name), `${name} twice in ${text}`);
        made.set(name, words.join(" "));
    }
    return made;
}

const closedPowers = ["camera", "microphone", "geolocation", "display-capture", "payment", "usb", "serial", "hid", "midi"];

/** What holds for every reply whatever it is. */
function checkAny(headers, told) {
    const get = (name) => headers.get(name);
    const policy = policyOf(get("content-security-policy") ?? "");
    assert.equal(get("x-content-type-options"), "nosniff", told);
    assert.equal(get("referrer-policy"), "no-referrer", told);
    assert.equal(get("cross-origin-opener-policy"), "same-origin", told);
    assert.equal(get("cross-origin-resource-policy"), "same-origin", told);
    for (const power of closedPowers) assert.match(get("permissions-policy") ?? "", new RegExp(`(^|, )${power}=\\(\\)(,|$)`), told);
    assert.equal(policy.get("default-src"), "'none'", told);
    assert.equal(policy.get("frame-ancestors"), "'none'", told);
    assert.equal(policy.get("base-uri"), "'none'", told);
    for (const [name, words] of policy) assert.doesNotMatch(words, /unsafe|\*|data:|blob:|https?:\/\//, `${told}: ${name}`);
    for (const name of ["server", "x-powered-by", "access-control-allow-origin", "access-control-allow-credentials"]) assert.equal(get(name), null, told);
    if (get("content-type")?.startsWith("text/")) assert.match(get("content-type"), /charset=utf-8$/, told);
    return policy;
}

/** Data: whoever opens it as a page gets one that may do nothing; and nobody keeps it. */
function checkData(headers, told) {
    const policy = checkAny(headers, told);
    if (headers.get("content-type")) assert.ok(policy.has("sandbox") && !policy.has("script-src"), told);
    assert.equal(headers.get("cache-control") ?? "no-store", "no-store", told);
    if (headers.get("content-type")) assert.equal(headers.get("cache-control"), "no-store", told);
    assert.equal(headers.get("etag"), null, told);
}

function checkPage(headers, told) {
    const policy = checkAny(headers, told);
    const { host } = new URL(hall.url);
    const port = host.split(":")[1];
    assert.deepEqual(Object.fromEntries(policy), {
        "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self'", "font-src": "'self'", "manifest-src": "'self'",
        "connect-src": `'self' ws://${host} ws://localhost:${port}`, "frame-ancestors": "'none'", "base-uri": "'none'", "form-action": "'self'",
        "require-trusted-types-for": "'script'", "trusted-types": "svelte-trusted-html",
    }, told);
}

test("every route, to everybody, with every kind of answer", async (t) => {
    const seen = new Map();
    for (const [name, { path, method }] of operations)
        for (const [who, token] of Object.entries(tokens))
            for (const variant of ["", "?limit=-1&order=none&q=", "/none"]) {
                if (variant === "/none" && !path.includes("{jam}")) continue;
                const filled = path.replace("{jam}", variant === "/none" ? "none" : jam).replace("{forum}", "floor").replace("{post}", post) + (variant === "/none" ? "" : variant);
                // Each route whatever its body: empty, broken, and one that is nobody's.
                for (const body of method === "get" ? [undefined] : ["", "{", "{}"]) {
                    if (name === "post_links" && who !== "nobody") continue; // mints links; below
                    const answer = await hall.request(method.toUpperCase(), filled, { token, body });
                    await answer.arrayBuffer();
                    const told = `${name} as ${who}${variant}: ${answer.status}`;
                    if (name === "get_report_html" && answer.status === 200) continue;
                    checkData(answer.headers, told);
                    seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
                }
            }
    for (const status of [200, 400, 401, 403, 404, 426]) assert.ok(seen.has(status), `${status} was seen`);
    t.diagnostic([...seen].sort().map(([status, count]) => `${count} with ${status}`).join(", "));
});

test("what is downloaded is named and not shown", async () => {
    const links = await hall.request("POST", `/api/v1/jams/${jam}/links`);
    assert.equal(links.status, 200);
    checkData(links.headers, "links");
    for (const answer of [links, await hall.request("GET", `/api/v1/jams/${jam}/export.zip`), await hall.request("GET", `/api/v1/jams/${jam}/calendar.ics`)]) {
        await answer.arrayBuffer();
        assert.match(answer.headers.get("content-disposition") ?? "", /^attachment; filename="[a-z0-9._-]+"$/, answer.url);
    }
});

test("the report as a page carries one style, by its hash, and nothing else", async () => {
    const answer = await hall.request("GET", `/api/v1/jams/${jam}/report.html`);
    const html = await answer.text();
    const policy = checkAny(answer.headers, "report.html");
    const styles = [...html.matchAll(/<style>([^]*?)<\/style>/g)].map(([, style]) => `'sha256-${createHash("sha256").update(style).digest("base64")}'`);
    assert.deepEqual(Object.fromEntries(policy), { "default-src": "'none'", "style-src": styles.join(" "), "frame-ancestors": "'none'", "base-uri": "'none'", "form-action": "'none'" });
    assert.equal(styles.length, 1);
    assert.equal(answer.headers.get("cache-control"), "no-store");
    assert.doesNotMatch(html, /<script|<link|<img|<iframe|<object|<embed|<form|\sstyle=|\son[a-z]+=|javascript:|https?:\/\/(?!127\.0\.0\.1)/i);
    // On a disk there are no headers: the page says the same of itself.
    const [, own] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html);
    assert.equal(policyOf(own.replaceAll("&#39;", "'")).get("style-src"), styles[0]);
    assert.equal(policyOf(own.replaceAll("&#39;", "'")).get("default-src"), "'none'");
});

test("refusals before there is a route carry the same", async () => {
    const requests = {
        400: "GET / HTTP/1.1\r\n\r\n", 404: "GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n", 405: "BREW /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
        413: "POST /api/v1/login HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n", 414: `GET /${"a".repeat(9000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
        415: "POST /api/v1/login HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n", 417: "GET / HTTP/1.1\r\nHost: x\r\nExpect: x\r\n\r\n",
        431: `GET / HTTP/1.1\r\nHost: x\r\nX: ${"a".repeat(20_000)}\r\n\r\n`, 505: "GET / HTTP/3.0\r\nHost: x\r\n\r\n",
        426: `GET /api/v1/jams/${jam}/live HTTP/1.1\r\nHost: x\r\n\r\n`, 403: `GET /api/v1/jams/${jam}/live HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: jamhall.v1\r\n\r\n`,
    };
    for (const [status, request] of Object.entries(requests)) {
        const [answer] = await ask(hall.url, request);
        assert.equal(answer.status, Number(status));
        assert.equal(answer.headers.get("content-type"), "application/problem+json", status);
        checkData(answer.headers, status);
    }
});

test("every file and page of the client", { skip: !isBuilt && "the web client is not built" }, async (t) => {
    const files = readdirSync(client, { recursive: true }).map((name) => join(client, name)).filter((name) => statSync(name).isFile() && !/\.(br|gz)$/.test(name));
    const paths = ["/", "/j/x", "/j/x/", `/jam/${jam}`, `/jam/${jam}/p/1`, `/jam/${jam}/wall`, "/admin", `/admin/${jam}/people`, "/wall", ...files.map((name) => `/${relative(client, name)}`)];
    let checked = 0;
    for (const path of paths)
        for (const coding of ["identity", "br", "gzip"]) {
            const answer = await hall.request("GET", path, { token: null, headers: { "accept-encoding": coding } });
            await answer.arrayBuffer();
            if (answer.status === 404) continue;
            assert.equal(answer.status, 200, path);
            const checkFile = /\.json$/.test(path) ? checkAny : checkPage;
            checkFile(answer.headers, path);
            assert.equal(answer.headers.get("cache-control"), path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache", path);
            const again = await hall.request("GET", path, { token: null, headers: { "accept-encoding": coding, "if-none-match": answer.headers.get("etag") } });
            assert.equal(again.status, 304, path);
            checkPage(again.headers, `${path} not modified`);
            checked += 1;
        }
    assert.ok(files.length >= 3 && checked > files.length);
    t.diagnostic(`${files.length} files, ${checked} replies`);
});

test("the page has no script and no style but files of our own", { skip: !isBuilt && "the web client is not built" }, () => {
    const html = readFileSync(join(client, "index.html"), "utf8");
    for (const [, attributes, content] of html.matchAll(/<script([^>]*)>([^]*?)<\/script>/g)) {
        assert.match(attributes, /src="\/assets\/[\w.-]+"/);
        assert.equal(content.trim(), "");
    }
    assert.doesNotMatch(html, /<style|\sstyle=|\son[a-z]+=|javascript:|https?:\/\//i);
});

test("with a public URL the socket's address is named by it", async (t) => {
    const named = await Hall.open(t, { args: ["--public-url", "https://jam.example.org"] });
    const answer = await named.request("GET", "/", { token: null });
    await answer.arrayBuffer();
    assert.match(policyOf(answer.headers.get("content-security-policy")).get("connect-src"), /^'self' wss:\/\/jam\.example\.org( ws:\/\/localhost:\d+)?$/);
});
