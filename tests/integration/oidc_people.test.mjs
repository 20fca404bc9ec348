// SPDX-License-Identifier: Apache-2.0
// Signing in with a provider: who gets in as whom, with which roles, and for how long.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ada, configOf, Provider, vouching } from "../support/provider.mjs";
import { openOidcHall } from "../support/oidc_hall.mjs";

test("oidc people: an address counts only when it is verified, and an account once known stays who it is", async (t) => {
    const { hall, jam, provider, visit } = await openOidcHall(t);
    for (const unsure of [{ email_verified: false }, { email_verified: undefined }, { email_verified: "yes" }, { email: undefined }]) {
        provider.account = { ...ada, ...unsure };
        assert.equal(await visit().signIn(jam), `/j/${jam}?sign_in=no_address`, JSON.stringify(unsure));
    }
    provider.account = { ...ada, email: "stranger@example.org", sub: "a stranger" };
    assert.equal(await visit().signIn(jam), `/j/${jam}?sign_in=unknown`);

    provider.account = { ...ada, email: "ADA@example.org" };
    assert.equal(await visit().signIn(jam), `/jam/${jam}`);
    provider.account = { ...ada, email: "ada.married@example.org" };
    const later = visit();
    assert.equal(await later.signIn(jam), `/jam/${jam}`, "by the account, under a new address");
    assert.deepEqual((await later.who()).jams.map(({ person }) => person.name), ["Ada Adams"]);
    await hall.kill("SIGTERM");
    await hall.start();
    assert.equal(await visit().signIn(jam), `/jam/${jam}`, "after a restart too");
});

test("oidc people: an address that was given to somebody else does not give them the old account", async (t) => {
    const { jam, provider, visit } = await openOidcHall(t);
    assert.equal(await visit().signIn(jam), `/jam/${jam}`);
    provider.account = { ...ada, sub: "account of the next Ada" };
    assert.equal(await visit().signIn(jam), `/j/${jam}?sign_in=unknown`);
});

test("oidc people: newcomers come in where the plan lets them, with the roles and audience their claims give", async (t) => {
    const { hall, jam, provider, visit } = await openOidcHall(t, {
        plan: {
            audiences: [{ id: "resident", title: "Residents" }, { id: "staff", title: "Staff" }],
            policies: { admission: { oidc: { newcomers: true } } },
        },
        more: [
            'roles = [{claim = "groups", has = "jam-desk", role = "facilitator"}]',
            'audience = [{claim = "department", is = "planning", audience = "staff"}]',
            'hall_roles = [{claim = "groups", has = "it", role = "administrator"}]',
        ].join("\n"),
    });
    const people = async () => (await hall.json("GET", `/api/v1/jams/${jam}/people`)).people;
    provider.account = { sub: "1", email: "nia@example.org", email_verified: true, name: "Nia New", groups: ["jam-desk", "other"], department: "planning" };
    assert.equal(await visit().signIn(jam), `/jam/${jam}`);
    const nia = (await people()).find(({ name }) => name === "Nia New");
    assert.deepEqual([nia.roles.toSorted(), nia.audience], [["facilitator", "participant"], "staff"]);

    provider.account = { sub: "2", name: "Otto Other", groups: ["jam-deskX"] };
    assert.equal(await visit().signIn(jam), `/jam/${jam}`, "without an address, by the account alone");
    const otto = (await people()).find(({ name }) => name === "Otto Other");
    assert.deepEqual([otto.roles, otto.audience], [["participant"], "resident"]);
    assert.equal(await visit().signIn(jam), `/jam/${jam}`);
    assert.equal((await people()).filter(({ name }) => name === "Otto Other").length, 1, "the same person again");

    provider.account = { sub: "3", name: "Nia New" };
    assert.equal(await visit().signIn(jam), `/jam/${jam}`);
    assert.ok((await people()).some(({ name }) => name === "Nia New (guest)"), "nobody borrows the name of a facilitator");

    provider.account = { sub: "4", name: "Ira IT", groups: ["it"] };
    const admin = visit();
    assert.equal(await admin.signIn(), "/");
    assert.equal((await admin.who()).admin, true);
});

test("oidc people: an administrator by a claim is it only while the provider says so, and alone with their sign-ins", async (t) => {
    const { jam, provider, visit } = await openOidcHall(t, {
        more: 'hall_roles = [{claim = "groups", has = "it", role = "administrator"}]',
    });
    const ira = { sub: "4", name: "Ira IT", groups: ["it"] };
    const signedIn = async (account) => {
        const visitor = visit();
        provider.account = account;
        assert.equal(await visitor.signIn(), "/");
        return visitor;
    };
    const logins = async (visitor) => (await (await visitor.go("/api/v1/logins")).response.json()).logins;
    const here = await signedIn(ira);
    await signedIn(ira);
    const ivo = await signedIn({ ...ira, sub: "5", name: "Ivo IT" });
    assert.equal((await logins(here)).length, 2);
    assert.equal((await logins(ivo)).length, 1, "not Ira's");
    assert.match((await logins(ivo))[0].device, / on /);
    assert.equal((await ivo.who()).admin, true);

    provider.account = { ...ira, sub: "5", name: "Ivo IT", groups: [] };
    assert.equal(await ivo.signIn(), "/?sign_in=no_address");
    assert.equal(await ivo.who(), null, "the claim was taken");

    provider.account = ada;
    assert.equal(await here.signIn(jam), `/jam/${jam}`);
    const after = await here.who();
    assert.deepEqual([after.admin, after.jams.map(({ person }) => person.name)], [false, ["Ada Adams"]]);
    assert.equal((await here.go(`/api/v1/jams/${jam}/people`)).status, 403);
    assert.equal((await logins(here)).length, 1, "Ada sees her own");
});

test("oidc people: the same account number at another provider is another account", async (t) => {
    const other = await Provider.open(t);
    const { hall, jam, provider, visit } = await openOidcHall(t, {
        more: vouching("example.org"),
        others: [configOf(other, { id: "other", title: "Other", more: vouching("*") })],
        plan: { policies: { admission: { oidc: { newcomers: true } } } },
    });
    other.clientSecret = "";
    provider.account = { sub: "7", name: "Una First" };
    other.account = { sub: "7", name: "Una Second" };
    assert.equal(await visit().signIn(jam), `/jam/${jam}`);
    const there = visit();
    assert.equal(await there.signIn(jam, "other"), `/jam/${jam}`);
    assert.deepEqual((await there.who()).jams.map(({ person }) => person.name), ["Una Second"]);
    const { people } = await hall.json("GET", `/api/v1/jams/${jam}/people`);
    assert.deepEqual(people.map(({ name }) => name).filter((name) => name.startsWith("Una")).toSorted(), ["Una First", "Una Second"]);
});

test("oidc people: a provider comes in as nobody by an address that another one vouches for", async (t) => {
    const other = await Provider.open(t);
    const { hall, jam, visit } = await openOidcHall(t, {
        more: vouching("example.org"),
        others: [configOf(other, { id: "other", title: "Other", more: [vouching("*"), 'hall_roles = [{claim = "groups", has = "it", role = "administrator"}]'].join("\n") })],
    });
    other.clientSecret = "";
    await hall.json("POST", "/api/v1/hall/roles", { body: { email: "olga@example.org", role: "organizer", name: "Olga" } });
    await hall.json("POST", `/api/v1/jams/${jam}/roster`, { body: "email,name\nzoe@elsewhere.example,Zoe Zane\n", type: "text/csv" });
    // Ada was never here: there is no account of hers that would stand against it.
    for (const email of ["ada@example.org", "ADA@EXAMPLE.ORG", "olga@example.org"]) {
        other.account = { ...ada, email, sub: "somebody else" };
        assert.equal(await visit().signIn(jam, "other"), `/j/${jam}?sign_in=no_address`, email);
    }
    other.account = { ...ada, email: "olga@example.org", sub: "of the other's own", groups: ["it"] };
    const admin = visit();
    assert.equal(await admin.signIn(undefined, "other"), "/");
    assert.deepEqual((await admin.who()).jams, [], "what rules give needs no address");
    const honest = visit();
    assert.equal(await honest.signIn(jam), `/jam/${jam}`);
    assert.deepEqual((await honest.who()).jams.map(({ person }) => person.name), ["Ada Adams"]);
    other.account = { sub: "zoe", email: "zoe@elsewhere.example", email_verified: true };
    const zoe = visit();
    assert.equal(await zoe.signIn(jam, "other"), `/jam/${jam}`);
    assert.deepEqual((await zoe.who()).jams.map(({ person }) => person.name), ["Zoe Zane"]);
});

test("oidc people: a role in the hall stays with the account that first came with its address, under whatever address", async (t) => {
    const { hall, jam, provider, visit } = await openOidcHall(t);
    const give = () => hall.json("POST", "/api/v1/hall/roles", { body: { email: "olga@example.org", role: "organizer", name: "Olga" } });
    await give();
    const come = async (account) => {
        provider.account = { email_verified: true, name: "Olga", ...account };
        const visitor = visit();
        const end = await visitor.signIn();
        return end === "/" ? (await visitor.who()).hall : end;
    };
    assert.equal(await come({ sub: "olga", email: "OLGA@example.org" }), "organizer");
    assert.equal(await come({ sub: "the next one", email: "olga@example.org" }), "/?sign_in=unknown", "who was given the address later");
    assert.equal(await come({ sub: "olga", email: "olga.married@example.org" }), "organizer");
    assert.equal(await come({ sub: "olga" }), "organizer");
    await hall.kill("SIGKILL");
    await hall.start();
    assert.equal(await come({ sub: "the next one", email: "olga@example.org" }), "/?sign_in=unknown", "after a restart too");
    assert.equal(await come({ sub: "olga", email: "olga.married@example.org" }), "organizer");
    await give(); // anew: whoever comes first
    assert.equal(await come({ sub: "the next one", email: "olga@example.org" }), "organizer");
    assert.equal(await come({ sub: "olga", email: "olga.married@example.org" }), "/?sign_in=unknown");
    provider.account = ada;
    assert.equal(await visit().signIn(jam), `/jam/${jam}`);
});

test("oidc people: a login by a provider ends after login_hours, and by another way it lasts as ever", async (t) => {
    const { hall, jam, visit } = await openOidcHall(t, { more: "login_hours = 12" });
    const visitor = visit();
    assert.equal(await visitor.signIn(jam), `/jam/${jam}`);
    const hoursOf = ({ logins }) => logins.map(({ signed_in_at_ms, ends_at_ms }) => Math.round((ends_at_ms - signed_in_at_ms) / 3_600_000));
    assert.deepEqual(hoursOf(await (await visitor.go("/api/v1/logins")).response.json()), [12]);
    const links = await (await hall.request("POST", `/api/v1/jams/${jam}/links`)).text();
    const token = links.split("\r\n").find((line) => line.startsWith("ben@")).split(",").at(-1);
    const answer = await hall.request("POST", "/api/v1/login", { token: null, body: JSON.stringify({ token, jam }) });
    const cookie = answer.headers.getSetCookie()[0];
    assert.match(cookie, /Max-Age=7776000/);
    assert.deepEqual(hoursOf(await (await hall.request("GET", "/api/v1/logins", { token: null, headers: { cookie: cookie.split(";")[0] } })).json()), [90 * 24]);
});

test("oidc people: no token of the provider ever reaches the browser", async (t) => {
    const { hall, jam, provider, visit } = await openOidcHall(t);
    const visitor = visit();
    let issued;
    provider.play.answer = (answer) => (issued = answer);
    const received = [];
    const go = visitor.go.bind(visitor);
    visitor.go = async (url, options) => {
        const answer = await go(url, options);
        if (new URL(url, hall.url).origin === hall.url) received.push(JSON.stringify([...answer.response.headers]), await answer.response.clone().text());
        return answer;
    };
    assert.equal(await visitor.signIn(jam), `/jam/${jam}`);
    for (const path of ["/api/v1/login", "/api/v1/logins", `/api/v1/jams/${jam}/me`, `/api/v1/jams/${jam}/me/data.json`]) assert.equal((await visitor.go(path)).status, 200);
    assert.ok(received.length > 8 && issued.access_token.length > 10);
    for (const secret of [issued.access_token, issued.id_token, issued.id_token.split(".")[1], issued.id_token.split(".")[2]])
        assert.ok(!received.some((text) => text.includes(secret)), secret);
});

test("oidc people: max_age_seconds asks for a fresh sign-in, and an old one lets nobody in", async (t) => {
    const { jam, provider, visit } = await openOidcHall(t, { more: "max_age_seconds = 600" });
    const seconds = Math.floor(Date.now() / 1_000);
    const refused = `/j/${jam}?sign_in=failed`;
    const asked = new URL((await visit().go(`/api/v1/login/oidc/council?jam=${jam}`)).leadsTo);
    assert.equal(asked.searchParams.get("max_age"), "600");
    for (const [auth_time, end] of [[seconds - 30, `/jam/${jam}`], [seconds - 3_600, refused], [undefined, refused]]) {
        provider.play.claims = (sound) => ({ ...sound, auth_time });
        assert.equal(await visit().signIn(jam), end, String(auth_time));
    }
});

test("oidc people: signing out here leaves the provider's sign-in alone, and its end leaves the one here", async (t) => {
    const { hall, jam, provider, visit } = await openOidcHall(t);
    const visitor = visit();
    assert.equal(await visitor.signIn(jam), `/jam/${jam}`);
    const asked = provider.asked.length;
    provider.account = null; // nobody is signed in there any more
    assert.equal((await visitor.who()).jams.length, 1);
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    assert.equal((await hall.request("POST", "/api/v1/logout", { token: null, headers: { origin: hall.url, cookie } })).status, 204);
    assert.equal(await visitor.who(), null);
    assert.equal(provider.asked.length, asked, "the provider is asked nothing");
});

test("oidc people: pages of other sites that send browsers to a provider's answer keep nobody behind their address out", async (t) => {
    const limits = "[limits]\nsign_ins_per_minute_per_address = 100\nspares_loopback = false\n";
    const { hall, provider } = await openOidcHall(t, { others: [limits] });
    const callback = "/api/v1/login/oidc/council/callback?state=made-up&code=x";
    for (let i = 0; i < 60; i += 1) assert.equal((await hall.request("GET", callback, { token: null })).status, 303);
    assert.equal(provider.count("/token"), 0);
    const body = JSON.stringify({ token: hall.token });
    assert.equal((await hall.request("POST", "/api/v1/login", { token: null, body })).status, 200);
    assert.match(hall.stderr, /a sign-in failed by=council why=state_wrong client=127\.0\.0\.1/);
});
