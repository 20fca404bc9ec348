// SPDX-License-Identifier: Apache-2.0
// A plan is judged alike by plan.schema.json and by the server; what only the server can judge stands at the end.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { Hall } from "../support/hall.mjs";
import { Schemas, faultsIn, planSchema } from "./documents.mjs";

const validate = new Schemas(planSchema).at("");
const faultsBySchema = (plan) => faultsIn(plan, validate);

/** A plan with every member there is. */
const full = () => ({
    plan_version: 1,
    title: "Everything at once",
    purpose: "To have every member *once*.",
    charter: { asks: "What?", decides: "The council", criteria: "Cost", answer_by: "2036-03-01" },
    time_zone: "Europe/London",
    starts_at: "2036-01-10T09:00",
    audiences: [{ id: "staff", title: "Staff" }, { id: "residents", title: "Residents" }],
    forums: [{ id: "known-for", title: "Known for", question: "For what?" }],
    agenda: [
        {
            id: "ideas", kind: "ideate", lasts: "PT36H",
            switches: {
                ideas: "open", comments: "open", others: "visible", ballot: "support", tallies: "live", order: "top",
                names: "shown", moderation: "after", words_max: 200, slow_mode_s: 5, sample_size: 3,
            },
        },
        { id: "choose", kind: "prioritise", ends_at: "2036-01-14T12:00" },
    ],
    rules: [{ id: "civil", text: "No personal attacks." }],
    guests: [{ name: "Gus Guest", at: "2036-01-10T12:00", minutes: 30, forum: null, about: "Trams" }],
    policies: {
        grace_s: 30, text_max: 5000, small_cell: 5, exposure_floor: 30, retention_days: 2555, support_word: "support",
        facilitators_move_clock: true, dots: 10, unanswered_after_min: 20,
        signals: { links: true, words: ["idiot"], fast_posts_per_minute: 5 },
        admission: {
            email: { open: true, newcomers: true, audience: "residents", domains: ["city.example"] },
            oidc: { open: false, newcomers: false, audience: "staff" },
            code: { open: true, audience: "residents" },
            pseudonyms: true,
        },
        limits: { posts_per_minute: 20, commands_per_minute: 300, connections_per_person: 8 },
    },
});

const at = (value, path) => path.reduce((inner, name) => inner[name], value);

/** A copy of the full plan, changed at a path: undefined takes the member away. */
function changed(path, value) {
    const plan = full();
    // An audience is a name on a list that no schema holds.
    if (path[0] === "audiences") for (const way of ["email", "oidc", "code"]) delete plan.policies.admission[way].audience;
    const inside = at(plan, path.slice(0, -1));
    if (value !== undefined) inside[path.at(-1)] = value;
    else if (Array.isArray(inside)) inside.splice(path.at(-1), 1);
    else delete inside[path.at(-1)];
    return plan;
}

/** Paths to every member of a value, at every depth. */
const pathsIn = (value, path = []) =>
    value === null || typeof value !== "object"
        ? []
        : Object.entries(value).flatMap(([name, part]) => {
              const here = [...path, Array.isArray(value) ? Number(name) : name];
              return [here, ...pathsIn(part, here)];
          });

async function checkedBy(hall, plan) {
    const response = await hall.request("POST", "/api/v1/plans/check", { body: JSON.stringify(plan) });
    const answer = await response.json();
    assert.ok([200, 400].includes(response.status), `${response.status} ${JSON.stringify(answer)}`);
    return response.status === 200 ? [] : answer.faults;
}

test("plans that are right are right by both", async (t) => {
    const hall = await Hall.open(t);
    const fixtures = readdirSync("tests/fixtures/plans").map((file) => [file, JSON.parse(readFileSync(`tests/fixtures/plans/${file}`, "utf8"))]);
    assert.ok(fixtures.length > 0);
    const smallest = {
        plan_version: 1, title: "t", time_zone: "UTC", starts_at: "now",
        forums: [{ id: "f", title: "F" }], agenda: [{ id: "a", kind: "reveal", lasts: "PT1M" }],
    };
    const spacious = {
        ...smallest, title: "  ä¹ 🚋 \u202Eurt ", purpose: " \n ", charter: {}, policies: { limits: {} },
        forums: [{ id: "-", title: "x".repeat(200), question: "a\tb\r\nc" }, { id: "0".repeat(40), title: "F", question: "" }],
        agenda: [
            { id: "lobby", kind: "lobby", lasts: "P1DT0H30M" },
            { id: "a", kind: "archive", lasts: "P1830D", switches: { tallies: "sealed", order: "newest", words_max: null } },
            { id: "archive", kind: "archive", lasts: "PT60S", switches: {} },
        ],
    };
    const steered = {
        ...smallest, guests: [{ name: "Gus", at: "2036-01-10T12:00", forum: "f" }], policies: { signals: { links: false, words: [], fast_posts_per_minute: null } },
        agenda: [
            { id: "alone", kind: "brainwrite", lasts: "PT1H", switches: { others: "sampled", sample_size: 10 } },
            { id: "ideas", kind: "ideate", lasts: "PT1H", switches: { order: "fair", moderation: "before", ballot: "dots" } },
            { id: "score", kind: "prioritise", lasts: "PT1H", switches: { ballot: "score" } },
            { id: "pairs", kind: "prioritise", lasts: "PT1H", switches: { ballot: "pairwise" } },
        ],
    };
    for (const [name, plan] of [...fixtures, ["full", full()], ["smallest", smallest], ["spacious", spacious], ["steered", steered]]) {
        assert.deepEqual(faultsBySchema(plan), [], name);
        assert.deepEqual(await checkedBy(hall, plan), [], name);
    }
});

test("a member changed in any way is judged alike by schema and server", async (t) => {
    const hall = await Hall.open(t);
    const others = [undefined, null, true, -1, 0, 1.5, 2 ** 31, "", " ", "a\u0007b", "a\nb", "Ü", "x".repeat(5001), [], {}, [null], ["a"]];
    let judged = 0;
    for (const path of pathsIn(full())) {
        const pointer = `/${path.join("/")}`;
        for (const other of others) {
            const plan = changed(path, other);
            const [bySchema, byServer] = [faultsBySchema(plan), await checkedBy(hall, plan)];
            // A zone is a name on a list that no schema holds.
            if (pointer === "/time_zone" && typeof other === "string") continue;
            const about = `${pointer} = ${JSON.stringify(other)?.slice(0, 40)}: ${JSON.stringify(byServer)}, by the schema ${bySchema}`;
            assert.equal(bySchema.length === 0, byServer.length === 0, about);
            judged += 1;
        }
        const inside = at(full(), path);
        if (inside === null || typeof inside !== "object" || Array.isArray(inside)) continue;
        const plan = changed([...path, "surprise"], 1);
        assert.notDeepEqual(faultsBySchema(plan), [], `${pointer}/surprise`);
        assert.deepEqual((await checkedBy(hall, plan)).map((fault) => fault.pointer), [`${pointer}/surprise`]);
    }
    assert.ok(judged > 800, `${judged} plans`);
});

test("wrong plans are refused by both, and the server names the place", async (t) => {
    const hall = await Hall.open(t);
    const many = (count, made) => Array.from({ length: count }, (_, i) => made(i));
    const switched = (kind, switches) => ({ id: "p", kind, lasts: "PT1H", switches });
    const phase = (given) => [["agenda"], [{ id: "p", kind: "ideate", ...given }]];
    const wrong = [
        ["/plan_version", ["plan_version"], 2],
        ["/title", ["title"], "x".repeat(201)],
        ["/starts_at", ["starts_at"], "2036-01-10T09:00Z"],
        ["/starts_at", ["starts_at"], "2036-13-10T09:00"],
        ["/starts_at", ["starts_at"], "2036-01-10T24:00"],
        ["/starts_at", ["starts_at"], "2038-01-10T09:00"],
        ["/starts_at", ["starts_at"], "2036-01-10"],
        ["/starts_at", ["starts_at"], "tomorrow"],
        ["/audiences", ["audiences"], many(21, (i) => ({ id: `a${i}` }))],
        ["/forums", ["forums"], many(101, (i) => ({ id: `f${i}`, title: "F" }))],
        ["/agenda", ["agenda"], many(101, (i) => ({ id: `p${i}`, kind: "ideate", lasts: "PT1H" }))],
        ["/rules", ["rules"], many(51, (i) => ({ id: `r${i}`, text: "Be kind." }))],
        ["/forums/0/id", ["forums", 0, "id"], "x".repeat(41)],
        ["/agenda/0/kind", ...phase({ kind: "party", lasts: "PT1H" })],
        ["/agenda/0/lasts", ...phase({})],
        ["/agenda/0/lasts", ...phase({ lasts: null, ends_at: null })],
        ["/agenda/0/lasts", ...phase({ lasts: "PT1H", ends_at: "2036-01-10T10:00" })],
        ...["P", "PT", "P1", "PT1", "P1DT", "1H", "PT1H1H", "PT1S1M", "P1H", "PT1D", "P1W", "P1Y", "PT1.5H", "-PT1H", "PT-1H", "PT0S", "P0DT0H"].map((lasts) => [
            "/agenda/0/lasts", ...phase({ lasts }),
        ]),
        ["/agenda/0/ends_at", ...phase({ ends_at: "now" })],
        ["/agenda/0/id", ["agenda"], [{ id: "lobby", kind: "ideate", lasts: "PT1H" }]],
        ["/agenda/0/id", ["agenda"], [{ id: "archive", kind: "reveal", lasts: "PT1H" }]],
        ["/agenda/0/switches/order", ["agenda"], [switched("ideate", { order: "top" })]],
        ["/agenda/0/switches/order", ["agenda"], [switched("refine", { order: "top", tallies: "sealed" })]],
        ["/agenda/0/switches/order", ["agenda"], [switched("reveal", { tallies: "sealed" })]],
        ["/agenda/0/switches/ballot", ["agenda"], [switched("ideate", { ballot: "stars" })]],
        ["/agenda/0/switches/others", ["agenda"], [switched("ideate", { others: "some" })]],
        ["/agenda/0/switches/order", ["agenda"], [switched("ideate", { order: "best" })]],
        ["/agenda/0/switches/moderation", ["agenda"], [switched("ideate", { moderation: "never" })]],
        ["/agenda/0/switches/sample_size", ["agenda"], [switched("brainwrite", { sample_size: 11 })]],
        ["/agenda/0/switches/words_max", ["agenda"], [switched("ideate", { words_max: 10001 })]],
        ["/agenda/0/switches/slow_mode_s", ["agenda"], [switched("ideate", { slow_mode_s: 86401 })]],
        ["/guests", ["guests"], many(101, () => ({ name: "Gus", at: "2036-01-10T12:00" }))],
        ["/guests/0/at", ["guests", 0, "at"], "now"],
        ["/guests/0/minutes", ["guests", 0, "minutes"], 1441],
        ["/policies/dots", ["policies", "dots"], 101],
        ["/policies/unanswered_after_min", ["policies", "unanswered_after_min"], 10081],
        ["/policies/signals/words", ["policies", "signals", "words"], many(201, (i) => `w${i}`)],
        ["/policies/signals/words/0", ["policies", "signals", "words", 0], "x".repeat(101)],
        ["/policies/signals/fast_posts_per_minute", ["policies", "signals", "fast_posts_per_minute"], 1001],
        ["/policies/admission/email/domains", ["policies", "admission", "email", "domains"], many(51, (i) => `d${i}.example`)],
        ["/policies/admission/email/domains/0", ["policies", "admission", "email", "domains", 0], "Two Words"],
        ["/policies/admission/email/domains/0", ["policies", "admission", "email", "domains", 0], "a..example"],
        ["/policies/admission/code/newcomers", ["policies", "admission", "code"], { newcomers: false }],
        ["/policies/admission/oidc/open", ["policies", "admission", "oidc", "open"], "yes"],
        ["/policies/grace_s", ["policies", "grace_s"], 601],
        ["/policies/text_max", ["policies", "text_max"], 20001],
        ["/policies/small_cell", ["policies", "small_cell"], 1001],
        ["/policies/exposure_floor", ["policies", "exposure_floor"], 1000001],
        ["/policies/retention_days", ["policies", "retention_days"], 36526],
        ["/policies/support_word", ["policies", "support_word"], "x".repeat(41)],
        ["/policies/limits/posts_per_minute", ["policies", "limits", "posts_per_minute"], 1000001],
    ];
    for (const [pointer, path, value] of wrong) {
        const plan = changed(path, value);
        const about = `${pointer}: ${JSON.stringify(value).slice(0, 80)}`;
        assert.notDeepEqual(faultsBySchema(plan), [], about);
        assert.deepEqual((await checkedBy(hall, plan)).map((fault) => fault.pointer), [pointer], about);
    }
    for (const plan of [null, 7, "plan", []]) {
        assert.notDeepEqual(faultsBySchema(plan), []);
        assert.deepEqual((await checkedBy(hall, plan)).map((fault) => fault.pointer), [""]);
    }
});

test("what no schema can say is judged by the server alone", async (t) => {
    const hall = await Hall.open(t);
    const phase = (id, given) => ({ id, kind: "ideate", ...given });
    const cases = [
        ["/time_zone", ["time_zone"], "Europe/Coventry"],
        ["/starts_at", ["starts_at"], "2036-02-30T09:00"],
        ["/starts_at", ["starts_at"], "2036-03-30T01:30"], // the clocks jump over it
        ["/starts_at", ["starts_at"], "2036-10-26T01:30"], // it happens twice
        ["/forums/1/id", ["forums"], [{ id: "f", title: "A" }, { id: "f", title: "B" }]],
        ["/audiences/1/id", ["audiences"], [{ id: "a" }, { id: "a" }]],
        ["/rules/1/id", ["rules"], [{ id: "r", text: "A" }, { id: "r", text: "B" }]],
        ["/agenda/1/id", ["agenda"], [phase("p", { lasts: "PT1H" }), phase("p", { lasts: "PT1H" })]],
        ["/guests/0/forum", ["guests", 0, "forum"], "elsewhere"],
        ["/agenda/0/lasts", ["agenda"], [phase("p", { lasts: "PT59S" })]],
        ["/agenda/0/lasts", ["agenda"], [phase("p", { lasts: "P1831D" })]],
        ["/agenda/0/ends_at", ["agenda"], [phase("p", { ends_at: "2036-01-10T08:59" })]],
        ["/agenda/1/ends_at", ["agenda"], [phase("p", { lasts: "PT2H" }), phase("q", { ends_at: "2036-01-10T10:00" })]],
    ];
    for (const [pointer, path, value] of cases) {
        const plan = changed(path, value);
        assert.deepEqual(faultsBySchema(plan), [], pointer);
        assert.deepEqual((await checkedBy(hall, plan)).map((fault) => fault.pointer), [pointer], JSON.stringify(value));
    }
});
