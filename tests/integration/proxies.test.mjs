// SPDX-License-Identifier: Apache-2.0
// The example configurations of docs/proxies, each run with Debian's program in front of a hall.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { ask, makeCertificate } from "../support/asking.mjs";
import { Hall, openPlan } from "../support/hall.mjs";
import { Jammer } from "../support/jammer.mjs";

const host = "jam.example.org";
const config =
    '[proxy]\ntrusted = ["127.0.0.1"]\n[limits]\nsign_ins_per_minute_per_address = 50\nsocket_idle_seconds = 2\nspares_loopback = false\n';

function isThere(program) {
    try {
        execFileSync("sh", ["-c", `command -v ${program}`]);
        return false;
    } catch {
        return `${program} is not on this machine`;
    }
}

async function freePort() {
    const server = createServer();
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address();
    await new Promise((resolve) => server.close(resolve));
    return port;
}

/** Puts the test's ports and files in place of the example's; everything else stays as it is printed. */
function fitted(text, changes) {
    for (const [from, to] of changes) {
        assert.ok(text.includes(from), `the example has ${from}`);
        text = text.replaceAll(from, to);
    }
    return text;
}

const proxies = {
    nginx: {
        file: "nginx.conf",
        config: (text, at, folder) =>
            `daemon off;\nmaster_process off;\npid ${folder}/nginx.pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n` +
            ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((each) => `${each}_temp_path ${folder}/${each};\n`).join("") +
            fitted(text, [
                ["listen 80;", `listen 127.0.0.1:${at.http};`],
                ["listen 443 ssl", `listen 127.0.0.1:${at.https} ssl`],
                ["/etc/ssl/jam.example.org.pem", at.certificate],
                ["/etc/ssl/private/jam.example.org.key", at.key],
                ["127.0.0.1:8080", at.hall],
            ]) +
            "}\n",
        args: (file, folder) => ["-c", file, "-p", folder],
    },
    caddy: {
        file: "Caddyfile",
        config: (text, at) =>
            `{\n\tadmin off\n\thttp_port ${at.http}\n\thttps_port ${at.https}\n\tdefault_bind 127.0.0.1\n\tstorage file_system ${at.folder}\n}\n` +
            fitted(text, [
                ["# tls /etc/ssl/jam.example.org.pem /etc/ssl/private/jam.example.org.key", `tls ${at.certificate} ${at.key}`],
                ["127.0.0.1:8080", at.hall],
            ]),
        args: (file) => ["run", "--config", file, "--adapter", "caddyfile"],
    },
    haproxy: {
        file: "haproxy.cfg",
        config: (text, at) =>
            fitted(text, [
                ["maxconn 20000", "maxconn 200"],
                ["bind :80\n", `bind 127.0.0.1:${at.http}\n`],
                ["bind :443 ", `bind 127.0.0.1:${at.https} `],
                ["/etc/ssl/private/jam.example.org.pem", at.together],
                ["127.0.0.1:8080", at.hall],
            ]),
        args: (file) => ["-f", file, "-db"],
    },
};

async function started(t, name, hall) {
    const { certificate, key } = await makeCertificate(hall.folder, "proxy", { names: `DNS:${host}` });
    const ca = await readFile(certificate);
    const together = join(hall.folder, "together.pem");
    await writeFile(together, Buffer.concat([ca, await readFile(key)]));
    const at = { http: await freePort(), https: await freePort(), hall: new URL(hall.url).host, certificate, key, together, folder: hall.folder };
    const file = join(hall.folder, proxies[name].file);
    await writeFile(file, proxies[name].config(await readFile(`docs/proxies/${proxies[name].file}`, "utf8"), at, hall.folder));
    const child = spawn(name, proxies[name].args(file, hall.folder), { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, HOME: hall.folder } });
    let said = "";
    child.stderr.on("data", (bytes) => (said += bytes));
    const ended = new Promise((resolve) => child.once("close", resolve));
    t.after(async () => {
        child.kill("SIGTERM");
        await ended;
    });
    let hasEnded = false;
    void ended.then(() => (hasEnded = true));
    const client = { ca, servername: host, headers: { host } };
    const call = (path, { headers, ...options } = {}) =>
        ask(`https://127.0.0.1:${at.https}${path}`, { ca, servername: host, headers: { host, ...headers }, ...options });
    for (;;) {
        assert.ok(!hasEnded, `${name} does not run: ${said}`);
        const answer = await call("/healthz").catch(() => null);
        if (answer?.status === 200) break;
    }
    return { at, call, client, plain: `http://127.0.0.1:${at.http}` };
}

for (const name of Object.keys(proxies)) {
    test(`a hall behind ${name}, set up as in docs/proxies`, { skip: isThere(name) }, async (t) => {
        const hall = await Hall.open(t, { config, args: ["--public-url", `https://${host}`] });
        const jam = await hall.createJam(openPlan());
        const links = await hall.invite(jam, "email,name\nada@example.org,Ada\nben@example.org,Ben\n");
        const tokenOf = (person) => links.get(`${person}@example.org`).token;
        const { at, call, client, plain } = await started(t, name, hall);

        const sent = await ask(`${plain}/j/${jam}?a=b`, { headers: { host } });
        assert.equal(sent.status, 308);
        assert.match(sent.headers.location, new RegExp(`^https://${host}(:${at.https})?/j/${jam}\\?a=b$`));

        const page = await call("/");
        assert.equal(page.status, 200);
        assert.match(page.headers["strict-transport-security"], /max-age=/);
        const signIn = (token, options = {}) =>
            call("/api/v1/login", {
                method: "POST",
                body: JSON.stringify({ token }),
                ...options,
                headers: { "content-type": "application/json", origin: `https://${host}`, ...options.headers },
            });
        const signed = await signIn(tokenOf("ada"));
        assert.equal(signed.status, 200, signed.text);
        const [cookie] = signed.headers["set-cookie"];
        assert.match(cookie, /^__Host-jamhall_login=/);

        // A browser's socket: by cookie and Origin. The other one has a token.
        const socket = (headers) => ({ headers: { host, ...headers }, socket: { ca: client.ca, servername: host } });
        const over = { url: `https://127.0.0.1:${at.https}` };
        const ada = await Jammer.join(over, jam, null, socket({ cookie: cookie.split(";")[0], origin: `https://${host}` }));
        const ben = await Jammer.join(over, jam, tokenOf("ben"), socket({}));
        await ada.watch({ "forum/floor": 0 });
        for (let i = 0; i < 20; i += 1) await ben.do("add_post", { forum: "floor", kind: "idea", text: `Through ${name} ${i}` });
        await ada.until((jammer) => jammer.events.get("forum/floor")?.length === 20);
        await assert.rejects(Jammer.join(over, jam, null, socket({ cookie: cookie.split(";")[0], origin: "https://evil.example" })), /403/);

        // Quiet lines live on by the hall's pings.
        await ada.pings(3);
        await ben.do("add_post", { forum: "floor", kind: "idea", text: "Still here" });
        await ada.until((jammer) => jammer.events.get("forum/floor")?.length === 21);

        // Each client is seen at its own address, whatever it writes itself.
        const statuses = [];
        for (let i = 0; i < 8; i += 1)
            statuses.push((await signIn(`wrong-token-${i}`, { localAddress: "127.0.0.2", headers: { "x-forwarded-for": `192.0.2.${i}`, forwarded: `for=192.0.2.${i}` } })).status);
        assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429, 429, 429]);
        assert.equal((await signIn("wrong-token", { localAddress: "127.0.0.3" })).status, 401);

        const people = Array.from({ length: 40_000 }, (_, i) => `guest${i}@a-town-with-a-long-name.example.org,Guest number ${i}`);
        const roster = `email,name\n${people.join("\n")}\n`;
        assert.ok(roster.length > 2_000_000);
        const imported = await call(`/api/v1/jams/${jam}/roster`, { method: "POST", body: roster, headers: { "content-type": "text/csv", authorization: `Bearer ${hall.token}` } });
        assert.equal(imported.status, 200, imported.text.slice(0, 300));
        assert.equal(JSON.parse(imported.text).added, 40_000);

        for (const path of ["/metrics", "/%6detrics", "//metrics", "/metrics?x=1"])
            for (const headers of [{}, { "x-forwarded-for": "127.0.0.1" }, { host: "localhost" }])
                assert.doesNotMatch((await call(path, { headers })).text, /jamhall_/, `${path} ${JSON.stringify(headers)}`);
        for (const path of ["/metrics", "/%6detrics"]) assert.ok([401, 403].includes((await call(path)).status), path);
        assert.doesNotMatch(hall.stderr, /through a proxy|there is a proxy/);
        await Promise.all([ada.leave(), ben.leave()]);
    });
}
