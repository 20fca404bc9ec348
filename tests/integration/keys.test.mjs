// SPDX-License-Identifier: Apache-2.0
// Changing the keys of a hall, step by step as docs/security/cryptography.md tells it.
import assert from "node:assert/strict";
import { access, mkdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { CookieBrowser } from "../support/cookie_browser.mjs";
import { jamhall } from "../support/hall.mjs";
import { idea, Scene } from "../support/scene.mjs";

const ofOwnerAlone = async (file) => assert.equal((await stat(file)).mode & 0o777, 0o600, file);

test("the hall's key is changed: what was signed before and after is each verified by its own key", async (t) => {
    const scene = await Scene.open(t);
    const { hall, jam } = scene;
    const [ada] = await scene.join("ada");
    await idea(ada, "Before");
    await ada.leave();
    await hall.kill("SIGTERM");
    const old = join(hall.folder, "2026-05-21");
    await mkdir(old);
    for (const each of ["hall.key", "hall.pub", "heads"]) await rename(join(hall.data, each), join(old, each));
    await hall.start();
    const [again] = await scene.join("ada");
    await idea(again, "After");
    await again.leave();
    const { public_key } = await hall.json("GET", "/api/v1/hall/key", { token: null });
    await hall.kill("SIGTERM");
    await ofOwnerAlone(join(hall.data, "hall.key"));
    assert.equal((await readFile(join(hall.data, "hall.pub"), "utf8")).trim(), public_key);
    assert.notEqual((await readFile(join(old, "hall.pub"), "utf8")).trim(), public_key);
    const verified = (heads, key) => jamhall("verify", hall.jamFile(jam), "--heads", join(heads, "heads", `${jam}.heads`), "--key", join(key, "hall.pub"));
    const [before, after, mixed] = await Promise.all([verified(old, old), verified(hall.data, hall.data), verified(old, hall.data)]);
    assert.equal(before.code, 0, before.stderr);
    assert.equal(after.code, 0, after.stderr);
    const upTo = ({ stdout }) => Number(/up to event (\d+)/.exec(stdout)[1]);
    assert.ok(upTo(before) < upTo(after), `${before.stdout} ${after.stdout}`);
    assert.match(mixed.stderr, /is not signed by this hall/);
    await hall.start();
});

test("a new admin token ends the one before and the sign-ins by it, and nobody else's", async (t) => {
    const scene = await Scene.open(t);
    const { hall, jam } = scene;
    const signedIn = async (token) => {
        const browser = new CookieBrowser(hall);
        assert.equal((await browser.signIn({ token })).status, 200);
        return browser;
    };
    const admin = await signedIn(hall.token);
    const both = await signedIn(scene.token("ada"));
    assert.equal((await both.signIn({ token: hall.token })).status, 200);
    const ben = await signedIn(scene.token("ben"));
    const renew = () => jamhall("init", "--data", hall.data, "--new-token");
    assert.equal((await renew()).code, 1, "not while it is served");
    await hall.kill("SIGTERM");
    assert.equal((await renew()).code, 0);
    const file = join(hall.data, "admin.token");
    await ofOwnerAlone(file);
    const fresh = (await readFile(file, "utf8")).trim();
    assert.notEqual(fresh, hall.token);
    await hall.start();
    assert.equal((await hall.request("GET", "/api/v1/hall/roles")).status, 401, "the old token");
    assert.equal((await hall.request("GET", "/api/v1/hall/roles", { token: fresh })).status, 200);
    assert.equal((await admin.send("GET", "/api/v1/login")).status, 401);
    assert.equal((await both.send("GET", `/api/v1/jams/${jam}/people`)).status, 403);
    assert.equal((await both.send("GET", `/api/v1/jams/${jam}/me`)).status, 200, "still Ada");
    assert.equal((await ben.send("GET", `/api/v1/jams/${jam}/me`)).status, 200);
    hall.token = fresh;
});

test("the key of mailed codes is its owner's alone, and one that is gone is drawn anew", async (t) => {
    const { hall } = await Scene.open(t);
    const file = join(hall.data, "sign_in.key");
    const before = await readFile(file, "utf8");
    assert.match(before, /^[0-9a-f]{64}\n$/);
    await hall.kill("SIGTERM");
    await rm(file);
    await hall.start();
    await access(file);
    await ofOwnerAlone(file);
    assert.notEqual(await readFile(file, "utf8"), before);
});
