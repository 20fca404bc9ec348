// SPDX-License-Identifier: Apache-2.0
// Codes that are typed: a jam's, spoken in a hall, and a person's, printed on an invitation.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "csv-parse/sync";
import { CookieBrowser } from "../support/cookie_browser.mjs";
import { Hall, openPlan } from "../support/hall.mjs";

const openToCodes = (more = {}) => openPlan({ policies: { admission: { code: { open: true, audience: "residents" }, ...more } }, audiences: [{ id: "staff", title: "Staff" }, { id: "residents", title: "Residents" }] });

async function opened(t, more) {
    const hall = await Hall.open(t);
    const jam = await hall.createJam(openToCodes(more));
    const { code } = await hall.json("POST", `/api/v1/jams/${jam}/join-code?hours=2`);
    return { hall, jam, code, browser: () => new CookieBrowser(hall) };
}

test("a newcomer joins by the code and a name, however the code is typed, and stays who they are", async (t) => {
    const scene = await opened(t);
    assert.match(scene.code, /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    const nia = scene.browser();
    const nameless = await nia.signIn({ code: scene.code });
    assert.deepEqual([nameless.status, JSON.parse(nameless.text).field], [400, "name"]);
    assert.equal((await nia.signIn({ code: ` ${scene.code.replace("-", " ").toLowerCase()} `, name: "Nia" })).status, 200);
    assert.deepEqual(await nia.who(), ["Nia"]);
    assert.equal((await nia.signIn({ code: scene.code, name: "Nia again" })).status, 200);
    assert.deepEqual(await nia.who(), ["Nia"], "typing it again makes nobody new");
    const { people } = await scene.hall.json("GET", `/api/v1/jams/${scene.jam}/people`);
    assert.deepEqual(people.map(({ name, audience, roles }) => [name, audience, roles]), [["Nia", "residents", ["participant"]]]);
    const posted = await nia.send("POST", `/api/v1/jams/${scene.jam}/commands`, { do: "add_post", forum: "floor", kind: "idea", text: "Shade" });
    assert.equal(posted.status, 200, posted.text);
    await scene.hall.kill("SIGKILL");
    await scene.hall.start();
    assert.deepEqual(await nia.who(), ["Nia"]);
    assert.equal((await scene.browser().signIn({ code: scene.code, name: "Omar" })).status, 200, "the code outlives a restart");
});

test("with pseudonyms nobody says a name", async (t) => {
    const scene = await opened(t, { pseudonyms: true });
    const nia = scene.browser();
    assert.equal((await nia.signIn({ code: scene.code })).status, 200);
    assert.match((await nia.who())[0], /^[A-Z][a-z]+ [A-Z][a-z]+ 1$/);
});

test("nobody takes the name of somebody who runs the jam", async (t) => {
    const scene = await opened(t);
    await scene.hall.invite(scene.jam, "email,name,roles\nolga@council.example,Olga Organizer,organizer\n");
    const refused = await scene.browser().signIn({ code: scene.code, name: "olga organizer" });
    assert.deepEqual([refused.status, JSON.parse(refused.text).field], [400, "name"]);
    assert.equal((await scene.browser().signIn({ code: scene.code, name: "two\nlines" })).status, 400);
});

test("wrong, ended, shut and closed are answered alike and after the same time", async (t) => {
    const hall = await Hall.open(t);
    const jamWith = async (title, plan = openToCodes()) => {
        const jam = await hall.createJam({ ...plan, title });
        return { jam, ...(await hall.json("POST", `/api/v1/jams/${jam}/join-code`)) };
    };
    const ended = await jamWith("Ended");
    await hall.request("DELETE", `/api/v1/jams/${ended.jam}/join-code`);
    const closed = await jamWith("Closed");
    await hall.json("POST", `/api/v1/jams/${closed.jam}/commands`, { body: { do: "close_jam" } });
    const renewed = await jamWith("Renewed");
    await hall.json("POST", `/api/v1/jams/${renewed.jam}/join-code`);
    const cases = { wrong: "ZZZZ-ZZZZ", none: "x", personal: "ZZZZ-ZZZZ-ZZZZ", ended: ended.code, closed: closed.code, renewed: renewed.code };
    const answers = [];
    for (const [kind, code] of Object.entries(cases)) {
        // A place of its own for each, or the brakes would answer.
        const address = `127.0.0.${10 + answers.length}`;
        const began = performance.now();
        const { status, text } = await signInFrom(hall, address, { code, name: "Nia" });
        const ms = performance.now() - began;
        assert.ok(ms > 245 && ms < 600, `${kind} took ${ms} ms`);
        answers.push([status, text]);
        t.diagnostic(`${kind}: ${ms.toFixed(0)} ms`);
    }
    for (const answer of answers) assert.deepEqual(answer, answers[0]);
    assert.equal(answers[0][0], 401);
});

test("five wrong codes from one address, then a wait that grows; another address is not held up", async (t) => {
    const scene = await opened(t);
    for (let i = 0; i < 5; ++i) assert.equal((await signInFrom(scene.hall, "127.0.0.2", { code: `ZZZZ-ZZZ${i}` })).status, 401);
    const braked = await signInFrom(scene.hall, "127.0.0.2", { code: scene.code, name: "Nia" });
    assert.equal(braked.status, 429, "also the right one waits");
    const { retry_after_ms: wait, code } = JSON.parse(braked.text);
    assert.equal(code, "rate_limited");
    assert.ok(wait > 5_000 && wait <= 12_000, `${wait} ms`);
    assert.equal((await signInFrom(scene.hall, "127.0.0.3", { code: scene.code, name: "Omar" })).status, 200);
});

test("only organizers and the screen see the code, and only where the plan opens that way", async (t) => {
    const scene = await opened(t);
    const nia = scene.browser();
    await nia.signIn({ code: scene.code, name: "Nia" });
    for (const [method, status] of [["GET", 403], ["DELETE", 403], ["POST", 403]])
        assert.equal((await nia.send(method, `/api/v1/jams/${scene.jam}/join-code`)).status, status, method);
    const { token } = await scene.hall.json("POST", `/api/v1/jams/${scene.jam}/wall-link`, { body: {} }).then(({ link }) => ({ token: link.split("#")[1] }));
    assert.equal((await scene.hall.json("GET", `/api/v1/jams/${scene.jam}/join-code`, { token })).code, scene.code);
    const shut = await scene.hall.createJam(openPlan({ title: "Shut" }));
    assert.equal((await scene.hall.request("POST", `/api/v1/jams/${shut}/join-code`)).status, 409);
    assert.deepEqual(await scene.hall.json("GET", `/api/v1/jams/${shut}/join-code`), { code: null, ends_at_ms: null });
    for (const hours of ["0", "745", "soon"]) assert.equal((await scene.hall.request("POST", `/api/v1/jams/${scene.jam}/join-code?hours=${hours}`)).status, 400);
});

test("a printed code signs its person in, until the link is renewed", async (t) => {
    const hall = await Hall.open(t);
    const jam = await hall.createJam(openPlan());
    await hall.json("POST", `/api/v1/jams/${jam}/roster`, { body: "email,name\nada@council.example,Ada\nben@council.example,Ben\n", type: "text/csv" });
    const links = async (query) => parse(await (await hall.request("POST", `/api/v1/jams/${jam}/links?${query}`)).text(), { columns: true });
    const [ada] = await links("codes=true");
    assert.deepEqual(Object.keys(ada), ["email", "name", "link", "token", "code"]);
    assert.match(ada.code, /^(\w{4}-){2}\w{4}$/);
    const browser = new CookieBrowser(hall);
    assert.equal((await browser.signIn({ code: ada.code.toLowerCase().replaceAll("-", "") })).status, 200);
    assert.deepEqual(await browser.who(), ["Ada"]);
    await hall.kill("SIGKILL");
    await hall.start();
    assert.equal((await new CookieBrowser(hall).signIn({ code: ada.code })).status, 200);
    const [renewed] = await links("email=ada@council.example");
    assert.deepEqual(Object.keys(renewed), ["email", "name", "link", "token"]);
    assert.equal((await new CookieBrowser(hall).signIn({ code: ada.code })).status, 401);
    const files = await import("node:fs/promises").then(({ readFile }) => Promise.all(["", "-wal"].map((end) => readFile(hall.jamFile(jam) + end).catch(() => Buffer.alloc(0)))));
    assert.ok(files.every((bytes) => !bytes.includes(ada.code.replaceAll("-", ""))), "only its hash is kept");
});

test("typing the code again keeps who somebody is, until when they were signed in before", async (t) => {
    const scene = await opened(t);
    const nia = scene.browser();
    const secondsLeft = () => Number(/Max-Age=(\d+)/.exec(nia.setCookie)[1]);
    assert.equal((await nia.signIn({ code: scene.code, name: "Nia" })).status, 200);
    const atFirst = secondsLeft();
    assert.equal(atFirst, 90 * 24 * 3600);
    await new Promise((wait) => setTimeout(wait, 2_100));
    assert.equal((await nia.signIn({ code: scene.code })).status, 200);
    assert.ok(secondsLeft() <= atFirst - 2, `${secondsLeft()} s`);
    assert.deepEqual(await nia.who(), ["Nia"]);
});

test("only who comes in gives tries back, and not the same person again and again", async (t) => {
    const scene = await opened(t);
    await scene.hall.json("POST", `/api/v1/jams/${scene.jam}/roster`, { body: "email,name\nada@council.example,Ada\n", type: "text/csv" });
    const [ada] = parse(await (await scene.hall.request("POST", `/api/v1/jams/${scene.jam}/links?codes=true`)).text(), { columns: true });
    const wrong = (address) => signInFrom(scene.hall, address, { code: "ZZZZ-ZZZZ" });
    const wrongUntilBraked = async (address) => {
        for (let tries = 0; tries < 30; ++tries) if ((await wrong(address)).status === 429) return tries;
        return Infinity;
    };
    const { cookie } = await signInFrom(scene.hall, "127.0.0.20", { code: scene.code, name: "Nia" });
    let last = cookie;
    for (let i = 0; i < 10; ++i) {
        const again = await signInFrom(scene.hall, "127.0.0.20", { code: scene.code }, last);
        assert.equal(again.status, 200);
        last = again.cookie;
    }
    assert.equal(await wrongUntilBraked("127.0.0.20"), 6, "five, and one for Nia");
    for (let i = 0; i < 10; ++i) {
        assert.equal((await signInFrom(scene.hall, "127.0.0.21", { code: ada.code })).status, 200);
        await scene.hall.json("GET", `/api/v1/jams/${scene.jam}`); // what was told of before has happened
    }
    assert.equal(await wrongUntilBraked("127.0.0.21"), 6, "five, and one for Ada's first");
});

test("who is first asked for a name, or told to wait, has not failed to sign in", async (t) => {
    const hall = await Hall.open(t, { config: "[limits]\nsign_ins_per_minute_per_address = 100\nspares_loopback = false\n" });
    const jam = await hall.createJam(openToCodes());
    const { code } = await hall.json("POST", `/api/v1/jams/${jam}/join-code?hours=2`);
    for (let i = 0; i < 40; ++i) {
        assert.equal((await signInFrom(hall, "127.0.0.2", { code })).status, 400, "asked for the name");
        assert.equal((await signInFrom(hall, "127.0.0.2", { code, name: `Newcomer ${i}` })).status, 200, `newcomer ${i}`);
    }
    for (let i = 0; i < 5; ++i) assert.equal((await signInFrom(hall, "127.0.0.3", { code: "ZZZZ-ZZZZ" })).status, 401);
    for (let i = 0; i < 20; ++i) assert.equal((await signInFrom(hall, "127.0.0.3", { code: "ZZZZ-ZZZZ" })).status, 429);
    assert.equal((await signInFrom(hall, "127.0.0.3", { token: hall.token })).status, 200, "other ways in stay open");
});

/** Signs in from one of this machine's own addresses, as a browser with this cookie. */
async function signInFrom(hall, localAddress, body, cookie) {
    const { request } = await import("node:http");
    return await new Promise((resolve, reject) => {
        const sent = request(`${hall.url}/api/v1/login`, {
            method: "POST", localAddress, agent: false,
            headers: { origin: hall.url, "content-type": "application/json", ...(cookie ? { cookie } : {}) },
        });
        sent.once("error", reject);
        sent.once("response", async (answer) => {
            let text = "";
            for await (const bytes of answer.setEncoding("utf8")) text += bytes;
            resolve({ status: answer.statusCode, text, cookie: answer.headers["set-cookie"]?.[0].split(";")[0] });
        });
        sent.end(JSON.stringify(body));
    });
}
