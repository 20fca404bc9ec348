// SPDX-License-Identifier: Apache-2.0
// The domain's numbered rules: docs/rules/*.md defines each one once, as **PH1**, and tests quote it in their titles.

const isTest = (path) => /\.test\.(mjs|ts)$/.test(path) || /^tests\/.*\.cpp$/.test(path);
const isRules = (path) => /^docs\/rules\/.*\.md$/.test(path);

/** Rule id -> "path:line" of its definition, and faults for ids defined twice. */
function definitions(tree) {
    const defined = new Map();
    const faults = [];
    for (const [path, text] of tree) {
        if (!isRules(path)) continue;
        text.split('\n').forEach((line, index) => {
            const id = /^\s*(?:[-*] |#+ |\| )?\**([A-Z]{2}\d+)\b/.exec(line)?.[1];
            if (id === undefined) return;
            if (defined.has(id)) faults.push(`${path}:${index + 1}: ${id} is defined already at ${defined.get(id)}`);
            else defined.set(id, `${path}:${index + 1}`);
        });
    }
    return { defined, faults };
}

const catchTitle = /^\s*(?:TEST_CASE|SCENARIO)\s*\(\s*"([^"]*)/gm;
const nodeTitle = /^\s*(?:await )?(?:test|it|describe)(?:\.\w+)?\s*\(\s*["'`]([^"'`]*)/gm;

/** Rule ids that stand at the beginning of test titles -> where; and titles that CTest would split. */
function quotations(tree) {
    const quoted = new Map();
    const faults = [];
    for (const [path, text] of tree) {
        if (!isTest(path)) continue;
        const isCpp = path.endsWith('.cpp');
        for (const { 0: found, 1: title, index } of text.matchAll(isCpp ? catchTitle : nodeTitle)) {
            const place = `${path}:${text.slice(0, index + found.length).split('\n').length}`;
            if (isCpp && title.includes(';')) faults.push(`${place}: a test title must not contain a semicolon`);
            const ids = /^([A-Z]{2}\d+(?:(?:, | and |\/)[A-Z]{2}\d+)*)\b/.exec(title)?.[1].match(/[A-Z]{2}\d+/g);
            for (const id of ids ?? []) quoted.set(id, place);
        }
    }
    return { quoted, faults };
}

export function checkRules(tree) {
    const { defined, faults } = definitions(tree);
    const { quoted, faults: titles } = quotations(tree);
    for (const [id, place] of defined) if (!quoted.has(id)) faults.push(`${place}: no test's title begins with ${id}`);
    for (const [id, place] of quoted) if (!defined.has(id)) faults.push(`${place}: ${id} is not in docs/rules`);
    return [...faults, ...titles];
}
