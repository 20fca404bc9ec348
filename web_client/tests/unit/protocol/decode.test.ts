// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  decode,
  DecodeError,
  decodeText,
  dictionary,
  integer,
  list,
  maybe,
  nullable,
  object,
  optional,
  text,
  word,
} from '../../../src/protocol/decode';

const person = object({ id: integer, name: text, tags: optional(list(text), []) });

describe('decoders', () => {
  it('make what the shape says and ignore members they do not know', () => {
    expect(decode(person, { id: 1, name: 'Ana', later: true })).toEqual({ id: 1, name: 'Ana', tags: [] });
  });

  it.each([
    [{ id: '1', name: 'Ana' }, '/id: expected an integer below 2^53'],
    [{ id: 1.5, name: 'Ana' }, '/id: expected an integer below 2^53'],
    [{ id: 2 ** 53, name: 'Ana' }, '/id: expected an integer below 2^53'],
    [{ id: 1 }, '/name: expected a string'],
    [{ id: 1, name: 'Ana', tags: ['a', 2] }, '/tags/1: expected a string'],
    [[], 'the value: expected an object'],
    [null, 'the value: expected an object'],
  ])('name the path of the fault in %j', (value, message) => {
    expect(() => decode(person, value)).toThrow(new DecodeError('', '').constructor as typeof Error);
    expect(() => decode(person, value)).toThrow(message);
  });

  it('tell null from absent only where that matters', () => {
    expect(decode(nullable(text), null)).toBeNull();
    expect(() => decode(nullable(text), undefined)).toThrow('expected a string');
    expect(decode(maybe(text), undefined)).toBeNull();
    expect(decode(maybe(text), null)).toBeNull();
  });

  it('take only words of a closed set', () => {
    expect(decode(word('open', 'closed'), 'open')).toBe('open');
    expect(() => decode(word('open', 'closed'), 'ajar')).toThrow('expected one of open, closed');
  });

  it('name the key of a dictionary', () => {
    expect(() => decode(dictionary(integer), { a: 1, b: 'x' })).toThrow('/b: expected an integer');
  });

  it('refuse text that is not JSON', () => {
    expect(() => decodeText(person, '{')).toThrow('expected JSON');
  });
});
