// SPDX-License-Identifier: Apache-2.0
// docs/security/asvs.md: a requirement counts as met by tests that are there under their names, and the counts are those of
// the rows.
import { posix } from 'node:path';

const path = 'docs/security/asvs.md';
const states = ['met', 'open', 'n/a'];

const cellsOf = (line) => line.split('|').slice(1, -1).map((cell) => cell.trim());

/** Faults of the tests that one row names. */
function testFaults(place, state, named, tree) {
    const found = [...named.matchAll(/\[[^\]]+\]\(([^)]+)\) "([^"]+)"/g)];
    if (state === 'met' && found.length === 0) return [`${place}: is met by no test`];
    if (state !== 'met' && found.length > 0) return [`${place}: has tests, but is not met`];
    return found.flatMap(([, target, title]) => {
        const file = posix.normalize(posix.join(posix.dirname(path), target));
        return [`"${title}"`, `'${title}'`].some((name) => tree.get(file)?.includes(name)) ? [] : [`${place}: ${file} has no test "${title}"`];
    });
}

export function checkAsvs(tree) {
    if (!tree.has(path)) return [];
    const faults = [];
    const counts = new Map(); // chapter -> state -> number
    const told = new Map(); // chapter -> numbers in the order of states
    const seen = new Set();
    tree.get(path).split('\n').forEach((line, index) => {
        const place = `${path}:${index + 1}`;
        const cells = cellsOf(line);
        if (cells.length === 4 && /\d/.test(cells[1])) told.set(cells[0].split(' ')[0], cells.slice(1).map(Number));
        if (cells.length !== 6 || !/^\d/.test(cells[0])) return;
        const [id, level, , state, how, named] = cells;
        if (seen.has(id)) faults.push(`${place}: ${id} stands there twice`);
        seen.add(id);
        if (!['1', '2', '3'].includes(level)) faults.push(`${place}: ${level} is no level`);
        if (!states.includes(state)) return void faults.push(`${place}: ${state} is no state`);
        if (state !== 'met' && how.length < 3) faults.push(`${place}: says no reason for being ${state}`);
        faults.push(...testFaults(place, state, named, tree));
        for (const chapter of [id.split('.')[0], 'all']) {
            const row = counts.get(chapter) ?? [0, 0, 0];
            row[states.indexOf(state)] += 1;
            counts.set(chapter, row);
        }
    });
    for (const [chapter, row] of counts)
        if (told.get(chapter)?.join() !== row.join()) faults.push(`${path}:1: chapter ${chapter} counts ${row.join(', ')}`);
    return faults;
}
