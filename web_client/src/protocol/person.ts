// SPDX-License-Identifier: Apache-2.0
import { list, object, optional, text, word, type Decoded } from './decode';
import { personId } from './ids';

export const role = word(
  'participant',
  'facilitator',
  'host',
  'guest',
  'organizer',
  'analyst',
  'records_officer',
  'observer',
);
export type Role = Decoded<typeof role>;

/** Somebody of the roster, as everybody may see them. */
export const person = object({ id: personId, name: text, roles: optional(list(role), []) });
export type Person = Decoded<typeof person>;

/** Somebody who is only named. */
export const named = object({ id: personId, name: text });
export type Named = Decoded<typeof named>;
