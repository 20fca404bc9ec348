// SPDX-License-Identifier: Apache-2.0
// What RFC 9112 makes of bytes, read as strictly as it may be read: a second opinion beside the server's own reader.
// Extensions of chunks, trailers, an empty line in front and authority and asterisk forms are refused as well: nobody
// needs them here, and each has been a way to smuggle a request.

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const requestLine = new RegExp(`^(${token}) ([\\x21-\\x7e]+) HTTP/(\\d\\.\\d)$`);
const fieldLine = new RegExp(`^(${token}):[\\t ]*([\\t\\x20-\\x7e\\x80-\\xff]*?)[\\t ]*$`);
const unfinishedLine = /^[\t\x20-\x7e\x80-\xff]*\r?$/;
const host = /^([A-Za-z0-9._-]+|\[[0-9a-fA-F:.]+\])(:\d{0,5})?$/;

const refused = { kind: "refused" };

/** The head at the front: {fields, method, target, version, size}, `refused`, or null when more may follow. */
function readHead(text) {
    const lines = text.split("\r\n");
    const head = { fields: [], size: 0 };
    for (const [index, line] of lines.entries()) {
        if (index === lines.length - 1) return unfinishedLine.test(line) ? null : refused;
        head.size += line.length + 2;
        if (index > 0 && line === "") return head;
        const parts = (index === 0 ? requestLine : fieldLine).exec(line);
        if (!parts) return refused;
        if (index > 0) head.fields.push([parts[1].toLowerCase(), parts[2]]);
        else {
            [head.method, head.target, head.version] = parts.slice(1);
            if (!["1.0", "1.1"].includes(head.version)) return refused;
        }
    }
    return null;
}

const isTarget = (target) => {
    const path = target.replace(/^https?:\/\/[^/]+/, "") || "/";
    try {
        // Escapes must be whole and spell UTF-8; a zero byte is in no name.
        return path.startsWith("/") && !decodeURIComponent(path.replace(/#.*/, "")).includes("\0");
    } catch {
        return false;
    }
};

/** Size and state of a chunked body at the front. */
function readChunks(text) {
    let at = 0;
    for (;;) {
        const line = /^([0-9a-fA-F]{1,15})\r\n/.exec(text.slice(at, at + 32));
        if (!line) return { kind: /^[0-9a-fA-F]{0,15}\r?$/.test(text.slice(at)) ? "unfinished" : "refused" };
        const size = parseInt(line[1], 16);
        at += line[0].length;
        const end = text.slice(at + size, at + size + 2);
        if (!"\r\n".startsWith(end)) return refused;
        if (end !== "\r\n") return { kind: "unfinished" };
        at += size + 2;
        if (size === 0) return { kind: "whole", size: at };
    }
}

/** How the head says where its body ends: {length}, {isChunked} or `refused`. */
function framing({ fields, version }) {
    const all = (name) => fields.filter(([each]) => each === name).map(([, value]) => value);
    const [lengths, codings, hosts] = ["content-length", "transfer-encoding", "host"].map(all);
    if (hosts.length > 1 || (hosts.length === 0 && version === "1.1") || !hosts.every((each) => host.test(each))) return refused;
    if (lengths.length + codings.length > 1 || !lengths.every((each) => /^\d{1,18}$/.test(each))) return refused;
    if (all("content-encoding").some((each) => each.toLowerCase() !== "identity")) return refused;
    if (codings.length === 0) return { length: Number(lengths[0] ?? 0) };
    return version === "1.1" && codings[0].toLowerCase() === "chunked" ? { isChunked: true } : refused;
}

function readBody({ isChunked, length }, text) {
    if (isChunked) return readChunks(text);
    if (length > 64 * 1024) return refused;
    return { kind: text.length < length ? "unfinished" : "whole", size: length };
}

function goesOn({ fields, version }) {
    const tokens = fields.filter(([name]) => name === "connection").flatMap(([, value]) => value.toLowerCase().split(/[\t ]*,[\t ]*/));
    return version === "1.1" ? !tokens.includes("close") : tokens.includes("keep-alive");
}

/**
 * What a server must say to these bytes, when the client then ends its side: [{method, kind: "answered" | "refused"}].
 * `readsBody(method, target)` says which requests have their body read; after any other that has one the line ends.
 */
export function expectedAnswers(bytes, readsBody) {
    let text = bytes.toString("latin1");
    const answers = [];
    while (text !== "") {
        const head = readHead(text);
        if (head === null) return answers;
        if (head.kind) return [...answers, { ...head, method: "" }];
        const { method, target } = head;
        const frame = framing(head);
        if (frame.kind || !isTarget(target)) return [...answers, { kind: "refused", method }];
        const hasBody = frame.isChunked || frame.length > 0;
        if (hasBody && !readsBody(method, target)) return [...answers, { kind: "answered", method }];
        const body = readBody(frame, text.slice(head.size));
        if (body.kind !== "whole") return [...answers, { kind: "refused", method }];
        answers.push({ kind: "answered", method });
        if (!goesOn(head)) return answers;
        text = text.slice(head.size + body.size);
    }
    return answers;
}
