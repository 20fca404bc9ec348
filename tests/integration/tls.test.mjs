// SPDX-License-Identifier: Apache-2.0
// A hall that speaks TLS itself: what it serves, how it takes a new certificate, and who does not get through.
import assert from "node:assert/strict";
import { chmod, copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { connect as tlsConnect } from "node:tls";
import { RawLine, ask, makeCertificate } from "../support/asking.mjs";
import { Hall, jamhall, openPlan } from "../support/hall.mjs";
import { Jammer } from "../support/jammer.mjs";

const roster = "email,name\nada@example.org,Ada\nben@example.org,Ben\n";

/** A hall with TLS, a door that redirects and one for this machine's own tools; the tests' own calls take that one. */
async function opened(t, { more = "", args = [] } = {}) {
    let files;
    const config = async (folder) => {
        files = await makeCertificate(folder);
        return `[tls]\ncertificate = "${files.certificate}"\nkey = "${files.key}"\nredirect_from = "127.0.0.1:0"\nlocal = "127.0.0.1:0"\n${more}`;
    };
    const hall = await Hall.open(t, { config, args });
    const secure = hall.url;
    const [redirecting, local] = hall.otherUrls;
    hall.url = local;
    const jam = await hall.createJam(openPlan());
    const links = await hall.invite(jam, roster);
    const ca = await readFile(files.certificate);
    const join_ = (name, options = {}) => Jammer.join({ url: secure }, jam, links.get(`${name}@example.org`).token, { socket: { ca, ...options } });
    return { hall, jam, links, files, ca, secure, redirecting, local, join: join_, port: Number(new URL(secure).port) };
}

/** The certificate a door shows now. */
function shown(port, ca) {
    return new Promise((resolve, reject) => {
        const line = tlsConnect({ port, host: "127.0.0.1", ca, rejectUnauthorized: false, ALPNProtocols: ["h2", "http/1.1"] }, () => {
            resolve({ fingerprint: line.getPeerCertificate().fingerprint256, protocol: line.getProtocol(), alpn: line.alpnProtocol });
            line.destroy();
        });
        line.once("error", reject);
    });
}

test("pages, sign-in and live feed over TLS", async (t) => {
    const { hall, jam, links, ca, secure, local, join, port } = await opened(t);
    assert.match(secure, /^https:/);
    const { protocol, alpn } = await shown(port, ca);
    assert.deepEqual([protocol, alpn], ["TLSv1.3", "http/1.1"]);

    const token = links.get("ada@example.org").token;
    assert.match(links.get("ada@example.org").link, /^https:\/\/127\.0\.0\.1:\d+\/j\//);
    const signed = await ask(`${secure}/api/v1/login`, { method: "POST", ca, body: JSON.stringify({ token }), headers: { "content-type": "application/json", origin: secure } });
    assert.equal(signed.status, 200, signed.text);
    const [cookie] = signed.headers["set-cookie"];
    assert.match(cookie, /^__Host-jamhall_login=[^;]+;.*\bSecure\b/);
    assert.equal(signed.headers["strict-transport-security"], "max-age=31536000");
    const me = await ask(`${secure}/api/v1/jams/${jam}/me`, { ca, headers: { cookie: cookie.split(";")[0] } });
    assert.equal(me.status, 200);

    // What needs many records comes whole, however slowly it is read.
    const long = `${secure}/api/v1/openapi.json`;
    const whole = await (await hall.request("GET", "/api/v1/openapi.json")).text();
    assert.ok(whole.length > 50_000);
    assert.equal((await ask(long, { ca })).text, whole);
    assert.equal((await ask(`${local}/healthz`)).headers["strict-transport-security"], undefined);

    const [ada, ben] = await Promise.all([join("ada"), join("ben")]);
    await ada.watch({ "forum/floor": 0 });
    const text = "tls ".repeat(1_200);
    for (let i = 0; i < 200; i += 1) await ben.do("add_post", { forum: "floor", kind: "idea", text: `${i} ${text}`.slice(0, 5_000) });
    await ada.until((jammer) => jammer.events.get("forum/floor")?.length === 200);
    assert.ok(ada.events.get("forum/floor").every((event, i) => event.text.startsWith(`${i} tls`)));
    ada.raw("x".repeat(64 * 1024 + 1));
    assert.equal(await ada.closed, 1009);
    await ben.leave();
});

test("a reader over TLS who is too slow is closed with 4001 and the others miss nothing", async (t) => {
    const { hall, join } = await opened(t);
    const tooSlow = async () => /^jamhall_sockets_too_slow_total (\d+)$/m.exec(await (await hall.request("GET", "/metrics")).text())[1];
    const [ada, ben] = await Promise.all([join("ada"), join("ben")]);
    await ada.watch({ "forum/floor": 0 });
    ada.stall();
    const text = "slow ".repeat(999);
    let count = 0;
    for (let round = 0; round < 40 && (await tooSlow()) === "0"; round += 1) {
        await Promise.all(Array.from({ length: 250 }, () => ben.do("add_post", { forum: "floor", kind: "idea", text })));
        count += 250;
    }
    ada.read();
    assert.equal(await ada.closed, 4001);
    assert.ok((ada.events.get("forum/floor")?.length ?? 0) < count);
    await ben.leave();
});

test("SIGHUP takes a new certificate, keeps the old one when the new is bad, and drops nobody", async (t) => {
    const { hall, files, ca, port, join } = await opened(t);
    const first = await shown(port, ca);
    const ada = await join("ada");
    const said = async (words) => {
        while (!words.test(hall.stderr)) await new Promise((resolve) => setImmediate(resolve));
    };

    const other = await makeCertificate(hall.folder, "other");
    await copyFile(other.certificate, files.certificate);
    process.kill(hall.pid, "SIGHUP");
    await said(/error the new certificate cannot be served; the old one stays in use why=the private key is not the one/);
    assert.deepEqual(await shown(port, ca), first);
    await writeFile(files.key, await readFile(other.key));
    process.kill(hall.pid, "SIGHUP");
    await said(/info the certificate was read again/);
    const second = await shown(port, ca);
    assert.notEqual(second.fingerprint, first.fingerprint);
    await writeFile(files.certificate, "no certificate");
    process.kill(hall.pid, "SIGHUP");
    await said(/holds no certificate/);
    assert.deepEqual(await shown(port, ca), second);
    await ada.do("add_post", { forum: "floor", kind: "idea", text: "Still on the first line" });
    assert.equal(ada.closes.length, 0);
    await ada.leave();
});

test("who comes without TLS is sent to it; the door of this machine's own tools answers as ever", async (t) => {
    const { hall, secure, redirecting, local, jam } = await opened(t);
    const sent = await ask(`${redirecting}/j/${jam}?a=b`);
    assert.equal(sent.status, 308);
    assert.equal(sent.headers.location, `${secure}/j/${jam}?a=b`);
    assert.equal(sent.headers["strict-transport-security"], undefined);
    // Nothing is done there, nothing leads elsewhere, and no program is led anywhere with what it sends in the clear.
    const json = { "content-type": "application/json" };
    for (const [method, path, options] of [
        ["POST", "/api/v1/login", { body: JSON.stringify({ token: hall.token }), headers: json }],
        ["GET", "/api/v1/login", { headers: { authorization: `Bearer ${hall.token}` } }],
        ["GET", `/api/v1/jams/${jam}/live`, {}],
        ["GET", "/api/%76%31/login", {}],
        ["GET", "/metrics", {}],
        ["POST", "/", { body: "{}", headers: json }],
    ]) {
        const refused = await ask(redirecting + path, { method, ...options });
        assert.deepEqual([refused.status, JSON.parse(refused.text).code, refused.headers.location, refused.headers["set-cookie"]], [400, "https_required", undefined, undefined], path);
    }
    assert.equal((await ask(`${redirecting}//evil.example/`)).headers.location, `${secure}//evil.example/`);
    for (const target of ["http://evil.example/", "/a\u0000b", "/a b", "*"]) {
        const line = new RawLine(Number(new URL(redirecting).port));
        await line.write(`GET ${target} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
        await line.ended;
        assert.match(line.text, /^HTTP\/1\.1 400 /, target);
    }
    assert.equal((await ask(`${local}/metrics`)).status, 200);
    const listed = await jamhall("jam", "list", "--server", local, "--data", hall.data);
    assert.equal(listed.code, 0, listed.stderr);
});

test("a hall does not start with a key that others may read, or files that do not go together", async (t) => {
    const { hall, files } = await opened(t);
    await chmod(files.key, 0o644);
    const start = (config) => jamhall("serve", "--listen", "127.0.0.1:0", "--data", join(hall.folder, "other"), "--config", config);
    const open = await start(join(hall.folder, "hall.toml"));
    assert.equal(open.code, 1);
    assert.match(open.stderr, /may be read by everybody/);
    const half = join(hall.folder, "half.toml");
    await writeFile(half, `[tls]\ncertificate = "${files.certificate}"\n`);
    assert.match((await start(half)).stderr, /\[tls\] needs certificate and key/);
    const other = await makeCertificate(hall.folder, "other");
    await writeFile(half, `[tls]\ncertificate = "${files.certificate}"\nkey = "${other.key}"\n`);
    assert.match((await start(half)).stderr, /the private key is not the one of the certificate/);
    await writeFile(half, `[tls]\ncertificate = "${files.certificate}"\nkey = "${other.key}"\nlocal = "0.0.0.0:1"\n`);
    assert.match((await start(half)).stderr, /local is HOST:PORT on a loopback address/);
});

test("lines that begin a handshake and stop are cut, and others are served meanwhile", async (t) => {
    const { ca, secure, port } = await opened(t, { more: "[limits]\nhandshake_seconds = 1\n" });
    const hello = Buffer.from("16030100c8010000c4030300", "hex");
    const began = performance.now();
    const lines = Array.from({ length: 300 }, () => new RawLine(port));
    await Promise.all(lines.map((line, i) => line.opened.then(() => line.write(i % 3 === 0 ? "" : hello.subarray(0, 1 + (i % hello.length))))));
    const waits = [];
    let isOver = false;
    const honest = (async () => {
        while (!isOver) {
            const asked = performance.now();
            assert.equal((await ask(`${secure}/healthz`, { ca })).status, 200);
            waits.push(performance.now() - asked);
        }
    })();
    await Promise.all(lines.map((line) => line.ended));
    const took = performance.now() - began;
    isOver = true;
    await honest;
    assert.ok(took < 10_000, `cut after ${took} ms`);
    waits.sort((a, b) => a - b);
    assert.ok(waits.length > 5);
    t.diagnostic(`${lines.length} half handshakes cut within ${Math.round(took)} ms; honest requests p99 ${waits[Math.floor(waits.length * 0.99)].toFixed(1)} ms of ${waits.length}`);
    // What is no TLS at all is let go at once.
    const plain = new RawLine(port);
    await plain.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await plain.ended;
    assert.doesNotMatch(plain.text, /HTTP/);
});
