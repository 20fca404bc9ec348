// SPDX-License-Identifier: Apache-2.0
// A trusted proxy that has signed people in and names them in headers. The proxy is this test: it adds to each request what
// the proxy of a council would.
import assert from "node:assert/strict";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { WebSocket } from "ws";
import { ask } from "../support/asking.mjs";
import { Hall, jamhall, openPlan } from "../support/hall.mjs";

const accounts = `[proxy.accounts]
title = "Council account"
person_header = "X-Remote-Person"
email_header = "X-Remote-Email"
name_header = "X-Remote-Name"
roles = [{header = "X-Remote-Groups", has = "jam-desk", role = "facilitator"}]
hall_roles = [{header = "X-Remote-Groups", has = "it", role = "administrator"}]
`;
const config = `[proxy]\ntrusted = ["127.0.0.1"]\n${accounts}`;
const passedOn = { "x-forwarded-for": "203.0.113.9" };
const ada = { "x-remote-person": "ada.a", "x-remote-email": "ada@example.org", "x-remote-name": "Ada Adams" };

/** A browser behind the proxy: what it is set it sends again; `as` is whom the proxy names, null for nobody. */
class Visitor {
    cookie = null;

    constructor(hall, as = null) {
        Object.assign(this, { hall, as });
    }

    get headers() {
        return { ...passedOn, ...this.as, ...(this.cookie ? { cookie: this.cookie } : {}) };
    }

    async go(path, { method = "GET", headers = {}, ...more } = {}) {
        const answer = await ask(this.hall.url + path, { method, headers: { ...this.headers, ...headers }, ...more });
        const set = answer.headers["set-cookie"]?.[0];
        if (set) this.cookie = /Max-Age=0/.test(set) ? null : set.split(";")[0];
        return answer;
    }

    /** Where signing in leads. */
    signIn = async (jam, options) => (await this.go(`/api/v1/login/proxy${jam ? `?jam=${jam}` : ""}`, options)).headers.location;

    async who() {
        const { status, text } = await this.go("/api/v1/login");
        return status === 200 ? JSON.parse(text) : status;
    }
}

async function opened(t, { plan = {}, ...options } = {}) {
    const hall = await Hall.open(t, { config, ...options });
    const jam = await hall.createJam(openPlan(plan));
    const links = await hall.invite(jam, "email,name\nada@example.org,Ada Adams\nben@example.org,Ben Brown\n");
    return { hall, jam, links };
}

test("whom the proxy names is signed in as the person with that address, and stays them under a new address", async (t) => {
    const { hall, jam } = await opened(t);
    const { providers } = JSON.parse((await ask(`${hall.url}/api/v1/ways`)).text);
    assert.deepEqual(providers, [{ id: "proxy", title: "Council account", begins_at: "/api/v1/login/proxy" }]);

    const visitor = new Visitor(hall, ada);
    assert.equal(await visitor.signIn(jam), `/jam/${jam}`);
    assert.deepEqual((await visitor.who()).jams.map(({ person }) => person.name), ["Ada Adams"]);
    const later = new Visitor(hall, { ...ada, "x-remote-email": "ada.married@example.org" });
    assert.equal(await later.signIn(jam), `/jam/${jam}`);
    const stranger = new Visitor(hall, { "x-remote-person": "zoe", "x-remote-email": "zoe@example.org" });
    assert.equal(await stranger.signIn(jam), `/j/${jam}?sign_in=unknown`);
    assert.equal(await stranger.who(), 401);
    const other = new Visitor(hall, { ...ada, "x-remote-person": "ada.z" });
    assert.equal(await other.signIn(jam), `/j/${jam}?sign_in=unknown`, "another account with an address that somebody has");
});

test("nobody is believed but the proxy, and of the proxy nothing that could be half the client's", async (t) => {
    const { hall, jam } = await opened(t);
    const failed = `/j/${jam}?sign_in=failed`;
    const at = `${hall.url}/api/v1/login/proxy?jam=${jam}`;
    const locationOf = async (options) => (await ask(at, options)).headers.location;
    assert.equal(await locationOf({ headers: { ...passedOn, ...ada }, localAddress: "127.0.0.2" }), failed, "from elsewhere");
    assert.equal(await locationOf({ headers: ada }), failed, "a program on the proxy's machine that passes on for nobody");
    assert.equal(await locationOf({ headers: passedOn }), failed, "nobody is named");
    assert.equal(await locationOf({ headers: { ...passedOn, "x-remote-groups": "it" } }), `${failed}&let_through=X-Remote-Groups`);
    for (const site of ["cross-site", "same-site"])
        assert.equal(await locationOf({ headers: { ...passedOn, ...ada, "sec-fetch-site": site } }), `/j/${jam}`, "another site's page led here");
    const twice = { ...passedOn, ...ada, "x-remote-email": "ben@example.org, ada@example.org" };
    assert.equal(await locationOf({ headers: twice }), `/j/${jam}?sign_in=no_address`, "an address that could be half the client's");
    for (const person of [["ada.a", "ben.b"], "ada.a, ben.b", "", "  ", "a".repeat(300), "\xff\xfe"])
        assert.equal(await locationOf({ headers: { ...passedOn, "x-remote-person": person } }), failed, JSON.stringify(person));
    assert.equal((await ask(at, { method: "HEAD", headers: { ...passedOn, ...ada } })).headers["set-cookie"], undefined);
    assert.match(hall.stderr, /nobody is signed in by the proxy.*X-Remote-Person/);
    // The same header means nothing at any other address, and to a hall without the setting.
    assert.equal((await ask(`${hall.url}/api/v1/login`, { headers: { ...passedOn, ...ada } })).status, 401);
    const without = await Hall.open(t, { config: '[proxy]\ntrusted = ["127.0.0.1"]\n' });
    assert.equal((await ask(`${without.url}/api/v1/login/proxy`, { headers: { ...passedOn, ...ada } })).status, 404);
});

test("a login ends with the proxy's: without its account, or under another, the cookie is worth nothing", async (t) => {
    const { hall, jam, links } = await opened(t);
    const visitor = new Visitor(hall, ada);
    await visitor.signIn(jam);
    assert.equal((await visitor.who()).jams.length, 1);
    const { cookie } = visitor;
    for (const as of [null, { "x-remote-person": "ada.a, ben.b" }]) {
        visitor.as = as;
        assert.equal(await visitor.who(), 401, JSON.stringify(as));
        const socket = new WebSocket(`${hall.url.replace("http", "ws")}/api/v1/jams/${jam}/live`, "jamhall.v1", { headers: { ...visitor.headers, origin: hall.url } });
        const refused = await new Promise((resolve) => socket.once("unexpected-response", (_, answer) => resolve(answer.statusCode)));
        assert.equal(refused, 403);
        socket.on("error", () => {}).terminate();
    }
    visitor.as = ada;
    assert.equal((await visitor.who()).jams.length, 1, "it is hers still");
    // Somebody else at the same machine: what is open under her login ends, and nothing of it is theirs.
    const tab = new WebSocket(`${hall.url.replace("http", "ws")}/api/v1/jams/${jam}/live`, "jamhall.v1", { headers: { ...visitor.headers, origin: hall.url } });
    const closed = new Promise((ends) => tab.once("close", ends));
    await new Promise((opens) => tab.once("open", opens));
    visitor.as = { "x-remote-person": "ben.b", "x-remote-email": "ben@example.org" };
    assert.equal(await visitor.signIn(jam), `/jam/${jam}`);
    assert.equal(await closed, 4500);
    assert.deepEqual((await visitor.who()).jams.map(({ person }) => person.name), ["Ben Brown"]);
    Object.assign(visitor, { as: ada, cookie });
    assert.equal(await visitor.who(), 401, "hers has ended");
    // Signing out works when the account has gone before.
    await visitor.signIn(jam);
    const second = visitor.cookie;
    visitor.as = null;
    assert.equal((await visitor.go("/api/v1/logout", { method: "POST", headers: { origin: hall.url } })).status, 204);
    Object.assign(visitor, { as: ada, cookie: second });
    assert.equal(await visitor.who(), 401, "signed out");
    // Personal links work behind the same proxy.
    const ben = new Visitor(hall, null);
    const body = JSON.stringify({ token: links.get("ben@example.org").token });
    assert.equal((await ben.go("/api/v1/login", { method: "POST", body, headers: { "content-type": "application/json" } })).status, 200);
    assert.equal((await ben.who()).jams.length, 1);
});

test("a socket goes on only while the proxy names its account", async (t) => {
    const { hall, jam, links } = await opened(t, { config: config.replace("[proxy.accounts]\n", "$&asked_again_seconds = 2\n") });
    const live = (visitor) => new WebSocket(`${hall.url.replace("http", "ws")}/api/v1/jams/${jam}/live`, "jamhall.v1", { headers: { ...visitor.headers, origin: hall.url } });
    const visitor = new Visitor(hall, ada);
    await visitor.signIn(jam);
    const ben = new Visitor(hall);
    const body = JSON.stringify({ token: links.get("ben@example.org").token });
    await ben.go("/api/v1/login", { method: "POST", body, headers: { "content-type": "application/json" } });
    const [hers, his] = [live(visitor), live(ben)];
    const hersCloses = once(hers, "close");
    await Promise.all([once(hers, "open"), once(his, "open")]);
    const openedAt = performance.now();
    assert.equal((await hersCloses)[0], 4004);
    assert.ok(performance.now() - openedAt > 1000, "not before its time");
    assert.equal(his.readyState, WebSocket.OPEN, "a personal link needs no account");
    const again = live(visitor);
    const [hello] = await once(again, "message");
    assert.equal(JSON.parse(hello).type, "hello", "who is signed in still is back at once");
    visitor.as = null;
    assert.equal((await once(again, "close"))[0], 4004);
    const late = live(visitor);
    late.on("error", () => {});
    const [, answer] = await once(late, "unexpected-response");
    assert.equal(answer.statusCode, 403, "signed out at the proxy: not again");
    his.terminate();
});

test("groups give roles, and newcomers come in where the plan lets them", async (t) => {
    const { hall, jam } = await opened(t, { plan: { policies: { admission: { oidc: { newcomers: true } } } } });
    const nia = { "x-remote-person": "nia", "x-remote-email": "nia@example.org", "x-remote-name": "Nia Ñew", "x-remote-groups": "other , jam-desk" };
    const latin = Object.fromEntries(Object.entries(nia).map(([name, value]) => [name, Buffer.from(value, "utf8").toString("latin1")]));
    assert.equal(await new Visitor(hall, latin).signIn(jam), `/jam/${jam}`);
    const { people } = await hall.json("GET", `/api/v1/jams/${jam}/people`);
    assert.deepEqual(people.find(({ name }) => name === "Nia Ñew")?.roles.toSorted(), ["facilitator", "participant"]);

    const ira = new Visitor(hall, { "x-remote-person": "ira", "x-remote-groups": "it" });
    assert.equal(await ira.signIn(), "/");
    assert.equal((await ira.who()).admin, true);
    ira.as = { "x-remote-person": "ira", "x-remote-groups": "jam-desk" };
    assert.equal(await ira.signIn(), "/?sign_in=no_address");
    assert.equal(await ira.who(), 401, "administrator no longer");
});

test("the log says who came in by which way and what failed, by numbers and addresses alone", async (t) => {
    const { hall, jam, links } = await opened(t);
    const visitor = new Visitor(hall, ada);
    await visitor.signIn(jam);
    const [{ id }] = JSON.parse((await visitor.go("/api/v1/logins")).text).logins;
    const sent = { method: "POST", headers: { "content-type": "application/json" } };
    await new Visitor(hall).go("/api/v1/login", { ...sent, body: JSON.stringify({ token: links.get("ben@example.org").token }) });
    await new Visitor(hall).go("/api/v1/login", { ...sent, body: '{"token":"made-up"}' });
    await new Visitor(hall).go("/api/v1/login", { ...sent, body: '{"code":"ABCD-EFGH"}' });
    await new Visitor(hall, { "x-remote-person": "zoe" }).signIn(jam);
    await hall.kill("SIGTERM");
    const lines = hall.stderr.split("\n").filter((line) => /signed in|sign-in failed/.test(line)).map((line) => line.replace(/^\S+ /, ""));
    assert.equal(lines[0], `info signed in by=proxy login=${id}`);
    assert.match(lines[1], /^info signed in by=link login=[0-9a-f]{16}$/);
    assert.deepEqual(lines.slice(2), ["link why=wrong", "code why=wrong", "proxy why=no_address"].map((by) => `warning a sign-in failed by=${by} client=203.0.113.9`));
});

test("the doctor tells of a proxy that lets the account's header through", async (t) => {
    const { hall } = await opened(t);
    for (const [takesAway, level] of [[[], "bad"], [["person"], "bad"], [["person", "email", "name", "groups"], "good"], [null, "note"]]) {
        const proxy = createServer((asked, answer) => {
            if (!takesAway && asked.url.startsWith("/api/")) return answer.writeHead(302, { location: "https://sign-in.example/" }).end();
            const headers = { ...asked.headers, ...passedOn };
            for (const each of takesAway ?? []) delete headers[`x-remote-${each}`];
            asked.pipe(request(hall.url + asked.url, { method: asked.method, headers }, (got) => {
                answer.writeHead(got.statusCode, got.headers);
                got.pipe(answer);
            }));
        });
        proxy.on("upgrade", (asked, socket) => socket.end("HTTP/1.1 404 Not Found\r\n\r\n"));
        await new Promise((listens) => proxy.listen(0, "127.0.0.1", listens));
        t.after(() => proxy.close());
        const done = await jamhall("doctor", "--json", "--data", hall.data, "--config", join(hall.folder, "hall.toml"), "--public-url", `http://127.0.0.1:${proxy.address().port}`);
        const found = JSON.parse(done.stdout).findings.find(({ check }) => check === "accounts of proxy");
        assert.equal(found?.level, level, `${takesAway}: ${done.stdout}`);
    }
});

test("accounts of a proxy are set up whole, or refused by name", async () => {
    const hall = await Hall.open(null);
    const faults = [
        [accounts, /needs trusted/],
        [config.replace("title = ", "titel = "), /needs title/],
        [config.replace("[proxy.accounts]\n", "$&asked_again_seconds = 0\n"), /asked_again_seconds is/],
        [config.replace('"X-Remote-Person"', '"Cookie"'), /person_header is the name of a header that only the proxy sets/],
        [config.replace('"X-Remote-Email"', '"X-Forwarded-For"'), /email_header is the name/],
        [config.replace('header = "X-Remote-Groups", has = "it"', 'header = "Host", has = "it"'), /rule whose header/],
        [config.replace("administrator", "king"), /is "administrator"/],
        [`${config}[[oidc]]\nid = "proxy"\ntitle = "x"\nissuer = "https://x.example"\nclient_id = "x"\n`, /not "proxy"/],
    ];
    for (const [text, why] of faults) {
        const file = join(hall.folder, "wrong.toml");
        await writeFile(file, text);
        const { code, stderr } = await jamhall("serve", "--config", file, "--listen", "127.0.0.1:0", "--data", `${hall.folder}/never`);
        assert.notEqual(code, 0, text);
        assert.match(stderr, why);
    }
    await hall.close();
});
