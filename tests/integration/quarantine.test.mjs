// SPDX-License-Identifier: Apache-2.0
// A jam whose log is damaged while it runs: it is shown to nobody and says so, and the hall's other jams go on.
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { ask } from "../support/asking.mjs";
import { Hall, openPlan } from "../support/hall.mjs";
import { Jammer } from "../support/jammer.mjs";

const config = '[proxy]\ntrusted = ["127.0.0.1"]\n[proxy.accounts]\ntitle = "Council account"\nperson_header = "X-Remote-Person"\nemail_header = "X-Remote-Email"\n';

/** The next batch finds its place taken, and the log cannot be read again after that. */
async function breakLog(hall, jam) {
    await rm(`${hall.jamFile(jam)}-snapshot`, { force: true });
    const outside = new DatabaseSync(hall.jamFile(jam));
    outside.exec("UPDATE event SET body = '{' WHERE offset = 2");
    outside.exec("INSERT INTO event SELECT max(offset) + 1, max(at_ms), type, actor, body, zeroblob(32) FROM event");
    outside.close();
}

test("a jam whose log is damaged while it runs says so at once, and keeps nobody out of the others", async (t) => {
    const hall = await Hall.open(t, { config });
    const jams = [await hall.createJam(openPlan({ title: "Broken" })), await hall.createJam(openPlan({ title: "Whole" }))];
    const [broken, whole] = jams;
    const tokens = [];
    for (const jam of jams) tokens.push((await hall.invite(jam, "email,name\nada@example.org,Ada\n")).get("ada@example.org").token);
    const [, there] = await Promise.all(jams.map((jam, i) => Jammer.join(hall, jam, tokens[i])));
    const reading = `/api/v1/jams/${broken}/forums/floor/posts`;
    assert.equal((await hall.request("GET", reading)).status, 200);
    await breakLog(hall, broken);
    const post = JSON.stringify({ do: "add_post", ref: "1", forum: "floor", kind: "idea", text: "An idea" });
    const answers = await Promise.all([
        hall.request("POST", `/api/v1/jams/${broken}/commands`, { token: tokens[0], body: post }),
        hall.request("GET", reading),
        hall.request("GET", reading),
    ]);
    for (const answer of answers) assert.ok([200, 503].includes(answer.status), String(answer.status));
    assert.equal(answers[0].status, 503);

    const told = await hall.request("GET", reading);
    assert.deepEqual([told.status, (await told.json()).code], [503, "jam_damaged"]);
    assert.equal((await hall.request("GET", "/readyz")).status, 503);
    assert.match(hall.stderr, /the jam's log does not hold together/);
    // The other one, and the hall.
    await there.do("add_post", { forum: "floor", kind: "idea", text: "An idea" });
    const listed = await hall.json("GET", "/api/v1/jams");
    assert.deepEqual(listed.jams.map(({ id }) => id), [whole]);
    assert.equal((await hall.request("POST", "/api/v1/login", { token: null, body: JSON.stringify({ token: tokens[1] }) })).status, 200);
    const headers = { "x-forwarded-for": "203.0.113.9", "x-remote-person": "ada.a", "x-remote-email": "ada@example.org" };
    assert.equal((await ask(`${hall.url}/api/v1/login/proxy?jam=${whole}`, { headers })).headers.location, `/jam/${whole}`);
    assert.notEqual((await ask(`${hall.url}/api/v1/login/proxy?jam=${broken}`, { headers })).status, 503);
    // It does not wait for what cannot be stored.
    const began = performance.now();
    await hall.kill("SIGTERM");
    assert.ok(performance.now() - began < 8_000);
});
