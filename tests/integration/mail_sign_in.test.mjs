// SPDX-License-Identifier: Apache-2.0
// Signing in by mail, against a real SMTP server: every way a link or a code can be used, and must not be.
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { CookieBrowser } from "../support/cookie_browser.mjs";
import { Hall, openPlan } from "../support/hall.mjs";
import { MailSink, mailingHall, secretsOf } from "../support/mail_sink.mjs";

const roster = 'email,name\nada@council.example,Ada\nben@council.example,"Ben ""B"" <b>"\n';

async function opened(t, { plan = {}, sink = {}, folder } = {}) {
    const mails = await MailSink.open(t, sink);
    const hall = await mailingHall(t, mails.url, folder ?? (await mkdtemp(join(tmpdir(), "jamhall-test-"))));
    const jam = await hall.createJam(openPlan(plan));
    await hall.invite(jam, roster);
    return { hall, jam, mails, browser: () => new CookieBrowser(hall) };
}

/** A browser that asked for a mail, and what the mail carried. */
async function asked(scene, email = "ada@council.example") {
    const browser = scene.browser();
    const answer = await browser.ask(email, scene.jam);
    assert.equal(answer.status, 202, answer.text);
    return { browser, ...secretsOf(await scene.mails.mailTo(email.toLowerCase())) };
}

test("a mail's link signs in once, and only by POST", async (t) => {
    const scene = await opened(t);
    const { browser, link, secret } = await asked(scene);
    assert.match(browser.setCookie, /^jamhall_mail=[\w-]{43}; HttpOnly; SameSite=Lax; Path=\/; Max-Age=900$/);
    assert.ok(link.startsWith(`${scene.hall.url}/j/${scene.jam}#mail=`), link);
    // A scanner of mails follows the link, with and without what stands behind the #.
    for (const method of ["GET", "HEAD"])
        for (const path of [`/j/${scene.jam}`, `/j/${scene.jam}?mail=${secret}`, `/api/v1/login?mail=${secret}`])
            await browser.send(method, path);
    const first = await browser.signIn({ mail: secret });
    assert.equal(first.status, 200, first.text);
    assert.deepEqual(await browser.who(), ["Ada"]);
    assert.equal((await browser.signIn({ mail: secret })).status, 401);
});

test("of two at once one gets in", async (t) => {
    const scene = await opened(t);
    const { browser, secret } = await asked(scene);
    const both = await Promise.all([1, 2, 3, 4].map(() => browser.signIn({ mail: secret })));
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 401, 401, 401]);
});

test("another browser gets in by neither link nor code, and every refusal looks the same", async (t) => {
    const scene = await opened(t);
    const { browser, secret, code } = await asked(scene);
    const other = scene.browser();
    const refused = [
        await other.signIn({ mail: secret }),
        await other.signIn({ mail_code: code }),
        await other.signIn({ mail: "A".repeat(22) }),
        await browser.signIn({ mail: "A".repeat(22) }),
        await browser.signIn({ mail_code: code === "000000" ? "000001" : "000000" }),
    ];
    for (const { status, text } of refused) assert.deepEqual([status, text], [401, refused[0].text]);
    assert.equal((await browser.signIn({ mail_code: `${code.slice(0, 3)} ${code.slice(3)}` })).status, 200);
});

test("signing in by mail draws a new secret: what was planted before is worth nothing", async (t) => {
    const scene = await opened(t);
    const { browser, secret } = await asked(scene);
    const planted = "P".repeat(43);
    browser.cookies.set("jamhall_login", planted);
    assert.equal((await browser.signIn({ mail: secret })).status, 200);
    assert.notEqual(browser.cookies.get("jamhall_login"), planted);
    const attacker = scene.browser();
    attacker.cookies.set("jamhall_login", planted);
    assert.equal(await attacker.who(), null);
});

test("a planted mail cookie does not let an attacker use what the victim is mailed", async (t) => {
    const scene = await opened(t);
    const attacker = scene.browser();
    await attacker.ask("mallory@council.example", scene.jam);
    const victim = scene.browser();
    victim.cookies.set("jamhall_mail", attacker.cookies.get("jamhall_mail"));
    await victim.ask("ada@council.example", scene.jam);
    assert.notEqual(victim.cookies.get("jamhall_mail"), attacker.cookies.get("jamhall_mail"));
    const { code } = secretsOf(await scene.mails.mailTo("ada@council.example"));
    assert.equal((await attacker.signIn({ mail_code: code })).status, 401);
    assert.equal((await victim.signIn({ mail_code: code })).status, 200);
});

test("known and unknown addresses are answered alike, and only known ones get a mail", async (t) => {
    const scene = await opened(t);
    const alike = async (email) => {
        const { status, text, headers } = await scene.browser().ask(email, scene.jam);
        return { status, text, headers: [...headers.keys()].sort() };
    };
    const known = await alike("ada@council.example");
    assert.equal(known.status, 202);
    assert.deepEqual(await alike("nobody@elsewhere.example"), known);
    assert.deepEqual(JSON.parse(known.text), { expires_in_s: 900 });
    await scene.mails.mailTo("ada@council.example");
    const took = { known: [], unknown: [] };
    for (let i = 0; i < 60; ++i)
        for (const [kind, email] of [["known", `ada@council.example`], ["unknown", `nobody${i}@elsewhere.example`]]) {
            const began = performance.now();
            await scene.browser().ask(email, scene.jam);
            took[kind].push(performance.now() - began);
        }
    const median = (all) => all.sort((a, b) => a - b)[all.length / 2];
    t.diagnostic(`median ms: refused for too many ${median(took.known).toFixed(2)}, unknown ${median(took.unknown).toFixed(2)}`);
    await asked(scene, "ben@council.example"); // mails go out in order: those before it were decided
    assert.deepEqual(scene.mails.mails.map(({ recipients }) => recipients[0]).filter((to) => to.startsWith("nobody")), []);
});

test("an address gets five mails in ten minutes, known or not", async (t) => {
    const scene = await opened(t);
    for (const email of ["ada@council.example", "nobody@elsewhere.example"]) {
        for (let i = 0; i < 5; ++i) assert.equal((await scene.browser().ask(email, scene.jam)).status, 202);
        const { status, text } = await scene.browser().ask(email.toUpperCase(), scene.jam);
        assert.deepEqual([status, JSON.parse(text).code], [429, "rate_limited"]);
    }
});

test("who asks for mails to ever more addresses is braked, and can still sign in", async (t) => {
    const limits = "[limits]\nsign_ins_per_minute_per_address = 60\nspares_loopback = false\n";
    const config = `[mail]\nsmtp = "smtp://127.0.0.1:1"\nfrom = "Jam <jam@council.example>"\ntls = "off"\n${limits}`;
    const hall = await Hall.open(t, { config });
    const asked = (i) => new CookieBrowser(hall).ask(`person${i}@elsewhere.example`);
    for (let i = 0; i < 60; ++i) assert.equal((await asked(i)).status, 202);
    await new Promise((wait) => setTimeout(wait, 2_500));
    const { status, text } = await asked(60);
    assert.deepEqual([status, JSON.parse(text).code], [429, "rate_limited"]);
    assert.equal((await new CookieBrowser(hall).signIn({ token: hall.token })).status, 200);
});

test("a second mail ends the first, and the case of letters does not matter", async (t) => {
    const scene = await opened(t);
    const { browser, secret: old, code: oldCode } = await asked(scene);
    assert.equal((await browser.ask("ADA@Council.Example", scene.jam)).status, 202);
    const { secret } = secretsOf(await scene.mails.mailTo("ADA@Council.Example"));
    assert.equal((await browser.signIn({ mail: old })).status, 401);
    assert.equal((await browser.signIn({ mail_code: oldCode })).status, 401);
    assert.equal((await browser.signIn({ mail: secret })).status, 200);
});

test("five wrong codes spend the mail", async (t) => {
    const scene = await opened(t);
    const { browser, code, secret } = await asked(scene);
    for (let i = 0; i < 5; ++i)
        assert.equal((await browser.signIn({ mail_code: String((Number(code) + 1 + i) % 1_000_000).padStart(6, "0") })).status, 401);
    assert.equal((await browser.signIn({ mail_code: code })).status, 401);
    assert.equal((await browser.signIn({ mail: secret })).status, 401);
});

test("addresses that hide a header or a second recipient are refused before anything is sent", async (t) => {
    const scene = await opened(t);
    for (const email of [
        "ada@council.example\r\nBcc: eve@evil.example", "ada@council.example\nTo: eve@evil.example",
        "ada@council.example,eve@evil.example", "ada@council.example;eve@evil.example", "Ada <ada@council.example>",
        "ada@council.example>", "\"ada\r\n\"@council.example", "ada@[127.0.0.1]", "ada\u0000@council.example", "", 7, null,
    ]) {
        const { status } = await scene.browser().ask(email, scene.jam);
        assert.equal(status, 400, JSON.stringify(email));
    }
    const evil = "Jam\r\nBcc: eve@evil.example";
    assert.equal((await scene.hall.request("POST", "/api/v1/jams", { body: JSON.stringify(openPlan({ title: evil })) })).status, 400);
    assert.deepEqual(scene.mails.mails, []);
});

test("newcomers come in where the plan lets them, after saying what they are called", async (t) => {
    const scene = await opened(t, {
        plan: { policies: { admission: { email: { newcomers: true, domains: ["city.example"] } } } },
    });
    const elsewhere = scene.browser();
    assert.equal((await elsewhere.ask("nia@other.example", scene.jam)).status, 202);
    const { browser, secret } = await asked(scene, "nia@city.example");
    const nameless = await browser.signIn({ mail: secret });
    assert.deepEqual([nameless.status, JSON.parse(nameless.text).field], [400, "name"]);
    assert.equal((await browser.signIn({ mail: secret, name: "Nia" })).status, 200);
    assert.deepEqual(await browser.who(), ["Nia"]);
    assert.deepEqual(scene.mails.mails, [], "nobody of another domain got a mail");
    const { participation } = await scene.hall.json("GET", `/api/v1/jams/${scene.jam}/report`);
    assert.equal(participation.invited, 2);
    assert.equal(participation.admitted.people, null, "one newcomer is a small cell");
});

test("no mail is lost by kill -9, and one the server refuses for good is not tried again", async (t) => {
    let refuses = true;
    const scene = await opened(t, {
        sink: {
            answer: (address) =>
                address === "ben@council.example" ? Object.assign(new Error("no such mailbox"), { responseCode: 550 })
                : refuses ? Object.assign(new Error("later"), { responseCode: 451 }) : null,
        },
    });
    const browser = scene.browser();
    await browser.ask("ada@council.example", scene.jam);
    await scene.browser().ask("ben@council.example", scene.jam);
    await scene.hall.kill("SIGKILL");
    refuses = false;
    await scene.hall.start();
    const { secret } = secretsOf(await scene.mails.mailTo("ada@council.example", 30_000));
    assert.equal((await browser.signIn({ mail: secret })).status, 200);
    const again = scene.browser();
    await again.ask("ada@council.example", scene.jam);
    await scene.mails.mailTo("ada@council.example");
    assert.ok(scene.hall.stderr.includes("for_good=yes"), scene.hall.stderr);
    assert.ok(!scene.hall.stderr.includes("council.example"), "no address in the log");
});

test("a personal link that cannot be stored just now is mailed later", async (t) => {
    const scene = await opened(t);
    const file = new DatabaseSync(scene.hall.jamFile(scene.jam));
    t.after(() => file.close());
    file.exec("CREATE TRIGGER fails BEFORE INSERT ON identity BEGIN SELECT raise(FAIL, 'no room'); END");
    const answer = await scene.hall.request("POST", `/api/v1/jams/${scene.jam}/links?send=mail&renew=all`);
    assert.equal(answer.status, 202, await answer.text());
    const deadline = Date.now() + 20_000;
    while (!scene.hall.stderr.includes("a mail could not be written") && Date.now() < deadline) await new Promise((wait) => setTimeout(wait, 50));
    assert.match(scene.hall.stderr, /a mail could not be written/);
    file.exec("DROP TRIGGER fails");
    const mails = await Promise.all(["ada", "ben"].map((name) => scene.mails.mailTo(`${name}@council.example`, 90_000)));
    for (const mail of mails) assert.equal((await scene.browser().signIn({ token: /#(\S{22})\b/.exec(mail.text)[1] })).status, 200);
});

test("mailing everybody their link leaves in who is in by mail, and a second press sends nobody a second link", async (t) => {
    const scene = await opened(t);
    await scene.hall.json("POST", `/api/v1/jams/${scene.jam}/roster`, { body: "email,name\ncleo@council.example,Cleo\n", type: "text/csv" });
    const { browser, secret } = await asked(scene, "cleo@council.example");
    assert.equal((await browser.signIn({ mail: secret })).status, 200);
    const socket = await browser.socket(scene.jam);
    t.after(() => socket.terminate());
    const press = () => scene.hall.json("POST", `/api/v1/jams/${scene.jam}/links?send=mail`);
    await Promise.all([press(), press()]);
    const token = /#(\S{22})\b/.exec((await scene.mails.mailTo("cleo@council.example")).text)[1];
    assert.equal((await scene.browser().signIn({ token, jam: scene.jam })).status, 200);
    // The socket is told what comes next, so it was not closed.
    const told = once(socket, "message");
    socket.send(JSON.stringify({ do: "watch", ref: 1, feeds: { lobby: null } }));
    assert.equal(await Promise.race([told.then(() => "told"), socket.closed]), "told");
    assert.deepEqual(await browser.who(), ["Cleo"]);
});

test("what people are called stays text in their mail", async (t) => {
    const scene = await opened(t);
    const answer = await scene.hall.request("POST", `/api/v1/jams/${scene.jam}/links?send=mail&renew=all`);
    assert.equal(answer.status, 202, await answer.text());
    const mail = await scene.mails.mailTo("ben@council.example");
    assert.ok(mail.text.includes('Hello Ben "B" <b>,'), mail.text);
    assert.ok(!mail.html.includes("<b>"), mail.html);
    assert.match(mail.from.text, /Jam.*<jam@council.example>/);
    const token = /#(\S{22})\b/.exec(mail.text)[1];
    const browser = scene.browser();
    assert.equal((await browser.signIn({ token, jam: scene.jam })).status, 200);
});

test("a hall without a mail server says so", async (t) => {
    const scene = await opened(t);
    await scene.hall.kill("SIGTERM");
    scene.hall.args = [];
    await scene.hall.start();
    const { status, text } = await scene.browser().ask("ada@council.example", scene.jam);
    assert.deepEqual([status, JSON.parse(text).code], [409, "no_mail"]);
});

test("a mail stays good while the only jam that knows its reader can store nothing", async (t) => {
    const scene = await opened(t);
    const browser = scene.browser();
    assert.equal((await browser.ask("ada@council.example")).status, 202);
    const { secret } = secretsOf(await scene.mails.mailTo("ada@council.example"));
    const outside = new DatabaseSync(scene.hall.jamFile(scene.jam));
    outside.exec("CREATE TRIGGER fails BEFORE INSERT ON event BEGIN SELECT raise(FAIL, 'full'); END");
    for (let i = 0; i < 2; ++i) {
        const { status, text } = await browser.signIn({ mail: secret });
        assert.deepEqual([status, JSON.parse(text).code], [503, "storage_failed"]);
    }
    outside.exec("DROP TRIGGER fails");
    outside.close();
    let answer = await browser.signIn({ mail: secret });
    for (let i = 0; answer.status === 503 && i < 50; ++i) {
        await new Promise((wait) => setTimeout(wait, 100)); // until the jam has read its log again
        answer = await browser.signIn({ mail: secret });
    }
    assert.equal(answer.status, 200, answer.text);
});
