// SPDX-License-Identifier: Apache-2.0
// docs/security/cryptography.md: every part of the program that hashes, signs, encrypts, draws secrets or speaks TLS stands
// there, with the words that what is hashed begins with, and no other.
import { bareCpp } from './code.mjs';

const path = 'docs/security/cryptography.md';
const included = /^#include <(?:openssl|cjose|curl)\//m;
const called =
    /\bsha256_of\(|\bbase::sha256\b|\bed25519_(?:sign|verify|public_key_of)\(|\brandom_bytes<|\bfill_random\(|\brandom_number\b|\bhash_of(?:_code)?\(|\bmake_token\(|\bmake_spoken_code\(/;
const words = /"(jamhall\.[a-z_]+\.v\d+)"/g;

export function checkCryptography(tree) {
    const text = tree.get(path);
    if (text === undefined) return [];
    const faults = [];
    const told = new Set([...text.matchAll(/\bengine\/[a-z_]+\/[a-z_0-9]+\b/g)].map(([name]) => name));
    const toldWords = new Set([...text.matchAll(/\bjamhall\.[a-z_]+\.v\d+\b/g)].map(([word]) => word));
    const using = new Set();
    const said = new Set();
    for (const [file, source] of tree) {
        if (!/^engine\/.*\.[ch]pp$/.test(file)) continue;
        for (const [, word] of source.matchAll(words)) {
            said.add(word);
            if (!toldWords.has(word)) faults.push(`${file}:1: ${word} does not stand in ${path}`);
        }
        if (!included.test(source) && !called.test(bareCpp(source))) continue;
        const name = file.replace(/\.[ch]pp$/, '');
        if (!told.has(name) && !using.has(name)) faults.push(`${file}:1: uses cryptography, but ${path} does not name ${name}`);
        using.add(name);
    }
    for (const name of told) if (!using.has(name)) faults.push(`${path}:1: ${name} uses no cryptography`);
    for (const word of toldWords) if (!said.has(word)) faults.push(`${path}:1: nothing in engine says ${word}`);
    return faults;
}
