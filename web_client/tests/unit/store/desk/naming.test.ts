// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { names } from '../../../../src/store/desk/naming';

interface Case {
  name: string;
  text: string;
  names: boolean;
}

const table = new URL('../../../../../tests/fixtures/text/naming.json', import.meta.url);
const cases = JSON.parse(readFileSync(table, 'utf8')) as Case[];

/** The table is read by the server's tests too. */
describe('MO7: who is named by a text', () => {
  it.each(cases)('“$name” in “$text”: $names', ({ name, text, names: expected }) => {
    expect(names({ text }, { id: 4, name })).toBe(expected);
  });

  it('nobody in a text that is not shown', () => {
    expect(names({ text: null }, { id: 4, name: 'Al Li' })).toBe(false);
  });
});
