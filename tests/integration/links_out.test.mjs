// SPDX-License-Identifier: Apache-2.0
// `jamhall roster links`: where the links cannot be written to, none is made or ended; and what is lost is told.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { binary, Hall, jamhall, openPlan } from "../support/hall.mjs";
import { canTrace, readTrace } from "../support/strace.mjs";

/** A hall with Ada, who has a link, and Ben, who has none yet. */
async function invited(t) {
    const hall = await Hall.open(t);
    const jam = await hall.createJam(openPlan());
    const ada = (await hall.invite(jam, "email,name\nada@example.org,Ada\n")).get("ada@example.org");
    await hall.json("POST", `/api/v1/jams/${jam}/roster`, { body: "email,name\nben@example.org,Ben\n", type: "text/csv" });
    const isGood = async () => (await hall.request("GET", `/api/v1/jams/${jam}`, { token: ada.token })).status === 200;
    return { hall, links: ["roster", "links", jam, "--server", hall.url, "--data", hall.data], isGood };
}

/** Runs the program in a shell, after `before` and with `after` behind it. */
async function inShell(before, args, after = "") {
    const line = `${before} "$0" "$@" ${after}`;
    return await promisify(execFile)("bash", ["-c", line, binary, ...args]).then((done) => ({ code: 0, ...done }), (error) => error);
}

test("links that could not be written out are neither made nor ended", async (t) => {
    const { hall, links, isGood } = await invited(t);
    const folder = join(hall.folder, "out");
    await mkdir(folder);
    for (const out of [join(hall.folder, "nowhere", "links.csv"), folder, join(hall.data, "admin.token", "links.csv")]) {
        const done = await jamhall(...links, "--renew-all", "--out", out);
        assert.equal(done.code, 1);
        assert.match(done.stderr, /^jamhall: Cannot write \S+: [A-Z][^.]+\.\n$/);
        assert.ok(await isGood(), out);
    }
    const closed = await inShell("", [...links, "--renew-all"], ">&-");
    assert.equal(closed.code, 1);
    assert.match(closed.stderr, /Standard output is closed, so no links were made/);
    assert.ok(await isGood());

    const file = join(folder, "links.csv");
    const away = await jamhall(...links.with(4, "http://127.0.0.1:9"), "--out", file);
    assert.match(away.stderr, /Cannot reach the server/);
    assert.deepEqual(await readdir(folder), [], "nothing is left of it");
    assert.equal((await jamhall(...links, "--out", file)).code, 0);
    assert.match(await readFile(file, "utf8"), /ben@example\.org/, "Ben's were not made before");
    assert.deepEqual(await readdir(folder), ["links.csv"]);
});

test("links that are lost while they are written are told, with what brings new ones", async (t) => {
    const { hall, links } = await invited(t);
    const full = await inShell("", links, ">/dev/full");
    assert.equal(full.code, 1);
    assert.match(full.stderr, /No space left on device\. The links were made.* with --renew-all/);
    const out = join(hall.folder, "links.csv");
    const tooLarge = await inShell("trap '' XFSZ; ulimit -f 0;", [...links, "--renew-all", "--out", out]);
    assert.equal(tooLarge.code, 1);
    assert.match(tooLarge.stderr, /File too large\. The links were made.* Run this again: it makes new ones/);
    assert.deepEqual((await readdir(hall.folder)).filter((name) => name.startsWith("links")), []);
    const listed = await inShell("", ["jam", "list", ...links.slice(3)], ">/dev/full");
    assert.equal(listed.code, 1);
    assert.equal(listed.stderr, "jamhall: Cannot print: No space left on device.\n");
});

test("a file of links is durable before it is told: bytes, name, folder", { skip: !canTrace && "strace cannot trace here" }, async (t) => {
    const { hall, links } = await invited(t);
    const trace = join(hall.folder, "trace");
    const out = join(hall.folder, "links.csv");
    await promisify(execFile)("strace", ["-f", "-y", "-o", trace, "-e", "trace=fsync,rename,write", binary, ...links, "--out", out]);
    const calls = readTrace(await readFile(trace, "utf8"));
    const at = (call, what) => calls.findIndex((each) => each.call === call && each.args.includes(what));
    const order = [at("fsync", "links.csv.part>"), at("rename", "links.csv.part"), at("fsync", `${hall.folder}>`), at("write", "wrote ")];
    assert.ok(order.every((place, index) => place >= 0 && place > (order[index - 1] ?? -1)), String(order));
});
