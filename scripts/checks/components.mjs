// SPDX-License-Identifier: Apache-2.0
// What is not our own: Debian packages of scripts/packages.txt and npm packages of the lock files, each from a source that
// docs/security/components.md names. scripts/sbom writes the list.

const document = 'docs/security/components.md';
const packages = 'scripts/packages.txt';
const registry = 'https://registry.npmjs.org/';

/** {name, purposes} of each Debian package. */
export function debianPackages(tree) {
    const found = new Map();
    for (const line of (tree.get(packages) ?? '').split('\n')) {
        const [name, purpose] = line.split(' ');
        if (line.startsWith('#') || !purpose) continue;
        found.set(name, [...(found.get(name) ?? []), purpose]);
    }
    return [...found].map(([name, purposes]) => ({ name, purposes }));
}

export const lockFiles = (tree) => [...tree.keys()].filter((path) => /(^|\/)package-lock\.json$/.test(path)).sort();

/** {name, version, integrity, resolved} of each package of one lock file, but for what the file itself describes. */
export function npmPackages(text) {
    return Object.entries(JSON.parse(text).packages)
        .filter(([place]) => place !== '')
        .map(([place, { version, integrity, resolved }]) => ({ name: place.split('node_modules/').at(-1), version, integrity, resolved }));
}

export function checkComponents(tree) {
    const text = tree.get(document);
    if (text === undefined) return [];
    const faults = [];
    for (const source of [packages, ...lockFiles(tree)])
        if (!text.includes(`\`${source}\``)) faults.push(`${source}:1: ${document} does not say how soon it is updated`);
    for (const [, source] of text.matchAll(/^\| `([^`]+)`/gm)) if (!tree.has(source)) faults.push(`${document}:1: ${source} is not there`);
    for (const { name, purposes } of debianPackages(tree))
        for (const purpose of purposes)
            if (!text.includes(`*${purpose}*`)) faults.push(`${packages}:1: ${name} is for ${purpose}, which ${document} does not tell`);
    for (const path of lockFiles(tree))
        for (const { name, integrity, resolved } of npmPackages(tree.get(path))) {
            if (!integrity?.startsWith('sha512-')) faults.push(`${path}:1: ${name} is not held to its SHA-512`);
            if (resolved !== undefined && !resolved.startsWith(registry)) faults.push(`${path}:1: ${name} does not come from ${registry}`);
        }
    return faults;
}
