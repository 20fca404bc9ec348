// SPDX-License-Identifier: Apache-2.0
// A sign-in provider (OpenID Connect) on the loopback address that does as a test says: sound by itself, and wrong in
// whatever way the test plays.
import { createHash, createSign, constants, generateKeyPairSync, randomBytes, createHmac } from "node:crypto";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";

const base64url = (bytes) => Buffer.from(bytes).toString("base64url");

/** A key pair of a provider: RS256, PS256 or ES256. */
export function makeKey(kid, alg = "RS256") {
    const pair = alg === "ES256" ? generateKeyPairSync("ec", { namedCurve: "P-256" }) : generateKeyPairSync("rsa", { modulusLength: 2048 });
    return { kid, alg, ...pair, jwk: { ...pair.publicKey.export({ format: "jwk" }), kid, alg, use: "sig" } };
}

/** A signed token in compact form; `header` may say anything. */
export function signed(claims, key, header = {}) {
    const said = Object.fromEntries(Object.entries({ alg: key.alg, kid: key.kid, ...header }).filter(([, value]) => value !== undefined));
    const content = `${base64url(JSON.stringify(said))}.${base64url(JSON.stringify(claims))}`;
    const options = {
        RS256: { key: key.privateKey },
        PS256: { key: key.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
        ES256: { key: key.privateKey, dsaEncoding: "ieee-p1363" },
    }[key.alg];
    return `${content}.${base64url(createSign("sha256").update(content).sign(options))}`;
}

/** A token signed with a shared secret, such as the provider's public key. */
export function signedByHmac(claims, secret, header) {
    const content = `${base64url(JSON.stringify({ alg: "HS256", ...header }))}.${base64url(JSON.stringify(claims))}`;
    return `${content}.${base64url(createHmac("sha256", secret).update(content).digest())}`;
}

export const unsigned = (claims) => `${base64url(JSON.stringify({ alg: "none" }))}.${base64url(JSON.stringify(claims))}.`;

export const ada = { sub: "account-of-ada", email: "ada@example.org", email_verified: true, name: "Ada Adams" };

export class Provider {
    asked = [];
    codes = new Map();
    keys = [makeKey("first")];
    /** Who signs in next, at once and without a form. */
    account = ada;
    clientId = "jamhall";
    clientSecret = "a secret: 100% & more";

    /** What a test changes; each is given what is sound and gives what is sent. */
    play = {};

    static async open(test, { tls } = {}) {
        const provider = new Provider();
        const answer = (request, response) => void provider.#answer(request, response).catch((error) => response.destroy(error));
        provider.server = tls ? createTlsServer(tls, answer) : createServer(answer);
        await new Promise((resolve) => provider.server.listen(0, "127.0.0.1", resolve));
        provider.issuer = `${tls ? "https" : "http"}://${tls ? "localhost" : "127.0.0.1"}:${provider.server.address().port}`;
        test.after(() => provider.close());
        return provider;
    }

    close() {
        this.server.closeAllConnections();
        return new Promise((resolve) => this.server.close(resolve));
    }

    /** How often a path was asked for. */
    count(path) {
        return this.asked.filter((one) => one.path === path).length;
    }

    get document() {
        return {
            issuer: this.issuer,
            authorization_endpoint: `${this.issuer}/authorize`,
            token_endpoint: `${this.issuer}/token`,
            userinfo_endpoint: `${this.issuer}/userinfo`,
            jwks_uri: `${this.issuer}/keys`,
            response_types_supported: ["code"],
            subject_types_supported: ["public"],
            id_token_signing_alg_values_supported: ["RS256", "PS256", "ES256"],
            authorization_response_iss_parameter_supported: true,
        };
    }

    async #answer(request, response) {
        const url = new URL(request.url, this.issuer);
        const chunks = [];
        for await (const chunk of request) chunks.push(chunk);
        const form = new URLSearchParams(Buffer.concat(chunks).toString());
        const one = { path: url.pathname, query: url.searchParams, form, headers: request.headers, method: request.method };
        this.asked.push(one);
        const handlers = {
            "/.well-known/openid-configuration": () => this.#json("document", this.document),
            "/keys": () => this.#json("keySet", { keys: this.keys.map(({ jwk }) => jwk) }),
            "/authorize": () => this.#authorize(one),
            "/token": () => this.#token(one),
            "/userinfo": () => this.#userinfo(one),
        };
        const found = this.play.raw?.(one, response) ?? handlers[url.pathname]?.() ?? { status: 404, body: "" };
        if (found === "answered") return;
        const { status = 200, body = "", headers = {} } = await found;
        response.writeHead(status, { "content-type": "application/json", ...headers }).end(typeof body === "string" ? body : JSON.stringify(body));
    }

    #json(name, sound) {
        return { body: this.play[name]?.(sound) ?? sound };
    }

    #authorize({ query }) {
        const code = base64url(randomBytes(16));
        this.codes.set(code, Object.fromEntries(query));
        const sound = { code, state: query.get("state"), iss: this.issuer };
        const said = this.play.redirect?.(sound) ?? sound;
        const given = Object.entries(said).filter(([, value]) => value !== undefined);
        return { status: 302, headers: { location: `${query.get("redirect_uri")}?${new URLSearchParams(given)}` } };
    }

    /** Why a token request is refused: what a strict provider checks. */
    #faultOf({ form, headers }, begun) {
        const login = `Basic ${Buffer.from(`${encodeURIComponent(this.clientId)}:${encodeURIComponent(this.clientSecret)}`).toString("base64")}`;
        if (this.clientSecret ? headers.authorization !== login : form.get("client_id") !== this.clientId) return "invalid_client";
        if (!begun || form.get("grant_type") !== "authorization_code" || form.get("redirect_uri") !== begun.redirect_uri) return "invalid_grant";
        const challenge = createHash("sha256").update(form.get("code_verifier") ?? "").digest("base64url");
        return begun.code_challenge_method === "S256" && challenge === begun.code_challenge ? null : "invalid_grant";
    }

    #token(one) {
        const begun = this.codes.get(one.form.get("code"));
        this.codes.delete(one.form.get("code"));
        const fault = this.#faultOf(one, begun);
        if (fault) return { status: fault === "invalid_client" ? 401 : 400, body: { error: fault } };
        const access_token = base64url(randomBytes(16));
        this.lastAccessToken = access_token;
        const now = Math.floor(Date.now() / 1000);
        const { email, email_verified, name, ...rest } = this.account;
        const inToken = this.play.inUserinfoOnly ? rest : this.account;
        const sound = {
            iss: this.issuer,
            aud: this.clientId,
            iat: now,
            exp: now + 300,
            nonce: begun.nonce,
            at_hash: createHash("sha256").update(access_token).digest().subarray(0, 16).toString("base64url"),
            ...inToken,
        };
        const claims = this.play.claims?.(sound, begun) ?? sound;
        const key = this.keys.at(-1);
        const id_token = this.play.idToken?.(claims, key) ?? signed(claims, key, this.play.header);
        const answer = { access_token, token_type: "Bearer", expires_in: 300, id_token };
        return { body: this.play.answer?.(answer) ?? answer };
    }

    #userinfo({ headers }) {
        if (headers.authorization !== `Bearer ${this.lastAccessToken}`) return { status: 401 };
        return this.#json("userinfo", this.account);
    }
}

/** The part of a config file that has a hall know a provider. */
export function configOf(provider, { id = "council", title = "Council account", secretFile, more = "" } = {}) {
    return [
        "[[oidc]]",
        `id = "${id}"`,
        `title = "${title}"`,
        `issuer = "${provider.issuer}"`,
        `client_id = "${provider.clientId}"`,
        ...(secretFile ? [`client_secret_file = "${secretFile}"`] : []),
        more,
        "",
    ].join("\n");
}

/** The setting that says whose addresses a provider's word counts for. */
export const vouching = (...domains) => `email_domains = ${JSON.stringify(domains)}`;

/** A browser without a screen: keeps cookies, follows redirects one by one, and tells where it was led. */
export class Wanderer {
    cookies = new Map();

    constructor(hall) {
        this.hall = hall;
    }

    /** One request; the answer with its `leadsTo`, made absolute. */
    async go(url, { method = "GET" } = {}) {
        const at = new URL(url, this.hall.url);
        const isOurs = at.origin === this.hall.url;
        const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
        const response = await fetch(at, { method, redirect: "manual", headers: isOurs && cookie ? { cookie } : {} });
        if (isOurs) this.#keep(response);
        const location = response.headers.get("location");
        return { status: response.status, leadsTo: location && new URL(location, at).href, response };
    }

    #keep(response) {
        for (const line of response.headers.getSetCookie()) {
            const [pair, ...attributes] = line.split("; ");
            const [name, value] = pair.split("=");
            if (attributes.includes("Max-Age=0")) this.cookies.delete(name);
            else this.cookies.set(name, value);
        }
    }

    /** To the provider and to its answer, without taking that back: the address of the callback. */
    async toCallback(jam, provider = "council") {
        const { leadsTo } = await this.go(`/api/v1/login/oidc/${provider}${jam ? `?jam=${jam}` : ""}`);
        return (await this.go(leadsTo)).leadsTo;
    }

    /** The whole way: where it ends, as a path. */
    async signIn(jam, provider = "council") {
        const { leadsTo } = await this.go(await this.toCallback(jam, provider));
        return leadsTo.replace(this.hall.url, "");
    }

    /** Whom the hall takes this browser for. */
    async who() {
        const { response } = await this.go("/api/v1/login");
        return response.ok ? await response.json() : null;
    }
}
