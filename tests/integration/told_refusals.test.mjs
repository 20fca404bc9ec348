// SPDX-License-Identifier: Apache-2.0
// Who is refused something stands in the log: one line each, by numbers and ids, and never so many that the log fills up.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CookieBrowser } from "../support/cookie_browser.mjs";
import { refused, Scene } from "../support/scene.mjs";

/** The lines about refusals, without time and level. */
const toldBy = (hall) => hall.stderr.split("\n").filter((line) => /somebody was refused/.test(line)).map((line) => line.replace(/^\S+ info /, ""));

test("whoever is refused a page, a command or a socket stands in the log by number, address and route alone", async (t) => {
    const scene = await Scene.open(t);
    const { hall, jam } = scene;
    const path = `/api/v1/jams/${jam}`;
    const [ada] = await scene.join("ada");
    const person = ada.hello.you.id;
    const browser = new CookieBrowser(hall);
    await browser.signIn({ token: scene.token("ada"), jam });
    const login = (await browser.logins()).find(({ current }) => current).id;

    // What is asked for in the wrong way, or is not there, is nobody's concern.
    for (const [method, wrong] of [["GET", `${path}/nothing`], ["GET", "/api/v1/jams/none"], ["DELETE", path.replace(jam, "x")], ["GET", `${path}/forums/floor/posts?limit=x`]])
        await (await hall.request(method, wrong)).arrayBuffer();
    await refused(ada, "bad_field", "add_post", { forum: "floor", kind: "idea", text: "" });
    assert.deepEqual(toldBy(hall), []);

    const refusals = [
        [() => hall.request("GET", `${path}/people`, { token: scene.token("ada") }), 403, `status=403 route=/api/v1/jams/{jam}/people jam=${jam} person=${person} login=none`],
        [() => hall.request("GET", "/api/v1/hall/roles", { token: scene.token("olga") }), 403, "status=403 route=/api/v1/hall/roles jam=none person=0 login=none"],
        [() => browser.send("GET", `${path}/records`), 403, `status=403 route=/api/v1/jams/{jam}/records jam=${jam} person=${person} login=${login}`],
        [() => hall.request("GET", `${path}/me`, { token: "bWFkZS11cC10b2tlbi1vZi1ub2JvZHk" }), 401, `status=401 route=/api/v1/jams/{jam}/me jam=${jam} person=0 login=none`],
        [() => hall.request("POST", `${path}/commands`, { token: scene.token("ada"), body: '{"do":"advance_phase"}' }), 403, `status=403 route=/api/v1/jams/{jam}/commands jam=${jam} person=${person} login=none`],
    ];
    for (const [ask, status] of refusals) {
        const answer = await ask();
        assert.equal(answer.status, status, typeof answer.text === "string" ? answer.text : await answer.text());
    }
    await refused(ada, "not_allowed", "advance_phase", {});
    await ada.leave();
    await hall.kill("SIGTERM");
    const told = toldBy(hall);
    assert.deepEqual(told.slice(0, -1), refusals.map(([, , line]) => `somebody was refused what they asked for ${line} client=127.0.0.1 unsaid=0`));
    assert.equal(told.at(-1), `somebody was refused something on a socket why=not_allowed jam=${jam} person=${person} unsaid=0`);
});

test("a thousand refusals at once are thirty lines, and how many were passed over is said", async (t) => {
    const { hall } = await Scene.open(t);
    const asked = 1_000;
    const began = performance.now();
    for (let i = 0; i < asked; i += 50)
        await Promise.all(Array.from({ length: 50 }, async () => (await hall.request("GET", "/api/v1/hall/roles", { token: "bWFkZS11cC10b2tlbi1vZi1ub2JvZHk" })).arrayBuffer()));
    const seconds = Math.ceil((performance.now() - began) / 1_000);
    await new Promise((wait) => setTimeout(wait, 2_100));
    await (await hall.request("GET", "/api/v1/hall/roles", { token: "x".repeat(22) })).arrayBuffer();
    await hall.kill("SIGTERM");
    const lines = toldBy(hall);
    assert.ok(lines.length > 30 && lines.length <= 31 + seconds / 2 + 2, `${lines.length} lines in ${seconds} s`);
    const unsaid = lines.map((line) => Number(/unsaid=(\d+)$/.exec(line)[1])).reduce((sum, each) => sum + each, 0);
    assert.equal(lines.length + unsaid, asked + 1, "every one is told or counted");
});
