// SPDX-License-Identifier: Apache-2.0
// The calls of everybody who signs in, and of whoever says how: part of http.test.mjs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Hall, openPlan } from "../support/hall.mjs";
import { openOidcHall } from "../support/oidc_hall.mjs";
import { announce, call, stage } from "./calls.mjs";

/** On the stage that stands when they run. */
export function testSignIn() {
    test("logins", async () => {
        const evil = { origin: "https://evil.example" };
        await call("post_login", 200, { as: null, body: { token: stage.hall.token } });
        const login = await call("post_login", 200, { as: null, body: { token: stage.tokens.get("ada"), jam: stage.jam } });
        assert.equal(login.jams[0].person.name, "Ada Adams");
        await call("post_login", 400, { as: null, body: "{" });
        await call("post_login", 400, { as: null, body: { token: "t", surprise: 1 } });
        await call("post_login", 401, { as: null, body: { token: "wrong" } });
        await call("post_login", 403, { as: null, body: { token: stage.tokens.get("ada") }, headers: evil });
        await announce("post_login", 64 * 1024 + 1, { as: null });
        const far = { "x-forwarded-for": "198.51.100.7" };
        await call("post_login", 401, { as: null, body: { token: "wrong" }, headers: far });
        const braked = await call("post_login", 429, { as: null, body: { token: "wrong" }, headers: far });
        assert.equal(braked.code, "rate_limited");
        assert.ok(braked.retry_after_ms > 0);
        await call("post_login", 400, { as: null, body: { token: "t", mail: "m" } });
        await call("post_login", 401, { as: null, body: { mail: "wrong" } });
        await call("post_login", 401, { as: null, body: { mail_code: "123456" } });
        for (let i = 0; i < 5; ++i) await call("post_login_email", 202, { as: null, body: { email: "ada@example.org", jam: stage.jam } });
        await call("post_login_email", 429, { as: null, body: { email: "ada@example.org", jam: stage.jam } });
        await call("post_login_email", 400, { as: null, body: { email: "ada" } });
        await call("post_login_email", 403, { as: null, body: { email: "ben@example.org" }, headers: evil });
        await announce("post_login_email", 64 * 1024 + 1, { as: null });
        await call("post_login", 401, { as: null, body: { once: "wrong" } });
        assert.deepEqual(await call("get_ways", 200, { as: null, query: { jam: stage.jam } }), { email: true, providers: [] });
        assert.deepEqual(await call("get_ways", 200, { as: null, query: { jam: "none" } }), { email: true, providers: [] });
        const [{ id }] = (await call("get_logins", 200, { as: "ada" })).logins;
        await call("get_logins", 401, { as: null });
        await call("delete_login", 401, { as: null, path: { login: id } });
        await call("delete_login", 404, { as: "ben", path: { login: id } });
        await call("delete_login", 204, { as: "ada", path: { login: id } });
        await call("delete_logins", 204, { as: "ada" });
        await call("delete_logins", 401, { as: null });
        await call("get_login", 200, { as: "ada" });
        await call("get_login", 200);
        await call("get_login", 401, { as: null });
        await call("post_logout", 204, { as: null });
        await call("post_logout", 403, { as: null, headers: evil });
        await announce("post_logout", 64 * 1024 + 1);
    });

    test("roles in the hall", async () => {
        const body = { email: "hilda@example.org", role: "organizer", name: "Hilda" };
        assert.deepEqual((await call("post_hall_roles", 200, { body })).roles.map(({ email }) => email), ["hilda@example.org"]);
        assert.equal((await call("get_hall_roles", 200)).roles[0].role, "organizer");
        await call("post_hall_roles", 200, { body: { ...body, role: null } });
        await call("post_hall_roles", 400, { body: { ...body, email: "hilda" } });
        for (const name of ["get_hall_roles", "post_hall_roles"]) {
            const sent = name === "post_hall_roles" ? body : undefined;
            await call(name, 401, { as: null, body: sent });
            await call(name, 403, { as: "olga", body: sent });
        }
        await announce("post_hall_roles", 64 * 1024 + 1);
    });

    test("test mails", async () => {
        const body = { to: "olga@example.org" };
        await call("post_test_mail", 202, { body });
        await call("post_test_mail", 429, { body });
        await call("post_test_mail", 400, { body: { to: "olga" } });
        await call("post_test_mail", 401, { as: null, body });
        await call("post_test_mail", 403, { as: "olga", body });
        await announce("post_test_mail", 64 * 1024 + 1);
    });

    test("join codes", async () => {
        const plan = openPlan({ title: "Spoken" });
        plan.policies.admission = { code: { open: true } };
        await call("post_jams", 201, { body: openPlan({ title: "Rehearsal" }), query: { rehearses: stage.jam } });
        await call("post_jams", 400, { body: openPlan({ title: "Rehearsal" }), query: { rehearses: "none" } });
        const spoken = { jam: (await call("post_jams", 201, { body: plan })).jam.id };
        const { code } = await call("post_join_code", 200, { path: spoken, query: { hours: 2 } });
        assert.equal((await call("get_join_code", 200, { path: spoken })).code, code);
        await call("post_login", 400, { as: null, body: { code } });
        await call("post_login", 200, { as: null, body: { code, name: "Nia" } });
        await call("post_login", 401, { as: null, body: { code: "ZZZZZZZZ" } });
        await call("post_join_code", 400, { path: spoken, query: { hours: 0 } });
        await call("post_join_code", 409);
        await announce("post_join_code", 64 * 1024 + 1);
        await call("delete_join_code", 204, { path: spoken });
        assert.equal((await call("get_join_code", 200, { path: spoken })).code, null);
        // One more than the five, for whoever got in.
        for (let i = 0; i < 5; ++i) await call("post_login", 401, { as: null, body: { code: `ZZZZ-ZZZ${i}` } });
        await call("post_login", 429, { as: null, body: { code } });
    });

    test("signing in with a provider", async (t) => {
        const scene = await openOidcHall(t);
        const about = { as: null, path: { provider: "council" } };
        const nowhere = { as: null, path: { provider: "nobody" } };
        const { hall } = stage;
        t.after(() => (stage.hall = hall));
        stage.hall = scene.hall;
        await call("post_test_mail", 409, { as: null, headers: { authorization: `Bearer ${scene.hall.token}` }, body: { to: "olga@example.org" } });
        const ways = await call("get_ways", 200, { as: null, query: { jam: scene.jam } });
        assert.deepEqual(ways.providers, [{ id: "council", title: "Council account", begins_at: "/api/v1/login/oidc/council" }]);
        await call("get_oidc_sign_in", 303, { ...about, query: { jam: scene.jam } });
        await call("get_oidc_sign_in", 404, nowhere);
        await call("get_oidc_callback", 303, { ...about, query: { code: "a", state: "b", iss: "c", error: "d" } });
        await call("get_oidc_callback", 404, nowhere);
        await call("get_proxy_sign_in", 404, { as: null });
    });

    test("signing in as a proxy says", async (t) => {
        const config = '[proxy]\ntrusted = ["127.0.0.1"]\n[proxy.accounts]\ntitle = "Council account"\nperson_header = "X-Remote-Person"\n';
        const hall = await Hall.open(t, { config });
        const before = stage.hall;
        t.after(() => (stage.hall = before));
        stage.hall = hall;
        const jam = await hall.createJam(openPlan());
        const headers = { "x-forwarded-for": "203.0.113.9", "x-remote-person": "somebody" };
        await call("get_proxy_sign_in", 303, { as: null, headers, query: { jam } });
    });
}
