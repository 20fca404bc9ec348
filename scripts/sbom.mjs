// SPDX-License-Identifier: Apache-2.0
// Prints what is not our own as CycloneDX 1.6 (an SBOM): Debian packages with the versions installed here, npm packages with
// those of the lock files. Run by scripts/sbom; needs no npm package.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { debianPackages, npmPackages } from './checks/components.mjs';

const locks = ['web_client/package-lock.json', 'tests/package-lock.json'];

/** The list, of texts and of what dpkg says: package -> version. `purpose` of a component is what it is needed for. */
export function sbomOf(tree, installed, version) {
    const components = new Map();
    const add = (type, name, itsVersion, purl, purpose, hash) => {
        const known = components.get(purl);
        if (known) return void known.properties.push({ name: 'purpose', value: purpose });
        components.set(purl, {
            type,
            'bom-ref': purl,
            name,
            ...(itsVersion ? { version: itsVersion } : {}),
            purl,
            scope: purpose === 'build' || purpose === 'web_client' ? 'required' : 'excluded',
            ...(hash ? { hashes: [{ alg: 'SHA-512', content: hash }] } : {}),
            properties: [{ name: 'purpose', value: purpose }],
        });
    };
    for (const { name, purposes } of debianPackages(tree)) {
        const found = installed.get(name);
        const purl = `pkg:deb/debian/${name}${found ? `@${encodeURIComponent(found)}` : ''}`;
        for (const purpose of purposes) add('library', name, found, purl, purpose);
    }
    for (const path of locks)
        for (const { name, version: its, integrity } of npmPackages(tree.get(path))) {
            const hash = Buffer.from(integrity.split(' ')[0].replace(/^sha512-/, ''), 'base64').toString('hex');
            add('library', name, its, `pkg:npm/${name.replace('@', '%40')}@${its}`, path.split('/')[0], hash);
        }
    return {
        bomFormat: 'CycloneDX',
        specVersion: '1.6',
        version: 1,
        metadata: { component: { type: 'application', 'bom-ref': 'jamhall', name: 'jamhall', ...(version ? { version } : {}) } },
        components: [...components.values()].sort((a, b) => (a.purl < b.purl ? -1 : 1)),
    };
}

function installedHere(names) {
    const run = spawnSync('dpkg-query', ['-W', '-f', '${Package} ${Version}\n', ...names], { encoding: 'utf8' });
    return new Map((run.stdout ?? '').split('\n').filter(Boolean).map((line) => line.split(' ')));
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
    process.chdir(new URL('..', import.meta.url).pathname);
    const tree = new Map(['scripts/packages.txt', ...locks].filter((path) => existsSync(path)).map((path) => [path, readFileSync(path, 'utf8')]));
    const version = /project\(\s*\w+\s+VERSION\s+([\d.]+)/.exec(readFileSync('CMakeLists.txt', 'utf8'))?.[1];
    const made = sbomOf(tree, installedHere(debianPackages(tree).map(({ name }) => name)), version);
    console.log(JSON.stringify(made, null, 2));
}
