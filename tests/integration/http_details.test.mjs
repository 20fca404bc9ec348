// SPDX-License-Identifier: Apache-2.0
// The small print of HTTP: methods, hosts, paths that climb, sizes, deadlines, cookies, and what no reply tells.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { operations } from "../contract/calls.mjs";
import { Hall, openPlan } from "../support/hall.mjs";
import { answersIn, ask, exchange, few } from "../support/wire.mjs";

const data = [process.env.JAMHALL_DATA, "../shared/data"].find((folder) => folder && existsSync(folder));
const nasty = (name) => readFileSync(join(data, "nasty-text", name), "utf8").split("\n").filter(Boolean);
const skip = data && existsSync(join(data, "nasty-text")) ? false : "no nasty-text data on this machine";

let hall, jam, token;
before(async () => {
    hall = await Hall.open();
    jam = await hall.createJam(openPlan());
    token = (await hall.invite(jam, "email,name,roles\nolga@example.org,Olga,organizer\n")).get("olga@example.org").token;
});
after(() => hall.close());

const bearer = () => `Authorization: Bearer ${hall.token}\r\n`;

test("methods nobody documented change nothing and show nothing", async () => {
    for (const method of ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "TRACK", "PROPFIND", "MKCOL", "LOCK", "SEARCH", "PURGE", "QUERY", "BREW", "get", "Get", "X".repeat(100)]) {
        for (const path of ["/healthz", `/api/v1/jams/${jam}`, `/api/v1/jams/${jam}/commands`]) {
            const [answer] = await ask(hall.url, `${method} ${path} HTTP/1.1\r\nHost: x\r\n${bearer()}X-Secret: canary\r\n\r\n`);
            assert.equal(answer.status, 405, `${method} ${path}`);
            assert.match(answer.headers.get("allow"), /^(GET, HEAD|POST)$/);
            assert.doesNotMatch(answer.body, /canary|Bearer/);
        }
        const [page] = await ask(hall.url, `${method} / HTTP/1.1\r\nHost: x\r\n\r\n`);
        assert.ok([404, 405].includes(page.status), `${method} /: ${page.status}`);
    }
    for (const line of ["CONNECT evil.example:443", "OPTIONS *", "PRI *"]) assert.equal((await ask(hall.url, `${line} HTTP/1.1\r\nHost: x\r\n\r\n`))[0].status, 400, line);
});

test("HEAD says what GET says, without a body, on every route and file", async () => {
    const paths = [...operations].filter(([name, { method }]) => method === "get" && name !== "get_live").map(([, { path }]) => path.replace("{jam}", jam).replace("{forum}", "floor").replace("{post}", "1"));
    for (const path of [...paths, "/", "/icon.svg", "/nowhere"]) {
        const request = (method) => `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${bearer()}Connection: close\r\n\r\n`;
        const raw = (await exchange(hall.url, Buffer.from(request("HEAD")))).toString("latin1");
        assert.ok(raw.endsWith("\r\n\r\n") && raw.indexOf("\r\n\r\n") === raw.length - 4, `${path}: no body`);
        const [head] = answersIn(Buffer.from(raw, "latin1"), ["HEAD"]);
        const [get] = await ask(hall.url, request("GET"));
        assert.equal(head.status, get.status, path);
        const told = ({ headers }) => [...headers].filter(([name]) => !["date", "content-length", "etag"].includes(name));
        assert.deepEqual(told(head), told(get), path);
    }
});

test("no path leads out of the client's files", { skip }, async (t) => {
    const page = await (await hall.request("GET", "/")).text();
    const climbs = ["/..", "/../", "/../../etc/passwd", "//etc/passwd", "///", "/./", "/.", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc%2fpasswd", "/%2e%2e%5c%2e%2e%5cetc", "/..\\..\\etc\\passwd", "/assets/../../data/admin.token", "/assets/..%2f..%2f..%2fdata/admin.token",
        "/assets/", "/assets", "/index.html/", "/index.html.br", "/index.html.gz", "/.git/config", "/.env", "/api", "/api/", "/api/v1", "/api/v1/", "/API/v1/jams", "/api//v1/jams", "/api/v1/jams/", `/api/v1/jams/${jam}/../${jam}`, `/api/v1/jams/..%2f..`, "/healthz/", "/healthz/..", "/%68ealthz%2f", "/jam/../../../etc/passwd", "/j/..%2f..%2fetc%2fpasswd", "/admin/../data/admin.token",
        "/data/admin.token", "/jams/x.jam", "/hall.db", "/%c0%ae%c0%ae/", "/%e0%80%ae/", "/..;/", "/..%00/", "/%252e%252e%252fetc%252fpasswd", "/con", "/aux.txt", "/icon.svg::$DATA", "/icon.svg%20", "/icon.svg.", "/ICON.SVG"];
    const lists = nasty("path-traversal.txt").map((line) => `/${line.replace(/^\/+/, "")}`);
    let sent = 0;
    await few([...new Set([...climbs, ...lists])], async (path) => {
        const target = Buffer.from(path, "utf8").toString("latin1").replace(/[^\x21-\x7e]/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, "0")}`);
        for (const prefix of ["", "/assets", "/api/v1/jams"]) {
            const [answer] = await ask(hall.url, `GET ${prefix}${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
            assert.doesNotMatch(answer.body, /root:|daemon:|\[boot loader\]/, target);
            if (answer.status === 200) assert.ok(answer.body.length === Buffer.from(page).length && /^\/(jam|j|admin)\//.test(target), `${prefix}${target} is the one page`);
            else assert.ok([400, 401, 404].includes(answer.status), `${prefix}${target}: ${answer.status}`);
            assert.equal(answer.headers.get("location"), null);
            sent += 1;
        }
    });
    t.diagnostic(`${sent} paths`);
});

test("no name sent is ever a place we send anybody to", { skip }, async () => {
    // Every redirect there could be: none. What looks like a query of one is ignored.
    const lines = [...nasty("open-redirect.txt"), ...nasty("open-redirect-params.txt")].map((line) => line.replace(/[^\x21-\x7e]/g, ""));
    await few(lines, async (line) => {
        for (const target of [`/${line.replace(/^\/+/, "")}`, `/?next=${encodeURIComponent(line)}`, line.startsWith("/") ? line : `//${line}`]) {
            const [answer] = await ask(hall.url, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
            assert.ok(answer.status < 300 || answer.status >= 400, `${target}: ${answer.status}`);
            assert.equal(answer.headers.get("location"), null);
            assert.equal(answer.headers.get("refresh"), null);
        }
    });
});

test("line breaks in names and paths never become lines of a reply", { skip }, async () => {
    const split = ["%0d%0aX-Split:%20yes", "%0aX-Split:%20yes", "%0dX-Split:%20yes", "%E5%98%8A%E5%98%8DX-Split:%20yes", "%23%0dX-Split:yes", ...nasty("crlf-injection.txt").map((line) => line.replace(/[^\x21-\x7e]/g, ""))];
    for (const text of split)
        for (const target of [`/${text}`, `/api/v1/jams/${text}`, `/api/v1/jams/${jam}/search?q=${text}`, `/api/v1/jams/${jam}/links?email=${text}`, `/api/v1/jams/${jam}/export.zip?name=${text}`]) {
            const [answer] = await ask(hall.url, `GET ${target.replace(/^\/+/, "/")} HTTP/1.1\r\nHost: x\r\n${bearer()}Connection: close\r\n\r\n`);
            for (const name of ["x-split", "set-cookie", "location"]) assert.equal(answer.headers.get(name), null, target);
            for (const [name] of answer.headers) assert.match(name, /^[a-z-]+$/);
        }
});

test("heads are bounded: 414 for the address, 431 for the fields, and the line ends", async () => {
    const long = (size) => "a".repeat(size);
    const cases = [
        [`GET /${long(8191)} HTTP/1.1\r\nHost: x\r\n\r\n`, 404],
        [`GET /${long(8192)} HTTP/1.1\r\nHost: x\r\n\r\n`, 414],
        [`GET /${long(70_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 414],
        [`GET /${long(70_000)}`, 414],
        [`GET / HTTP/1.1\r\nHost: x\r\nX: ${long(15_000)}\r\n\r\n`, 200],
        [`GET / HTTP/1.1\r\nHost: x\r\nX: ${long(17_000)}\r\n\r\n`, 431],
        [`GET / HTTP/1.1\r\nHost: x\r\nCookie: ${long(1_000_000)}`, 431],
        [`GET / HTTP/1.1\r\nHost: x\r\n${"A: b\r\n".repeat(98)}\r\n`, 200],
        [`GET / HTTP/1.1\r\nHost: x\r\n${"A: b\r\n".repeat(99)}\r\n`, 431],
        [`${"G".repeat(20_000)} / HTTP/1.1\r\n\r\n`, 414],
    ];
    for (const [text, status] of cases) {
        const answers = await ask(hall.url, text);
        assert.deepEqual(answers.map((answer) => answer.status), [status], text.slice(0, 60));
        if (status > 404) assert.equal(answers[0].headers.get("connection"), "close");
    }
});

test("a body that is too large is refused before it is sent, an expectation is met or refused", async () => {
    const expecting = (path, size, expect = "100-continue") => `POST ${path} HTTP/1.1\r\nHost: x\r\n${bearer()}Content-Length: ${size}\r\nExpect: ${expect}\r\n\r\n`;
    for (const [path, size] of [["/api/v1/login", 65_537], ["/api/v1/jams", 1_048_577], [`/api/v1/jams/${jam}/roster`, 67_108_865], [`/api/v1/jams/${jam}/commands`, 65_537]]) {
        const raw = (await exchange(hall.url, Buffer.from(expecting(path, size)))).toString("latin1");
        assert.match(raw, /^HTTP\/1\.1 413 /, path);
        assert.doesNotMatch(raw, / 100 /);
        const [endless] = await ask(hall.url, `POST ${path} HTTP/1.1\r\nHost: x\r\n${bearer()}Content-Length: 999999999999999999\r\n\r\n`);
        assert.equal(endless.status, 413);
    }
    // Chunks without end, which announce no size.
    const [chunks] = await ask(hall.url, `POST /api/v1/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${`1000\r\n${"a".repeat(4096)}\r\n`.repeat(40)}`);
    assert.equal(chunks.status, 413);
    assert.equal((await ask(hall.url, expecting("/api/v1/login", 2, "a-pony")))[0].status, 417);

    // Who may not send a large body is told so instead of being asked for it.
    const raw = (await exchange(hall.url, Buffer.from(expecting(`/api/v1/jams/${jam}/roster`, 60_000_000).replace(hall.token, "nobody")))).toString("latin1");
    assert.match(raw, /^HTTP\/1\.1 401 /);

    const line = connect({ host: "127.0.0.1", port: new URL(hall.url).port });
    let came = "";
    line.on("data", (bytes) => (came += bytes));
    const until = async (pattern) => {
        while (!pattern.test(came)) await new Promise((resolve) => line.once("data", resolve));
    };
    line.write(expecting("/api/v1/login", 18));
    await until(/^HTTP\/1\.1 100 Continue\r\n\r\n/);
    line.write('{"token":"nobody"}');
    await until(/HTTP\/1\.1 401 /);
    line.destroy();
});

test("bodies are read as they are: none is unpacked", async () => {
    const { deflateSync, gzipSync } = await import("node:zlib");
    const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024));
    assert.ok(bomb.length < 64 * 1024);
    for (const [coding, body] of [["gzip", bomb], ["x-gzip", bomb], ["deflate", deflateSync("{}")], ["br", Buffer.from([0x0b, 0x00])], ["gzip, gzip", bomb], ["zstd", bomb], ["identity, gzip", bomb]])
        for (const path of [`/api/v1/jams/${jam}/commands`, "/api/v1/jams", `/api/v1/jams/${jam}/roster`]) {
            const answer = await hall.request("POST", path, { body, headers: { "content-encoding": coding } });
            assert.equal(answer.status, 415, `${coding} ${path}`);
            await answer.arrayBuffer();
        }
    // Packed without saying so: bytes that are no JSON, no plan, no roster.
    for (const [path, type] of [[`/api/v1/jams/${jam}/commands`, "application/json"], ["/api/v1/jams", "application/zip"], [`/api/v1/jams/${jam}/roster`, "application/zip"]]) {
        const answer = await hall.request("POST", path, { body: bomb, type });
        assert.equal(answer.status, 400, path);
        await answer.arrayBuffer();
    }
    assert.equal((await hall.json("GET", `/api/v1/jams/${jam}/people`)).people.length, 1);
});

test("a hall with a public URL answers under no other name, but to probes", async (t) => {
    const named = await Hall.open(t, { args: ["--public-url", "https://jam.example.org"] });
    const id = await named.createJam(openPlan());
    const status = async (host, path = "/", more = "") => (await ask(named.url, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${more}\r\n`))[0].status;
    const { port } = new URL(named.url);
    for (const host of ["jam.example.org", "JAM.EXAMPLE.ORG", "jam.example.org:443", "127.0.0.1", `127.0.0.1:${port}`, `localhost:${port}`, "[::1]", "192.0.2.7"]) assert.equal(await status(host), 200, host);
    for (const host of ["evil.example", `evil.example:${port}`, "jam.example.org.evil.example", "jam.example.org.", "sub.jam.example.org", "localhost.evil.example", "127.0.0.1.nip.example", "2130706433"])
        for (const [path, expected] of [["/", 421], ["/metrics", 421], ["/api/v1/jams", 421], [`/api/v1/jams/${id}`, 421], ["/healthz", 200], ["/readyz", 200]]) {
            assert.equal(await status(host, path), expected, `${host} ${path}`);
            if (expected === 421) assert.equal(await status(host, path, `Authorization: Bearer ${named.token}\r\n`), 421);
        }
    // The target's name counts, whatever the header says.
    assert.equal((await ask(named.url, "GET http://evil.example/ HTTP/1.1\r\nHost: jam.example.org\r\n\r\n"))[0].status, 421);
    assert.equal((await ask(named.url, "GET http://jam.example.org/ HTTP/1.1\r\nHost: evil.example\r\n\r\n"))[0].status, 200);
});

test("figures of the machine are for the machine itself, not for a page whose name leads to it", async () => {
    const status = async (host, more = "") => (await ask(hall.url, `GET /metrics HTTP/1.1\r\nHost: ${host}\r\n${more}\r\n`))[0].status;
    for (const host of ["127.0.0.1", "localhost:8080", "[::1]"]) assert.equal(await status(host), 200, host);
    for (const host of ["evil.example", "127.0.0.1.evil.example"]) assert.equal(await status(host), 401, host);
    assert.equal(await status("127.0.0.1", "X-Forwarded-For: 192.0.2.1\r\n"), 401);
    assert.equal(await status("127.0.0.1", "Forwarded: for=192.0.2.1\r\n"), 401);
    assert.equal(await status("evil.example", bearer()), 200);
    assert.equal(await status("127.0.0.1", `X-Forwarded-For: 192.0.2.1\r\nAuthorization: Bearer ${token}\r\n`), 403);
});

test("the login cookie is out of reach of scripts, of other sites and of plain HTTP", async (t) => {
    const secure = await Hall.open(t, { args: ["--public-url", "https://jam.example.org"] });
    for (const [where, name, flags] of [[hall, /^jamhall_login$/, ["httponly", "samesite=lax", "path=/"]], [secure, /^__Host-/, ["httponly", "samesite=lax", "path=/", "secure"]]]) {
        const signIn = () => where.request("POST", "/api/v1/login", { token: null, body: JSON.stringify({ token: where.token }) });
        const given = (await signIn()).headers.getSetCookie();
        assert.equal(given.length, 1);
        const [pair, ...attributes] = given[0].split("; ");
        const [called, value] = pair.split("=");
        assert.match(called, name);
        assert.match(value, /^[A-Za-z0-9_-]{22,}$/, "128 bits or more");
        const told = attributes.map((each) => each.toLowerCase());
        for (const flag of flags) assert.ok(told.includes(flag), `${flag} in ${given[0]}`);
        assert.ok(!told.some((each) => each.startsWith("domain")));
        assert.match(told.find((each) => each.startsWith("max-age=")), /^max-age=[1-9]/);
        const again = (await signIn()).headers.getSetCookie()[0].split(";")[0];
        assert.notEqual(again, pair, "each sign-in is a new one");
    }
});

test("a token counts in its header and nowhere else", async () => {
    for (const target of [`/api/v1/jams?token=${hall.token}`, `/api/v1/jams?access_token=${hall.token}`, `/api/v1/jams?authorization=Bearer%20${hall.token}`, `/api/v1/jams/${jam}?key=${token}`])
        assert.equal((await ask(hall.url, `GET ${target} HTTP/1.1\r\nHost: x\r\n\r\n`))[0].status, 401, target);
    for (const lines of [`Authorization: Basic ${hall.token}\r\n`, `Authorization: ${hall.token}\r\n`, `X-Authorization: Bearer ${hall.token}\r\n`, `Proxy-Authorization: Bearer ${hall.token}\r\n`, `Cookie: token=${hall.token}\r\n`, `Cookie: jamhall_login=${hall.token}\r\n`, `Authorization: Bearer ${hall.token}\r\nAuthorization: Bearer ${hall.token}\r\n`, `Authorization: Bearer ${hall.token}x\r\n`, `Authorization: Bearer ${hall.token.slice(0, -1)}\r\n`, "X-Forwarded-User: admin\r\n", "X-Remote-User: admin\r\n"])
        assert.equal((await ask(hall.url, `GET /api/v1/jams HTTP/1.1\r\nHost: x\r\n${lines}\r\n`))[0].status, 401, lines);
});

test("answers that went wrong tell nothing of the machine, and the log nothing of secrets", async () => {
    const places = [hall.folder, process.cwd(), "/work", "/tmp"];
    const sent = [
        ["GET", "/nowhere"], ["GET", "/api/v1/jams/none"], ["GET", `/api/v1/jams/${jam}/posts/999/thread`], ["GET", `/api/v1/jams/${jam}/forums/none/posts`], ["POST", "/api/v1/jams", "{"], ["POST", "/api/v1/jams", '{"plan_version":1}'], ["POST", "/api/v1/login", "["],
        ["POST", `/api/v1/jams/${jam}/commands`, "null"], ["POST", `/api/v1/jams/${jam}/roster`, '"'], ["DELETE", `/api/v1/jams/${jam}`], ["GET", `/api/v1/jams/${jam}/search?q=%22%20OR%201%3D1%20--`], ["GET", `/api/v1/jams/${jam}/search?q=NEAR(`], ["GET", `/api/v1/jams/${jam}/forums/floor/posts?after=zzz`], ["GET", `/api/v1/jams/${jam}/people?limit=-1`],
    ];
    if (data) for (const line of ["sqli-auth-bypass.txt", "sqli-polyglots.txt", "nosql.txt"].flatMap(nasty)) sent.push(["GET", `/api/v1/jams/${jam}/search?q=${encodeURIComponent(line)}`], ["POST", "/api/v1/login", JSON.stringify({ token: line })]);
    for (const [method, path, body] of sent) {
        const answer = await hall.request(method, path, { body });
        const told = await answer.text();
        assert.ok(answer.status < 500, `${method} ${path}: ${told}`);
        if (answer.status < 400) continue;
        assert.equal(answer.headers.get("content-type"), "application/problem+json");
        const { title, detail } = JSON.parse(told);
        assert.ok(title && detail.length > 10);
        assert.doesNotMatch(told, /\.[ch]pp|std::|boost|sqlite|exception|0x[0-9a-f]{6}|SELECT |\bat line\b|Traceback/i, told);
        for (const place of places) assert.ok(!told.includes(place), told);
        assert.equal(answer.headers.get("server"), null);
        assert.equal(answer.headers.get("x-powered-by"), null);
    }
    for (const secret of [hall.token, token]) assert.ok(!hall.stderr.includes(secret));
});

test("a line that says nothing, or says it too slowly, is let go after ten seconds", async () => {
    const { port } = new URL(hall.url);
    const begun = Date.now();
    const slow = (opening, drip) =>
        new Promise((resolve) => {
            const line = connect({ host: "127.0.0.1", port }, () => line.write(opening));
            const dripping = setInterval(() => line.write(drip), 500);
            line.on("error", () => {});
            line.on("close", () => {
                clearInterval(dripping);
                resolve(Date.now() - begun);
            });
            line.resume();
        });
    const ends = await Promise.all([slow("", ""), slow("GET / HTTP/1.1\r\nHost: x\r\n", "X: y\r\n"), slow("G", "")]);
    for (const took of ends) assert.ok(took > 8_000 && took < 20_000, `${took} ms`);
    assert.equal((await hall.request("GET", "/healthz")).status, 200);
});
