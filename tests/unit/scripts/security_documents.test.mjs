// SPDX-License-Identifier: Apache-2.0
// The pages of docs/security are held to the program: faults are planted here, and each must be found.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { checkComponents } from '../../../scripts/checks/components.mjs';
import { checkCostly } from '../../../scripts/checks/costly.mjs';
import { checkCryptography } from '../../../scripts/checks/cryptography.mjs';
import { checkData } from '../../../scripts/checks/data.mjs';
import { sbomOf } from '../../../scripts/sbom.mjs';

const treeOf = (files) => new Map(Object.entries(files));

test('whatever uses cryptography is in the inventory with the words it hashes, and nothing else is', () => {
    const faultsOf = (text, file = '', path = 'engine/net/a.cpp') => checkCryptography(treeOf({ 'docs/security/cryptography.md': text, [path]: file }));
    for (const use of ['#include <openssl/evp.h>', '#include <cjose/cjose.h>', 'auto x = base::sha256_of(y);', 'base::sha256 d;', 'auto s = base::random_bytes<16>();', 'draw(base::random_number);', 'identity::hash_of(token);']) {
        assert.deepEqual(faultsOf('`engine/net/a`', use), [], use);
        assert.deepEqual(faultsOf('nothing', use), ['engine/net/a.cpp:1: uses cryptography, but docs/security/cryptography.md does not name engine/net/a'], use);
    }
    assert.deepEqual(faultsOf('nothing', '// base::sha256_of(x)\nint sealed(int);'), []);
    assert.deepEqual(faultsOf('nothing', '#include <openssl/evp.h>', 'tests/unit/a.cpp'), []);
    assert.match(faultsOf('engine/net/a', 'int x;')[0], /engine\/net\/a uses no cryptography/);
    const word = 'hash.add("jamhall.event.v2");';
    assert.match(faultsOf('nothing', word)[0], /jamhall\.event\.v2 does not stand in/);
    assert.deepEqual(faultsOf('`jamhall.event.v2`', word), []);
    assert.match(faultsOf('`jamhall.event.v1`')[0], /nothing in engine says jamhall\.event\.v1/);
});

test('every table and file has its class, and what shows a control is a test that is there', () => {
    const storage = '## Files\n\n| file | holds |\n|---|---|\n| `hall.db` | x |\n\n## The log\n`event(offset)` `event_text(offset)`\n| `post(id, text)` | x |\n\n## hall.db\n\n| `login(id)` | x |\n';
    const classes = (jam, hall, files, shown = '') =>
        `${shown}\nTables of a jam\n| ${jam} | jam |\n\nTables of \`hall.db\`.\n| ${hall} | secret |\n\nFiles of the data folder.\n| ${files} | all |\n`;
    const faultsOf = (text) => checkData(treeOf({ 'docs/storage.md': storage, 'docs/security/data.md': text, 'tests/a.test.mjs': 'test("it holds", f);' }));
    assert.deepEqual(faultsOf(classes('`event`, `event_text`, `post`', '`login`', '`hall.db`')), []);
    assert.match(faultsOf(classes('`event`, `event_text`', '`login`', '`hall.db`'))[0], /gives no class to post, a table of a jam/);
    assert.match(faultsOf(classes('`event`, `event_text`, `post`, `vote`', '`login`', '`hall.db`'))[0], /vote is not a table of a jam/);
    assert.match(faultsOf(classes('`event`, `event_text`, `post`', '`logins`', '`hall.db`'))[0], /gives no class to login/);
    assert.match(faultsOf(classes('`event`, `event_text`, `post`', '`login`', '`x.key`'))[0], /gives no class to hall\.db, a file/);
    const shown = (title) => classes('`event`, `event_text`, `post`', '`login`', '`hall.db`', `[a](../../tests/a.test.mjs) "${title}"`);
    assert.deepEqual(faultsOf(shown('it holds')), []);
    assert.match(faultsOf(shown('it held'))[0], /tests\/a\.test\.mjs has no test "it held"/);
});

test('components come from Debian and npm alone, and each list has its times', () => {
    const lock = (more) => JSON.stringify({ packages: { '': {}, 'node_modules/ws': { version: '8.0.0', integrity: 'sha512-YQ==', ...more } } });
    const told = '*build*\n| `scripts/packages.txt` | x |\n| `tests/package-lock.json` | x |\n';
    const faultsOf = (text, more = {}, packages = '# what\nlibssl-dev build - hashes\n') =>
        checkComponents(treeOf({ 'docs/security/components.md': text, 'scripts/packages.txt': packages, 'tests/package-lock.json': lock(more) }));
    assert.deepEqual(faultsOf(told), []);
    assert.deepEqual(faultsOf(told, { resolved: 'https://registry.npmjs.org/ws/-/ws-8.0.0.tgz' }), []);
    for (const resolved of ['git+ssh://git@github.com/websockets/ws.git', 'https://registry.npmjs.org.evil.example/ws.tgz', 'file:../ws'])
        assert.match(faultsOf(told, { resolved })[0], /ws does not come from/);
    for (const integrity of [undefined, 'sha1-YQ==']) assert.match(faultsOf(told, { integrity })[0], /ws is not held to its SHA-512/);
    assert.match(faultsOf(told.replace('tests/', 'x/'))[0], /tests\/package-lock\.json:1: .* does not say how soon/);
    assert.match(faultsOf(told, {}, 'gdb debug - looks\n')[0], /gdb is for debug/);
});

test('the list of components has every one of the tree, with version, origin and hash', () => {
    const paths = ['scripts/packages.txt', 'web_client/package-lock.json', 'tests/package-lock.json'];
    const tree = new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
    const made = sbomOf(tree, new Map([['libssl-dev', '3.0.17-1~deb12u2']]), '1.2.3');
    assert.deepEqual([made.bomFormat, made.specVersion, made.metadata.component.version], ['CycloneDX', '1.6', '1.2.3']);
    const purls = new Set(made.components.map(({ purl }) => purl));
    assert.equal(purls.size, made.components.length, 'each once');
    assert.ok(purls.has('pkg:deb/debian/libssl-dev@3.0.17-1~deb12u2'));
    for (const line of tree.get(paths[0]).split('\n').filter((each) => /^[a-z]/.test(each)))
        assert.ok([...purls].some((purl) => purl.split('@')[0] === `pkg:deb/debian/${line.split(' ')[0]}`), line);
    for (const path of paths.slice(1))
        for (const [place, { version }] of Object.entries(JSON.parse(tree.get(path)).packages)) {
            if (place === '') continue;
            const purl = `pkg:npm/${place.split('node_modules/').at(-1).replace('@', '%40')}@${version}`;
            const found = made.components.find((each) => each.purl === purl);
            assert.match(found?.hashes[0].content ?? '', /^[0-9a-f]{128}$/, purl);
            assert.ok(found.properties.some(({ value }) => value === path.split('/')[0]));
        }
});

test('every route that takes a large body or works beside the jam is told to take long', () => {
    const routes = '{post, "/api/v1/big", access::anybody, post_big, plan_size_max},\n{get, "/api/v1/slow", access::anybody,\n get_slow},\n{get, "/api/v1/quick", access::anybody, get_quick, body_size_default, true},\n';
    const api = 'base::task<reply> get_slow(exchange_ptr e)\n{\n    co_return co_await made_beside(e);\n}\n\nbase::task<reply> get_quick(exchange_ptr e)\n{\n    co_return e;\n}\n';
    const faultsOf = (...told) =>
        checkCostly(treeOf({ 'docs/security/doors.md': `## What takes long\n${told.map((route) => `\`${route}\``).join()}\n\n## What is sent\n`, 'engine/net/routes.cpp': routes, 'engine/net/api_a.cpp': api }));
    assert.deepEqual(faultsOf('POST /api/v1/big', 'GET /api/v1/slow'), []);
    assert.match(faultsOf('POST /api/v1/big')[0], /GET \/api\/v1\/slow takes long and is not told/);
    assert.match(faultsOf('GET /api/v1/slow')[0], /POST \/api\/v1\/big takes long/);
    assert.match(faultsOf('POST /api/v1/big', 'GET /api/v1/slow', 'GET /api/v1/quick')[0], /GET \/api\/v1\/quick is told to take long, and does not/);
});
