// SPDX-License-Identifier: Apache-2.0
// Checks the whole tree and prints one line per fault. Run by scripts/check; needs no npm package.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { checkAsvs } from './checks/asvs.mjs';
import { checkComponents } from './checks/components.mjs';
import { checkCostly } from './checks/costly.mjs';
import { checkCryptography } from './checks/cryptography.mjs';
import { checkData } from './checks/data.mjs';
import { checkLog } from './checks/log.mjs';
import { checkCode } from './checks/code.mjs';
import { checkDocuments } from './checks/documents.mjs';
import { checkLayers } from './checks/layers.mjs';
import { checkRules } from './checks/rules.mjs';

/** Path -> text of every text file that git tracks or would track. */
function readTree() {
    const listing = execFileSync(
        'git',
        ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
        { encoding: 'utf8', maxBuffer: 1 << 26 },
    );
    const tree = new Map();
    for (const path of new Set(listing.split('\0'))) {
        if (path === '' || !existsSync(path)) continue;
        const bytes = readFileSync(path);
        tree.set(path, bytes.includes(0) ? '' : bytes.toString('utf8'));
    }
    return tree;
}

/** Faults that other programs find: C++ formatting and shell syntax. */
function checkWithTools(tree) {
    const paths = [...tree.keys()];
    const cpp = paths.filter((path) => /^(engine|sessions|tests)\/.*\.[ch]pp$/.test(path));
    const shell = paths.filter((path) => /^#!.*\bbash\b/.test(tree.get(path)));
    const runs = shell.map((path) => ['bash', ['-n', path]]);
    if (cpp.length > 0) runs.push(['clang-format', ['--dry-run', '-Werror', ...cpp]]);
    const faults = [];
    for (const [program, given] of runs) {
        const run = spawnSync(program, given, { encoding: 'utf8', maxBuffer: 1 << 26 });
        if (run.error) faults.push(`${program}: ${run.error.message}`);
        if (run.status === 0) continue;
        faults.push(...run.stderr.split('\n').filter((line) => /(error|warning):|line \d+:/.test(line)));
    }
    return faults;
}

process.chdir(new URL('..', import.meta.url).pathname);
const tree = readTree();
const faults = [checkLayers, checkCode, checkRules, checkDocuments, checkAsvs, checkLog, checkComponents, checkCostly, checkCryptography, checkData, checkWithTools].flatMap((check) => check(tree));
for (const fault of faults) console.log(fault);
console.log(`checked ${tree.size} files: ${faults.length === 0 ? 'no faults' : `${faults.length} faults`}`);
process.exitCode = faults.length === 0 ? 0 : 1;
