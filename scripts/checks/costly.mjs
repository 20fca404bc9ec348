// SPDX-License-Identifier: Apache-2.0
// docs/security/doors.md, What takes long: every route that takes a large body, or is answered on a worker beside the jam's,
// stands there.

const document = 'docs/security/doors.md';
const routes = 'engine/net/routes.cpp';
const beside = /\b(?:made_(?:beside|of|in_background)|shared_in_background|read_whole)\(|\bread_roster\(|->(?:data_of|post_versions|texts_named)\(|\.background\b/;

/** handler -> {route, isLarge} of the table of routes. */
function handlers(text) {
    const found = new Map();
    for (const [, verb, pattern, handler, size] of text.matchAll(/\{(\w+), "([^"]+)", access::\w+,\s+(\w+)(?:,\s*(\w+))?/g))
        found.set(handler, { route: `${verb.replace('_', '').toUpperCase()} ${pattern}`, isLarge: size !== undefined && size !== 'body_size_default' });
    return found;
}

/** The functions of a file that answer requests, with their bodies. */
const functionsIn = (text) => [...text.matchAll(/^base::task<reply> (\w+)\(exchange_ptr[^\n]*\n\{\n([\s\S]*?)^\}/gm)].map(([, name, body]) => ({ name, body }));

export function checkCostly(tree) {
    const text = tree.get(document);
    const table = tree.get(routes);
    if (text === undefined || table === undefined) return [];
    const section = /## What takes long\n([\s\S]*?)\n## /.exec(text)?.[1] ?? '';
    const told = new Set([...section.matchAll(/`((?:GET|POST|DELETE) [^`]+)`/g)].map(([, route]) => route));
    const known = handlers(table);
    const costly = new Set([...known.values()].filter(({ isLarge }) => isLarge).map(({ route }) => route));
    for (const [file, source] of tree) {
        if (!/^engine\/net\/api_\w+\.cpp$/.test(file)) continue;
        for (const { name, body } of functionsIn(source)) if (beside.test(body) && known.has(name)) costly.add(known.get(name).route);
    }
    return [
        ...[...costly].filter((route) => !told.has(route)).map((route) => `${document}:1: ${route} takes long and is not told`),
        ...[...told].filter((route) => !costly.has(route)).map((route) => `${document}:1: ${route} is told to take long, and does not`),
    ];
}
