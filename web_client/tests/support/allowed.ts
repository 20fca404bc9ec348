// SPDX-License-Identifier: Apache-2.0

/** A JSON Schema, or a part of one, as docs/protocol writes them. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minItems?: number;
  minimum?: number;
  [other: string]: unknown;
}

const leaves: Record<string, (schema: Schema) => unknown[]> = {
  null: () => [null],
  boolean: () => [true, false],
  integer: ({ minimum }) => [minimum ?? 0],
  number: ({ minimum }) => [minimum ?? 0.5],
  string: () => ['a'],
};

/**
 * Values that a schema allows: each word of each list of words, each null, each member that may be absent, one at a time
 * in a value that is otherwise whole. The first has every member. Patterns and the ties between members are left out.
 */
export function allowedBy(document: unknown, schema: Schema): unknown[] {
  const { $ref, const: only, enum: words, oneOf, type = 'object' } = schema;
  if ($ref) return allowedBy(document, part(document, $ref));
  if (only !== undefined) return [only];
  if (words) return words;
  if (oneOf && !schema.properties) return oneOf.flatMap((each) => allowedBy(document, each));
  if (Array.isArray(type)) return type.flatMap((each) => allowedBy(document, { ...schema, type: each }));
  if (type === 'array') return lists(document, schema);
  if (type === 'object') return objects(document, schema);
  const leaf = leaves[type];
  if (!leaf) throw new Error(`no such type: ${type}`);
  return leaf(schema);
}

function lists(document: unknown, { items = {}, minItems = 0 }: Schema): unknown[] {
  const each = allowedBy(document, items);
  const filled = each.map((item) => Array.from({ length: Math.max(1, minItems) }, () => item));
  return minItems === 0 ? [...filled, []] : filled;
}

function objects(document: unknown, { properties = {}, required = [] }: Schema): unknown[] {
  const members = Object.entries(properties).map(([name, schema]) => ({ name, values: allowedBy(document, schema) }));
  const whole = Object.fromEntries(members.map(({ name, values }) => [name, values[0]]));
  const others = members.flatMap(({ name, values }) => values.slice(1).map((value) => ({ ...whole, [name]: value })));
  const fewer = members
    .filter(({ name }) => !required.includes(name))
    .map(({ name }) => Object.fromEntries(Object.entries(whole).filter(([key]) => key !== name)));
  return [whole, ...others, ...fewer];
}

function part(document: unknown, pointer: string): Schema {
  const steps = pointer
    .replace('#/', '')
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const found = steps.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], document);
  if (found === undefined) throw new Error(`nothing at ${pointer}`);
  return found as Schema;
}
