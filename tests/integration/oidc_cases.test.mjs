// SPDX-License-Identifier: Apache-2.0
// What the OpenID Foundation tests a sign-in client with, played by a provider of our own against the built server: every
// case of the list is played, or named here with the reason why this client has no part of it.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openOidcHall } from "../support/oidc_hall.mjs";
import { ada, makeKey, signed, signedByHmac, unsigned } from "../support/provider.mjs";

const file = join(process.env.JAMHALL_DATA ?? "../shared/data", "oidc-cases/openid-rp-tests.jsonl");
const cases = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line)) : null;

const without = (name) => (sound) => Object.fromEntries(Object.entries(sound).filter(([key]) => key !== name));
const withBadSignature = (claims, key) => signed(claims, key).slice(0, -8) + "AAAAAAAA";

/** Each: what the provider plays, and anything to be seen beside the outcome. `prepare` may change the provider first. */
const played = {
    "oidcc-client-test": {},
    "oidcc-client-test-client-secret-basic": { seen: ({ provider }) => assert.match(provider.asked.find(({ path }) => path === "/token").headers.authorization, /^Basic /) },
    "oidcc-client-test-discovery-issuer-mismatch": { play: { document: (sound) => ({ ...sound, issuer: `${sound.issuer}/other` }) }, asked: { "/authorize": 0 } },
    "oidcc-client-test-discovery-jwks-uri-keys": {
        play: { document: (sound) => ({ ...sound, jwks_uri: `${sound.issuer}/moved/keys` }) },
        prepare: (provider) => {
            provider.play.raw = ({ path }) => (path === "/moved/keys" ? { body: { keys: provider.keys.map(({ jwk }) => jwk) } } : undefined);
        },
        asked: { "/moved/keys": 1, "/keys": 0 },
    },
    "oidcc-client-test-discovery-openid-config": { asked: { "/.well-known/openid-configuration": 1 } },
    "oidcc-client-test-idtoken-sig-none": { play: { idToken: unsigned } },
    "oidcc-client-test-idtoken-sig-rs256": {},
    "oidcc-client-test-invalid-athash": { play: { claims: (sound) => ({ ...sound, at_hash: "AAAAAAAAAAAAAAAAAAAAAA" }) } },
    "oidcc-client-test-invalid-aud": { play: { claims: (sound) => ({ ...sound, aud: "somebody-else" }) } },
    "oidcc-client-test-invalid-chash": { play: { claims: (sound) => ({ ...sound, c_hash: "AAAAAAAAAAAAAAAAAAAAAA" }) }, is: "rejected" },
    "oidcc-client-test-invalid-iss": { play: { claims: (sound) => ({ ...sound, iss: "https://somebody-else.example" }) } },
    "oidcc-client-test-invalid-sig-es256": { prepare: (provider) => (provider.keys = [makeKey("point", "ES256")]), play: { idToken: withBadSignature } },
    "oidcc-client-test-invalid-sig-hs256": {
        play: { idToken: (claims, key) => signedByHmac(claims, key.publicKey.export({ type: "spki", format: "pem" }), { kid: key.kid }) },
    },
    "oidcc-client-test-invalid-sig-rs256": { play: { idToken: withBadSignature } },
    "oidcc-client-test-kid-absent-multiple-jwks": { prepare: (provider) => provider.keys.push(makeKey("second")), play: { header: { kid: undefined } } },
    "oidcc-client-test-kid-absent-single-jwks": { play: { header: { kid: undefined } } },
    "oidcc-client-test-missing-athash": { play: { claims: without("at_hash") }, is: "accepted" }, // only the implicit and hybrid flows need it
    "oidcc-client-test-missing-aud": { play: { claims: without("aud") } },
    "oidcc-client-test-missing-iat": { play: { claims: without("iat") } },
    "oidcc-client-test-missing-sub": { play: { claims: without("sub") } },
    "oidcc-client-test-nonce-invalid": { play: { claims: (sound) => ({ ...sound, nonce: "another" }) } },
    "oidcc-client-test-nonce-unless-code-flow": { is: "accepted", seen: ({ provider }) => assert.match(provider.asked.find(({ path }) => path === "/authorize").query.get("nonce"), /^[\w-]{22}$/) },
    "oidcc-client-test-scope-userinfo-claims": { play: { inUserinfoOnly: true }, asked: { "/userinfo": 1 } },
    "oidcc-client-test-signing-key-rotation": { prepare: rotateAfterSignIn },
    "oidcc-client-test-signing-key-rotation-just-before-signing": {
        prepare: async (provider, { visit, jam }) => {
            assert.equal(await visit().signIn(jam), `/jam/${jam}`);
            provider.play.claims = (sound) => {
                provider.keys = [makeKey("newest")];
                return sound;
            };
        },
    },
    "oidcc-client-test-userinfo-bearer-header": { play: { inUserinfoOnly: true }, seen: ({ provider }) => assert.match(provider.asked.find(({ path }) => path === "/userinfo").headers.authorization, /^Bearer /) },
    "oidcc-client-test-userinfo-invalid-sub": { play: { inUserinfoOnly: true, userinfo: (sound) => ({ ...sound, sub: "somebody-else" }) } },
    "oidcc-client-test-userinfo-signed": { play: { inUserinfoOnly: true, userinfo: () => "eyJhbGciOiJSUzI1NiJ9.e30.AAAA" }, is: "rejected" }, // userinfo is asked for as JSON
};

async function rotateAfterSignIn(provider, { visit, jam }) {
    assert.equal(await visit().signIn(jam), `/jam/${jam}`);
    provider.keys = [makeKey("newer")];
}

/** What this client does not do at all: it asks for a code with PKCE at providers an administrator named, and keeps no token. */
const notOurs = {
    "not a place that others begin a sign-in at": ["3rd-party-init-login"],
    "claims from third parties are not read": ["aggregated-claims", "distributed-claims"],
    "providers are named by the administrator, by issuer": ["discovery-webfinger-acct", "discovery-webfinger-url", "dynamic-registration"],
    "only the code flow, answered in the query": ["form-post-error", "missing-chash"],
    "no client certificates": ["mtls-endpoint-aliases"],
    "no refresh token is asked for or kept": ["refresh-token", "refresh-token-invalid-issuer", "refresh-token-invalid-sub"],
    "no request objects": ["request-uri-signed-none", "request-uri-signed-rs256"],
    "signing out ends the login here, not the one at the provider": [
        "rp-backchannel-rpinitlogout",
        "rp-backchannel-rpinitlogout-alg-none",
        "rp-backchannel-rpinitlogout-no-event",
        "rp-backchannel-rpinitlogout-with-nonce",
        "rp-backchannel-rpinitlogout-wrong-alg",
        "rp-backchannel-rpinitlogout-wrong-aud",
        "rp-backchannel-rpinitlogout-wrong-event",
        "rp-backchannel-rpinitlogout-wrong-iss",
        "rp-frontchannel-opinitlogout",
        "rp-frontchannel-rpinitlogout",
        "rp-init-logout",
        "rp-init-logout-no-state",
        "rp-init-logout-other-state",
        "session-management",
    ],
    "the access token goes in the header": ["userinfo-bearer-body"],
};

test("oidc cases: every case of the OpenID Foundation is played, or not ours for a reason", { skip: !cases && `no ${file}` }, (t) => {
    const known = [...Object.keys(played), ...Object.values(notOurs).flat().map((name) => `oidcc-client-test-${name}`)];
    assert.deepEqual(cases.map((one) => one.test).sort(), [...known].sort());
    for (const one of cases.filter((each) => each.code_flow_client !== "optional")) assert.ok(played[one.test], `${one.test} is to be played`);
    const count = (what) => cases.filter((one) => one.code_flow_client === what).length;
    t.diagnostic(`${cases.length} cases: ${Object.keys(played).length} played, of them ${count("must pass")} must pass and ${count("must reject")} must be rejected`);
});

const outcomes = { "must pass": "accepted", "must reject": "rejected" };

for (const one of cases ?? []) {
    const plan = played[one.test];
    if (!plan) continue;
    const is = plan.is ?? outcomes[one.code_flow_client];
    test(`oidc case ${one.test}: ${is}`, async (t) => {
        const scene = await openOidcHall(t);
        const { hall, provider, jam } = scene;
        provider.play = { ...plan.play };
        await plan.prepare?.(provider, scene);
        const visitor = scene.visit();
        const { leadsTo } = await visitor.go(`/api/v1/login/oidc/council?jam=${jam}`);
        const end = leadsTo.startsWith(hall.url) ? leadsTo.replace(hall.url, "") : await backFrom(visitor, leadsTo, hall);
        if (is === "accepted") {
            assert.equal(end, `/jam/${jam}`, hall.stderr);
            assert.deepEqual((await visitor.who()).jams.map(({ person }) => person.name), [ada.name]);
        } else {
            assert.equal(end, `/j/${jam}?sign_in=failed`);
            assert.equal(await visitor.who(), null);
        }
        for (const [path, times] of Object.entries(plan.asked ?? {})) assert.equal(provider.count(path), times, path);
        plan.seen?.(scene);
    });
}

async function backFrom(visitor, address, hall) {
    const { leadsTo } = await visitor.go((await visitor.go(address)).leadsTo);
    return leadsTo.replace(hall.url, "");
}

test("oidc keys: of those who come when the provider has changed its keys everybody gets in, and it is asked once", async (t) => {
    const { provider, visit, jam } = await openOidcHall(t);
    assert.equal(await visit().signIn(jam), `/jam/${jam}`);
    provider.keys = [makeKey("newer")];
    const before = provider.count("/keys");
    const count = 5;
    const tokens = provider.count("/token") + count;
    // The newer keys come when everybody waits for them.
    provider.play.raw = ({ path }) => path === "/keys" && provider.count("/token") < tokens ? later() : undefined;
    const later = async () => {
        while (provider.count("/token") < tokens) await new Promise((wait) => setTimeout(wait, 10));
        await new Promise((wait) => setTimeout(wait, 300));
        return { body: { keys: provider.keys.map(({ jwk }) => jwk) } };
    };
    const ends = await Promise.all(Array.from({ length: count }, () => visit().signIn(jam)));
    assert.deepEqual(ends, Array(count).fill(`/jam/${jam}`));
    assert.equal(provider.count("/keys"), before + 1);
});

test("oidc keys: newer ones that could not be had are asked for again by whoever comes next", async (t) => {
    const { provider, visit, jam } = await openOidcHall(t);
    assert.equal(await visit().signIn(jam), `/jam/${jam}`);
    provider.keys = [makeKey("newer")];
    provider.play.raw = ({ path }) => (path === "/keys" ? { status: 500 } : undefined);
    assert.equal(await visit().signIn(jam), `/j/${jam}?sign_in=unreachable`);
    provider.play.raw = undefined;
    assert.equal(await visit().signIn(jam), `/jam/${jam}`);
});
