// SPDX-License-Identifier: Apache-2.0
import type { Fault, Problem } from '../protocol/problem';

/** Where the form has a field that a fault can stand at. */
const fields = new RegExp(
  '^/(title|purpose|time_zone|starts_at|charter/\\w+|rules/\\d+/(id|text)' +
    '|forums/\\d+(/(id|title|question))?|agenda/\\d+(/(id|kind|lasts|ends_at|switches/\\w+))?' +
    '|guests/\\d+(/\\w+)?|policies/(support_word|dots|unanswered_after_min|exposure_floor|grace_s|small_cell|retention_days|admission/email/domains(/\\d+)?|signals(/(words|fast_posts_per_minute))?))$',
);

export const hasField = ({ pointer }: Fault): boolean => fields.test(pointer);

/** The faults of what has been filled in; an untouched form is not a list of mistakes. */
export const shownFaults = (faults: readonly Fault[], plan: Record<string, unknown>): Fault[] =>
  faults.filter(({ pointer }) => !isEmpty(valueAt(plan, pointer)));

export function valueAt(plan: unknown, pointer: string): unknown {
  let value = plan;
  for (const part of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

const isEmpty = (value: unknown): boolean => value === '' || value === undefined;

/** The faults that a refusal names: a plan's, or the one field of a refused command (`plan/agenda/0/kind`). */
export function faultsOf({ faults, field, detail }: Problem): Fault[] {
  if (faults.length > 0) return faults;
  const pointer = /^\/?plan(\/.+)$/.exec(field ?? '')?.[1];
  return pointer ? [{ pointer, message: detail }] : [];
}
