// SPDX-License-Identifier: Apache-2.0
// Include arrows: scripts/levels.txt is the order, and no chain of includes may come back to its start.
import { posix } from 'node:path';

/** Folder -> level, from the text of scripts/levels.txt. */
export function readLevels(text) {
    const levels = new Map();
    const lines = text.split('\n').filter((line) => /^[a-z]/.test(line));
    lines.forEach((line, level) => line.split(' ').forEach((folder) => levels.set(folder, level)));
    return levels;
}

/** The quoted includes of a C++ file, or the relative imports of a script, as paths from the root with line numbers. */
export function edgesOf(path, text) {
    const edges = [];
    text.split('\n').forEach((line, index) => {
        const quoted = /\.[ch]pp$/.test(path)
            ? /^\s*#\s*include\s*"([^"]+)"/.exec(line)?.[1]
            : /(?:^|\s)(?:from|import)\s*\(?['"](\.[^'"]*)['"]/.exec(line)?.[1];
        if (quoted === undefined) return;
        const target = quoted.startsWith('.') ? posix.normalize(posix.join(posix.dirname(path), quoted)) : quoted;
        edges.push({ target, line: index + 1 });
    });
    return edges;
}

const isProgram = (path) => /^(sessions|engine|web_client\/src)\/.*\.([ch]pp|ts|svelte)$/.test(path);

function folderOf(path, levels) {
    for (let folder = posix.dirname(path); folder !== '.'; folder = posix.dirname(folder)) {
        if (levels.has(folder)) return folder;
    }
    return undefined;
}

function arrowFaults(path, edges, levels) {
    const from = folderOf(path, levels);
    if (from === undefined) {
        const isCpp = /\.[ch]pp$/.test(path);
        return isCpp ? [`${path}:1: its folder is not in scripts/levels.txt`] : [];
    }
    const faults = [];
    for (const { target, line } of edges) {
        const to = folderOf(target, levels);
        if (to === undefined && /\.[ch]pp$/.test(path)) {
            faults.push(`${path}:${line}: "${target}" is not included by its path from the root, or not from below`);
        } else if (to !== undefined && to !== from && levels.get(to) >= levels.get(from)) {
            faults.push(`${path}:${line}: ${from} must not include ${to} (scripts/levels.txt)`);
        }
    }
    return faults;
}

/** Loops of includes between files, each named once by the edge that closes it. */
function loopFaults(graph) {
    const faults = [];
    const state = new Map();
    const visit = (path) => {
        state.set(path, 'open');
        for (const { target, line } of graph.get(path)) {
            if (!graph.has(target)) continue;
            if (state.get(target) === 'open') faults.push(`${path}:${line}: a loop of includes, back to ${target}`);
            if (!state.has(target)) visit(target);
        }
        state.set(path, 'done');
    };
    for (const path of graph.keys()) if (!state.has(path)) visit(path);
    return faults;
}

export function checkLayers(tree) {
    const levels = readLevels(tree.get('scripts/levels.txt') ?? '');
    const graph = new Map();
    for (const [path, text] of tree) if (isProgram(path)) graph.set(path, edgesOf(path, text));
    const faults = [...graph].flatMap(([path, edges]) => arrowFaults(path, edges, levels));
    return [...faults, ...loopFaults(new Map([...graph].filter(([path]) => /\.[ch]pp$/.test(path))))];
}
