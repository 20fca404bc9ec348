// SPDX-License-Identifier: Apache-2.0
// `jamhall demo`: its example goes on with the same links, and a hall that is no example is left as it is.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { binary, Hall, jamhall, openPlan } from "../support/hall.mjs";

const example = (data) => ["demo", "--data", data, "--listen", "127.0.0.1:0", "--crowd", "0"];

/** Starts the example, reads the links it prints, and ends it: "JAM#TOKEN" of each person. */
async function linksOf(data) {
    const child = spawn(binary, example(data), { stdio: ["ignore", "pipe", "pipe"] });
    const ended = new Promise((resolve) => child.once("close", resolve));
    let said = "";
    child.stderr.on("data", (bytes) => (said += bytes));
    await new Promise((resolve) => {
        child.stdout.on("data", (bytes) => (said += bytes).includes("the same command goes on later") && resolve());
        void ended.then(resolve);
    });
    child.kill("SIGTERM");
    assert.equal(await ended, 0, said);
    return [...said.matchAll(/\/j\/(\S+#\S+) /g)].map(([, link]) => link);
}

test("the example goes on where it was, with the same links, and also when its first start was cut short", async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "jamhall-test-"));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const data = join(folder, "data");
    const first = await linksOf(data);
    assert.equal(first.length, 4);
    assert.deepEqual(await linksOf(data), first);
    const [kept] = (await readdir(data)).filter((name) => name.endsWith(".links.csv"));
    await rm(join(data, kept));
    const renewed = await linksOf(data);
    assert.deepEqual(renewed.map((link) => link.split("#")[0]), first.map((link) => link.split("#")[0]), "the same jam");
    assert.notDeepEqual(renewed, first);
});

test("a hall whose jam is another one is refused before anybody is added or loses a link", async (t) => {
    const hall = await Hall.open(t);
    for (const title of ["Open floor", "Thornmere Together"]) {
        const jam = await hall.createJam(openPlan({ title }));
        const people = await hall.invite(jam, "email,name\nada@example.org,Ada\nben@example.org,Ben\n");
        await hall.kill("SIGTERM");
        const done = await jamhall(...example(hall.data), { timeout: 60_000 });
        assert.equal(done.code, 1);
        assert.deepEqual((await readdir(hall.data)).filter((name) => name.endsWith(".csv")), []);
        assert.match(done.stderr, new RegExp(`runs ${jam}, which is not the example`));
        await hall.start();
        for (const { token } of people.values()) assert.equal((await hall.request("GET", `/api/v1/jams/${jam}`, { token })).status, 200);
        const { added } = await hall.json("POST", `/api/v1/jams/${jam}/roster?dry_run=true`, { body: "email,name\nmiriam.okafor@thornmere.example,Miriam\n", type: "text/csv" });
        assert.equal(added, 1, "nobody of the example is there");
        await hall.request("POST", `/api/v1/jams/${jam}/commands`, { body: JSON.stringify({ do: "cancel_jam", note: "Over" }) });
    }
});
