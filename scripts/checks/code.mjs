// SPDX-License-Identifier: Apache-2.0
// What code may contain: words and headers kept to one place, licence lines, length, exact npm versions.

const linesMax = 400;
const isFixture = (path) => /(^|\/)(fixtures|locales)\/|package-lock\.json$|-schema\.d\.ts$/.test(path);
const isCode = (path, text) =>
    !isFixture(path) &&
    (/\.([ch]pp|ts|svelte|css|sql|sh|mjs|js|cmake)$|(^|\/)CMakeLists\.txt$/.test(path) || text.startsWith('#!'));
const isCpp = (path) => /^(engine|sessions|tests)\/.*\.[ch]pp$/.test(path);
const under = (path, folders) => folders.some((folder) => path === folder || path.startsWith(`${folder}/`));

// Each with the folders where it is at home; "tests" alone may use any header to look from outside.
const headers = [
    { pattern: /<sqlite3\.h>/, home: ['engine/store', 'tests'], say: 'SQLite stays inside engine/store' },
    { pattern: /<nlohmann\//, home: ['engine/codec', 'tests'], say: 'JSON stays inside engine/codec' },
    { pattern: /<curl\//, home: ['engine/outbound', 'engine/mail'], say: 'what goes out stays inside engine/outbound and engine/mail' },
    { pattern: /<cjose\//, home: ['engine/oidc'], say: 'signed tokens stay inside engine/oidc' },
    {
        pattern: /<(boost\/(asio|beast)|openssl|spdlog|archive|thread|mutex|random|fstream|iostream|filesystem)/,
        home: ['engine', 'tests'],
        say: 'sessions is pure: no I/O, threads, randomness',
    },
    // A value kept beside a state that several workers read.
    { pattern: /<atomic>/, home: ['engine', 'tests', 'sessions/core/worked_out.hpp'], say: 'sessions shares nothing' },
];

const words = [
    { pattern: /\b\w*session\w*\b/gi, except: /^sessions$/, home: [], say: 'is a login, a connection or a jam' },
    { pattern: /\bstd::cout\b/g, home: [], say: 'print with fmt, log with engine/base' },
    { pattern: /\bs?rand\s*\(/g, home: [], say: 'seeds are explicit' },
    {
        pattern: /\b(random_device|mt19937(_64)?|default_random_engine|minstd_rand0?|ranlux\w+)\b/g,
        home: ['tests', 'engine/app/script.hpp'],
        say: 'secrets and salts come from engine/base/random, which nobody can guess',
    },
    { pattern: /\bsystem_clock::now\b/g, home: ['engine/clock'], say: 'real time comes from engine/clock' },
    { pattern: /\b(sleep_for|sleep_until|usleep|nanosleep|sleep)\s*\(/g, home: [], say: 'wait for the thing itself' },
];

/** C++ without the contents of comments and literals, line numbers kept. */
export function bareCpp(text) {
    const token = /R"(\w*)\([\s\S]*?\)\1"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
    return text.replace(token, (found) => found.replace(/[^\n]/g, ' '));
}

/** The arguments of the call that begins at this bracket. */
function argumentsAt(text, open) {
    let depth = 0;
    for (let at = open; at < text.length; at += 1) {
        if (text[at] === '(') depth += 1;
        if (text[at] === ')' && --depth === 0) return text.slice(open, at);
    }
    return '';
}

/** Lambdas with captures in what is awaited: g++ 12 destroys what they captured twice. */
function awaitFaults(path, text) {
    const awaited = [...text.matchAll(/\bco_await\s+[\w:.>-]+(?:<[^;(]*>)?\(/g)];
    return awaited
        .filter((call) => /\[[^\]\s][^\]]*\]\s*[({]/.test(argumentsAt(text, call.index + call[0].length - 1)))
        .map(({ index }) => `${path}:${text.slice(0, index).split('\n').length}: co_await: name the lambda first`);
}

function cppFaults(path, text) {
    const faults = awaitFaults(path, bareCpp(text));
    bareCpp(text).split('\n').forEach((line, index) => {
        for (const { pattern, except, home, say } of words) {
            for (const [word] of line.matchAll(pattern)) {
                if (except?.test(word) || under(path, home)) continue;
                faults.push(`${path}:${index + 1}: ${word.trim()}: ${say}`);
            }
        }
    });
    text.split('\n').forEach((line, index) => {
        const included = /^\s*#\s*include\s*(<.*>)/.exec(line)?.[1];
        if (included === undefined) return;
        for (const { pattern, home, say } of headers) {
            if (pattern.test(included) && !under(path, home)) faults.push(`${path}:${index + 1}: ${included}: ${say}`);
        }
    });
    return faults;
}

function codeFaults(path, text) {
    const faults = [];
    const lines = text.split('\n');
    if (lines.length - 1 > linesMax) faults.push(`${path}:${linesMax}: ${lines.length - 1} lines; split at ${linesMax}`);
    if (!lines.slice(0, 2).some((line) => line.includes('SPDX-License-Identifier: Apache-2.0'))) {
        faults.push(`${path}:1: the SPDX line is missing`);
    }
    if (path.endsWith('.hpp') && !/^#pragma once$/m.test(text)) faults.push(`${path}:1: #pragma once is missing`);
    lines.forEach((line, index) => {
        const unfinished = /\b(TO[D]O|FIX[M]E|X[X]X|HA[C]K)\b/.exec(line)?.[0];
        if (unfinished) faults.push(`${path}:${index + 1}: ${unfinished}: finish it or make it an issue`);
        if (/(^|[\s"'`=(])\/(home|root|Users)\/\w/.test(line)) faults.push(`${path}:${index + 1}: a path of one machine`);
    });
    return faults;
}

function packageFaults(path, text) {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(text);
    return Object.entries({ ...dependencies, ...devDependencies })
        .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
        .map(([name, version]) => `${path}:1: ${name} ${version}: pin the exact version`);
}

export function checkCode(tree) {
    const faults = [];
    for (const [path, text] of tree) {
        if (isCode(path, text)) faults.push(...codeFaults(path, text));
        if (isCpp(path)) faults.push(...cppFaults(path, text));
        if (/(^|\/)package\.json$/.test(path)) faults.push(...packageFaults(path, text));
        if (path.endsWith('package-lock.json') && /"resolved": "http/.test(text)) {
            faults.push(`${path}:1: names a registry; set omit-lockfile-registry-resolved in .npmrc`);
        }
    }
    return faults;
}
