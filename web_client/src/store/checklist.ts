// SPDX-License-Identifier: Apache-2.0

/** A page of the organizer that mends what is missing; `shifts`: the desk, where facilitators take their hours. */
export type MendingPlace = 'agenda' | 'people' | 'links' | 'shifts';

const places = {
  times: 'agenda',
  questions: 'agenda',
  charter: 'agenda',
  rules: 'agenda',
  coverage: 'shifts',
  roster: 'people',
  links: 'links',
  facilitators: 'people',
  mail: null,
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
