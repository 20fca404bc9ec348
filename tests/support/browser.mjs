// SPDX-License-Identifier: Apache-2.0
// People at browsers: a hall with a jam and a cast, Chromium, and what must hold on every page after every step.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { Hall, openPlan } from "./hall.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const quietFlags = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** How much longer than usual things may take, where much else runs. */
const patience = Number(process.env.JAMHALL_TEST_PATIENCE ?? 1);

/** A folder for pictures of every step; none are taken without it. */
const pictures = process.env.JAMHALL_PICTURES;

export const desktop = { viewport: { width: 1280, height: 800 } };
export const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

export const roster = [
    "email,name,roles,forums,ward",
    "olga@example.org,Olga Organizer,organizer,,north",
    "fay@example.org,Fay Facilitator,facilitator;participant,,north",
    "ada@example.org,Ada Adams,participant,,south",
    "ben@example.org,Ben Brown,participant,,south",
].join("\n");

/** One person at one browser of their own. What the page complains of is a fault, unless the test expects it. */
export class Visitor {
    faults = [];
    expected = [];

    static async arrive(browser, hall, { device = desktop, ...options } = {}) {
        const visitor = new Visitor();
        // Without motion nothing is measured halfway through a change of colour.
        visitor.context = await browser.newContext({ baseURL: hall.url, reducedMotion: "reduce", locale: "en-GB", ...device, ...options });
        visitor.context.setDefaultTimeout(20_000 * patience);
        visitor.page = await visitor.context.newPage();
        visitor.page.on("pageerror", (error) => visitor.complain(String(error.stack ?? error)));
        visitor.page.on("console", (message) => message.type() === "error" && visitor.complain(`${message.text()} ${message.location().url}`));
        return visitor;
    }

    complain(fault) {
        if (!this.expected.some((pattern) => pattern.test(fault))) this.faults.push(fault);
    }

    /** What holds on every page: axe finds nothing, the console is silent, nothing scrolls sideways; two live regions. */
    async check(step, { isApp = true, without = [] } = {}) {
        const { page } = this;
        await this.picture(step);
        if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe);
        const violations = await page.evaluate(async (options) => {
            const { violations } = await window.axe.run(options);
            return violations.map(({ id, nodes }) => [id, ...nodes.map(({ html, failureSummary }) => `${html.slice(0, 200)}\n${failureSummary}`)].join("\n"));
        }, { resultTypes: ["violations"], preload: false, rules: { "target-size": { enabled: true }, ...Object.fromEntries(without.map((rule) => [rule, { enabled: false }])) } });
        const { tooWide, regions } = await page.evaluate(() => ({
            tooWide: document.documentElement.scrollWidth - window.innerWidth,
            regions: document.querySelectorAll('[role="status"], [role="alert"], [aria-live]:not([aria-live="off"])').length,
        }));
        assert.deepEqual({ violations, faults: this.faults, tooWide: Math.max(0, tooWide) }, { violations: [], faults: [], tooWide: 0 }, step);
        if (isApp) assert.equal(regions, 2, `${step}: live regions`);
    }

    /** The same page at a desk's width and at a phone's; what is open stays open. */
    async checkBoth(step, options) {
        const before = this.page.viewportSize();
        for (const { viewport } of [desktop, phone]) {
            await this.resize(viewport);
            await this.check(step, options);
        }
        await this.resize(before);
    }

    /** Returns once the page has drawn itself for its new width: media queries are heard in a frame of their own. */
    async resize(viewport) {
        await this.page.setViewportSize(viewport);
        await this.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    }

    /** Signs in as a program would, to begin a journey further on. */
    async signIn(jam, token) {
        const login = await this.context.request.post("/api/v1/login", { data: { token, jam } });
        assert.equal(login.status(), 200);
    }

    async picture(step) {
        if (!pictures) return;
        const width = this.page.viewportSize().width;
        await this.page.screenshot({ path: join(pictures, `${step.replaceAll(/\W+/g, "_")}.${width}.png`) });
    }

    /** Presses Tab until the element has focus: it can be reached by keyboard. */
    async tabTo(locator, steps = 60) {
        for (let step = 0; step < steps; step += 1) {
            if (await locator.evaluate((element) => element === document.activeElement)) return;
            await this.page.keyboard.press("Tab");
        }
        assert.fail(`not reached by ${steps} times Tab: ${locator}`);
    }
}

/** A hall and a browser that go with the test; by then nobody's page may have complained. */
export async function openStage(t, options = {}) {
    const visitors = [];
    const hall = await Hall.open(null, options);
    const browser = await chromium.launch({ executablePath: process.env.JAMHALL_CHROMIUM ?? "/usr/bin/chromium", chromiumSandbox: false, args: quietFlags });
    t.after(async () => {
        // The browser first: a page that loses its server complains, and rightly.
        await browser.close();
        await hall.close();
        for (const { faults } of visitors) assert.deepEqual(faults, [], "at the end");
    });
    return {
        hall,
        async arrive(options) {
            const visitor = await Visitor.arrive(browser, hall, options);
            visitors.push(visitor);
            return visitor;
        },
    };
}

/** A line on which frames that fit reach the page only when they are let go: the page is late, not the server. */
export async function slowLine(visitor, fits = () => true) {
    const held = [];
    let isHeld = false;
    await visitor.context.routeWebSocket(/\/live$/, (socket) => {
        socket.connectToServer().onMessage((frame) => {
            if (isHeld && fits(String(frame))) held.push(() => socket.send(frame));
            else socket.send(frame);
        });
    });
    return {
        hold: () => (isHeld = true),
        letGo() {
            isHeld = false;
            for (const send of held.splice(0)) send();
        },
    };
}

/** A second facilitator, for a roster. */
export const gus = "gus@example.org,Gus Green,facilitator,,north";

/** A stage with one jam and the cast: `signedIn("ada")` is Ada, who has accepted the rules, in the jam. */
export async function openJam(t, plan = openPlan(), { more = [], ...options } = {}) {
    const { hall, arrive } = await openStage(t, options);
    const jam = await hall.createJam(plan);
    const links = await hall.invite(jam, [roster, ...more].join("\n"));
    const token = (name) => new URL(links.get(`${name}@example.org`).link).hash.slice(1);
    const command = (name, fields) => hall.json("POST", `/api/v1/jams/${jam}/commands`, { token: token(name), body: fields });
    return {
        hall,
        jam,
        arrive,
        command,
        link: (name) => links.get(`${name}@example.org`).link,
        read: (path = "", name = "olga") => hall.json("GET", `/api/v1/jams/${jam}${path}`, { token: token(name) }),
        advance: () => command("olga", { do: "advance_phase" }),
        async signedIn(name, { at = `/jam/${jam}`, before, ...options } = {}) {
            const visitor = await arrive(options);
            await before?.(visitor);
            await visitor.signIn(jam, token(name));
            await command(name, { do: "join", charter: 1, rules: 1, privacy: 1 });
            await visitor.page.goto(at);
            return visitor;
        },
    };
}

/** Steps of one journey: after one that failed the others have nothing to stand on. */
export function stepsOf(t) {
    let failed = null;
    return (name, run) =>
        t.test(name, { skip: failed !== null && `after "${failed}"` }, async () => {
            failed = name;
            await run();
            failed = null;
        });
}
