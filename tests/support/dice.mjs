// SPDX-License-Identifier: Apache-2.0
// Numbers from a seed.

/** The seed of this run: the one asked for, or a new one; say it. */
export const seedOfRun = Number(process.env.JAMHALL_TEST_SEED ?? Math.floor(Math.random() * 1e9));

/** Draws whole numbers below a bound, the same ones every time. */
export function dice(seed) {
    let state = seed >>> 0;
    return (below) => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000) * below);
    };
}
