// SPDX-License-Identifier: Apache-2.0
// Calls to a hall, each held against what the OpenAPI document says of it.
import assert from "node:assert/strict";
import { request } from "node:http";
import { WebSocket } from "ws";
import { Schemas, closed, faultsIn, openapi, pointerTo, resolve } from "./documents.mjs";

export const schemas = new Schemas(closed(openapi));
export const methods = ["get", "post", "put", "patch", "delete"];

/** Name of an operation -> {path, method, operation, parameters}. */
export const operations = new Map(
    Object.entries(openapi.paths).flatMap(([path, item]) =>
        methods.filter((method) => item[method]).map((method) => {
            const operation = item[method];
            const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((each) => (each.$ref ? resolve(openapi, each.$ref) : each));
            return [operation.operationId, { path, method, operation, parameters }];
        }),
    ),
);

export const seen = new Map(); // name of an operation -> statuses
export const asked = new Map(); // name of an operation -> query parameters
/** Where calls go unless told otherwise, and whose tokens there are; filled in by the test. */
export const stage = { hall: null, jam: null, tokens: null, idea: null };

function mediaTypeOf(name, status, headers) {
    const { path, method, operation } = operations.get(name);
    let at = pointerTo("paths", path, method, "responses", status);
    let response = operation.responses[status];
    assert.ok(response, `${name} answers ${status}, which is not documented`);
    if (response.$ref) [at, response] = [response.$ref, resolve(openapi, response.$ref)];
    const type = headers.get("content-type")?.split(";")[0] ?? null;
    const described = Object.keys(response.content ?? {});
    assert.deepEqual(type === null ? [] : [type], described, `${name} ${status}: content type`);
    return { type, pointer: `${at}${pointerTo("content", type, "schema").slice(1)}` };
}

/** Checks one answer against the document and notes that its status was seen. */
export function check(name, status, headers, body) {
    const { type, pointer } = mediaTypeOf(name, status, headers);
    seen.set(name, (seen.get(name) ?? new Set()).add(status));
    if (type === null) return assert.equal(body, "");
    const value = type.endsWith("json") ? JSON.parse(body) : body;
    assert.deepEqual(faultsIn(value, schemas.at(pointer)), [], `${name} ${status}: ${body.slice(0, 300)}`);
    if (type === "application/problem+json") assert.equal(value.status, status);
    return value;
}

/** Makes a documented call; the answer must have this status and be as documented. Gives the body. */
export async function call(name, expected, { path = {}, query = {}, as = "admin", ...options } = {}) {
    const { path: pattern, method, operation, parameters } = operations.get(name);
    const values = { jam: stage.jam, forum: "floor", post: stage.idea, ...path };
    for (const parameter of Object.keys(query)) {
        const described = parameters.find((each) => each.in === "query" && each.name === parameter);
        asked.set(name, (asked.get(name) ?? new Set()).add(parameter));
        assert.ok(described, `${name} has no parameter ${parameter}`);
    }
    const filled = pattern.replace(/\{(\w+)\}/g, (_, parameter) => values[parameter]);
    const search = new URLSearchParams(query).toString();
    const token = as === null ? null : stage.tokens.get(as);
    if (options.body !== undefined && typeof options.body !== "string") {
        if (expected < 300) {
            const at = pointerTo("paths", pattern, method, "requestBody", "content", "application/json", "schema");
            assert.deepEqual(faultsIn(options.body, schemas.at(at)), [], `the body of ${name}`);
        }
        options.body = JSON.stringify(options.body);
    }
    const response = await stage.hall.request(method.toUpperCase(), filled + (search && `?${search}`), { token, ...options });
    const body = await response.text();
    assert.equal(response.status, expected, `${name}: ${body.slice(0, 300)}`);
    assert.ok(operation.responses[expected]);
    if (expected === 401) assert.match(response.headers.get("www-authenticate"), /^Bearer/);
    return check(name, response.status, response.headers, body);
}

/** Announces a body of this size without sending it: it must be refused before it is read. */
export async function announce(name, size, { as } = {}) {
    const { path, method } = operations.get(name);
    const token = as === null ? null : stage.hall.token;
    const headers = { "content-length": size, ...(token ? { authorization: `Bearer ${token}` } : {}) };
    const [response, body] = await new Promise((resolve, reject) => {
        const sent = request(stage.hall.url + path.replace("{jam}", stage.jam), { method: method.toUpperCase(), headers });
        sent.once("error", reject);
        sent.once("response", async (answer) => {
            let told = "";
            for await (const bytes of answer.setEncoding("utf8")) told += bytes;
            sent.destroy();
            resolve([answer, told]);
        });
        sent.flushHeaders();
    });
    assert.equal(response.statusCode, 413, name);
    check(name, 413, new Headers(response.headers), body);
}

/** Asks for the socket; gives {status, headers, body} of the answer. */
export function upgrade({ jam: id = stage.jam, token, protocols = ["jamhall.v1"], headers = {} }) {
    return new Promise((resolve, reject) => {
        const authorization = token ? { authorization: `Bearer ${token}` } : {};
        const socket = new WebSocket(`${stage.hall.url.replace("http", "ws")}/api/v1/jams/${id}/live`, protocols, { headers: { ...authorization, ...headers } });
        socket.once("unexpected-response", async (_, response) => {
            let body = "";
            for await (const bytes of response.setEncoding("utf8")) body += bytes;
            resolve({ status: response.statusCode, headers: new Headers(response.headers), body });
        });
        socket.once("open", () => {
            assert.equal(socket.protocol, "jamhall.v1");
            socket.once("close", () => resolve({ status: 101, headers: new Headers(), body: "" }));
            socket.close();
        });
        socket.once("error", reject);
    });
}
