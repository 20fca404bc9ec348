// SPDX-License-Identifier: Apache-2.0

/** A page of the organizer that mends what is missing; `jam`: the jam itself, where facilitators take their hours. */
export type MendingPlace = 'agenda' | 'people' | 'links' | 'jam';

const places = {
  times: 'agenda',
  questions: 'agenda',
  charter: 'agenda',
  rules: 'agenda',
  coverage: 'jam',
  roster: 'people',
  links: 'links',
  rehearsal: null,
  backup: null,
} as const satisfies Record<string, MendingPlace | null>;

export type CheckName = keyof typeof places;

/** The check by its name, unless a later server added it. */
export const checkNameOf = (id: string): CheckName | null => (Object.hasOwn(places, id) ? (id as CheckName) : null);

/** Where it is mended; nowhere here for what is done outside of this program's pages. */
export function mendedAt(id: string): MendingPlace | null {
  const name = checkNameOf(id);
  return name === null ? null : places[name];
}
