// SPDX-License-Identifier: Apache-2.0
// The server under strace: whether that works here, whom to signal, and what a trace says.
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";

/** Whether programs can be traced here at all (package strace, and a kernel that lets us). */
export const canTrace = spawnSync("strace", ["-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync", "true"]).status === 0;

/** The process that a traced program is: strace's child. */
export async function childOf(pid) {
    const children = (await readFile(`/proc/${pid}/task/${pid}/children`, "utf8")).trim().split(" ");
    return Number(children[0]);
}

/** A trace written with -f -o, as calls in the order they began: {call, args, begins, ends, result}. Units: lines. */
export function readTrace(text) {
    const calls = [];
    const open = new Map(); // thread -> call that has not returned
    text.split("\n").forEach((line, at) => {
        const begun = /^(\d+) +(\w+)\((.*)$/s.exec(line);
        const resumed = /^(\d+) +<\.\.\. (\w+) resumed>(.*)$/s.exec(line);
        const result = Number(/\) += (-?\d+)/.exec(line)?.[1] ?? NaN);
        if (resumed) {
            const call = open.get(resumed[1]);
            if (call) Object.assign(call, { ends: at, result });
            open.delete(resumed[1]);
        } else if (begun) {
            const call = { call: begun[2], args: begun[3], begins: at, ends: at, result };
            calls.push(call);
            if (line.endsWith("<unfinished ...>")) open.set(begun[1], Object.assign(call, { ends: Infinity }));
        }
    });
    return calls;
}
