// SPDX-License-Identifier: Apache-2.0
// Erasure, holds, retention, what one may take along and what is noted, from outside: by the bytes of the data folder, by
// what pages and feeds say, and by a power cut right behind the reply. Rules ER1 to EX1.
import assert from "node:assert/strict";
import { copyFile, readFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import yauzl from "yauzl";
import { CookieBrowser } from "../support/cookie_browser.mjs";
import { Hall, jamhall } from "../support/hall.mjs";
import { Scene, comment, idea, refused, told, twoForums } from "../support/scene.mjs";

/** Every file below a folder with its bytes. */
async function bytesBelow(folder) {
    const found = [];
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
        if (entry.isFile())
            try {
                found.push([entry.name, await readFile(join(entry.parentPath ?? entry.path, entry.name))]);
            } catch (error) {
                if (error.code !== "ENOENT") throw error; // a snapshot that was just replaced
            }
    return found;
}

/** The forms in which a text may stand somewhere. */
function formsOf(text) {
    const forms = new Set();
    for (const form of [text, text.normalize("NFC"), text.normalize("NFD")])
        for (const each of [form, JSON.stringify(form).slice(1, -1), form.toLowerCase(), form.toUpperCase(),
            [...form].map((c) => (c.codePointAt(0) > 126 ? [...c].map((u) => `\\u${u.charCodeAt(0).toString(16).padStart(4, "0")}`).join("") : c)).join("")])
            forms.add(each);
    return [...forms].map((form) => Buffer.from(form, "utf8"));
}

/** Where one of the texts is left, in any form, in these files. */
function leftIn(files, texts) {
    const left = [];
    for (const [name, bytes] of files) {
        const lower = Buffer.from(bytes.toString("latin1").toLowerCase(), "latin1");
        for (const text of texts)
            if (formsOf(text).some((form) => bytes.includes(form) || lower.includes(Buffer.from(form.toString("latin1").toLowerCase(), "latin1"))))
                left.push(`${name}: ${text.slice(0, 40)}`);
    }
    return left;
}

const name = "Zoë Quillfeather-Ångström";
const address = "Zoe.Quillfeather@Example.ORG";
const texts = {
    idea: "The brass heron on “Gasworks” bridge needs a roof — façade №7\nsecond line",
    edited: "The copper heron on the old bridge needs two roofs — façade №8",
    long: `A long one: ${Array.from({ length: 400 }, (_, i) => `heronword${i * 31}`).join(" ")}`.slice(0, 4900),
    comment: "My sister Ulrike Wintergarten saw the heron first",
    flag: "This post mentions my flat on Pelican Quay",
    appeal: "I only described the heron of Pelican Quay",
    asked: "I moved to Wolverhaven and want this gone",
};
const zoesTexts = [name, "Quillfeather", address, "Heronsgate-Ward", "heronword3100", ...Object.values(texts)];

/** A jam in which Zoë did whatever one can do. */
async function busyScene(test, plan = twoForums()) {
    // What is due is erased at once, instead of after an hour in which a wrong clock might be set right.
    const hall = await Hall.open(test, { config: "[records]\nhesitation_minutes = 0\n" });
    const scene = await Scene.open(test, plan, { hall });
    const more = await hall.invite(scene.jam, `email,name,ward\n${address},${name},Heronsgate-Ward`);
    scene.people = new Map([...scene.people, ["zoe@example.org", more.get(address)]]);
    const [olga, rex, ben, fay, zoe] = await scene.join("olga", "rex", "ben", "fay", "zoe");
    await zoe.do("join", { charter: 1, rules: 1, privacy: 1 });
    const posts = {
        bens: await idea(ben, "Benches for the market square"),
        idea: await idea(zoe, texts.idea),
        long: await idea(zoe, texts.long),
    };
    await zoe.do("edit_post", { post: posts.idea, text: texts.edited });
    posts.comment = await comment(zoe, posts.bens, texts.comment);
    await zoe.do("raise_flag", { post: posts.bens, rule: "civil", note: texts.flag });
    for (const post of [posts.bens, posts.idea]) for (const line of [zoe, ben]) await line.do("cast_ballot", { post, choice: "support" });
    await zoe.do("follow", { post: posts.bens });
    await zoe.do("mark_read", { feed: "forum/floor", offset: 5 });
    const poll = (await olga.do("open_poll", { forum: null, question: "Tea?", options: ["Yes", "No"], kind: "single", results: "live", minutes: 60 })).poll;
    await zoe.do("answer_poll", { poll, options: [0] });
    await fay.do("hide_post", { post: posts.idea, rule: "private", note: "It tells where she lives" });
    await zoe.do("appeal", { post: posts.idea, text: texts.appeal });
    await olga.do("decide_appeal", { post: posts.idea, uphold: false, note: "It names a street" });
    await zoe.do("ask_erasure", { what: "everything", note: texts.asked });
    return { hall, scene, olga, rex, ben, fay, zoe, posts };
}

/** The report's figures without what follows from attributes, which go with a person. */
function figures(report) {
    const { participation, ...rest } = report;
    const { by_attribute: _, ...counted } = participation;
    return JSON.parse(JSON.stringify({ participation: counted, ...rest }, (key, value) => (["text", "author", "title", "made_at_ms"].includes(key) ? undefined : value)));
}

test("ER1, ER4: after the reply no byte of a person is left, whatever happens next, and the figures stand", async (t) => {
    const { hall, scene, rex, ben, zoe, posts } = await busyScene(t);
    assert.notDeepEqual(leftIn(await bytesBelow(hall.data), [texts.edited]), []);
    await ben.watch({ "forum/floor": 0, [`thread/${posts.bens}`]: 0 });
    const before = figures(await scene.page("/report", "rex"));
    const requests = (await scene.page("/records", "rex")).requests;
    assert.deepEqual(requests.map(({ person, what, note }) => [person.name, what, note]), [[name, "everything", texts.asked]]);

    const person = zoe.hello.you.id;
    const preview = await scene.page(`/records/preview?person=${person}&what=everything`, "rex");
    assert.deepEqual(preview.posts, [posts.idea, posts.long, posts.comment]);
    assert.deepEqual(Object.fromEntries(preview.texts.map(({ type, texts }) => [type, texts])).post_added, 3);

    const gone = zoe.closed;
    await rex.do("erase_person", { person, what: "everything", note: "As asked" });
    await hall.kill("SIGKILL"); // right behind the reply
    const zoes = zoesTexts;
    assert.deepEqual(leftIn(await bytesBelow(hall.data), zoes), []);
    await hall.start(); // signs where the log stands
    await gone;

    assert.deepEqual(figures(await scene.page("/report", "rex")), before);
    const verified = await jamhall("verify", hall.jamFile(scene.jam), "--heads", join(hall.data, "heads", `${scene.jam}.heads`));
    assert.equal(verified.code, 0, verified.stderr);
    assert.deepEqual(await scene.refusal("/me", "zoe"), [401, "not_signed_in"]);
    for (const path of ["/forums/floor/posts", `/posts/${posts.bens}/thread`, "/search?q=heron", "/report", "/moderation", "/polls"])
        assert.deepEqual(leftIn([[path, Buffer.from(JSON.stringify(await scene.page(path, "rex")))]], zoes), []);
    const take = async (path) => {
        const answer = await hall.request("GET", `/api/v1/jams/${scene.jam}${path}`, { token: scene.token("rex") });
        assert.equal(answer.status, 200);
        return Buffer.from(await answer.arrayBuffer());
    };
    assert.deepEqual(leftIn([["report", await take("/report.html")]], zoes), []);
    const zip = await yauzl.fromBufferPromise(await take("/export.zip"));
    for await (const entry of zip.eachEntry())
        assert.deepEqual(leftIn([[entry.fileName, await buffer(await zip.openReadStreamPromise(entry))]], zoes), []);
    const thread = await scene.page(`/posts/${posts.bens}/thread`, "ben");
    assert.deepEqual(thread.comments.map(({ state, text }) => [state, text]), [["erased", null]]);
    assert.deepEqual((await scene.page("/records", "rex")).requests, []);
    await hall.kill("SIGTERM");
    assert.deepEqual(leftIn(await bytesBelow(hall.data), zoes), []);
    await hall.start();
});

test("ER1: watchers are told at once, and a backfill says the same", async (t) => {
    const { rex, ben, olga, posts } = await busyScene(t);
    await ben.watch({ "forum/floor": 0, [`thread/${posts.bens}`]: 0 });
    await rex.do("erase_post", { post: posts.comment, note: "Names a relative" });
    const live = await told(ben, `thread/${posts.bens}`, "erased");
    assert.deepEqual([live.post, live.text, live.state], [posts.comment, null, "erased"]);
    await olga.watch({ [`thread/${posts.bens}`]: 0 });
    const filled = await told(olga, `thread/${posts.bens}`, "erased");
    assert.deepEqual(filled, live);
    assert.equal((await told(olga, `thread/${posts.bens}`, "post_added", ({ post }) => post === posts.comment)).text, null);
    await rex.do("erase_post", { post: posts.bens, text: "Benches for [a square]" });
    assert.equal((await told(ben, `thread/${posts.bens}`, "erased", ({ post }) => post === posts.bens)).text, "Benches for [a square]");
});

test("ER6: the preview lists who else names a person, for redaction", async (t) => {
    const { scene, ben, rex, zoe } = await busyScene(t);
    const naming = await idea(ben, `I asked ${name} about it`);
    const mentioning = await idea(ben, `Thanks @[Z](person/${zoe.hello.you.id})`);
    const preview = await scene.page(`/records/preview?person=${zoe.hello.you.id}&what=identity`, "rex");
    assert.deepEqual(preview.named_in, [naming, mentioning]);
    assert.deepEqual(preview.posts, []);
    await rex.do("erase_post", { post: naming, text: "I asked somebody about it" });
    assert.deepEqual((await scene.page(`/records/preview?person=${zoe.hello.you.id}&what=identity`, "rex")).named_in, [mentioning]);
    assert.deepEqual(await scene.refusal("/records/preview?person=999", "rex"), [404, "no_such_person"]);
    assert.deepEqual(await scene.refusal("/records/preview", "rex"), [400, "bad_field"]);
});

test("ER5: an old backup that is put back is served without what was erased since", async (t) => {
    const { hall, scene, rex, zoe, posts } = await busyScene(t);
    const out = join(hall.folder, "backup");
    const copied = await jamhall("backup", "--data", hall.data, "--out", out);
    assert.equal(copied.code, 0);
    assert.match(copied.stdout, /its people were told that copies are kept for 35 days, but without --keep-days nothing removes this one/);
    const dated = ["backup", "--data", hall.data, "--out", join(hall.folder, "dated"), "--keep-days"];
    assert.match((await jamhall(...dated, "36")).stdout, /kept for 35 days, but these are kept for 36\n/);
    await rm(join(hall.folder, "dated"), { recursive: true });
    assert.doesNotMatch((await jamhall(...dated, "35")).stdout, /its people were told/);
    await rm(join(hall.folder, "dated"), { recursive: true });
    await rex.do("erase_person", { person: zoe.hello.you.id, what: "everything" });
    await hall.kill("SIGKILL");
    for (const beside of ["", "-wal", "-shm", "-snapshot"]) await rm(hall.jamFile(scene.jam) + beside, { force: true });
    await copyFile(join(out, "jams", `${scene.jam}.jam`), hall.jamFile(scene.jam));
    await rm(out, { recursive: true });
    assert.notDeepEqual(leftIn(await bytesBelow(hall.data), [texts.edited]), []);
    await hall.start();
    assert.deepEqual(leftIn(await bytesBelow(hall.data), zoesTexts), []);
    const verified = await jamhall("verify", hall.jamFile(scene.jam));
    assert.equal(verified.code, 0, verified.stderr);
    assert.equal((await scene.page(`/posts/${posts.bens}/thread`, "ben")).comments[0].state, "erased");
    const acts = (await scene.page("/records", "rex")).acts;
    assert.ok(acts.some(({ action, by }) => action === "erased" && by === null));
});

test("ER5: a file that is put back by hand, as it was, is served without what was erased since", async (t) => {
    const { hall, scene, rex, zoe } = await busyScene(t);
    const file = hall.jamFile(scene.jam);
    await hall.kill("SIGTERM");
    await copyFile(file, `${hall.folder}/by-hand.jam`);
    await hall.start();
    const [again] = await scene.join("rex");
    await again.do("erase_person", { person: zoe.hello.you.id, what: "everything" });
    await hall.kill("SIGTERM");
    for (const beside of ["-wal", "-shm", "-snapshot"]) await rm(file + beside, { force: true });
    await copyFile(`${hall.folder}/by-hand.jam`, file);
    await rm(`${hall.folder}/by-hand.jam`);
    assert.notDeepEqual(leftIn(await bytesBelow(hall.data), [texts.edited]), []);
    await hall.start();
    assert.deepEqual(leftIn(await bytesBelow(hall.data), zoesTexts), []);
    assert.equal((await jamhall("verify", file)).code, 0);
    assert.ok(rex.hello);
});

test("ER1: the sign-ins of an erased person are gone for good, whatever their browser does next", async (t) => {
    const { hall, scene, rex, zoe } = await busyScene(t);
    const other = await hall.createJam(twoForums({ title: "Another" }));
    const there = (await hall.invite(other, "email,name\nzoe@elsewhere.example,Zoe")).get("zoe@elsewhere.example").token;
    const browser = new CookieBrowser(hall);
    assert.equal((await browser.signIn({ token: scene.people.get("zoe@example.org").token, jam: scene.jam })).status, 200);
    assert.equal((await browser.signIn({ token: there, jam: other })).status, 200);
    const kept = () => {
        const on = new DatabaseSync(join(hall.data, "hall.db"), { readOnly: true });
        try {
            return on.prepare("SELECT jam FROM login_person ORDER BY jam").all().map(({ jam }) => jam);
        } finally {
            on.close();
        }
    };
    assert.deepEqual(kept(), [scene.jam, other].sort());
    await rex.do("erase_person", { person: zoe.hello.you.id, what: "identity" });
    assert.deepEqual(kept(), [other]);
    // The new sign-in takes over what the old one stood for.
    assert.equal((await browser.signIn({ token: there, jam: other })).status, 200);
    assert.deepEqual(kept(), [other]);
});

test("LH1: a hold stops the officer and the schedule, until it is lifted", async (t) => {
    const { hall, scene, rex, olga, zoe } = await busyScene(t, twoForums({ policies: { retention_days: 0 } }));
    await rex.do("set_legal_hold", { note: "Case 12/2027" });
    await refused(rex, "legal_hold", "erase_person", { person: zoe.hello.you.id, what: "identity" });
    await olga.do("close_jam");
    const held = await scene.page("/records", "rex");
    assert.equal(held.hold.note, "Case 12/2027");
    assert.notDeepEqual(leftIn(await bytesBelow(hall.data), [texts.edited]), []);
    assert.ok(held.retention.due.every(({ people }) => people > 0));
    await rex.do("lift_legal_hold", { note: "Settled" });
    // Now everything is due at once: the officer is erased too, so the files are asked.
    for (let tries = 0; ; tries += 1) {
        if (leftIn(await bytesBelow(hall.data), zoesTexts).length === 0) break;
        assert.ok(tries < 200, "the sweep did not come");
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await hall.kill("SIGTERM");
    assert.equal((await jamhall("verify", hall.jamFile(scene.jam))).code, 0);
    await hall.start();
});

test("MD1: everything held about a person is in what they download, and nothing of others' choices", async (t) => {
    const { hall, scene, posts } = await busyScene(t);
    const answer = await hall.request("GET", `/api/v1/jams/${scene.jam}/me/data.json`, { token: scene.token("zoe") });
    assert.match(answer.headers.get("content-disposition"), /attachment; filename=".*-my-data\.json"/);
    const whole = await answer.text();
    const data = JSON.parse(whole);
    for (const text of [name, address, "Heronsgate-Ward", ...Object.values(texts)]) assert.ok(whole.includes(JSON.stringify(text).slice(1, -1)), text);
    const { kept } = data;
    assert.equal(kept.ballots.length, 2);
    assert.equal(kept.poll_answers.length, 1);
    assert.deepEqual(kept.flags_raised.map(({ note }) => note), [texts.flag]);
    assert.deepEqual(kept.follows.map(({ target }) => target), [`post/${posts.bens}`]);
    assert.deepEqual(kept.read_marks.map(({ feed }) => feed), ["forum/floor"]);
    assert.deepEqual(kept.decisions_about_me.map(({ action, note, actor }) => [action, note, actor]), [["hidden", "It tells where she lives", undefined], ["appeal refused", "It names a street", undefined]]);
    assert.ok(data.posts_seen.includes(posts.bens));
    assert.ok(!whole.includes("token_hash"));
    const bens = await (await hall.request("GET", `/api/v1/jams/${scene.jam}/me/data.json`, { token: scene.token("ben") })).text();
    assert.deepEqual(leftIn([["ben", Buffer.from(bens)]], zoesTexts.filter((text) => text !== "Quillfeather")), []);
});

test("PN1: the notice in force, its version, and what one accepted", async (t) => {
    const scene = await Scene.open(t, twoForums({ privacy: { contact: "records@example.org" }, policies: { names_days: 30, backup_days: 14 } }));
    const notice = await scene.page("/privacy", "ada");
    assert.match(notice.text, /30 days/);
    assert.match(notice.text, /kept for 14 days/);
    assert.match(notice.text, /records@example\.org/);
    assert.deepEqual([notice.version, notice.accepted], [1, null]);
    const [ada] = await scene.join("ada");
    assert.deepEqual([ada.hello.versions.privacy, ada.hello.accepted.privacy], [1, null]);
    await refused(ada, "bad_field", "join", { charter: 1, rules: 1, privacy: 2 });
    await ada.do("join", { charter: 1, rules: 1, privacy: 1 });
    assert.equal((await scene.page("/privacy", "ada")).accepted, 1);
});

test("EX1: what staff take out is noted with who and when, and shown to the records officer alone", async (t) => {
    const scene = await Scene.open(t);
    for (const [path, who] of [["/report", "ann"], ["/export.zip", "olga"], ["/people?limit=5", "olga"], ["/report.html", "admin"]])
        await (await scene.hall.request("GET", `/api/v1/jams/${scene.jam}${path}`, { token: scene.token(who) })).arrayBuffer();
    await scene.page("/forums/floor/posts", "ada");
    const acts = (await scene.page("/records", "rex")).acts.map(({ action, what, by }) => [action, what, by?.name ?? null]);
    assert.deepEqual(acts.reverse(), [
        ["exported", "links", null],
        ["exported", "report", "Ann Example"],
        ["exported", "package", "Olga Example"],
        ["exported", "people", "Olga Example"],
        ["exported", "report", null],
        ["exported", "records", "Rex Example"],
    ]);
});

test("LO5: heads are signed and kept apart, and a log that is cut behind the hall's back is found", async (t) => {
    const scene = await Scene.open(t);
    const [ada] = await scene.join("ada");
    for (let i = 0; i < 20; i += 1) await idea(ada, `Idea ${i}`);
    await scene.hall.kill("SIGTERM");
    const file = scene.hall.jamFile(scene.jam);
    const heads = join(scene.hall.data, "heads", `${scene.jam}.heads`);
    const sound = await jamhall("verify", file, "--heads", heads);
    assert.equal(sound.code, 0, sound.stderr);
    assert.match(sound.stdout, /signed heads fit; the log is what the hall signed up to event \d+\n/);
    const other = await jamhall("verify", file, "--heads", heads, "--key", join(scene.hall.data, "admin.token"));
    assert.equal(other.code, 1);
    await scene.hall.start();
    const { public_key } = await scene.hall.json("GET", "/api/v1/hall/key", { token: null });
    assert.equal((await readFile(join(scene.hall.data, "hall.pub"), "utf8")).trim(), public_key);
});
