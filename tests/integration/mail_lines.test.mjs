// SPDX-License-Identifier: Apache-2.0
// The line to the mail server: encrypted, to the server that its certificate names, or no mail and no password leave.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { makeCertificate } from "../support/asking.mjs";
import { Hall } from "../support/hall.mjs";
import { MailSink } from "../support/mail_sink.mjs";

const recipient = "ada@council.example";

/** Whether a test mail of a hall with these settings came: true, or what its log says. */
async function sent(t, mails, url, more = "") {
    const config = async (folder) => {
        const password = join(folder, "password");
        await writeFile(password, "the mail password\n", { mode: 0o600 });
        return `[mail]\nsmtp = "${url}"\nfrom = "Jam <jam@council.example>"\nuser = "jam"\npassword_file = "${password}"\n${more}`;
    };
    const hall = await Hall.open(t, { config });
    assert.equal((await hall.request("POST", "/api/v1/hall/test-mail", { body: JSON.stringify({ to: recipient }) })).status, 202);
    const arrived = mails.mailTo(recipient, 20_000).then(() => true);
    let isOver = false;
    const failed = (async () => {
        while (!isOver) {
            const line = /^.*a mail was not sent.*$/m.exec(hall.stderr);
            if (line) return line[0];
            await new Promise((wait) => setTimeout(wait, 20));
        }
    })();
    const ended = await Promise.race([arrived, failed]);
    isOver = true;
    arrived.catch(() => {});
    await hall.kill("SIGTERM");
    return ended;
}

test("by default a mail server without encryption is sent neither mail nor password", async (t) => {
    const mails = await MailSink.open(t);
    assert.match(await sent(t, mails, mails.url), /was not sent/);
    assert.deepEqual([mails.mails.length, mails.signedIn], [0, []]);
});

test("a certificate that nobody vouches for, or for another name, gets neither mail nor password", async (t) => {
    const folder = await Hall.open(t);
    const good = await makeCertificate(folder.folder, "good", { names: "IP:127.0.0.1" });
    const other = await makeCertificate(folder.folder, "other", { names: "DNS:mail.council.example" });
    const sinkWith = async (made, secure) =>
        await MailSink.open(t, { tls: { key: await readFile(made.key), cert: await readFile(made.certificate), secure } });
    for (const [made, ca, gets, what] of [
        [good, null, false, "unknown authority"],
        [other, other.certificate, false, "another name"],
        [good, good.certificate, true, "its own authority and name"],
    ])
        for (const [secure, scheme] of [[false, "smtp"], [true, "smtps"]]) {
            const mails = await sinkWith(made, secure);
            const came = await sent(t, mails, `${scheme}://127.0.0.1:${mails.port}`, ca ? `ca_file = "${ca}"\n` : "");
            assert.equal(came === true, gets, `${what}, ${scheme}: ${came}`);
            assert.equal(mails.mails.length, 0, `${what}, ${scheme}`);
            assert.deepEqual(mails.signedIn, gets ? ["jam"] : [], `${what}, ${scheme}`);
        }
});
