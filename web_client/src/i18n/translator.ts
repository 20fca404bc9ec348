// SPDX-License-Identifier: Apache-2.0

/** What fills the gaps of a message. */
export type Gaps = Record<string, string | number>;

/**
 * The build turns every message of a catalogue into a function (scripts/messages.js); to TypeScript the catalogue is
 * still the JSON it came from, which gives the keys their type.
 */
export function translator<Key extends string>(catalogue: Record<Key, unknown>) {
  return (key: Key, gaps: Gaps = {}): string => {
    const message = catalogue[key];
    return typeof message === 'function' ? String(message(gaps)) : String(message ?? key);
  };
}
