// SPDX-License-Identifier: Apache-2.0

/** Turns an unknown JSON value into a T, or throws a DecodeError that names the path of the fault. */
export type Decoder<T> = (value: unknown, path: string) => T;

/** What a decoder makes. */
export type Decoded<D> = D extends Decoder<infer T> ? T : never;

/** A value from the wire that is not what the contract says. */
export class DecodeError extends Error {
  constructor(
    readonly path: string,
    readonly expected: string,
  ) {
    super(`${path || 'the value'}: expected ${expected}`);
    this.name = 'DecodeError';
  }
}

/** Decodes a whole value; the path of faults starts empty. */
export function decode<T>(decoder: Decoder<T>, value: unknown): T {
  return decoder(value, '');
}

/** Parses text as JSON and decodes it. Errors: DecodeError, also for text that is not JSON. */
export function decodeText<T>(decoder: Decoder<T>, text: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DecodeError('', 'JSON');
  }
  return decode(decoder, value);
}

export const text: Decoder<string> = (value, path) => {
  if (typeof value !== 'string') throw new DecodeError(path, 'a string');
  return value;
};

export const flag: Decoder<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw new DecodeError(path, 'true or false');
  return value;
};

export const number: Decoder<number> = (value, path) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new DecodeError(path, 'a number');
  return value;
};

export const integer: Decoder<number> = (value, path) => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new DecodeError(path, 'an integer below 2^53');
  return value;
};

/** Anything: for parts that the client only passes on. */
export const anything: Decoder<unknown> = (value) => value;

export function nullable<T>(inner: Decoder<T>): Decoder<T | null> {
  return (value, path) => (value === null ? null : inner(value, path));
}

/** An absent member becomes the fallback. */
export function optional<T>(inner: Decoder<T>, fallback: NoInfer<T>): Decoder<T> {
  return (value, path) => (value === undefined ? fallback : inner(value, path));
}

/** Absent and null are the same: nothing. */
export function maybe<T>(inner: Decoder<T>): Decoder<T | null> {
  return (value, path) => (value === undefined || value === null ? null : inner(value, path));
}

/** What is left out, or written as null, is `otherwise`. */
export function given<T>(inner: Decoder<T>, otherwise: T): Decoder<T> {
  return (value, path) => (value === undefined || value === null ? otherwise : inner(value, path));
}

export function list<T>(inner: Decoder<T>): Decoder<T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw new DecodeError(path, 'an array');
    return value.map((item, index) => inner(item, `${path}/${index}`));
  };
}

export function dictionary<T>(inner: Decoder<T>): Decoder<Record<string, T>> {
  return (value, path) => {
    const source = members(value, path);
    return Object.fromEntries(Object.keys(source).map((key) => [key, inner(source[key], `${path}/${key}`)]));
  };
}

/** One of a closed set of words. */
export function word<const W extends string>(...words: readonly W[]): Decoder<W> {
  return (value, path) => {
    const found = words.find((known) => known === value);
    if (found === undefined) throw new DecodeError(path, `one of ${words.join(', ')}`);
    return found;
  };
}

/** An object; members it does not name are ignored, so that the server may add to the contract. */
export function object<Shape extends Record<string, Decoder<unknown>>>(
  shape: Shape,
): Decoder<{ [K in keyof Shape]: Decoded<Shape[K]> }> {
  const keys = Object.keys(shape);
  return (value, path) => {
    const source = members(value, path);
    const result: Record<string, unknown> = {};
    for (const key of keys) result[key] = shape[key]?.(source[key], `${path}/${key}`);
    return result as { [K in keyof Shape]: Decoded<Shape[K]> };
  };
}

/** The members of a JSON object. */
export function members(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new DecodeError(path, 'an object');
  return value as Record<string, unknown>;
}
