// SPDX-License-Identifier: Apache-2.0
// A person's own sign-ins: listed, ended, and with them the sockets opened under them; roles in the hall; the first link.
import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { WebSocket } from "ws";
import { CookieBrowser } from "../support/cookie_browser.mjs";
import { Hall, jamhall, openPlan } from "../support/hall.mjs";
import { MailSink, mailingHall, secretsOf } from "../support/mail_sink.mjs";

const iPhone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";

async function opened(t) {
    const hall = await Hall.open(t);
    const jam = await hall.createJam(openPlan());
    const people = await hall.invite(jam, "email,name\nada@council.example,Ada\nben@council.example,Ben\n");
    const tokens = { ada: people.get("ada@council.example").token, ben: people.get("ben@council.example").token };
    const signedIn = async (who, options) => {
        const browser = new CookieBrowser(hall, options);
        assert.equal((await browser.signIn({ token: tokens[who], jam })).status, 200);
        return browser;
    };
    return { hall, jam, tokens, signedIn };
}

/** Resolves with the closing code and how long it took, in milliseconds. */
async function closing(socket, act) {
    const began = performance.now();
    await act();
    const code = await Promise.race([socket.closed, new Promise((_, fail) => setTimeout(fail, 5_000, new Error("it stays open")).unref())]);
    return { code, ms: performance.now() - began };
}

const isStillOpen = async (socket) => {
    await new Promise((wait) => setTimeout(wait, 300));
    return socket.readyState === socket.OPEN;
};

test("one's own sign-ins are listed by device, and nobody else's", async (t) => {
    const { signedIn } = await opened(t);
    const desk = await signedIn("ada");
    const phone = await signedIn("ada", { userAgent: iPhone });
    await signedIn("ben");
    const own = await phone.logins();
    assert.deepEqual(own.map(({ device, current }) => [device, current]).sort(), [["Firefox on Linux", false], ["Safari on an iPhone", true]]);
    assert.ok(own.every(({ signed_in_at_ms, ends_at_ms }) => ends_at_ms > signed_in_at_ms));
    assert.ok(!JSON.stringify(own).includes(desk.cookies.get("jamhall_login")));
});

test("ending a sign-in closes its sockets with 4500 within a second, and no other's", async (t) => {
    const { jam, signedIn, hall } = await opened(t);
    const desk = await signedIn("ada");
    const phone = await signedIn("ada", { userAgent: iPhone });
    const ben = await signedIn("ben");
    const [onDesk, onPhone, bens] = await Promise.all([desk, phone, ben].map((browser) => browser.socket(jam)));
    const { id } = (await desk.logins()).find(({ current }) => !current);
    assert.equal((await ben.send("DELETE", `/api/v1/logins/${id}`)).status, 404, "not Ben's to end");
    assert.ok(await isStillOpen(onPhone));
    const { code, ms } = await closing(onPhone, () => desk.send("DELETE", `/api/v1/logins/${id}`));
    assert.equal(code, 4500);
    assert.ok(ms < 1_000, `${ms} ms`);
    t.diagnostic(`closed after ${ms.toFixed(0)} ms`);
    assert.equal(await phone.who(), null);
    assert.ok(await isStillOpen(onDesk));
    assert.ok(await isStillOpen(bens));
    assert.equal((await desk.send("DELETE", `/api/v1/logins/${id}`)).status, 404);
    assert.equal((await desk.send("DELETE", "/api/v1/logins/nonsense")).status, 404);
    // Ended is ended, also after a restart.
    await hall.kill("SIGKILL");
    await hall.start();
    assert.equal(await phone.who(), null);
    assert.deepEqual(await desk.who(), ["Ada"]);
});

test("signing out, signing out everywhere else and a renewed link each close what was opened under them", async (t) => {
    const { hall, jam, signedIn } = await opened(t);
    const desk = await signedIn("ada");
    const phone = await signedIn("ada");
    const tab = await desk.socket(jam);
    const otherTab = await desk.socket(jam);
    const onPhone = await phone.socket(jam);
    const everywhereElse = await closing(onPhone, () => desk.send("DELETE", "/api/v1/logins"));
    assert.deepEqual([everywhereElse.code, everywhereElse.ms < 1_000], [4500, true]);
    assert.ok(await isStillOpen(tab));
    const signedOut = await closing(tab, () => desk.send("POST", "/api/v1/logout"));
    assert.deepEqual([signedOut.code, signedOut.ms < 1_000, await otherTab.closed], [4500, true, 4500]);

    const again = await signedIn("ada");
    const socket = await again.socket(jam);
    const renewed = await closing(socket, () => hall.request("POST", `/api/v1/jams/${jam}/links`, { body: '{"email":"ada@council.example"}' }));
    assert.deepEqual([renewed.code, renewed.ms < 1_000], [4500, true]);
    assert.equal(await again.who(), null);
});

test("whoever signs in on a twenty-first device loses the login that was not used for the longest, with its sockets", async (t) => {
    const { hall, jam, signedIn } = await opened(t);
    const first = await signedIn("ada");
    const ben = await signedIn("ben");
    const [socket, bens] = await Promise.all([first, ben].map((browser) => browser.socket(jam)));
    const others = [];
    for (let i = 1; i < 20; i += 1) others.push(await signedIn("ada"));
    assert.equal((await first.logins()).length, 20);
    assert.ok(await isStillOpen(socket));
    const ended = await closing(socket, () => signedIn("ada", { userAgent: iPhone }));
    assert.deepEqual([ended.code, ended.ms < 1_000], [4500, true]);
    assert.equal(await first.who(), null);
    assert.equal((await others[0].logins()).length, 20);
    assert.ok(await isStillOpen(bens));
    await hall.kill("SIGKILL");
    await hall.start();
    assert.equal(await first.who(), null, "for good");
});

test("a second sign-in in the same browser keeps the sockets of the first, unless it is somebody else's", async (t) => {
    const { hall, jam, signedIn, tokens } = await opened(t);
    const other = await hall.createJam(openPlan({ title: "Another" }));
    const invited = await hall.invite(other, "email,name\nada@council.example,Ada\n");
    const browser = await signedIn("ada");
    const before = browser.cookies.get("jamhall_login");
    const socket = await browser.socket(jam);
    await browser.signIn({ token: invited.get("ada@council.example").token, jam: other });
    assert.notEqual(browser.cookies.get("jamhall_login"), before, "a new secret at every sign-in");
    assert.ok(await isStillOpen(socket));
    const stolen = new CookieBrowser(hall);
    stolen.cookies.set("jamhall_login", before);
    assert.equal(await stolen.who(), null, "the old secret is worth nothing");
    const replaced = await closing(socket, () => browser.signIn({ token: tokens.ben, jam }));
    assert.equal(replaced.code, 4500);
});

test("two sign-ins at once with one cookie are one for their owner, and end together", async (t) => {
    const { jam, hall, signedIn, tokens } = await opened(t);
    const desk = await signedIn("ada");
    const phone = await signedIn("ada", { userAgent: iPhone });
    const twins = [new CookieBrowser(hall), new CookieBrowser(hall), new CookieBrowser(hall)];
    for (const twin of twins) twin.cookies.set("jamhall_login", phone.cookies.get("jamhall_login"));
    await Promise.all(twins.map((twin) => twin.signIn({ token: tokens.ada, jam })));
    const others = (await desk.logins()).filter(({ current }) => !current);
    assert.equal(new Set(others.map(({ id }) => id)).size, others.length);
    for (const { id } of others) assert.equal((await desk.send("DELETE", `/api/v1/logins/${id}`)).status, 204);
    for (const twin of twins) assert.equal(await twin.who(), null);
    assert.deepEqual(await desk.who(), ["Ada"]);
});

test("a socket that is opened while its login ends does not stay", async (t) => {
    const { jam, hall, signedIn } = await opened(t);
    const address = `${hall.url.replace("http", "ws")}/api/v1/jams/${jam}/live`;
    const closed = [];
    for (let round = 0; round < 40; ++round) {
        const browser = await signedIn("ada");
        const sockets = Array.from({ length: 8 }, () => new WebSocket(address, "jamhall.v1", { headers: browser.headers }));
        const ends = sockets.map((socket) => new Promise((resolve) => {
            socket.on("error", () => resolve("refused"));
            socket.on("close", resolve);
        }));
        await new Promise((wait) => setTimeout(wait, round % 8));
        assert.equal((await browser.send("POST", "/api/v1/logout")).status, 204);
        const late = new Promise((resolve) => setTimeout(resolve, 2_000, "open").unref());
        closed.push(...(await Promise.all(ends.map((end) => Promise.race([end, late])))));
        for (const socket of sockets) socket.terminate();
    }
    const counts = Object.fromEntries([...new Set(closed)].map((end) => [end, closed.filter((each) => each === end).length]));
    t.diagnostic(JSON.stringify(counts));
    assert.equal(counts.open, undefined);
    assert.ok(counts[4500] > 0);
});

test("a person who was removed has no sockets left", async (t) => {
    const { hall, jam, signedIn } = await opened(t);
    const ben = await signedIn("ben");
    const socket = await ben.socket(jam);
    const { people } = await hall.json("GET", `/api/v1/jams/${jam}/people`);
    const { id } = people.find(({ name }) => name === "Ben");
    const { code, ms } = await closing(socket, () => hall.json("POST", `/api/v1/jams/${jam}/commands`, { body: { do: "remove_person", person: id, note: "Spam" } }));
    assert.deepEqual([code, ms < 1_000], [4502, true]);
});

test("who was removed and is let in again does not come back by the sign-ins of before", async (t) => {
    const { hall, jam, signedIn } = await opened(t);
    const browsers = [await signedIn("ben"), await signedIn("ben", { userAgent: iPhone })];
    const { people } = await hall.json("GET", `/api/v1/jams/${jam}/people`);
    const { id } = people.find(({ name }) => name === "Ben");
    const command = (fields) => hall.json("POST", `/api/v1/jams/${jam}/commands`, { body: { person: id, ...fields } });
    await command({ do: "remove_person", note: "Spam" });
    await command({ do: "readmit_person", note: "" });
    for (const browser of browsers) assert.equal(await browser.who(), null);
    await hall.kill("SIGKILL");
    await hall.start();
    for (const browser of browsers) assert.equal(await browser.who(), null, "also after a restart");
    const links = await hall.request("POST", `/api/v1/jams/${jam}/links`, { body: '{"email":"ben@council.example"}' });
    const token = (await links.text()).trim().split("\r\n")[1].split(",").at(-1);
    assert.equal((await browsers[0].signIn({ token, jam })).status, 200);
});

test("a renewed link is given out only when nobody comes back by the one before, even after a power cut", async (t) => {
    const { hall, jam, signedIn } = await opened(t);
    const stolen = await signedIn("ada");
    const renew = () => hall.request("POST", `/api/v1/jams/${jam}/links`, { body: '{"email":"ada@council.example"}' });
    const outside = new DatabaseSync(join(hall.data, "hall.db"));
    outside.exec("CREATE TRIGGER fails BEFORE DELETE ON login BEGIN SELECT raise(FAIL, 'full'); END");
    assert.equal((await renew()).status, 503);
    outside.exec("DROP TRIGGER fails");
    outside.close();
    assert.equal(await stolen.who(), null);
    assert.equal((await renew()).status, 200);
    await hall.kill("SIGKILL");
    await hall.start();
    assert.equal(await stolen.who(), null);
});

test("init prints a link that makes its holder administrator once", async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "jamhall-test-"));
    const made = await jamhall("init", "--data", join(folder, "data"), "--public-url", "https://jam.council.example");
    assert.equal(made.code, 0, made.stderr);
    const [, once] = /https:\/\/jam\.council\.example\/admin#once=(\S{22})/.exec(made.stdout);
    const hall = await Hall.open(t, { folder });
    const browser = new CookieBrowser(hall);
    assert.equal((await browser.signIn({ once })).status, 200);
    assert.equal(JSON.parse((await browser.send("GET", "/api/v1/login")).text).hall, "administrator");
    assert.equal((await new CookieBrowser(hall).signIn({ once })).status, 401);
    const refused = await jamhall("init", "--data", join(folder, "data"));
    assert.equal(refused.code, 1, "not while it is served");
    assert.equal((await jamhall("init", "--data", join(folder, "data"), "--public-url", "council")).code, 1);
});

test("roles in the hall are given by address: an organizer makes jams and organizes them, and no others", async (t) => {
    const sink = await MailSink.open(t);
    const hall = await mailingHall(t, sink.url, await mkdtemp(join(tmpdir(), "jamhall-test-")));
    const theirs = await hall.createJam(openPlan({ title: "Not hers" }));
    const give = (role, email = "Olga@Council.Example") => hall.json("POST", "/api/v1/hall/roles", { body: { email, role, name: "Olga Organizer" } });
    assert.deepEqual((await give("organizer")).roles.map(({ email, role }) => [email, role]), [["olga@council.example", "organizer"]]);
    const olga = new CookieBrowser(hall);
    assert.equal((await olga.ask("olga@council.example")).status, 202);
    const { secret, link } = secretsOf(await sink.mailTo("olga@council.example"));
    assert.ok(link.startsWith(`${hall.url}/sign-in#mail=`), link);
    assert.equal((await olga.signIn({ mail: secret })).status, 200);
    assert.equal(JSON.parse((await olga.send("GET", "/api/v1/login")).text).hall, "organizer");
    const made = await olga.send("POST", "/api/v1/jams", openPlan({ title: "Hers" }));
    assert.equal(made.status, 201, made.text);
    const jam = JSON.parse(made.text).jam.id;
    assert.equal((await olga.send("GET", `/api/v1/jams/${jam}/people`)).status, 200);
    assert.deepEqual(await olga.who(), ["Olga Organizer"]);
    for (const [method, path] of [["GET", `/api/v1/jams/${theirs}/people`], ["GET", `/api/v1/jams/${theirs}`], ["GET", "/api/v1/hall/roles"]])
        assert.ok([401, 403].includes((await olga.send(method, path)).status), path);

    await give("administrator");
    assert.equal((await olga.send("GET", `/api/v1/jams/${theirs}/people`)).status, 200);
    const socket = await olga.socket(theirs);
    const taken = await closing(socket, () => give(null));
    assert.deepEqual([taken.code, taken.ms < 1_000], [4500, true]);

    await give("administrator");
    const unstored = await closing(await olga.socket(theirs), async () => {
        const outside = new DatabaseSync(join(hall.data, "hall.db"));
        outside.exec("CREATE TRIGGER fails BEFORE DELETE ON hall_role BEGIN SELECT raise(FAIL, 'full'); END");
        const body = JSON.stringify({ email: "olga@council.example", role: null });
        assert.equal((await hall.request("POST", "/api/v1/hall/roles", { body })).status, 503);
        outside.exec("DROP TRIGGER fails");
        outside.close();
    });
    assert.deepEqual([unstored.code, unstored.ms < 2_000], [4500, true], "also when the file does not take it");
    await give(null);
    assert.equal((await olga.send("GET", "/api/v1/hall/roles")).status, 403);
    assert.equal((await olga.send("POST", "/api/v1/jams", openPlan())).status, 403);
    for (const role of ["king", 7]) assert.equal((await hall.request("POST", "/api/v1/hall/roles", { body: JSON.stringify({ email: "a@b.example", role }) })).status, 400);
});
