// SPDX-License-Identifier: Apache-2.0
import { flag, list, maybe, object, text, type Decoded } from './decode';
import { jamId, personId } from './ids';
import { role } from './jam';

/** `POST /api/v1/login`: the jams are read again with `GET /api/v1/login`. */
export const loginAnswer = object({ admin: flag });

/** `GET /api/v1/login`. */
export const login = object({
  admin: flag,
  jams: list(
    object({ jam: jamId, title: text, person: maybe(object({ id: personId, name: text, roles: list(role) })) }),
  ),
});
export type Login = Decoded<typeof login>;
