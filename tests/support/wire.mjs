// SPDX-License-Identifier: Apache-2.0
// Bytes on a raw connection, for what no HTTP library would send: whole or one at a time, and all that came back.
import { connect } from "node:net";

/** Runs work over many items, a few at a time. */
export async function few(items, work, atOnce = 12) {
    const waiting = [...items];
    const run = async () => {
        for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
    };
    await Promise.all(Array.from({ length: atOnce }, run));
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/**
 * Sends bytes and then nothing more; gives everything that came back until the other side ended too. In pieces of `chop`
 * bytes, each in a system call of its own.
 */
export function exchange(url, bytes, { chop = 0 } = {}) {
    const { hostname, port } = new URL(url);
    return new Promise((resolve, reject) => {
        const came = [];
        const line = connect({ host: hostname, port, noDelay: true, allowHalfOpen: true }, async () => {
            for (let at = 0; chop > 0 && at < bytes.length && !line.destroyed; at += chop) {
                line.write(bytes.subarray(at, at + chop));
                await turn();
            }
            line.end(chop > 0 ? undefined : bytes);
        });
        line.on("data", (some) => came.push(some));
        line.on("end", () => line.destroy());
        line.on("close", () => resolve(Buffer.concat(came)));
        line.on("error", (error) => (["ECONNRESET", "EPIPE"].includes(error.code) ? undefined : reject(error)));
    });
}

/** The answers in what came back, without interim ones. `methods` are those asked with, for answers to HEAD have no body. */
export function answersIn(bytes, methods = []) {
    const answers = [];
    let rest = bytes.toString("latin1");
    while (rest !== "") {
        const end = rest.indexOf("\r\n\r\n");
        const [first, ...fields] = rest.slice(0, end).split("\r\n");
        const [, version, number] = /^HTTP\/(1\.[01]) (\d{3}) /.exec(first) ?? [];
        const status = Number(number);
        if (end < 0 || !status) throw new Error(`no HTTP answer: ${JSON.stringify(rest.slice(0, 200))}`);
        const headers = new Headers(fields.map((field) => /^([^:]+): ?(.*)$/.exec(field).slice(1)));
        rest = rest.slice(end + 4);
        if (status < 200) continue;
        const hasBody = methods[answers.length] !== "HEAD" && status !== 204 && status !== 304;
        const size = hasBody ? Number(headers.get("content-length")) : 0;
        const body = rest.slice(0, size);
        rest = rest.slice(size);
        const isProblem = headers.get("content-type") === "application/problem+json" && body !== "";
        const connection = headers.get("connection");
        const closes = connection === "close" || (version === "1.0" && connection !== "keep-alive");
        answers.push({ status, headers, body, closes, code: isProblem ? JSON.parse(body).code : null });
    }
    return answers;
}

/** The status of the first answer to a request after which the line may stay open. */
export function firstStatus(url, text) {
    const { hostname, port } = new URL(url);
    return new Promise((resolve) => {
        let came = "";
        const line = connect({ host: hostname, port }, () => line.write(Buffer.from(text, "latin1")));
        line.on("data", (bytes) => {
            came += bytes.toString("latin1");
            if (came.includes("\r\n\r\n")) line.destroy();
        });
        line.on("error", () => {});
        line.on("close", () => resolve(Number(/^HTTP\/1\.[01] (\d{3})/.exec(came)?.[1])));
    });
}

/** One request, or several, as text; CR and LF stand in it as they are meant. */
export async function ask(url, text, { methods, ...options } = {}) {
    const bytes = Buffer.from(text, "latin1");
    return answersIn(await exchange(url, bytes, options), methods ?? [text.slice(0, 5) === "HEAD " ? "HEAD" : ""]);
}
