// SPDX-License-Identifier: Apache-2.0
// The documents by themselves: sound, complete against the source tree, and true of every golden file.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
    Schemas, asyncapi, closed, commands, faultsIn, openapi, planSchema, pointerTo, readFolder, resolve, wordsIn,
} from "./documents.mjs";

const golden = "tests/fixtures/protocol/v1";

/** Calls `see` with every object of a document and the path to it. */
function walk(value, see, path = []) {
    if (value === null || typeof value !== "object") return;
    see(value, path);
    for (const [name, part] of Object.entries(value)) walk(part, see, [...path, name]);
}

for (const [name, document] of Object.entries({ openapi, asyncapi, planSchema })) {
    test(`${name}: every reference leads somewhere and every component is used`, () => {
        const used = new Set();
        walk(document, ({ $ref }, path) => {
            if (typeof $ref !== "string") return;
            resolve(document, $ref);
            used.add($ref);
            assert.ok(!used.has(pointerTo(...path)), `${$ref} leads to itself`);
        });
        for (const [kind, parts] of Object.entries(document.components ?? {}))
            for (const part of Object.keys(parts)) {
                const isNamedOnly = kind === "securitySchemes" && document.openapi;
                if (!isNamedOnly) assert.ok(used.has(pointerTo("components", kind, part)), `nothing uses ${kind}/${part}`);
            }
    });

    test(`${name}: every schema is one, in strict mode`, () => {
        const schemas = new Schemas(document);
        for (const component of Object.keys(document.components?.schemas ?? {})) schemas.component(component);
        if (!document.components) schemas.at("");
    });
}

test("a schema that stands in both documents says the same in both", () => {
    const both = Object.keys(openapi.components.schemas).filter((name) => name in asyncapi.components.schemas && name !== "Reply");
    assert.ok(both.includes("Phase") && both.includes("Jam") && both.includes("Author"));
    for (const name of both) assert.deepEqual(openapi.components.schemas[name], asyncapi.components.schemas[name], name);
    const { $schema, $id, title, description, ...plan } = planSchema;
    assert.ok($schema && $id && title && description);
    assert.deepEqual({ ...openapi.components.schemas.Plan, description: "" }, { ...plan, description: "" });
});

test("every operation has a name of its own and every path parameter is described", () => {
    const names = new Set();
    for (const [path, item] of Object.entries(openapi.paths)) {
        const described = (item.parameters ?? []).map((each) => (each.$ref ? resolve(openapi, each.$ref) : each).name);
        assert.deepEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name), described, path);
        for (const [method, operation] of Object.entries(item)) {
            if (method === "parameters") continue;
            assert.ok(!names.has(operation.operationId), operation.operationId);
            names.add(operation.operationId);
        }
    }
});

test("the routes of the server and the paths of the document are the same", () => {
    const table = wordsIn("engine/net/routes.cpp", "constexpr route table[] = {", "};");
    const live = wordsIn("engine/net/router.hpp", 'live_pattern = "', '"');
    const served = [...table.matchAll(/\{(\w+), (?:"([^"]+)"|live_pattern), /g)].map(([, method, path]) => `${method.replace(/_$/, "")} ${path ?? live}`);
    const described = Object.entries(openapi.paths).flatMap(([path, item]) =>
        Object.keys(item).filter((method) => method !== "parameters").map((method) => `${method} ${path}`),
    );
    assert.ok(served.length > 20);
    assert.deepEqual(described.sort(), served.sort());
    assert.equal(asyncapi.channels.live.address, live);
});

const constants = (name) => asyncapi.components.schemas[name].properties;

test("the commands, codes, events and closing codes of the server are those of the document", () => {
    const known = ["command_in", "steering_in", "records_in"].flatMap((file) => [
        ...wordsIn(`engine/codec/${file}.cpp`, "known_commands{{", "}};").matchAll(/\{"(\w+)"/g),
    ]);
    assert.deepEqual(commands.map(({ name }) => name).sort(), known.map(([, name]) => name).sort());
    const codes = wordsIn("sessions/core/outcome.cpp", "std::string_view name_of(reject_code code)", "\n}");
    assert.deepEqual(
        [...asyncapi.components.schemas.Code.enum].sort(),
        [...codes.matchAll(/return "(\w+)"/g)].map(([, name]) => name).filter((name) => name !== "unknown").sort(),
    );
    const events = wordsIn("sessions/model/names.cpp", "event_types{", "};");
    const hidden = [...wordsIn("engine/codec/feed_event_out.cpp", "class event_members", "private:").matchAll(/const (\w+)&\) const \{ return false; \}/g)];
    const shown = [...events.matchAll(/"(\w+)"/g)].map(([, name]) => name).filter((name) => !hidden.some(([, each]) => each === name));
    assert.deepEqual(
        asyncapi.components.schemas.Event.oneOf.map(({ $ref }) => resolve(asyncapi, $ref).properties.type.const).sort(),
        shown.sort(),
    );
    const closing = wordsIn("engine/live/receiver.hpp", "enum class close_code", "};");
    assert.deepEqual(
        asyncapi.channels.live["x-closing-codes"].map(({ code }) => code).filter((code) => code >= 4000),
        [...closing.matchAll(/= (\d+)/g)].map(([, code]) => Number(code)),
    );
});

test("the limits of the document are those of the server", () => {
    const limit = (file, name) => Number(wordsIn(file, `${name} = `, ";").replaceAll("'", ""));
    const limits = asyncapi.channels.live["x-limits"];
    assert.equal(wordsIn("engine/codec/command_in.hpp", "frame_size_max = ", ";"), "64 * 1024");
    assert.equal(limits.message_bytes_max, 64 * 1024);
    assert.equal(limits.feeds_per_frame_max, limit("engine/codec/command_in.hpp", "feeds_per_frame_max"));
    assert.equal(limits.posts_per_frame_max, limit("engine/codec/command_in.hpp", "posts_per_frame_max"));
    assert.equal(limits.json_depth_max, limit("engine/codec/json_in.hpp", "depth_max"));
    assert.equal(limits.feeds_per_socket_max, limit("engine/live/attendance.cpp", "watches_per_socket_max"));
    assert.equal(limits.missed_events_max, limit("engine/live/jam_core.hpp", "backfill_events_max"));
    assert.equal(limits.questions_per_minute, limit("engine/live/brakes.hpp", "questions_per_minute"));
    assert.equal(limits.missed_events_per_question, limit("engine/live/jam_feeding.cpp", "events_per_question"));
    assert.equal(`${limits.conflated_every_ms}ms`, wordsIn("engine/live/jam_news.cpp", "news_every = ", ";"));
    assert.equal(constants("Watch").feeds.maxProperties, limits.feeds_per_frame_max);
    assert.equal(constants("SawPosts").posts.maxItems, limits.posts_per_frame_max);
    assert.equal(constants("ExtendPhase").minutes.maximum, 60 * 24 * 366);
});

test("every example is right by its own schema", () => {
    const schemas = new Schemas(closed(asyncapi));
    for (const [name, message] of Object.entries(asyncapi.components.messages)) {
        assert.equal(message.name, name);
        assert.ok(message.examples.length > 0, `${name} has no example`);
        for (const { payload } of message.examples)
            assert.deepEqual(faultsIn(payload, schemas.at(message.payload.$ref)), [], `${name}: ${JSON.stringify(payload)}`);
    }
});

test("every golden command and frame is right by the document", () => {
    const schemas = new Schemas(closed(asyncapi));
    const messages = asyncapi.components.messages;
    const told = new Set();
    for (const [kind, nameOf] of [["commands", ({ do: name }) => name], ["frames", ({ type }) => type]])
        for (const [file, value] of readFolder(`${golden}/${kind}`)) {
            const name = nameOf(value);
            told.add(name);
            assert.ok(messages[name], `${file}: ${name} is not described`);
            assert.deepEqual(faultsIn(value, schemas.at(messages[name].payload.$ref)), [], file);
        }
    assert.deepEqual([...told].sort(), Object.keys(messages).sort(), "a golden file for every message");
});

test("every golden answer of HTTP is right by the document", () => {
    const schemas = new Schemas(closed(openapi));
    const answer = (path, method = "get", status = "200") =>
        pointerTo("paths", path, method, "responses", status, "content", "application/json", "schema");
    const component = (name) => pointerTo("components", "schemas", name);
    const schemaOf = {
        checked_plan: answer("/api/v1/plans/check", "post"),
        created: answer("/api/v1/jams", "post", "201"),
        jam: component("JamPage"),
        jams: answer("/api/v1/jams"),
        login: component("Login"),
        login_admin: component("Login"),
        me: component("Me"),
        people: answer("/api/v1/jams/{jam}/people"),
        posts_page: component("PostsPage"),
        posts_page_unsealed: component("PostsPage"),
        problem: component("Problem"),
        problem_plan: component("Problem"),
        problem_roster: component("Problem"),
        report: component("Report"),
        report_sealed: component("Report"),
        roster: component("RosterAnswer"),
        search: component("FoundPosts"),
        thread_page: component("Thread"),
    };
    const files = readFolder(`${golden}/http`);
    assert.deepEqual(files.map(([file]) => file), Object.keys(schemaOf).sort());
    for (const [file, value] of files) assert.deepEqual(faultsIn(value, schemas.at(schemaOf[file])), [], file);
});
