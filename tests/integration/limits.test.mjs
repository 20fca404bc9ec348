// SPDX-License-Identifier: Apache-2.0
// Who a client is, and how much one address, one person and one jam may ask. Clients at other addresses are played by a
// proxy that the hall trusts: this test.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RawLine, ask } from "../support/asking.mjs";
import { Hall, openPlan } from "../support/hall.mjs";
import { Jammer } from "../support/jammer.mjs";

const behindProxy = '[proxy]\ntrusted = ["127.0.0.1"]\n';

function rosterOf(count) {
    const people = Array.from({ length: count }, (_, i) => `person${i}@example.org,Person ${i}`);
    return `email,name\n${people.join("\n")}\n`;
}

async function opened(t, config, people = 2) {
    const hall = await Hall.open(t, { config });
    const jam = await hall.createJam(openPlan());
    const links = await hall.invite(jam, rosterOf(people));
    const tokens = Array.from({ length: people }, (_, i) => links.get(`person${i}@example.org`).token);
    return { hall, jam, tokens };
}

const signIn = (hall, token, address) =>
    ask(`${hall.url}/api/v1/login`, {
        method: "POST",
        body: JSON.stringify({ token }),
        headers: { "content-type": "application/json", "x-forwarded-for": address },
    });

test("five hundred people behind one address sign in and join in the opening minute, while another address is braked", async (t) => {
    const { hall, jam, tokens } = await opened(t, behindProxy, 500);
    const office = "203.0.113.5";
    let guessing = true;
    const guesses = [];
    const hostile = (async () => {
        while (guessing) guesses.push(await signIn(hall, `wrong-token-${guesses.length}`, "198.51.100.7"));
    })();

    const jammers = [];
    const joinOne = async (token) => {
        const signed = await signIn(hall, token, office);
        assert.equal(signed.status, 200, signed.text);
        const cookie = signed.headers["set-cookie"][0].split(";")[0];
        for (const path of ["/", "/api/v1/login", `/api/v1/jams/${jam}`, `/api/v1/jams/${jam}/me`]) {
            const page = await ask(hall.url + path, { headers: { cookie, "x-forwarded-for": office } });
            assert.equal(page.status, 200, `${path}: ${page.text}`);
        }
        jammers.push(await Jammer.join(hall, jam, token, { headers: { "x-forwarded-for": office } }));
    };
    const waiting = [...tokens];
    await Promise.all(Array.from({ length: 20 }, async () => {
        while (waiting.length > 0) await joinOne(waiting.pop());
    }));
    guessing = false;
    await hostile;
    assert.equal(jammers.length, 500);

    const tried = guesses.filter((guess) => guess.status === 401).length;
    const braked = guesses.filter((guess) => guess.status === 429);
    assert.ok(braked.length > 0, "the guesser is braked");
    assert.ok(tried >= 60 && tried < 60 + 90, `it had ${tried} guesses`);
    const { code, retry_after_ms: wait } = JSON.parse(braked.at(-1).text);
    assert.equal(code, "rate_limited");
    assert.ok(wait > 0 && wait <= 1_000, String(wait));
    assert.equal(braked.at(-1).headers["retry-after"], "1");
    const said = hall.stderr.match(/warning somebody asks too fast and is told to wait client=198\.51\.100\.7 route=\/api\/v1\/login$/gm);
    assert.equal(said?.length, 1, "once a minute, however many there are");

    const other = await signIn(hall, tokens[0], "192.0.2.77");
    assert.equal(other.status, 200);
    await Promise.all(jammers.map((jammer) => jammer.leave()));
});

test("nobody gets another bucket by writing addresses into the header", async (t) => {
    const { hall } = await opened(t, `${behindProxy}[limits]\nsign_ins_per_minute_per_address = 30\n`);
    const statuses = new Map();
    for (let i = 0; i < 30; i += 1) {
        const { status } = await signIn(hall, `wrong-token-${i}`, `192.0.2.${i}, 10.0.0.${i}, 198.51.100.7`);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    assert.ok(statuses.get(401) <= 4, `${statuses.get(401)} guesses`);
    // Of IPv6 a household has the whole /64.
    const answers = [];
    for (let i = 0; i < 10; i += 1) answers.push((await signIn(hall, "wrong-token", `[2001:db8:0:1::${i}]:4711`)).status);
    assert.deepEqual([answers[0], answers.at(-1)], [401, 429]);
    assert.equal((await signIn(hall, "wrong-token", "2001:db8:0:2::1")).status, 401);
});

test("a person and a jam have limits wherever they ask from, and others do not feel them", async (t) => {
    const config = `${behindProxy}[limits]\nrequests_per_minute_per_person = 20\nupgrades_per_minute_per_address = 5\n`;
    const { hall, jam, tokens } = await opened(t, config);
    const me = (token, i) =>
        ask(`${hall.url}/api/v1/jams/${jam}/me`, { headers: { authorization: `Bearer ${token}`, "x-forwarded-for": `192.0.2.${i}` } });
    const answers = [];
    for (let i = 0; i < 22; i += 1) answers.push(await me(tokens[0], i));
    assert.deepEqual(answers.slice(0, 20).map((answer) => answer.status), Array(20).fill(200));
    assert.equal(answers.at(-1).status, 429);
    assert.equal((await me(tokens[1], 1)).status, 200);

    const statuses = [];
    for (let i = 0; i < 7; i += 1) {
        try {
            const jammer = await Jammer.join(hall, jam, tokens[1], { headers: { "x-forwarded-for": "203.0.113.1" } });
            await jammer.leave();
            statuses.push(101);
        } catch (error) {
            statuses.push(error.status);
        }
    }
    assert.deepEqual(statuses, [101, 101, 101, 101, 101, 429, 429]);
    await (await Jammer.join(hall, jam, tokens[1], { headers: { "x-forwarded-for": "203.0.113.2" } })).leave();
});

test("whoever goes on asking through a hundred refusals on one line is let go of, and nobody who pauses", async (t) => {
    const { hall, jam, tokens } = await opened(t, "[limits]\nspares_loopback = false\nrequests_per_minute_per_person = 20\n");
    const port = Number(new URL(hall.url).port);
    const get = (path, more = "") => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;
    const me = get(`/api/v1/jams/${jam}/me`, `Authorization: Bearer ${tokens[0]}\r\n`);
    const statuses = (line) => line.text.match(/HTTP\/1\.1 \d+/g).map((said) => Number(said.slice(9)));
    const line = new RawLine(port);
    await line.opened;
    await line.write(me.repeat(500));
    await line.ended;
    const said = statuses(line);
    const first = said.indexOf(429);
    assert.ok(first >= 20, `${first} were answered`);
    assert.equal(said.length, said.lastIndexOf(200) + 101, "the hundredth refusal in a row is the last answer");
    assert.match(line.text.slice(line.text.lastIndexOf("HTTP/1.1")), /\r\nConnection: close\r\n/i);

    const other = new RawLine(port);
    await other.opened;
    await other.write((me.repeat(60) + get("/healthz")).repeat(5));
    await other.write(get("/healthz", "Connection: close\r\n"));
    await other.ended;
    assert.equal(statuses(other).length, 5 * 61 + 1, "a pause begins a new count");
});

test("an address holds only so many lines open; the others are told, and get in when one ends", async (t) => {
    const config = "[limits]\nspares_loopback = false\nopen_connections_per_address = 10\n";
    const { hall } = await opened(t, config);
    const port = Number(new URL(hall.url).port);
    const lines = Array.from({ length: 14 }, () => new RawLine(port, { localAddress: "127.0.0.2" }));
    await Promise.all(lines.map((line) => line.opened));
    // Which ones it is, is a matter of the order in which the workers took them.
    const refused = new Set();
    const fourEnded = new Promise((resolve) => {
        for (const line of lines) void line.ended.then(() => refused.add(line).size === 4 && resolve());
    });
    await fourEnded;
    for (const line of refused) assert.match(line.text, /^HTTP\/1\.1 429 [^]*Retry-After: 10\r\n/);
    const [first] = lines.filter((line) => !refused.has(line));
    await first.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert.ok(await first.until(/200 OK/));
    assert.equal((await ask(`${hall.url}/healthz`)).status, 200, "another address is not touched");

    first.end();
    let answer = null;
    while (!answer) answer = await ask(`${hall.url}/healthz`, { localAddress: "127.0.0.2" }).catch(() => null);
    for (const line of lines) line.end();
});

test("the metrics are shown to this machine only, and never through a proxy", async (t) => {
    const metrics = (hall, headers = {}, token = null) =>
        ask(`${hall.url}/metrics`, { headers: { ...headers, ...(token ? { authorization: `Bearer ${token}` } : {}) } });
    const bare = await Hall.open(t);
    assert.equal((await metrics(bare)).status, 200);
    for (const headers of [{ "x-forwarded-for": "127.0.0.1" }, { forwarded: "for=127.0.0.1" }, { via: "1.1 proxy" }, { host: "jam.example.org" }])
        assert.equal((await metrics(bare, headers)).status, 401, JSON.stringify(headers));
    assert.equal((await metrics(bare, { host: "jam.example.org" }, bare.token)).status, 200);
    assert.match(bare.stderr, /warning requests arrive through a proxy that \[proxy\] trusted does not name/);

    const declared = await Hall.open(t, { config: behindProxy, args: ["--public-url", "https://jam.example.org"] });
    assert.equal((await metrics(declared)).status, 200);
    for (const address of ["127.0.0.1", "203.0.113.9", "10.0.0.1", "unknown"])
        assert.equal((await metrics(declared, { "x-forwarded-for": address })).status, 401, address);
    assert.doesNotMatch(declared.stderr, /there is a proxy/);

    const undeclared = await Hall.open(t, { args: ["--public-url", "https://jam.example.org"] });
    assert.equal((await metrics(undeclared)).status, 401);
    assert.match(undeclared.stderr, /warning the public URL is not this loopback address, so there is a proxy/);
});

test("only a trusted proxy is believed that somebody came without TLS, and sends them to it", async (t) => {
    const hall = await Hall.open(t, { config: behindProxy, args: ["--public-url", "https://jam.example.org"] });
    const sent = await ask(`${hall.url}/j/a%20jam?x=1&y=%0d%0a`, { headers: { "x-forwarded-for": "192.0.2.1", "x-forwarded-proto": "http" } });
    assert.equal(sent.status, 308);
    assert.equal(sent.headers.location, "https://jam.example.org/j/a%20jam?x=1&y=%0d%0a");
    assert.equal(sent.headers["strict-transport-security"], undefined);
    const over = await ask(`${hall.url}/healthz`, { headers: { "x-forwarded-for": "192.0.2.1", "x-forwarded-proto": "https" } });
    assert.equal(over.status, 200);
    assert.equal(over.headers["strict-transport-security"], "max-age=31536000; includeSubDomains");

    const bare = await Hall.open(t, { args: ["--public-url", "https://jam.example.org"] });
    assert.equal((await ask(`${bare.url}/healthz`, { headers: { "x-forwarded-for": "192.0.2.1", "x-forwarded-proto": "http" } })).status, 200);
});
