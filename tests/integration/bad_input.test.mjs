// SPDX-License-Identifier: Apache-2.0
// Whatever comes in broken gets one clear answer and loses nothing.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { copyFile, open, writeFile } from "node:fs/promises";
import { join as path } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { Hall, jamhall, openPlan } from "../support/hall.mjs";
import { Jammer } from "../support/jammer.mjs";

const data = [process.env.JAMHALL_DATA, "../shared/data"].find((folder) => folder && existsSync(folder));
const without = (name) => (data && existsSync(path(data, name)) ? false : `no ${name} data on this machine`);
const roster = "email,name,roles\nada@example.org,Ada,participant\nolga@example.org,Olga,organizer\n";

async function opened(t) {
    const hall = await Hall.open(t);
    const jam = await hall.createJam(openPlan());
    const links = await hall.invite(jam, roster);
    const ada = await Jammer.join(hall, jam, links.get("ada@example.org").token, { keepsFrames: true });
    return { hall, jam, links, ada };
}

/** Sends raw text and gives the refusal. */
async function refusal(jammer, text) {
    const answer = jammer.next((frame) => frame.type === "refused");
    jammer.raw(text);
    return await answer;
}

test("a broken frame is refused by name and the connection stays", async (t) => {
    const { ada } = await opened(t);
    const idea = { do: "add_post", ref: 1, forum: "floor", kind: "idea", text: "ok" };
    const cases = [
        ["{", "bad_json"],
        ["", "bad_json"],
        ["[1]", "bad_json"],
        ["null", "bad_json"],
        [JSON.stringify({ ref: 1 }), "bad_field", "do"],
        [JSON.stringify({ do: "dance", ref: 1 }), "unknown_command"],
        [JSON.stringify({ do: 3, ref: 1 }), "bad_field", "do"],
        [JSON.stringify({ ...idea, extra: 1 }), "bad_field", "extra"],
        [JSON.stringify({ ...idea, text: 7 }), "bad_field", "text"],
        [JSON.stringify({ ...idea, text: " \n\t " }), "bad_field", "text"],
        [JSON.stringify({ ...idea, text: "a\u0007b" }), "bad_field", "text"],
        [JSON.stringify({ ...idea, text: "x".repeat(5001) }), "text_too_long", "text"],
        [JSON.stringify({ ...idea, forum: "nowhere" }), "no_such_forum", "forum"],
        [JSON.stringify({ ...idea, kind: "poem" }), "bad_field", "kind"],
        [JSON.stringify({ ...idea, builds_on: 99 }), "no_such_post", "builds_on"],
        [JSON.stringify({ do: "cast_ballot", ref: 1, post: 99, choice: "support" }), "no_such_post", "post"],
        [JSON.stringify({ do: "cast_ballot", ref: 1, post: 1.5, choice: "support" }), "bad_field", "post"],
        [JSON.stringify({ do: "cast_ballot", ref: 1, post: -1, choice: "support" }), "bad_field", "post"],
        [JSON.stringify({ do: "watch", ref: 1, feeds: { "forum/none": 0 } }), "unknown_feed"],
        [JSON.stringify({ do: "watch", ref: 1, feeds: ["lobby"] }), "bad_field", "feeds"],
        [JSON.stringify({ ...idea, key: "k".repeat(65) }), "bad_field", "key"],
        ['{"do":"add_post","ref":1,"ref":2,"forum":"floor","kind":"idea","text":"ok"}', "bad_json"],
    ];
    for (const [text, code, field] of cases) {
        const refused = await refusal(ada, text);
        assert.equal(refused.code, code, `${text.slice(0, 80)} -> ${JSON.stringify(refused)}`);
        if (field) assert.ok(refused.field.includes(field), `${text.slice(0, 80)} names ${refused.field}`);
        assert.ok(refused.message.length > 10, "a sentence for people");
        if (code === "bad_json") assert.equal(refused.ref, null);
    }
    assert.equal((await ada.do("add_post", { forum: "floor", kind: "idea", text: "Still here" })).post, 1);
    await ada.leave();
});

test("a frame over 64 KiB closes with 1009, bytes that are no UTF-8 with 1007", async (t) => {
    const { hall, jam, links, ada } = await opened(t);
    ada.raw("x".repeat(64 * 1024 + 1));
    assert.equal(await ada.closed, 1009);
    const again = await Jammer.join(hall, jam, links.get("ada@example.org").token);
    again.raw(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]));
    assert.ok([1003, 1007].includes(await again.closed));
});

test("every file of the JSON suite is answered, none breaks anything", { skip: without("json-suite") }, async (t) => {
    const { hall, jam, ada } = await opened(t);
    let sent = 0;
    for (const folder of ["test_parsing", "test_transform"])
        for (const name of readdirSync(path(data, "json-suite", folder))) {
            const bytes = readFileSync(path(data, "json-suite", folder, name));
            if (bytes.length > 64 * 1024) continue;
            const response = await hall.request("POST", `/api/v1/jams/${jam}/commands`, { body: bytes });
            assert.ok([400, 413].includes(response.status), `${name}: ${response.status}`);
            assert.ok((await response.json()).code, name);
            const isText = Buffer.from(bytes.toString("utf8"), "utf8").equals(bytes);
            if (isText) await refusal(ada, bytes.toString("utf8"));
            sent += 1;
        }
    t.diagnostic(`${sent} files`);
    await ada.do("add_post", { forum: "floor", kind: "idea", text: "Still here" });
    await ada.leave();
});

test("nasty texts are kept exactly or refused by name", { skip: without("nasty-text") }, async (t) => {
    const { hall, jam, ada } = await opened(t);
    const texts = new Set(JSON.parse(readFileSync(path(data, "nasty-text", "blns.json"), "utf8")));
    for (const name of readdirSync(path(data, "nasty-text")).filter((file) => file.endsWith(".txt") && !file.startsWith("utf8")))
        for (const line of readFileSync(path(data, "nasty-text", name), "utf8").split("\n")) texts.add(line);
    const kept = new Map();
    let refused = 0;
    await Promise.all(
        [...texts].map(async (text) => {
            const answer = await ada.send("add_post", { forum: "floor", kind: "idea", text });
            if (answer.type === "reply") kept.set(answer.post, text);
            else {
                assert.ok(["bad_field", "text_too_long"].includes(answer.code), JSON.stringify(answer));
                assert.equal(answer.field, "text");
                refused += 1;
            }
        }),
    );
    const normal = (text) => text.replace(/\r\n?/g, "\n").normalize("NFC").replace(/^\p{White_Space}+|\p{White_Space}+$/gu, "");
    let shown = 0;
    for (let after = null; ; ) {
        const page = await hall.json("GET", `/api/v1/jams/${jam}/forums/floor/posts?order=newest&limit=200${after ? `&after=${encodeURIComponent(after)}` : ""}`);
        for (const post of page.posts) {
            assert.equal(post.text, normal(kept.get(post.post)));
            shown += 1;
        }
        after = page.next;
        if (after === null) break;
    }
    assert.equal(shown, kept.size);
    t.diagnostic(`${kept.size} kept, ${refused} refused`);
    for (const text of kept.values()) {
        const found = await hall.request("GET", `/api/v1/jams/${jam}/search?q=${encodeURIComponent(text.slice(0, 200).toWellFormed())}`);
        assert.ok([200, 400].includes(found.status), `searching ${JSON.stringify(text)}: ${found.status}`);
        await found.arrayBuffer();
    }
    const verified = await jamhall("verify", hall.jamFile(jam));
    assert.equal(verified.code, 0, verified.stderr);
    await ada.leave();
});

test("a wrong plan is refused whole with every fault's pointer", async (t) => {
    const hall = await Hall.open(t);
    const wrong = {
        plan_version: 2, title: "", time_zone: "Mars/Olympus", starts_at: "yesterday",
        forums: [{ id: "A B", title: "x" }, { id: "ok", title: "x", question: "?" }, { id: "ok", title: "x", question: "?" }],
        agenda: [{ id: "a", kind: "party", lasts: "PT5X" }, { id: "b", kind: "ideate" }, { id: "c", kind: "prioritise", lasts: "PT1H", switches: { ballot: "shout", order: "best" } }],
        surprise: true,
    };
    const response = await hall.request("POST", "/api/v1/jams", { body: JSON.stringify(wrong) });
    assert.equal(response.status, 400);
    assert.match(response.headers.get("content-type"), /^application\/problem\+json/);
    const pointers = (await response.json()).faults.map((fault) => fault.pointer);
    for (const expected of ["/plan_version", "/title", "/time_zone", "/starts_at", "/forums/0/id", "/forums/2/id", "/agenda/0/kind", "/agenda/0/lasts", "/agenda/1", "/agenda/2/switches/ballot", "/agenda/2/switches/order", "/surprise"])
        assert.ok(pointers.some((pointer) => pointer === expected || pointer.startsWith(`${expected}/`)), `${expected} in ${pointers}`);
    for (const [local, zone] of [["2027-03-28T01:30", "Europe/London"], ["2027-10-31T01:30", "Europe/London"]]) {
        const faults = (await (await hall.request("POST", "/api/v1/jams", { body: JSON.stringify(openPlan({ starts_at: local, time_zone: zone })) })).json()).faults;
        assert.equal(faults.length, 1);
        assert.equal(faults[0].pointer, "/starts_at");
        assert.match(faults[0].message, /0[0-2]:[0-5]0/, "both candidates are named");
    }
    assert.deepEqual((await hall.json("GET", "/api/v1/jams")).jams, []);
});

test("a roster with bad lines is refused whole, or its good lines are taken", async (t) => {
    const hall = await Hall.open(t);
    const jam = await hall.createJam(openPlan());
    const bad = "email,name,roles,ward\nada@example.org,Ada,participant,north\nnot-an-address,Bob,,x\nben@example.org,Ben,emperor,x\n\"broken,Cy,,\n";
    const post = (query) => hall.json("POST", `/api/v1/jams/${jam}/roster${query}`, { body: bad, type: "text/csv" }).catch((error) => error);
    const refused = await hall.request("POST", `/api/v1/jams/${jam}/roster`, { body: bad, type: "text/csv" });
    const told = await refused.json();
    const lines = (told.refused ?? told.faults ?? []).map((line) => line.line);
    assert.ok(lines.includes(3) && lines.includes(4), JSON.stringify(told));
    assert.equal((await hall.json("GET", `/api/v1/jams/${jam}/people`)).people.length, 0, "nothing was taken");
    const partial = await post("?partial=true");
    assert.equal(partial.added, 1);
    assert.deepEqual((await hall.json("GET", `/api/v1/jams/${jam}/people`)).people.map((person) => person.email), ["ada@example.org"]);
});

test("a port in use, a folder that cannot be written and a wrong flag are said in one line", async (t) => {
    const hall = await Hall.open(t);
    const port = new URL(hall.url).port;
    const taken = await jamhall("serve", "--listen", `127.0.0.1:${port}`, "--data", path(hall.folder, "other"));
    assert.equal(taken.code, 1);
    assert.match(taken.stderr.trim(), /in use/);
    assert.equal(taken.stderr.trim().split("\n").length, 1);
    const second = await jamhall("serve", "--listen", "127.0.0.1:0", "--data", hall.data);
    assert.equal(second.code, 1, "two servers on one folder");
    assert.match(second.stderr, /another jamhall serves this folder/);
    await writeFile(path(hall.folder, "file"), "x");
    const unwritable = await jamhall("serve", "--listen", "127.0.0.1:0", "--data", path(hall.folder, "file"));
    assert.equal(unwritable.code, 1);
    assert.equal((await jamhall("serve", "--no-such-flag")).code, 2);
    assert.equal((await jamhall("no-such-command")).code, 2);
    for (const command of [["serve"], ["demo"], ["jam", "create"], ["jam", "list"], ["jam", "show"], ["jam", "cancel"], ["roster", "import"], ["roster", "links"], ["report"], ["export"], ["verify"], ["backup"], ["restore"], ["doctor"]]) {
        const help = await jamhall(...command, "--help");
        assert.equal(help.code, 0, command.join(" "));
        assert.ok(help.stdout.length > 40);
    }
});

test("a changed, damaged or newer jam file is told apart from a sound one", async (t) => {
    const { hall, jam, ada } = await opened(t);
    await ada.do("add_post", { forum: "floor", kind: "idea", text: "Benches" });
    await ada.leave();
    await hall.kill("SIGTERM");
    const sound = hall.jamFile(jam);
    assert.equal((await jamhall("verify", sound)).code, 0);
    const copy = async (name) => {
        const to = path(hall.folder, name);
        await copyFile(sound, to);
        return to;
    };
    const changed = await copy("changed.jam");
    const db = new DatabaseSync(changed);
    db.exec("UPDATE post SET text = 'Ditches' WHERE id = 1");
    db.close();
    const told = await jamhall("verify", changed);
    assert.equal(told.code, 1);
    assert.match(told.stdout + told.stderr, /post/);
    const newer = await copy("newer.jam");
    const later = new DatabaseSync(newer);
    later.exec("PRAGMA user_version = 999");
    later.close();
    assert.equal((await jamhall("verify", newer)).code, 1);
    const damaged = await copy("damaged.jam");
    const file = await open(damaged, "r+");
    await file.write(Buffer.alloc(4096, 0x41), 0, 4096, 0);
    await file.close();
    assert.equal((await jamhall("verify", damaged)).code, 1);
    assert.equal((await jamhall("verify", path(hall.folder, "missing.jam"))).code, 1);

    await copyFile(damaged, sound);
    await hall.start();
    assert.equal((await hall.request("GET", `/api/v1/jams/${jam}`)).status, 404, "a damaged jam is not served");
    assert.match(hall.stderr, /cannot be opened/);
    const other = await hall.createJam(openPlan({ title: "Another" }));
    assert.ok(other, "the hall goes on");
});

test("a full disk refuses writing, keeps reading, and writing resumes by itself", { skip: process.getuid() !== 0 && "needs root for a small file system" }, async (t) => {
    const { execFileSync } = await import("node:child_process");
    const { mkdtempSync } = await import("node:fs");
    const { tmpdir } = await import("node:os");
    const folder = mkdtempSync(path(tmpdir(), "jamhall-full-"));
    try {
        execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], { stdio: "ignore" });
    } catch {
        return t.skip("this machine mounts no small file system");
    }
    t.after(() => execFileSync("umount", ["-l", folder]));
    const hall = await Hall.open(null, { folder });
    t.after(() => hall.kill("SIGTERM"));
    const jam = await hall.createJam(openPlan());
    const links = await hall.invite(jam, roster);
    const ada = await Jammer.join(hall, jam, links.get("ada@example.org").token);
    const acknowledged = [];
    let failed = null;
    for (let i = 0; i < 3_000 && !failed; i += 1) {
        const answer = await ada.send("add_post", { forum: "floor", kind: "idea", text: `${i} ${"brick ".repeat(300)}` });
        if (answer.type === "reply") acknowledged.push(answer.post);
        else failed = answer;
    }
    assert.equal(failed?.code, "storage_failed");
    assert.ok(acknowledged.length > 10);
    const page = await hall.json("GET", `/api/v1/jams/${jam}/forums/floor/posts?limit=10`);
    assert.equal(page.posts.length, 10, "reading goes on");
    assert.equal((await hall.request("GET", "/readyz")).status, 503);
    execFileSync("mount", ["-o", "remount,size=64m", folder]);
    let resumed = null;
    for (let i = 0; i < 50 && resumed?.type !== "reply"; i += 1) {
        resumed = await ada.send("add_post", { forum: "floor", kind: "idea", text: "Room again" });
        if (resumed.type !== "reply") await new Promise((resolve) => setTimeout(resolve, 200));
    }
    assert.equal(resumed.type, "reply");
    const db = new DatabaseSync(hall.jamFile(jam), { readOnly: true });
    const stored = new Set(db.prepare("SELECT id FROM post").all().map((row) => row.id));
    db.close();
    for (const post of acknowledged) assert.ok(stored.has(post), `acknowledged post ${post} is there`);
    await ada.leave();
    await hall.kill("SIGTERM");
    assert.equal((await jamhall("verify", hall.jamFile(jam))).code, 0);
});

test("data folder and token are readable by their owner only", async (t) => {
    const { stat } = await import("node:fs/promises");
    const hall = await Hall.open(t);
    assert.equal((await stat(hall.data)).mode & 0o777, 0o700);
    assert.equal((await stat(path(hall.data, "admin.token"))).mode & 0o777, 0o600);
});
