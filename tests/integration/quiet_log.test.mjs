// SPDX-License-Identifier: Apache-2.0
// What the server writes to its log while people do everything, and while things fail: never a text, a name, an e-mail
// address or a token, whatever was sent and wherever it stood.
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { request } from "node:http";
import { test } from "node:test";
import { jamhall } from "../support/hall.mjs";
import { Scene, comment, idea } from "../support/scene.mjs";

const secrets = {
    text: "Marmalade lighthouse number 4711",
    name: "Petronella Vandersloot",
    address: "petronella.vandersloot@example.org",
    ward: "Wetherby-Undercliff",
    note: "The nightingale note",
    query: "quicksilver question",
    path: "pathological-parsnip",
    token: "Zm9yZ2VkLXRva2VuLW9mLW5vYm9keQ",
    key: "keyhole-key-4242",
};

test("the log of a busy server names nothing that anybody said, is called or signs in with", async (t) => {
    const scene = await Scene.open(t);
    const { hall, jam } = scene;
    const more = await hall.invite(jam, `email,name,ward\n${secrets.address},${secrets.name},${secrets.ward}`);
    const { token, link } = more.get(secrets.address);
    scene.people.set("petra@example.org", { token });
    const [petra, fay, rex, olga] = await scene.join("petra", "fay", "rex", "olga");
    const post = await idea(petra, secrets.text);
    await comment(petra, post, `${secrets.text}, again`);
    await petra.do("add_post", { forum: "floor", kind: "idea", text: `Keyed ${secrets.text}`, key: secrets.key });
    await fay.do("hide_post", { post, rule: "civil", note: secrets.note });
    await petra.do("appeal", { post, text: secrets.note });
    await petra.do("ask_erasure", { what: "everything", note: secrets.note });
    await olga.do("announce", { text: secrets.text, forum: null });
    await olga.do("say", { text: secrets.note, forum: null });
    // What is refused, malformed, unknown or foreign.
    for (const text of ["{", `{"do":"add_post","ref":1,"text":"${secrets.text}"}`, `{"do":"${secrets.note}","ref":2}`, `"${secrets.text}"`]) petra.raw(text);
    for (const body of ["[", JSON.stringify({ do: "add_post", text: secrets.text }), JSON.stringify({ do: secrets.note })])
        await hall.request("POST", `/api/v1/jams/${jam}/commands`, { token, body });
    for (const path of [`/api/v1/jams/${jam}/search?q=${encodeURIComponent(secrets.query)}`, `/api/v1/jams/${secrets.path}`, `/${secrets.path}?token=${token}`, `/j/${jam}?x=${secrets.query}`])
        await (await hall.request("GET", path, { token })).arrayBuffer();
    await hall.request("GET", `/api/v1/jams/${jam}/me`, { token: secrets.token });
    await hall.request("POST", "/api/v1/login", { token: null, body: JSON.stringify({ token: secrets.token, jam }) });
    await hall.request("POST", `/api/v1/jams/${jam}/roster`, { body: `email,name\nnot ${secrets.address},${secrets.name}\n`, type: "text/csv" });
    await hall.request("POST", "/api/v1/jams", { body: JSON.stringify({ plan_version: 1, title: secrets.text }) });
    await new Promise((resolve) => {
        const sent = request(hall.url, { method: "POST", path: `/${secrets.path}`, headers: { "content-length": 99, authorization: `Bearer ${token}` } });
        sent.on("error", () => {}); // comes only where the answer was slower
        sent.on("close", resolve);
        sent.write(secrets.text);
        setTimeout(() => sent.destroy(), 50);
    });
    await rex.do("erase_person", { person: petra.hello.you.id, what: "identity", note: secrets.note });
    // A file that is damaged is spoken of in the log, not what stands in it.
    await hall.kill("SIGKILL");
    const file = new DatabaseSync(hall.jamFile(jam));
    file.exec(`UPDATE event_text SET text = text || ' ${secrets.query}' WHERE text LIKE '%lighthouse%'`);
    file.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    file.close();
    // With a snapshot the log is not read.
    await rm(`${hall.jamFile(jam)}-snapshot`, { force: true });
    await hall.start();
    assert.equal((await hall.request("GET", `/api/v1/jams/${jam}`)).status, 404);
    assert.match(hall.stderr, /a jam cannot be opened/);
    const verified = await jamhall("verify", hall.jamFile(jam));
    assert.equal(verified.code, 1);
    await hall.kill("SIGTERM");

    const all = { ...secrets, petra: token, link, admin: hall.token, ...Object.fromEntries([...scene.people].map(([email, { token: one }]) => [email, one])) };
    const said = hall.stderr + verified.stderr + verified.stdout;
    for (const [what, secret] of Object.entries(all))
        for (const form of [secret, secret.toLowerCase(), encodeURIComponent(secret)])
            assert.ok(!said.includes(form), `the log tells ${what}: ${said}`);
    for (const email of scene.people.keys()) assert.ok(!said.includes(email), email);
    for (const word of ["Olga Example", "lighthouse", "nightingale", "Vandersloot"]) assert.ok(!said.includes(word), word);
});
