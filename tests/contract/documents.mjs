// SPDX-License-Identifier: Apache-2.0
// The documents of docs/protocol, and validators made of their schemas.
import { readFileSync, readdirSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";

export const text = (name) => readFileSync(`docs/protocol/${name}`, "utf8");
export const openapi = JSON.parse(text("openapi.json"));
export const asyncapi = JSON.parse(text("asyncapi.json"));
export const planSchema = JSON.parse(text("plan.schema.json"));

/** Reads every *.json of a folder: [name without ending, value]. */
export const readFolder = (folder) =>
    readdirSync(folder)
        .filter((file) => file.endsWith(".json"))
        .sort()
        .map((file) => [file.replace(/\.json$/, ""), JSON.parse(readFileSync(`${folder}/${file}`, "utf8"))]);

const notClosed = new Set(["if", "then", "else", "example", "examples", "default", "const", "enum"]);

/**
 * A copy in which objects have no members but those listed. Documents leave what the server sends open, so that it may
 * grow; the tests must hear of every member nobody wrote down.
 */
export function closed(value) {
    if (Array.isArray(value)) return value.map(closed);
    if (value === null || typeof value !== "object") return value;
    const made = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, notClosed.has(name) ? part : closed(part)]));
    const isObject = [made.type].flat().includes("object");
    if (isObject && made.properties && !("additionalProperties" in made)) made.additionalProperties = false;
    return made;
}

const escaped = (part) => encodeURIComponent(String(part).replaceAll("~", "~0").replaceAll("/", "~1"));
export const pointerTo = (...parts) => `#/${parts.map(escaped).join("/")}`;

/** Follows one reference within a document. */
export function resolve(document, reference) {
    if (!reference.startsWith("#/")) throw new Error(`${reference} leaves its document`);
    return reference
        .slice(2)
        .split("/")
        .map((part) => decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~"))
        .reduce((at, part) => {
            if (at === null || typeof at !== "object" || !Object.hasOwn(at, part)) throw new Error(`${reference} leads nowhere`);
            return at[part];
        }, document);
}

/** Validators of the schemas of one document, made when first asked for. */
export class Schemas {
    #made = new Map();

    constructor(document) {
        this.ajv = new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true });
        this.ajv.addFormat("binary", true);
        if (document.components) this.ajv.addVocabulary(Object.keys(document)); // the document's own members
        this.ajv.addSchema(document, "document");
    }

    at(pointer) {
        if (!this.#made.has(pointer)) this.#made.set(pointer, this.ajv.compile({ $ref: `document${pointer}` }));
        return this.#made.get(pointer);
    }

    component(name) {
        return this.at(pointerTo("components", "schemas", name));
    }
}

/** Every command the document knows: [name, schema, examples]. */
export const commands = Object.values(asyncapi.operations)
    .filter(({ action }) => action === "receive")
    .map(({ messages: [{ $ref }] }) => resolve(asyncapi, resolve(asyncapi, $ref).$ref))
    .map(({ name, payload, examples }) => ({ name, schema: payload.$ref, examples: examples.map((each) => each.payload) }));

/** What a value has wrong by a validator, in words; empty when it is right. */
export function faultsIn(value, validate) {
    if (validate(value)) return [];
    return validate.errors.map((error) => `${error.instancePath || "/"} ${error.message} ${JSON.stringify(error.params)}`);
}

/** The named array of quoted words in a C++ source file. */
export function wordsIn(file, begin, end) {
    const source = readFileSync(file, "utf8");
    const from = source.indexOf(begin);
    if (from < 0) throw new Error(`${file} has no "${begin}"`);
    return source.slice(from + begin.length, source.indexOf(end, from + begin.length));
}
