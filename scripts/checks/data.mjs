// SPDX-License-Identifier: Apache-2.0
// docs/security/data.md: every table and file of docs/storage.md has its class there, no other does, and the tests that show
// a control are there under their names.
import { posix } from 'node:path';

const path = 'docs/security/data.md';
const storage = 'docs/storage.md';

/** Names at the beginning of the rows of a text, each with the line it stands on. */
function namesIn(text, pattern) {
    const found = new Map();
    text.split('\n').forEach((line, index) => {
        const [, cell] = /^\| (`[^|]*) \|/.exec(line) ?? [];
        for (const [, name] of (cell ?? '').matchAll(pattern)) found.set(name, index + 1);
    });
    return found;
}

const tables = /`(\w+)\([^`]*\)`/g;
const plain = /`([^`(]+)`/g;

function sectionOf(text, begins, ends) {
    const from = text.indexOf(begins);
    const to = ends === undefined ? text.length : text.indexOf(ends, from);
    return from < 0 ? '' : text.slice(from, to < 0 ? text.length : to);
}

function compare(what, told, there) {
    const faults = [];
    for (const name of there.keys()) if (!told.has(name)) faults.push(`${path}:1: gives no class to ${name}, ${what} of ${storage}`);
    for (const name of told.keys()) if (!there.has(name)) faults.push(`${path}:1: ${name} is not ${what} of ${storage}`);
    return faults;
}

export function checkData(tree) {
    const text = tree.get(path);
    const kept = tree.get(storage);
    if (text === undefined || kept === undefined) return [];
    const [ofJams, ofHall] = kept.split('\n## hall.db\n');
    const inJams = new Map([...namesIn(ofJams, tables), ['event', 0], ['event_text', 0]]);
    const faults = [
        ...compare('a table of a jam', namesIn(sectionOf(text, 'Tables of a jam', 'Tables of `hall.db`'), plain), inJams),
        ...compare('a table of hall.db', namesIn(sectionOf(text, 'Tables of `hall.db`', 'Files of'), plain), namesIn(ofHall ?? '', tables)),
        ...compare('a file', namesIn(sectionOf(text, 'Files of the data folder'), plain), namesIn(sectionOf(kept, '## Files', '\n## The log'), plain)),
    ];
    text.split('\n').forEach((line, index) => {
        for (const [, target, title] of line.matchAll(/\]\(([^)]+)\) "([^"]+)"/g)) {
            const file = posix.normalize(posix.join(posix.dirname(path), target));
            if (![`"${title}"`, `'${title}'`].some((name) => tree.get(file)?.includes(name))) faults.push(`${path}:${index + 1}: ${file} has no test "${title}"`);
        }
    });
    return faults;
}
