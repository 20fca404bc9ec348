// SPDX-License-Identifier: Apache-2.0
// A mail server for a test, which keeps what it is sent: npm's smtp-server, on a free port of the loopback address.
import { once } from "node:events";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Hall } from "./hall.mjs";

export class MailSink {
    mails = [];
    signedIn = []; // names that came with their password
    #waiting = [];

    /** `answer` is called with each recipient and may give an error to refuse it with; `tls` is {key, cert, secure}: from the
     *  first byte (secure) or by STARTTLS, then people sign in. */
    static async open(test, { answer = () => null, tls } = {}) {
        const sink = new MailSink();
        sink.server = new SMTPServer({
            authOptional: true,
            closeTimeout: 200,
            ...(tls ?? { disabledCommands: ["STARTTLS", "AUTH"] }),
            onAuth: ({ username }, _session, done) => {
                sink.signedIn.push(username);
                done(null, { user: username });
            },
            onRcptTo: ({ address }, _session, done) => done(answer(address)),
            onData: (stream, session, done) => {
                void (async () => {
                    const mail = await simpleParser(stream);
                    mail.recipients = session.envelope.rcptTo.map(({ address }) => address.toLowerCase());
                    sink.mails.push(mail);
                    done();
                    for (const wake of sink.#waiting.splice(0)) wake();
                })();
            },
        });
        sink.server.on("error", () => {}); // a hall that is killed leaves its line
        sink.server.listen(0, "127.0.0.1");
        await once(sink.server.server, "listening");
        sink.port = sink.server.server.address().port;
        test?.after(() => new Promise((done) => sink.server.close(done)));
        return sink;
    }

    get url() {
        return `smtp://127.0.0.1:${this.port}`;
    }

    /** The first mail to this address that no one took yet. */
    async mailTo(address, ms = 10_000) {
        const deadline = Date.now() + ms;
        for (;;) {
            const found = this.mails.findIndex((mail) => mail.recipients.includes(address.toLowerCase()));
            if (found >= 0) return this.mails.splice(found, 1)[0];
            const left = deadline - Date.now();
            if (left <= 0) throw new Error(`no mail came to ${address}`);
            await Promise.race([
                new Promise((wake) => this.#waiting.push(wake)),
                new Promise((wake) => setTimeout(wake, left).unref()),
            ]);
        }
    }
}

/** What a sign-in mail carries: {link, secret, code}. */
export function secretsOf(mail) {
    const link = /https?:\/\/\S+#mail=\S+/.exec(mail.text)[0];
    return { link, secret: link.split("#mail=")[1], code: /\b(\d{3}) (\d{3})\b/.exec(mail.text).slice(1).join("") };
}

/** Options of a hall in this folder that sends mail to this address of a mail server. */
export async function mailingOptions(url, folder) {
    const config = join(folder, "jamhall.toml");
    await writeFile(config, `[mail]\nsmtp = "${url}"\nfrom = "Jam <jam@council.example>"\ntls = "off"\n`);
    return { folder, args: ["--config", config] };
}

/** A hall that does. */
export async function mailingHall(test, url, folder) {
    return await Hall.open(test, await mailingOptions(url, folder));
}
