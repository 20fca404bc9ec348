// SPDX-License-Identifier: Apache-2.0
import type { OrganizerCommand } from '../protocol/commands';
import type { ForumId, PersonId } from '../protocol/ids';
import type { Role } from '../protocol/jam';

/** Roles in the order in which people read them. */
export const allRoles: readonly Role[] = [
  'participant',
  'facilitator',
  'host',
  'guest',
  'organizer',
  'analyst',
  'records_officer',
  'observer',
];

/** Roles that can be limited to forums; one limit holds for all of them that a person has. */
export const scopedRoles: ReadonlySet<Role> = new Set<Role>(['facilitator', 'host', 'guest']);

export interface RolesOf {
  roles: readonly Role[];
  /** None: everywhere. */
  forums: readonly ForumId[];
}

type RoleCommand = OrganizerCommand & { do: 'grant_role' | 'revoke_role' };

/**
 * The commands that make of a person's roles what is wanted. What is given comes first, since nobody may be without
 * a role; the limit to forums goes with the scoped role that is granted last, also with one already held.
 */
export function roleCommands(person: PersonId, before: RolesOf, wanted: RolesOf): RoleCommand[] {
  const had = new Set(before.roles);
  const wants = new Set(wanted.roles);
  const scoped = wanted.roles.filter((role) => scopedRoles.has(role));
  const given = wanted.roles.filter((role) => !had.has(role));
  const again = given.some((role) => scopedRoles.has(role)) || sameForums(before, wanted) ? [] : scoped.slice(0, 1);
  return [
    ...[...given, ...again].map((role): RoleCommand => ({
      ...{ do: 'grant_role', person, role },
      ...(scopedRoles.has(role) && wanted.forums.length > 0 ? { forums: [...wanted.forums] } : {}),
    })),
    ...before.roles
      .filter((role) => !wants.has(role))
      .map((role): RoleCommand => ({ do: 'revoke_role', person, role })),
  ];
}

const sameForums = (one: RolesOf, other: RolesOf): boolean =>
  one.forums.length === other.forums.length && one.forums.every((forum) => other.forums.includes(forum));
