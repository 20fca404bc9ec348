// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkAsvs } from '../../../scripts/checks/asvs.mjs';
import { checkLog } from '../../../scripts/checks/log.mjs';
import { bareCpp, checkCode } from '../../../scripts/checks/code.mjs';
import { checkDocuments } from '../../../scripts/checks/documents.mjs';
import { checkLayers } from '../../../scripts/checks/layers.mjs';
import { checkRules } from '../../../scripts/checks/rules.mjs';

const spdx = '// SPDX-License-Identifier: Apache-2.0\n';
const levels = `# a comment
sessions/core
sessions/model
sessions/views sessions/insight
engine/base
engine/store
`;

const treeOf = (files) => new Map([['scripts/levels.txt', levels], ...Object.entries(files)]);

test('an include from left to right passes', () => {
    const tree = treeOf({ 'sessions/model/a.hpp': '#include "sessions/core/b.hpp"', 'sessions/core/b.hpp': '' });
    assert.deepEqual(checkLayers(tree), []);
});

test('an include from right to left fails and names both folders', () => {
    const faults = checkLayers(treeOf({ 'sessions/core/a.hpp': spdx + '#include "sessions/model/b.hpp"' }));
    assert.deepEqual(faults, ['sessions/core/a.hpp:2: sessions/core must not include sessions/model (scripts/levels.txt)']);
});

test('sessions must not include the engine, and the program must not include tests', () => {
    const faults = checkLayers(
        treeOf({
            'sessions/views/a.cpp': '#include "engine/base/log.hpp"',
            'engine/store/b.cpp': '#include "tests/support/c.hpp"',
        }),
    );
    assert.equal(faults.length, 2);
    assert.match(faults[0], /sessions\/views must not include engine\/base/);
    assert.match(faults[1], /tests\/support\/c\.hpp.*not from below/);
});

test('folders on one line must not include each other', () => {
    const faults = checkLayers(treeOf({ 'sessions/views/a.hpp': '#include "sessions/insight/b.hpp"' }));
    assert.equal(faults.length, 1);
});

test('a loop of includes inside a folder fails', () => {
    const tree = treeOf({
        'sessions/core/a.hpp': '#include "sessions/core/b.hpp"',
        'sessions/core/b.hpp': '#include "sessions/core/c.hpp"',
        'sessions/core/c.hpp': '#include "sessions/core/a.hpp"',
    });
    assert.deepEqual(checkLayers(tree), ['sessions/core/c.hpp:1: a loop of includes, back to sessions/core/a.hpp']);
});

test('a folder nobody ordered fails', () => {
    assert.match(checkLayers(treeOf({ 'engine/surprise/a.cpp': '' }))[0], /engine\/surprise\/a\.cpp:1: its folder/);
});

test('imports of the web client obey the same order', () => {
    const tree = new Map([
        ['scripts/levels.txt', 'web_client/src/protocol\nweb_client/src/store\n'],
        ['web_client/src/protocol/a.ts', "import { x } from '../store/b';"],
        ['web_client/src/store/b.ts', "import { y } from '../protocol/a';"],
    ]);
    assert.deepEqual(checkLayers(tree), [
        'web_client/src/protocol/a.ts:1: web_client/src/protocol must not include web_client/src/store (scripts/levels.txt)',
    ]);
});

test('literals and comments are no code, and lines keep their numbers', () => {
    const bare = bareCpp('a("rand(") // rand(\n/* x\n */ R"sql(rand("\n)sql" b');
    assert.equal(bare.split('\n').length, 4);
    assert.doesNotMatch(bare, /rand/);
    assert.match(bare, /b$/);
});

test('banned words and headers fail outside their home only', () => {
    const banned = {
        'engine/base/a.cpp': spdx + 'auto t = std::chrono::system_clock::now();',
        'engine/base/b.cpp': spdx + 'int session_count;',
        'engine/base/c.cpp': spdx + '#include <sqlite3.h>',
        'sessions/core/d.cpp': spdx + '#include <thread>',
        'engine/net/g.cpp': spdx + '#include <curl/curl.h>',
        'engine/net/h.cpp': spdx + '#include <cjose/cjose.h>',
        'engine/base/e.cpp': spdx + 'std::this_thread::sleep_for(x);',
        'engine/base/f.cpp': spdx + 'std::cout << rand();',
    };
    assert.equal(checkCode(new Map(Object.entries(banned))).length, 9);
    const allowed = {
        'engine/clock/a.cpp': spdx + 'auto t = std::chrono::system_clock::now();',
        'engine/base/b.cpp': spdx + 'namespace jamhall::sessions { int strand(int); } // a session',
        'engine/store/c.cpp': spdx + '#include <sqlite3.h>',
        'engine/base/d.cpp': spdx + '#include <thread>',
    };
    assert.deepEqual(checkCode(new Map(Object.entries(allowed))), []);
});

test('secrets come from the one generator that nobody can guess', () => {
    const faultsOf = (path) => checkCode(new Map([[path, '// SPDX-License-Identifier: Apache-2.0\nstd::random_device seed;\nstd::mt19937 dice;\n']]));
    assert.deepEqual(
        faultsOf('engine/identity/tokens.cpp').map((fault) => fault.split(':').slice(0, 3).join(':')),
        ['engine/identity/tokens.cpp:2: random_device', 'engine/identity/tokens.cpp:3: mt19937'],
    );
    assert.deepEqual(faultsOf('tests/unit/engine/base/random.cpp'), []);
});

test('length, licence line, paths of one machine and loose versions fail', () => {
    const tree = new Map([
        ['engine/base/long.cpp', spdx + 'int a;\n'.repeat(400)],
        ['engine/base/bare.cpp', 'int a;\n'],
        ['engine/base/bare.hpp', spdx],
        ['web_client/src/a.ts', `${spdx}import './home/b';\nconst path = '${'/home'}/ada';\n`],
        ['web_client/package.json', '{"devDependencies": {"vite": "^8.0.0", "ws": "8.1.0"}}'],
    ]);
    const faults = checkCode(tree);
    assert.equal(faults.length, 5);
    assert.match(faults[0], /401 lines/);
    assert.match(faults[1], /SPDX/);
    assert.match(faults[2], /pragma once/);
    assert.match(faults[3], /a\.ts:3: a path of one machine/);
    assert.match(faults[4], /vite \^8\.0\.0/);
});

test('each rule is defined once and quoted by a test, and no test quotes an unknown one', () => {
    const tree = new Map([
        ['docs/rules/phases.md', '- **PH1** one\n- **PH2** two\n- **PH2** again\n'],
        ['tests/unit/a.cpp', 'TEST_CASE("PH1: holds") {}\nTEST_CASE("a; b") {}'],
        ['tests/unit/a.test.mjs', "test('PH9 and PH1: unknown', () => {});"],
    ]);
    const faults = checkRules(tree);
    assert.equal(faults.length, 4);
    assert.match(faults[0], /PH2 is defined already/);
    assert.match(faults[1], /no test's title begins with PH2/);
    assert.match(faults[2], /PH9 is not in docs\/rules/);
    assert.match(faults[3], /semicolon/);
});

test('links, anchors and folder READMEs', () => {
    const tree = new Map([
        ['scripts/levels.txt', 'engine/base\nengine/absent\nengine/clock\n'],
        ['README.md', '[a](docs/a.md) [b](docs/a.md#the-bell) [c](docs/b.md) [d](docs/a.md#none) [e](docs) `[f](g)`'],
        ['docs/a.md', '# The bell!\n'],
        ['engine/base/x.cpp', ''],
        ['engine/base/x.cpp', ''],
        ['scripts/README.md', ''],
        ['tests/README.md', ''],
        ['tests/browser/x.test.mjs', ''],
        ['engine/clock/README.md', 'line\n'.repeat(41)],
    ]);
    const faults = checkDocuments(tree);
    assert.deepEqual(faults, [
        'engine/base/README.md:1: is missing',
        'engine/clock/README.md:40: more than 40 lines',
        'tests/browser/README.md:1: is missing',
        'README.md:1: docs/b.md leads nowhere',
        'README.md:1: docs/a.md has no heading #none',
    ]);
});

test('participants never read the word vote', () => {
    const tree = new Map([
        ['web_client/README.md', ''],
        ['web_client/src/i18n/en.json', '{"vote_key": "Support",\n "b": "Your vote counts"}'],
    ]);
    assert.deepEqual(checkDocuments(tree), [
        'web_client/src/i18n/en.json:2: participants read "support", never "vote"',
    ]);
});

test('a security requirement is met by a test that is there, and the counts are true', () => {
    const row = (state, tests) => `| 1.1.1 | 2 | Decode once. | ${state} | So. | ${tests} |`;
    const table = (counts, ...rows) => `| 1 Encoding | ${counts} |\n| all | ${counts} |\n${rows.join('\n')}\n`;
    const named = '[a](../../tests/a.test.mjs) "what is sent is read"';
    const faultsOf = (text, test = 'test("what is sent is read", () => {});') =>
        checkAsvs(new Map([['docs/security/asvs.md', text], ['tests/a.test.mjs', test]]));
    assert.deepEqual(faultsOf(table('1 | 0 | 0', row('met', named))), []);
    assert.deepEqual(faultsOf(table('0 | 1 | 0', row('open', '—'))), []);
    const renamed = faultsOf(table('1 | 0 | 0', row('met', named)), 'test("something else", () => {});');
    assert.deepEqual(renamed, ['docs/security/asvs.md:3: tests/a.test.mjs has no test "what is sent is read"']);
    assert.match(faultsOf(table('1 | 0 | 0', row('met', '—')))[0], /met by no test/);
    assert.match(faultsOf(table('0 | 1 | 0', row('open', named)))[0], /not met/);
    assert.match(faultsOf(table('0 | 0 | 1', row('perhaps', '—')))[0], /no state/);
    assert.match(faultsOf(table('1 | 0 | 0', row('met', named), row('met', named)))[0], /twice/);
    assert.match(faultsOf(table('0 | 0 | 0', row('met', named)))[0], /chapter 1 counts 1, 0, 0/);
});

test('every line of the log is told in its document with level and fields, and no other', () => {
    const faultsOf = (row, code) =>
        checkLog(new Map([['docs/log.md', `x\n| ${row} |\n`], ['engine/net/a.cpp', `\nbase::log(base::log_level::${code});\n`]]));
    const code = 'warning, "it is "\n  "late", {{"jam", id.view()}, {"why", f(x)}}';
    assert.deepEqual(faultsOf('`it is late` | warning | `jam`, `why` | hurry', code), []);
    assert.deepEqual(faultsOf('`it is late` | info | `jam` | hurry', code), ['docs/log.md:2: the level is warning', 'docs/log.md:2: the field why is missing']);
    assert.deepEqual(faultsOf('`it was late` | warning | `jam`, `why` | hurry', code), [
        'engine/net/a.cpp:2: "it is late" does not stand in docs/log.md',
        'docs/log.md:2: nothing in engine says "it was late"',
    ]);
});
