// SPDX-License-Identifier: Apache-2.0
import { flag, integer, list, maybe, nullable, object, optional, text, type Decoded } from './decode';
import { forumId, jamId, personId, phaseId } from './ids';
import { jamState, phaseKind, role } from './jam';

/** `GET /api/v1/jams`. */
export const directory = object({
  jams: list(object({ id: jamId, title: text, state: jamState, starts_at_ms: integer, ends_at_ms: maybe(integer) })),
});
export type DirectoryEntry = Decoded<typeof directory>['jams'][number];

/** `POST /api/v1/jams`. */
export const created = object({ jam: object({ id: jamId }) });

export const checkedAgenda = list(
  object({ id: phaseId, kind: phaseKind, begins_at_ms: nullable(integer), ends_at_ms: nullable(integer) }),
);

/** `POST /api/v1/plans/check`. */
export const checkedPlan = object({ ok: flag, agenda: checkedAgenda });
export type CheckedPlan = Decoded<typeof checkedPlan>;

/** `POST …/roster`. */
export const rosterAnswer = object({
  added: integer,
  updated: integer,
  refused: list(object({ line: integer, reason: text })),
});
export type RosterAnswer = Decoded<typeof rosterAnswer>;

/** `GET …/people`. */
export const peoplePage = object({
  people: list(
    object({
      id: personId,
      name: text,
      email: maybe(text),
      roles: list(role),
      forums: optional(list(forumId), []),
      audience: maybe(text),
      registered: flag,
      entered: flag,
      removed: optional(flag, false),
    }),
  ),
  next: maybe((value: unknown, path: string) => String(typeof value === 'number' ? value : text(value, path))),
});
export type PeoplePage = Decoded<typeof peoplePage>;
export type PersonRow = PeoplePage['people'][number];
