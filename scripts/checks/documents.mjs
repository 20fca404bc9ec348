// SPDX-License-Identifier: Apache-2.0
// Documents: every link leads somewhere, every code folder has a short README, participants never read "vote".
import { posix } from 'node:path';
import { readLevels } from './layers.mjs';

const readmeLinesMax = 40;
const isMarkdown = (path) => path.endsWith('.md') && !/(^|\/)fixtures\//.test(path);

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading) =>
    heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').trim().replace(/\s/g, '-');

const withoutCode = (text) =>
    text.replace(/^```[\s\S]*?^```/gm, (block) => block.replace(/[^\n]/g, ' ')).replace(/`[^`\n]*`/g, ' ');

function anchorsOf(text) {
    return new Set([...withoutCode(text).matchAll(/^#+ +(.*)$/gm)].map(([, heading]) => anchorOf(heading)));
}

function linkFaults(path, text, tree, folders) {
    const faults = [];
    withoutCode(text).split('\n').forEach((line, index) => {
        for (const [, target] of line.matchAll(/\]\(([^)\s]+)\)/g)) {
            if (/^[a-z]+:/.test(target)) continue;
            const [file, anchor] = target.split('#');
            const found = file === '' ? path : posix.normalize(posix.join(posix.dirname(path), file)).replace(/\/$/, '');
            if (!tree.has(found) && !folders.has(found)) {
                faults.push(`${path}:${index + 1}: ${target} leads nowhere`);
            } else if (anchor !== undefined && tree.has(found) && !anchorsOf(tree.get(found)).has(anchor)) {
                faults.push(`${path}:${index + 1}: ${found} has no heading #${anchor}`);
            }
        }
    });
    return faults;
}

/** Folders that must say what they are, of those that exist: scripts/levels.txt, each kind of test, and the rest by name. */
function foldersToExplain(tree, folders) {
    const named = [...readLevels(tree.get('scripts/levels.txt') ?? '').keys(), 'scripts', 'tests', 'web_client'];
    const tests = [...folders].filter((folder) => /^tests\/[^/]+$/.test(folder) && folder !== 'tests/fixtures');
    return [...named, ...tests].filter((folder) => folders.has(folder));
}

function readmeFaults(tree, folders) {
    const faults = [];
    for (const folder of foldersToExplain(tree, folders)) {
        const text = tree.get(`${folder}/README.md`);
        if (text === undefined) faults.push(`${folder}/README.md:1: is missing`);
        else if (text.split('\n').length - 1 > readmeLinesMax) {
            faults.push(`${folder}/README.md:${readmeLinesMax}: more than ${readmeLinesMax} lines`);
        }
    }
    return faults;
}

function wordFaults(path, text) {
    const lines = text.split('\n');
    return lines.flatMap((line, index) =>
        /:\s*"[^"]*\bvotes?\b/i.test(line) ? [`${path}:${index + 1}: participants read "support", never "vote"`] : [],
    );
}

export function checkDocuments(tree) {
    const folders = new Set();
    for (const path of tree.keys()) {
        for (let folder = posix.dirname(path); folder !== '.'; folder = posix.dirname(folder)) folders.add(folder);
    }
    const faults = readmeFaults(tree, folders);
    for (const [path, text] of tree) {
        if (isMarkdown(path)) faults.push(...linkFaults(path, text, tree, folders));
        if (/^web_client\/.*(locales|i18n)\/.*\.json$/.test(path)) faults.push(...wordFaults(path, text));
    }
    return faults;
}
