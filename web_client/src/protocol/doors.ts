// SPDX-License-Identifier: Apache-2.0
import { flag, integer, list, maybe, object, text, word, type Decoded } from './decode';

/** `GET` and `POST …/join-code`. */
export const joinCode = object({ code: maybe(text), ends_at_ms: maybe(integer) });

/** `POST …/links?send=mail`. */
export const queuedMails = object({ queued: integer });

export const hallRole = word('administrator', 'organizer');
export type HallRole = Decoded<typeof hallRole>;

/** `GET` and `POST /api/v1/hall/roles`. */
export const hallRoles = object({
  roles: list(object({ email: text, role: hallRole, name: text, given_at_ms: integer })),
});
export type HallRoleRow = Decoded<typeof hallRoles>['roles'][number];

/** `GET /api/v1/logins`. */
export const logins = object({
  logins: list(
    object({
      id: text,
      current: flag,
      device: text,
      signed_in_at_ms: integer,
      used_at_ms: integer,
      ends_at_ms: integer,
    }),
  ),
});
export type ListedLogin = Decoded<typeof logins>['logins'][number];
