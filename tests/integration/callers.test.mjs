// SPDX-License-Identifier: Apache-2.0
// Whom a hall calls: those that its config file names, known by the authorities that it names for them, and nobody else.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { makeCertificate } from "../support/asking.mjs";
import { CookieBrowser } from "../support/cookie_browser.mjs";
import { Hall, openPlan } from "../support/hall.mjs";
import { Jammer } from "../support/jammer.mjs";
import { MailSink, secretsOf } from "../support/mail_sink.mjs";
import { configOf, Provider, Wanderer } from "../support/provider.mjs";
import { canTrace, childOf } from "../support/strace.mjs";

const run = promisify(execFile);
const mayMount = await run("unshare", ["--mount", "true"]).then(() => true, () => false);

const mailConfig = (sink, more = "") => `[mail]\nsmtp = "${sink}"\nfrom = "Jam <jam@council.example>"\n${more}`;

test("a hall with a provider and a mail server connects to these two and to nothing else", { skip: !canTrace && "strace cannot trace here" }, async (t) => {
    const provider = await Provider.open(t);
    provider.clientSecret = "";
    const sink = await MailSink.open(t);
    const hall = await Hall.open(t, {
        config: configOf(provider) + mailConfig(sink.url, 'tls = "off"\n'),
        under: ["strace", "-f", "-qq", "-s", "300", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", `${await folderOf(t)}/trace`],
    });
    const trace = hall.under.at(-1);
    const jam = await hall.createJam(openPlan({ policies: { admission: { email: { newcomers: true } } } }));
    const links = await hall.invite(jam, "email,name\nada@example.org,Ada Adams\nben@example.org,Ben\n");
    assert.equal(await new Wanderer(hall).signIn(jam), `/jam/${jam}`);
    const browser = new CookieBrowser(hall);
    assert.equal((await browser.ask("ben@example.org", jam)).status, 202);
    assert.equal((await browser.signIn({ mail: secretsOf(await sink.mailTo("ben@example.org")).secret })).status, 200);
    // What people write makes nobody else be asked.
    const ada = await Jammer.join(hall, jam, links.get("ada@example.org").token);
    await ada.do("add_post", { forum: "floor", kind: "idea", text: "![x](http://127.0.0.1:9/x.png) https://example.org/ mailto:a@b.example" });
    for (const path of ["/report", "/export.zip", "/calendar.ics", "/checklist"]) await (await hall.request("GET", `/api/v1/jams/${jam}${path}`)).arrayBuffer();
    await ada.leave();
    process.kill(await childOf(hall.pid), "SIGTERM");
    await hall.dies();
    const called = new Set();
    const others = [];
    for (const line of (await readFile(trace, "utf8")).split("\n")) {
        const to = /sa_family=(AF_\w+)(?:.*?sin6?_port=htons\((\d+)\).*?"([^"]+)")?/.exec(line);
        if (!to) continue;
        const [, family, port, address] = to;
        if (family === "AF_INET" && address === "127.0.0.1" && [sink.port, Number(new URL(provider.issuer).port)].includes(Number(port))) called.add(Number(port));
        else others.push(line);
    }
    assert.equal(called.size, 2, "both were asked");
    assert.deepEqual(others, []);
});

/** A folder that stands in for the system's authorities and holds one, as ca-certificates lays it out. */
async function authoritiesOf(folder, certificate) {
    const made = join(folder, "authorities");
    await mkdir(made);
    await cp(certificate, join(made, "ca-certificates.crt"));
    const { stdout } = await run("openssl", ["x509", "-noout", "-hash", "-in", certificate]);
    await symlink("ca-certificates.crt", join(made, `${stdout.trim()}.0`));
    return made;
}

async function folderOf(t) {
    const made = await mkdtemp(join(tmpdir(), "jamhall-callers-"));
    t.after(() => rm(made, { recursive: true, force: true }));
    return made;
}

test("where ca_file names an authority, those of the system are not trusted beside it", { skip: !mayMount && "needs a mount namespace" }, async (t) => {
    const folder = await folderOf(t);
    const system = await makeCertificate(folder, "system", { names: "IP:127.0.0.1" });
    const own = await makeCertificate(folder, "own", { names: "IP:127.0.0.1" });
    const authorities = await authoritiesOf(folder, system.certificate);
    const under = ["unshare", "--mount", "--propagation", "private", "sh", "-c", `mount --bind ${authorities} /etc/ssl/certs && exec "$@"`, "_"];
    const tls = { key: await readFile(system.key), cert: await readFile(system.certificate) };
    const provider = await Provider.open(t, { tls });
    provider.issuer = provider.issuer.replace("localhost", "127.0.0.1");
    provider.clientSecret = "";
    const sink = await MailSink.open(t, { tls: { ...tls, secure: true } });
    for (const [ca, isTrusted, to] of [[null, true, "ada@council.example"], [own.certificate, false, "ben@council.example"], [system.certificate, true, "cleo@council.example"]]) {
        const more = ca ? `ca_file = "${ca}"\n` : "";
        const hall = await Hall.open(t, { under, config: configOf(provider, { more }) + mailConfig(`smtps://127.0.0.1:${sink.port}`, more) });
        const { leadsTo } = await new Wanderer(hall).go("/api/v1/login/oidc/council");
        assert.equal(leadsTo.startsWith(`${provider.issuer}/authorize?`), isTrusted, `${ca}: ${leadsTo}`);
        await hall.json("POST", "/api/v1/hall/test-mail", { body: { to } });
        const came = await Promise.race([sink.mailTo(to, 20_000).then(() => true, () => false), notSent(hall)]);
        assert.equal(came, isTrusted, `${ca}: ${hall.stderr}`);
        if (!isTrusted) assert.match(hall.stderr, /why=not_trusted/);
        await hall.close();
    }
});

async function notSent(hall) {
    while (!/a mail was not sent/.test(hall.stderr) && hall.isAlive) await new Promise((wait) => setTimeout(wait, 20));
    return false;
}
