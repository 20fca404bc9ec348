// SPDX-License-Identifier: Apache-2.0
// Only pages of this hall act for whoever is signed in: each way of changing something, and the socket, against origins that
// look like ours. The routes are those of the OpenAPI document, so that a new one is tried as well.
import assert from "node:assert/strict";
import { test } from "node:test";
import { methods, operations } from "../contract/calls.mjs";
import { Hall, openPlan } from "../support/hall.mjs";
import { ask, few, firstStatus } from "../support/wire.mjs";

const plan = openPlan({ switches: { ballot: "support" } });

async function opened(t, args = []) {
    const hall = await Hall.open(t, { args });
    const jam = await hall.createJam(plan);
    const people = await hall.invite(jam, "email,name,roles\nolga@example.org,Olga,organizer\n");
    const signIn = async (token) => (await hall.request("POST", "/api/v1/login", { token: null, body: JSON.stringify({ token }) })).headers.get("set-cookie").split(";")[0];
    return { hall, jam, cookies: { olga: await signIn(people.get("olga@example.org").token), admin: await signIn(hall.token) } };
}

/** Lines of a request's header that say where it comes from, all of which must be refused for `https://jam.example.org`. */
const ours = "https://jam.example.org";
const origin = (...values) => values.map((value) => `Origin: ${value}\r\n`).join("");
const foreign = {
    "no word of where": "",
    ...Object.fromEntries(
        ["", "null", "NULL", "*", "https://evil.example", "http://jam.example.org", "https://jam.example.org:443", "https://jam.example.org:8443", "https://jam.example.org:0443", "https://Jam.Example.org",
            "HTTPS://jam.example.org", "https://jam.example.org.", "https://jam.example.org..", "https://www.jam.example.org", "https://example.org", "https://am.example.org", "https://jam.example.or", "https://jam.example.orgx",
            "https://jam.example.org.evil.example", "https://evil-jam.example.org", "https://evil.example/jam.example.org", "https://evil.example?https://jam.example.org", "https://evil.example#https://jam.example.org",
            "https://jam.example.org@evil.example", "https://jam.example.org:x@evil.example", "https://user@jam.example.org", "https://:@jam.example.org", "https://jam.example.org/", "https://jam.example.org/x", "https://jam.example.org?",
            "https://jam.example.org#", "https://jam.example.org https://evil.example", "https://evil.example https://jam.example.org", "https://jam.example.org,https://jam.example.org", "https://jam%2eexample.org", "https://jam.example.org%00.evil.example",
            "https://jam.example.org\\.evil.example", "https:\\\\jam.example.org", "https:jam.example.org", "//jam.example.org", "jam.example.org", "wss://jam.example.org", "file://", "chrome-extension://jam.example.org", "data:", "about:blank",
            "https://xn--jm-fka.example.org", "https://j\u00e0m.example.org", "https://jam.example.org\u00a0", "https://127.0.0.1", "https://192.0.2.1", "https://[::1]", "https://2130706433", "https://jam.example.org:443:443", "https://jam.example.org\tx"]
            .map((value) => [JSON.stringify(value), origin(value)])),
    "ours and another": origin(ours, "https://evil.example"),
    "another and ours": origin("https://evil.example", ours),
    "ours twice": origin(ours, ours),
    "another, though fetched from the same": `${origin("https://evil.example")}Sec-Fetch-Site: same-origin\r\n`,
    "null, though fetched from the same": `${origin("null")}Sec-Fetch-Site: same-origin\r\n`,
    ...Object.fromEntries(["same-site", "cross-site", "none", "", "SAME-ORIGIN", "same-origin, cross-site"].map((value) => [`fetched from ${JSON.stringify(value)}`, `Sec-Fetch-Site: ${value}\r\n`])),
    "fetched from two": "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site\r\n",
};
const own = { "our origin": origin(ours), "our origin in blanks": `Origin: \t${ours} \r\n`, "no origin, but fetched from the same": "Sec-Fetch-Site: same-origin\r\n" };

/** A harmless body for each route that changes something. */
const bodies = { post_login: { token: "nobody" }, post_command: { do: "extend_phase", minutes: 1 }, post_roster: "email\nnew@example.org\n" };
const changing = [...operations].filter(([, { method }]) => method !== "get");

test("the routes that change something are those of the document", () => {
    assert.ok(changing.length >= 9, changing.map(([name]) => name).join());
    assert.deepEqual(methods.filter((method) => ["post", "put", "patch", "delete"].includes(method)).length, 4);
});

test("a login changes something from our own pages only", async (t) => {
    const { hall, jam, cookies } = await opened(t, ["--public-url", ours]);
    const send = async ([name, { path, method }], cookie, lines) => {
        const body = bodies[name] ?? {};
        const text = typeof body === "string" ? body : JSON.stringify(body);
        const target = path.replace("{jam}", jam).replace(/\{\w+\}/g, "x");
        const [answer] = await ask(hall.url, `${method.toUpperCase()} ${target} HTTP/1.1\r\nHost: jam.example.org\r\nCookie: ${cookie}\r\n${lines}Content-Length: ${text.length}\r\n\r\n${text}`);
        return answer;
    };
    const before = await hall.json("GET", "/api/v1/jams");
    let refused = 0;
    for (const route of changing)
        await few(Object.entries(foreign), async ([name, lines]) => {
            // Signing in is open to programs, which say nothing of where they come from.
            if (["post_login", "post_login_email", "post_logout"].includes(route[0]) && lines === "") return;
            const answer = await send(route, cookies.admin, lines);
            const told = `${route[0]} from ${name}: ${answer.status} ${answer.body}`;
            assert.equal(answer.status, 403, told);
            assert.equal(answer.code, "not_allowed", told);
            assert.equal(answer.headers.get("set-cookie"), null, told);
            refused += 1;
        });
    assert.deepEqual(await hall.json("GET", "/api/v1/jams"), before);
    assert.equal((await hall.json("GET", `/api/v1/jams/${jam}/people`)).people.length, 1);
    for (const route of changing.filter(([name]) => name !== "post_logout"))
        for (const [name, lines] of Object.entries(own)) {
            const answer = await send(route, cookies.admin, lines);
            assert.notEqual(answer.status, 403, `${route[0]} from ${name}: ${answer.body}`);
        }
    const { people } = await hall.json("GET", `/api/v1/jams/${jam}/people`);
    assert.ok(people.some(({ email }) => email === "new@example.org"), "the roster was taken from our own page");
    t.diagnostic(`${changing.length} routes, ${Object.keys(foreign).length} foreign origins, ${refused} refusals`);
});

test("a socket opens from our own pages, or with a token", async (t) => {
    const { hall, jam, cookies } = await opened(t, ["--public-url", ours]);
    const open = (lines, host = "jam.example.org") =>
        firstStatus(hall.url, `GET /api/v1/jams/${jam}/live HTTP/1.1\r\nHost: ${host}\r\n${lines}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: jamhall.v1\r\n\r\n`);
    const cookie = `Cookie: ${cookies.olga}\r\n`;
    const bearer = `Authorization: Bearer ${hall.token}\r\n`;
    let refused = 0;
    await few(Object.entries(foreign), async ([name, lines]) => {
        assert.equal(await open(cookie + lines), 403, `a cookie from ${name}`);
        if (/^Origin/.test(lines)) assert.equal(await open(bearer + lines), 403, `a token from ${name}`);
        refused += 1;
    });
    assert.equal(await open(cookie + origin(ours)), 101);
    assert.equal(await open(bearer), 101);
    assert.equal(await open(bearer + origin(ours)), 101);
    assert.equal(await open(origin(ours)), 403, "nobody");
    assert.equal(await open(`Cookie: ${cookies.olga}x\r\n${origin(ours)}`), 403, "a broken cookie");
    t.diagnostic(`${refused} foreign origins`);
});

test("without a public URL the listen address and localhost with that port are ours, and nothing else", async (t) => {
    const { hall, cookies } = await opened(t);
    const { port } = new URL(hall.url);
    const status = async (value) => (await hall.request("POST", "/api/v1/plans/check", { token: null, body: JSON.stringify(plan), headers: { cookie: cookies.admin, origin: value } })).status;
    for (const mine of [`http://127.0.0.1:${port}`, `http://localhost:${port}`]) assert.equal(await status(mine), 200, mine);
    for (const other of [`https://127.0.0.1:${port}`, "http://127.0.0.1", "http://localhost", `http://127.0.0.1:${Number(port) + 1}`, `http://127.1:${port}`, `http://2130706433:${port}`, `http://[::1]:${port}`, `http://0.0.0.0:${port}`, `http://localhost.:${port}`, `http://127.0.0.1.evil.example:${port}`])
        assert.equal(await status(other), 403, other);
});

test("no reply invites another origin in", async (t) => {
    const { hall, jam } = await opened(t);
    const from = { origin: "https://evil.example", "access-control-request-method": "POST", "access-control-request-headers": "authorization" };
    for (const path of ["/", "/healthz", "/api/v1/login", `/api/v1/jams/${jam}/commands`, `/api/v1/jams/${jam}/export.zip`, "/nowhere"])
        for (const method of ["OPTIONS", "GET", "POST"]) {
            const answer = await hall.request(method, path, { headers: from });
            await answer.arrayBuffer();
            for (const [name] of answer.headers) assert.doesNotMatch(name, /^access-control-/, `${method} ${path}`);
            if (method === "OPTIONS") assert.ok(answer.status >= 400, path);
        }
});

test("a foreign page in a browser of today: what it may send by itself changes nothing", async (t) => {
    const { hall, jam, cookies } = await opened(t);
    const before = await hall.json("GET", `/api/v1/jams/${jam}/people`);
    // A form of another site: its three content types, Origin as browsers send it.
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
        for (const [path, body] of [["commands", JSON.stringify({ do: "close_jam" })], ["roster", "email\nevil@example.org\n"], ["links?renew=all", ""]]) {
            const answer = await hall.request("POST", `/api/v1/jams/${jam}/${path}`, { token: null, body, type, headers: { cookie: cookies.admin, origin: "https://evil.example", "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" } });
            assert.equal(answer.status, 403);
        }
    assert.deepEqual(await hall.json("GET", `/api/v1/jams/${jam}/people`), before);
    assert.equal((await hall.json("GET", `/api/v1/jams/${jam}`)).jam.stage ?? "open", "open");
});

