// SPDX-License-Identifier: Apache-2.0
import { flag, list, maybe, object, optional, text, type Decoded } from './decode';
import { jamId, personId, type JamId } from './ids';
import { role } from './jam';

/** `POST /api/v1/login`: the jams are read again with `GET /api/v1/login`. */
export const loginAnswer = object({
  admin: flag,
  jams: list(object({ jam: jamId })),
});

/** What somebody shows to sign in: exactly one of these, and a newcomer's name. */
export interface Shown {
  token?: string;
  jam?: JamId;
  mail?: string;
  mail_code?: string;
  code?: string;
  once?: string;
  name?: string;
}

/** `GET /api/v1/login`. */
export const login = object({
  admin: flag,
  hall: optional(maybe(text), null),
  jams: list(
    object({ jam: jamId, title: text, person: maybe(object({ id: personId, name: text, roles: list(role) })) }),
  ),
});
export type Login = Decoded<typeof login>;
