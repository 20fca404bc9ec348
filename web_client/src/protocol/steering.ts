// SPDX-License-Identifier: Apache-2.0
import { integer, list, maybe, members, object, optional, text, type Decoded, type Decoder } from './decode';
import { forumId, phaseId, type PhaseId } from './ids';
import { person } from './person';
import { poll } from './poll';
import { post } from './post';

/** A post that stands before everybody until then. */
export const spotlight = object({ post, until_ms: integer });
export type Spotlight = Decoded<typeof spotlight>;

/** An hour that the plan promises with somebody. */
export const guestSlot = object({
  name: text,
  at_ms: integer,
  minutes: integer,
  forum: maybe(forumId),
  about: optional(text, ''),
});
export type GuestSlot = Decoded<typeof guestSlot>;

/** A phase by its id, or told whole. */
export const phaseNamed: Decoder<PhaseId> = (value, path) =>
  typeof value === 'string' ? phaseId(value, path) : phaseId(members(value, path)['id'], `${path}/id`);

/** The first of the two organizers whom unsealing takes (rule PH6). */
export const unsealAsk = object({ phase: phaseNamed, person: maybe(person) });
export type UnsealAsk = Decoded<typeof unsealAsk>;

/** What hello and the page of a jam say of steering. */
export const steered = {
  spotlights: optional(list(spotlight), []),
  polls: optional(list(poll), []),
  guests: optional(list(guestSlot), []),
  unseal: maybe(unsealAsk),
  nudge_words: optional(list(text), []),
  plan_changes: optional(integer, 0),
};
