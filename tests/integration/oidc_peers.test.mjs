// SPDX-License-Identifier: Apache-2.0
// Signing in with providers that others wrote.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openOidcHall } from "../support/oidc_hall.mjs";
import { openMockServer } from "../support/peers.mjs";

test("oidc peers: oauth2-mock-server signs in, and what it tampers with is refused", async (t) => {
    let change = () => {};
    const honest = ({ payload }) => Object.assign(payload, { email: "ada@example.org", email_verified: true, name: "Ada Adams" });
    const provider = await openMockServer(t, (token) => {
        honest(token);
        change(token);
    });
    const { jam, visit, hall } = await openOidcHall(t, { provider });
    assert.equal(await visit().signIn(jam), `/jam/${jam}`, hall.stderr);
    await provider.server.issuer.keys.generate("RS256");
    assert.equal(await visit().signIn(jam), `/jam/${jam}`, "after a new key");
    for (const tamper of [
        ({ payload }) => (payload.exp = Math.floor(Date.now() / 1000) - 600),
        ({ payload }) => (payload.aud = "other"),
        ({ payload }) => (payload.iss = "https://other.example"),
        ({ payload }) => (payload.nonce = "other"),
        ({ header }) => (header.kid = "other"),
    ]) {
        change = tamper;
        assert.equal(await visit().signIn(jam), `/j/${jam}?sign_in=failed`, String(tamper));
    }
});
