// SPDX-License-Identifier: Apache-2.0
// The privacy and audit drill as one script: a real conversation is played (a made one where none is there), a backup is
// taken, fifty people are erased, the chain is verified and every byte searched; then the old backup is put back, erased
// by the list, and searched again. The figures of the report stand throughout. Rules ER1, ER4, ER5, LO5.
import assert from "node:assert/strict";
import { copyFile, readFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { existsSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { makeConversation, published, readConversation, replay } from "../support/conversation.mjs";
import { Hall, jamhall } from "../support/hall.mjs";
import { Jammer } from "../support/jammer.mjs";

const erasedPeople = 50;

async function bytesBelow(folder) {
    const found = [];
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
        if (entry.isFile()) found.push(await readFile(join(entry.parentPath ?? entry.path, entry.name)));
    return Buffer.concat(found);
}

/** Which of these texts stand in the bytes, as they are or escaped for JSON. */
const leftIn = (bytes, texts) => texts.filter((text) => [text, JSON.stringify(text).slice(1, -1)].some((form) => bytes.includes(Buffer.from(form))));

/** What a report counts, without texts and what follows from attributes. */
const figures = ({ participation: { by_attribute: _, ...counted }, ...rest }) =>
    JSON.parse(JSON.stringify({ counted, ...rest }, (key, value) => (["text", "author", "made_at_ms"].includes(key) ? undefined : value)));

/** The smallest published conversation in which many people wrote, else one of our own. */
function conversation() {
    const names = published ? readdirSync(published).filter((name) => existsSync(join(published, name, "votes.csv"))) : [];
    const all = names.map((name) => readConversation(join(published, name), name)).filter(({ commenters }) => commenters >= erasedPeople);
    return all.sort((a, b) => a.votes.length - b.votes.length)[0] ?? makeConversation({ people: 120, comments: 400, votes: 4_000 });
}

test("fifty people of a played conversation are erased, and an old backup gives nothing back", async (t) => {
    const hall = await Hall.open(t);
    const played = conversation();
    await replay(hall, played);
    const [{ id: jam }] = (await hall.json("GET", "/api/v1/jams")).jams;
    const page = (path, token = hall.token) => hall.json("GET", `/api/v1/jams/${jam}${path}`, { token });
    const officer = (await hall.invite(jam, "email,name,roles\nrex@example.org,Rex,records_officer")).get("rex@example.org");

    // Those who wrote most, each with what is theirs alone: the address, the name and every text nobody else wrote too.
    const people = [];
    for (let after = 0; after !== null; ) {
        const { people: some, next } = await page(`/people?limit=1000&after=${after}`);
        people.push(...some);
        after = next;
    }
    const byAddress = new Map(people.map((person) => [person.email, person]));
    const texts = new Map();
    for (const comment of played.comments) texts.set(comment["author-id"], [...(texts.get(comment["author-id"]) ?? []), comment["comment-body"].trim().normalize("NFC")]);
    const chosen = [...texts].sort(([, a], [, b]) => b.length - a.length).slice(0, erasedPeople);
    assert.equal(chosen.length, erasedPeople);
    const mine = new Set(chosen.map(([id]) => id));
    const others = [...texts].filter(([id]) => !mine.has(id)).flatMap(([, said]) => said).join("\n");
    const secrets = chosen.flatMap(([id, said]) => [`p${id}@example.org"`, ...said.filter((text) => text.length > 25 && !others.includes(text))]);
    secrets.forEach((secret, at) => secret.endsWith('"') && (secrets[at] = secret.slice(0, -1)));
    const unique = secrets.filter((secret) => !secret.includes("@") || ![...byAddress.keys()].some((email) => email !== secret && email.endsWith(secret)));

    const before = figures(await page("/report"));
    assert.ok(leftIn(await bytesBelow(hall.data), unique).length > unique.length * 0.9, "what is to go is there");
    const backups = join(hall.folder, "backups");
    const backUp = async () => assert.equal((await jamhall("backup", "--data", hall.data, "--out", backups, "--keep-days", "30")).code, 0);
    await backUp();
    const backup = join(backups, (await readdir(backups))[0]);

    const rex = await Jammer.join(hall, jam, officer.token);
    const started = performance.now();
    for (const [id] of chosen) await rex.do("erase_person", { person: byAddress.get(`p${id}@example.org`).id, what: "everything", note: "Drill" });
    t.diagnostic(`${played.name}: ${people.length} people, ${played.comments.length} posts, ${played.votes.length} ballots; ${unique.length} texts and addresses; ${((performance.now() - started) / erasedPeople).toFixed(0)} ms for each erasure`);
    await hall.kill("SIGKILL");
    assert.deepEqual(leftIn(await bytesBelow(hall.data), unique), []);
    const heads = ["--heads", join(hall.data, "heads", `${jam}.heads`)];
    const verified = await jamhall("verify", hall.jamFile(jam), ...heads);
    assert.equal(verified.code, 0, verified.stderr);
    await hall.start();
    assert.deepEqual(figures(await page("/report")), before);

    // The next day's backup brings the lists; who restores an older one by the tool needs to know no more.
    await backUp();
    const again = join(hall.folder, "again");
    const restored = await jamhall("restore", backup, "--data", again);
    assert.equal(restored.code, 0, restored.stderr);
    assert.match(restored.stdout, new RegExp(`erasures: ${erasedPeople} erasures applied`));
    assert.deepEqual(leftIn(await bytesBelow(again), unique), []);
    const forgetful = await jamhall("restore", backup, "--data", join(hall.folder, "forgetful"), "--erasures", join(hall.folder, "none"));
    assert.equal(forgetful.code, 1, "lists that are asked for must be there");
    const beside = await jamhall("restore", backup, "--data", join(hall.folder, "forgetful"), "--erasures", hall.data);
    assert.equal(beside.code, 1, "and not in a folder below the one that is named");
    assert.match(beside.stderr, /no list of erasures in this folder/);

    // Put back by hand, it is erased again when it is opened.
    await hall.kill("SIGTERM");
    for (const beside of ["", "-wal", "-shm", "-snapshot"]) await rm(hall.jamFile(jam) + beside, { force: true });
    await copyFile(join(backup, "jams", `${jam}.jam`), hall.jamFile(jam));
    await rm(backups, { recursive: true });
    assert.ok(leftIn(await bytesBelow(hall.data), unique).length > 0, "the backup is of before");
    await hall.start();
    assert.deepEqual(leftIn(await bytesBelow(hall.data), unique), []);
    assert.deepEqual(figures(await page("/report")), before);
    await hall.kill("SIGTERM");
    assert.deepEqual(leftIn(await bytesBelow(hall.data), unique), []);
    const checked = await jamhall("verify", hall.jamFile(jam), ...heads);
    assert.equal(checked.code, 0, checked.stderr);
    await hall.start();
});
