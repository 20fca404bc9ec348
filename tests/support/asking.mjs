// SPDX-License-Identifier: Apache-2.0
// Requests as fetch does not make them: from another loopback address, over TLS with a certificate of the test's own, or
// byte by byte.
import { execFile } from "node:child_process";
import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { connect } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";

/** One request on a line of its own: {status, headers, text}. */
export function ask(url, { method = "GET", headers = {}, body, ...options } = {}) {
    const { protocol } = new URL(url);
    return new Promise((resolve, reject) => {
        const request = protocol === "https:" ? tlsRequest : plainRequest;
        const sent = request(url, { method, headers, agent: false, ...options }, async (answer) => {
            let text = "";
            try {
                for await (const part of answer.setEncoding("utf8")) text += part;
            } catch (error) {
                return reject(error);
            }
            resolve({ status: answer.statusCode, headers: answer.headers, text, socket: answer.socket });
        });
        sent.once("error", reject);
        sent.end(body);
    });
}

/** A TCP line: writes bytes, gathers what comes, and tells when it ends. */
export class RawLine {
    text = "";

    constructor(port, { host = "127.0.0.1", ...options } = {}) {
        this.socket = connect({ port, host, ...options });
        this.opened = new Promise((resolve, reject) => this.socket.once("connect", resolve).once("error", reject));
        this.opened.catch(() => {});
        this.ended = new Promise((resolve) => {
            this.socket.once("close", resolve);
            this.socket.on("error", () => {});
            this.socket.once("end", resolve);
        });
        this.socket.on("data", (bytes) => (this.text += bytes.toString("latin1")));
    }

    write(bytes) {
        return new Promise((resolve) => this.socket.write(bytes, resolve));
    }

    /** Waits until what has come fits, or the line ends. */
    async until(fits) {
        while (!fits.test(this.text)) {
            const more = new Promise((resolve) => this.socket.once("data", () => resolve(true)));
            if (!(await Promise.race([more, this.ended.then(() => false)]))) break;
        }
        return fits.exec(this.text);
    }

    end() {
        this.socket.destroy();
    }
}

/** Makes a key and a certificate by itself in a folder: {certificate, key} as file names. */
export async function makeCertificate(folder, name = "hall", { names = "DNS:localhost,IP:127.0.0.1", days = 90 } = {}) {
    const made = { certificate: join(folder, `${name}.pem`), key: join(folder, `${name}-key.pem`) };
    await promisify(execFile)("openssl", [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-subj", "/CN=jamhall test",
        "-addext", `subjectAltName=${names}`, "-days", String(days), "-keyout", made.key, "-out", made.certificate,
    ]);
    return made;
}
