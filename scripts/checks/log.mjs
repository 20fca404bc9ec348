// SPDX-License-Identifier: Apache-2.0
// docs/log.md: every line that the server writes to its log stands there with its level and fields, and no other.

const path = 'docs/log.md';
const call = /base::log\(\s*base::log_level::(\w+),\s*((?:"(?:[^"\\]|\\.)*"\s*)+)([\s\S]*?)\);/g;

function told(text) {
    const rows = new Map();
    text.split('\n').forEach((line, index) => {
        const cells = line.split('|').slice(1, -1).map((cell) => cell.trim());
        const message = /^`(.*)`$/.exec(cells[0] ?? '')?.[1];
        if (message) rows.set(message, { place: `${path}:${index + 1}`, level: cells[1], fields: cells[2] });
    });
    return rows;
}

/** {place, level, message, fields} of each call in one file. */
function written(file, text) {
    return [...text.matchAll(call)].map(({ 1: level, 2: literals, 3: rest, index }) => ({
        place: `${file}:${text.slice(0, index).split('\n').length}`,
        level,
        message: [...literals.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, part]) => part).join(''),
        fields: [...rest.matchAll(/\{\s*"(\w+)",/g)].map(([, name]) => name),
    }));
}

export function checkLog(tree) {
    if (!tree.has(path)) return [];
    const faults = [];
    const rows = told(tree.get(path));
    const seen = new Set();
    for (const [file, text] of tree) {
        if (!/^engine\/.*\.[ch]pp$/.test(file)) continue;
        for (const { place, level, message, fields } of written(file, text)) {
            const row = rows.get(message);
            seen.add(message);
            if (!row) {
                faults.push(`${place}: "${message}" does not stand in ${path}`);
                continue;
            }
            if (row.level !== level) faults.push(`${row.place}: the level is ${level}`);
            for (const name of fields) if (!row.fields.includes(`\`${name}\``)) faults.push(`${row.place}: the field ${name} is missing`);
        }
    }
    for (const [message, { place }] of rows) if (!seen.has(message)) faults.push(`${place}: nothing in engine says "${message}"`);
    return faults;
}
