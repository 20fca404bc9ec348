// SPDX-License-Identifier: Apache-2.0
// Signing in with a provider: what an attacker between browser, hall and provider may try, what a broken provider does to
// the hall, and who gets in as whom. Beyond the list of the OpenID Foundation; RFC 9700, RFC 9207.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { configOf, makeKey, Provider, signed, vouching, Wanderer, ada } from "../support/provider.mjs";
import { openOidcHall } from "../support/oidc_hall.mjs";

const failed = (jam) => `/j/${jam}?sign_in=failed`;
const changed = (address, name, value) => {
    const url = new URL(address);
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
    return url.href;
};

/** Where a callback leads this browser. */
async function endOf(visitor, callback, hall) {
    const { leadsTo } = await visitor.go(callback);
    return leadsTo.replace(hall.url, "");
}

test("oidc state: missing, wrong, tampered, used before or said twice, nobody signs in", async (t) => {
    const { hall, jam, provider, visit } = await openOidcHall(t);
    const visitor = visit();
    const callback = await visitor.toCallback(jam);
    const state = new URL(callback).searchParams.get("state");
    for (const wrong of [null, "", "abc", `${state}A`, state.slice(1), state.slice(0, -2) + "AA"])
        assert.match(await endOf(visitor, changed(callback, "state", wrong), hall), /\?sign_in=failed$/, `state ${wrong}`);
    assert.match(await endOf(visitor, `${callback}&state=${state}`, hall), /\?sign_in=failed$/);
    assert.equal(provider.count("/token"), 0, "nothing was asked of the provider");
    assert.equal(await visitor.who(), null);

    assert.equal(await endOf(visitor, callback, hall), `/jam/${jam}`);
    assert.equal(await endOf(visitor, callback, hall), failed(jam), "the same answer again");
    assert.equal(provider.count("/token"), 1);
});

test("oidc state: HEAD, as scanners send it, does not spend an answer", async (t) => {
    const { hall, jam, visit } = await openOidcHall(t);
    const visitor = visit();
    const callback = await visitor.toCallback(jam);
    assert.equal((await visitor.go(callback, { method: "HEAD" })).leadsTo, hall.url + failed(jam));
    assert.equal(await endOf(visitor, callback, hall), `/jam/${jam}`);
});

test("oidc login CSRF: an answer that was begun in another browser signs nobody in", async (t) => {
    const { hall, jam, provider, visit } = await openOidcHall(t);
    const mallory = visit();
    const callback = await mallory.toCallback(jam);
    const victim = visit();
    assert.equal(await endOf(victim, callback, hall), "/?sign_in=failed");
    assert.equal(await victim.who(), null);
    await victim.toCallback(jam); // with a cookie of its own
    assert.match(await endOf(victim, callback, hall), /\?sign_in=failed$/);
    assert.equal(await victim.who(), null);
    assert.equal(provider.count("/token"), 0);
    assert.equal(await endOf(mallory, callback, hall), `/jam/${jam}`);
});

test("oidc: a page of another site that leads a browser to a sign-in ends at the jam's door", async (t) => {
    const { hall, jam, provider } = await openOidcHall(t);
    const lead = async (site) => {
        const headers = site ? { "sec-fetch-site": site } : {};
        return (await hall.request("GET", `/api/v1/login/oidc/council?jam=${jam}`, { token: null, headers, redirect: "manual" })).headers;
    };
    for (const site of ["cross-site", "same-site"]) {
        const headers = await lead(site);
        assert.deepEqual([headers.get("location"), headers.get("set-cookie")], [`/j/${jam}`, null], site);
    }
    for (const site of ["same-origin", "none", null]) assert.ok((await lead(site)).get("location").startsWith(provider.issuer), String(site));
});

test("oidc mix-up: an answer must come from the provider that was asked", async (t) => {
    const other = await Provider.open(t);
    const { hall, jam, provider, visit } = await openOidcHall(t, { more: vouching("council.example"), others: [configOf(other, { id: "other", title: "Other", more: vouching("*") })] });
    other.clientSecret = "";
    for (const iss of [undefined, other.issuer, `${provider.issuer}/`]) {
        provider.play.redirect = (sound) => ({ ...sound, iss });
        assert.equal(await visit().signIn(jam), failed(jam), `iss ${iss}`);
    }
    provider.play = {};
    const visitor = visit();
    const callback = await visitor.toCallback(jam);
    assert.equal(await endOf(visitor, callback.replace("/oidc/council/", "/oidc/other/"), hall), failed(jam));
    assert.equal(provider.count("/token") + other.count("/token"), 0, "no code went anywhere");
    assert.equal(await visit().signIn(jam, "other"), `/jam/${jam}`);
});

test("oidc mix-up: a provider that does not say that it names itself may leave it out, but not name another", async (t) => {
    const { jam, provider, visit } = await openOidcHall(t);
    provider.play.document = (sound) => ({ ...sound, authorization_response_iss_parameter_supported: undefined });
    provider.play.redirect = (sound) => ({ ...sound, iss: undefined });
    assert.equal(await visit().signIn(jam), `/jam/${jam}`);
    provider.play.redirect = (sound) => ({ ...sound, iss: "https://other.example" });
    assert.equal(await visit().signIn(jam), failed(jam));
});

test("oidc code: of another sign-in, replayed or refused, nobody signs in", async (t) => {
    const { hall, jam, provider, visit } = await openOidcHall(t);
    const mine = visit();
    const theirs = visit();
    const code = new URL(await theirs.toCallback(jam)).searchParams.get("code");
    // Injected into an honest sign-in: its verifier does not fit.
    assert.equal(await endOf(mine, changed(await mine.toCallback(jam), "code", code), hall), failed(jam));
    const used = await mine.toCallback(jam);
    assert.equal(await endOf(mine, used, hall), `/jam/${jam}`);
    const again = changed(await mine.toCallback(jam), "code", new URL(used).searchParams.get("code"));
    assert.equal(await endOf(mine, again, hall), failed(jam));
    for (const none of [null, ""]) assert.equal(await endOf(mine, changed(await mine.toCallback(jam), "code", none), hall), failed(jam));
    const verifiers = provider.asked.filter(({ path }) => path === "/token").map(({ form }) => form.get("code_verifier"));
    assert.equal(new Set(verifiers).size, verifiers.length, "every sign-in has a verifier of its own");
});

test("oidc: somebody who says no at the provider is told so, and the words of the provider go nowhere", async (t) => {
    const { hall, jam, provider, visit } = await openOidcHall(t);
    provider.play.redirect = ({ state, iss }) => ({ state, iss, error: "access_denied", error_description: "<script>alert(1)</script>" });
    assert.equal(await visit().signIn(jam), `/j/${jam}?sign_in=declined`);
    assert.doesNotMatch(hall.stderr, /script/);
});

test("oidc ID token: expired, of another time, for others, with another's signature", async (t) => {
    const { jam, provider, visit } = await openOidcHall(t);
    const stranger = makeKey("first");
    const now = () => Math.floor(Date.now() / 1000);
    const wrong = {
        expired: { claims: (sound) => ({ ...sound, exp: now() - 300 }) },
        "a clock five minutes ahead": { claims: (sound) => ({ ...sound, iat: now() + 300, exp: now() + 600 }) },
        "not valid before five minutes": { claims: (sound) => ({ ...sound, nbf: now() + 300 }) },
        "issued an hour ago": { claims: (sound) => ({ ...sound, iat: now() - 3600 }) },
        "azp of somebody else": { claims: (sound) => ({ ...sound, aud: ["jamhall", "other"], azp: "other" }) },
        "several audiences without azp": { claims: (sound) => ({ ...sound, aud: ["jamhall", "other"] }) },
        "without a nonce": { claims: ({ nonce, ...sound }) => sound },
        "another key under the same name": { idToken: (claims) => signed(claims, stranger) },
        "with a key of its own": { idToken: (claims) => signed(claims, stranger, { jwk: stranger.jwk }) },
        "with an address of keys": { idToken: (claims) => signed(claims, stranger, { kid: "x", jku: `${provider.issuer}/evil` }) },
        "asking for what is not known": { header: { crit: ["exp"] } },
        "of another kind": { header: { typ: "at+jwt" } },
        "not there": { answer: ({ id_token, ...sound }) => sound },
        "not JSON": { answer: () => "<html>" },
    };
    for (const [what, play] of Object.entries(wrong)) {
        provider.play = play;
        assert.equal(await visit().signIn(jam), failed(jam), what);
    }
    assert.equal(provider.count("/evil"), 0);
    for (const alg of ["RS256", "PS256", "ES256"]) {
        provider.play = {};
        provider.keys = [makeKey("first", alg)];
        const fresh = await openOidcHall(t, { provider });
        assert.equal(await fresh.visit().signIn(fresh.jam), `/jam/${fresh.jam}`, alg);
    }
});

test("oidc keys: new ones are got when a token names one, at most every ten seconds", async (t) => {
    const { jam, provider, visit } = await openOidcHall(t);
    assert.equal(await visit().signIn(jam), `/jam/${jam}`);
    assert.equal(provider.count("/keys"), 1);
    assert.equal(await visit().signIn(jam), `/jam/${jam}`);
    assert.equal(provider.count("/keys"), 1, "kept");
    provider.keys = [makeKey("second")];
    assert.equal(await visit().signIn(jam), `/jam/${jam}`);
    assert.equal(provider.count("/keys"), 2);
    provider.play.header = { kid: "nobody knows" };
    for (let i = 0; i < 5; ++i) assert.equal(await visit().signIn(jam), failed(jam));
    assert.equal(provider.count("/keys"), 2);
});

test("oidc keys: a set that cannot be trusted is not used", async (t) => {
    for (const [what, keySet] of Object.entries({
        "with a private key": (sound) => ({ keys: [{ ...sound.keys[0], d: "AQAB" }] }),
        "with two of one name": ({ keys }) => ({ keys: [...keys, ...keys] }),
        "with a short one": () => ({ keys: [{ kty: "RSA", kid: "first", n: "AQAB", e: "AQAB" }] }),
        "that is none": () => "[]",
    })) {
        const { jam, provider, visit } = await openOidcHall(t);
        provider.play.keySet = keySet;
        assert.equal(await visit().signIn(jam), failed(jam), what);
    }
});

test("oidc: a provider's document must be its own and lead to safe places", async (t) => {
    for (const change of [
        { issuer: "http://127.0.0.1:1" },
        { token_endpoint: "http://id.example.org/token" },
        { authorization_endpoint: "javascript:alert(1)" },
        { token_endpoint: "https://id.example.org/token" },
        { jwks_uri: "file:///etc/passwd" },
        { jwks_uri: "http://127.0.0.1:22/keys" },
        { userinfo_endpoint: "http://id.example.org/userinfo" },
        { authorization_endpoint: "https://id.example.org/\r\nSet-Cookie: a=b" },
    ]) {
        const { jam, provider, visit } = await openOidcHall(t);
        provider.play.document = (sound) => ({ ...sound, ...change });
        const { leadsTo, response } = await visit().go(`/api/v1/login/oidc/council?jam=${jam}`);
        assert.match(leadsTo, /\?sign_in=failed$/, JSON.stringify(change));
        assert.deepEqual(response.headers.getSetCookie(), []);
    }
});

test("oidc: a provider sends the hall to no host that the settings do not name", async (t) => {
    const provider = await Provider.open(t);
    const { port } = new URL(provider.issuer);
    const elsewhere = { jwks_uri: `http://localhost:${port}/keys`, token_endpoint: `http://localhost:${port}/token` };
    provider.play.document = (sound) => ({ ...sound, ...elsewhere });
    const strict = await openOidcHall(t, { provider });
    const { leadsTo } = await strict.visit().go(`/api/v1/login/oidc/council?jam=${strict.jam}`);
    assert.match(leadsTo, /\?sign_in=failed$/);
    assert.match(strict.hall.stderr, new RegExp(`leads to a host that its settings do not name provider=council host=localhost:${port}`));
    assert.deepEqual(provider.asked.map(({ path }) => path), ["/.well-known/openid-configuration"]);

    const named = await openOidcHall(t, { provider, more: `hosts = ["localhost:${port}"]` });
    assert.equal(await named.visit().signIn(named.jam), `/jam/${named.jam}`);
    const more = provider.asked.slice(1).map(({ path }) => path);
    assert.ok(more.includes("/keys") && more.includes("/token"), more.join());
});

test("oidc: an answer without end, a redirect and a provider in trouble hold nobody up", async (t) => {
    const { hall, jam, provider, visit } = await openOidcHall(t);
    const endless = (_, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        const more = () => { while (response.write(Buffer.alloc(65536, 32))); };
        response.on("drain", more).on("error", () => {});
        more();
        return "answered";
    };
    provider.play.raw = (one, response) => (one.path === "/keys" ? endless(one, response) : undefined);
    assert.equal(await visit().signIn(jam), failed(jam));
    provider.play.raw = ({ path }, response) => {
        if (path !== "/keys") return undefined;
        response.writeHead(200, { "content-length": 1e9 }).write(" ");
        return "answered";
    };
    assert.equal(await visit().signIn(jam), failed(jam));
    provider.play.raw = ({ path }) => (path === "/token" ? { status: 307, headers: { location: `${provider.issuer}/elsewhere` } } : undefined);
    assert.equal(await visit().signIn(jam), failed(jam));
    assert.equal(provider.count("/elsewhere"), 0, "a code goes nowhere else");
    provider.play.raw = ({ path }) => (path === "/token" ? { status: 503 } : undefined);
    assert.equal(await visit().signIn(jam), `/j/${jam}?sign_in=unreachable`);
    provider.play = {};
    assert.equal(await visit().signIn(jam), `/jam/${jam}`, hall.stderr);
});

test("oidc: a provider that does not answer is given up, and meanwhile the hall goes on", async (t) => {
    const { hall, jam, provider, visit } = await openOidcHall(t, { more: "" });
    hall.args.push("--workers", "1");
    await hall.kill("SIGTERM");
    await hall.start();
    provider.play.raw = () => "answered";
    const began = performance.now();
    const waiting = visit().go(`/api/v1/login/oidc/council?jam=${jam}`);
    let slowest = 0;
    let isOver = false;
    void waiting.finally(() => (isOver = true));
    let asked = 0;
    while (!isOver) {
        const before = performance.now();
        assert.equal((await hall.request("GET", `/api/v1/jams/${jam}`)).status, 200);
        slowest = Math.max(slowest, performance.now() - before);
        ++asked;
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.equal((await waiting).leadsTo, `${hall.url}/j/${jam}?sign_in=unreachable`);
    const took = performance.now() - began;
    t.diagnostic(`given up after ${Math.round(took)} ms; ${asked} other requests meanwhile, the slowest ${Math.round(slowest)} ms`);
    assert.ok(took >= 9_000 && took < 60_000, `${took} ms`);
    assert.ok(slowest < 5_000, `${slowest} ms`);
});

test("oidc: a provider that is not there is said kindly, and one that comes back works", async (t) => {
    const { hall, jam, provider, visit } = await openOidcHall(t);
    const { port } = provider.server.address();
    await provider.close();
    assert.equal((await visit().go(`/api/v1/login/oidc/council?jam=${jam}`)).leadsTo, `${hall.url}/j/${jam}?sign_in=unreachable`);
    await new Promise((resolve) => provider.server.listen(port, "127.0.0.1", resolve));
    assert.equal(await visit().signIn(jam), `/jam/${jam}`);
});

test("oidc: signing in gives a new login, and nothing leads out of the hall", async (t) => {
    const { hall, jam, visit } = await openOidcHall(t);
    const visitor = visit();
    const planted = "A".repeat(43);
    visitor.cookies.set("jamhall_login", planted);
    assert.equal(await visitor.signIn(jam), `/jam/${jam}`);
    const first = visitor.cookies.get("jamhall_login");
    assert.notEqual(first, planted);
    await visitor.signIn(jam);
    assert.notEqual(visitor.cookies.get("jamhall_login"), first);
    const stale = new Wanderer(hall);
    stale.cookies.set("jamhall_login", first);
    assert.equal(await stale.who(), null, "the old secret has ended");

    for (const target of ["https://evil.example", "//evil.example", "../../evil", "a/../../b", "%0d%0aX: y", "A B"]) {
        const end = await visit().signIn(encodeURIComponent(target));
        assert.ok(end === "/", `${target} led to ${end}`);
    }
    const begun = await visit().go(`/api/v1/login/oidc/council?jam=${jam}`);
    assert.equal(begun.status, 303);
    assert.match(begun.response.headers.getSetCookie()[0], /^jamhall_oidc=[\w-]{43}; HttpOnly; SameSite=Lax; Path=\/; Max-Age=600$/);
    const asked = new URL(begun.leadsTo).searchParams;
    assert.equal(asked.get("redirect_uri"), `${hall.url}/api/v1/login/oidc/council/callback`);
    assert.deepEqual([asked.get("response_type"), asked.get("code_challenge_method")], ["code", "S256"]);
    for (const path of ["nobody", "nobody/callback"]) assert.equal((await visit().go(`/api/v1/login/oidc/${path}`)).status, 404);
});

test("oidc: over https the cookies are for this host alone", async (t) => {
    const scene = await openOidcHall(t);
    await scene.hall.kill("SIGTERM");
    scene.hall.args.push("--public-url", "https://jam.example.org");
    await scene.hall.start();
    const begun = await scene.visit().go(`/api/v1/login/oidc/council?jam=${scene.jam}`);
    assert.match(begun.response.headers.getSetCookie()[0], /^__Host-jamhall_oidc=[\w-]{43}; HttpOnly; SameSite=Lax; Path=\/; Max-Age=600; Secure$/);
    assert.equal(new URL(begun.leadsTo).searchParams.get("redirect_uri"), "https://jam.example.org/api/v1/login/oidc/council/callback");
});

test("oidc log: no token, code, state, claim or secret is ever in it", async (t) => {
    const { hall, jam, provider, visit } = await openOidcHall(t);
    const seen = [];
    provider.play.redirect = (sound) => (seen.push(sound.code, sound.state), sound);
    provider.play.answer = (sound) => (seen.push(sound.id_token, sound.access_token), sound);
    assert.equal(await visit().signIn(jam), `/jam/${jam}`);
    provider.play.claims = (sound) => ({ ...sound, aud: "other" });
    assert.equal(await visit().signIn(jam), failed(jam));
    await hall.kill("SIGTERM");
    assert.match(hall.stderr, /why=audience_wrong/);
    seen.push(...provider.asked.filter(({ path }) => path === "/token").map(({ form }) => form.get("code_verifier")));
    assert.equal(seen.length, 10);
    for (const secret of [...seen, ada.sub, ada.email, ada.name, provider.clientSecret]) assert.ok(!hall.stderr.includes(secret), secret);
    await hall.start();
});

/** A certificate for `localhost` that no system trusts, and its key. */
async function ownCertificate(t) {
    const folder = await mkdtemp(join(tmpdir(), "jamhall-tls-"));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const [certificate, key] = [join(folder, "certificate.pem"), join(folder, "key.pem")];
    const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
    await promisify(execFile)("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", certificate, "-days", "2", ...names]);
    return { certificate, tls: { cert: await readFile(certificate), key: await readFile(key) } };
}

test("oidc TLS: a certificate that nobody vouches for, or for another name, is not accepted", async (t) => {
    const { certificate, tls } = await ownCertificate(t);
    const provider = await Provider.open(t, { tls });
    const start = async (scene) => (await scene.visit().go(`/api/v1/login/oidc/council?jam=${scene.jam}`)).leadsTo;

    const strange = await openOidcHall(t, { provider });
    assert.match(await start(strange), /\?sign_in=unreachable$/);
    assert.match(strange.hall.stderr, /why=not_trusted/);
    assert.equal(provider.asked.length, 0);

    const trusting = await openOidcHall(t, { provider, more: `ca_file = "${certificate}"` });
    assert.ok((await start(trusting)).startsWith(`${provider.issuer}/authorize?`));

    provider.issuer = provider.issuer.replace("localhost", "127.0.0.1");
    const misnamed = await openOidcHall(t, { provider, more: `ca_file = "${certificate}"` });
    assert.match(await start(misnamed), /\?sign_in=unreachable$/);
    assert.match(misnamed.hall.stderr, /why=not_trusted/);
});
