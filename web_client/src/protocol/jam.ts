// SPDX-License-Identifier: Apache-2.0
import { flag, integer, list, maybe, nullable, object, optional, text, word, type Decoded } from './decode';
import { forumId, jamId, personId, phaseId } from './ids';
import { role, type Role } from './person';
import { steered } from './steering';

export const phaseKind = word('lobby', 'brainwrite', 'ideate', 'refine', 'prioritise', 'reveal', 'archive');
export type PhaseKind = Decoded<typeof phaseKind>;

export const order = word('newest', 'active', 'shuffled', 'fair', 'top');
export type Order = Decoded<typeof order>;

export const switches = object({
  ideas: word('open', 'build_on', 'closed'),
  comments: word('open', 'closed'),
  others: word('visible', 'sampled', 'hidden'),
  ballot: word('none', 'support', 'agree', 'score', 'dots', 'pairwise'),
  tallies: word('live', 'sealed'),
  order,
  names: word('shown', 'hidden'),
  moderation: word('after', 'before'),
  words_max: maybe(integer),
  slow_mode_s: optional(integer, 0),
  sample_size: optional(integer, 3),
});
export type Switches = Decoded<typeof switches>;

export const phase = object({
  id: phaseId,
  kind: phaseKind,
  began_at_ms: nullable(integer),
  ends_at_ms: nullable(integer),
  paused: flag,
  switches,
});
export type Phase = Decoded<typeof phase>;

export const agendaEntry = object({
  id: phaseId,
  kind: phaseKind,
  begins_at_ms: nullable(integer),
  ends_at_ms: nullable(integer),
  switches,
});
export type AgendaEntry = Decoded<typeof agendaEntry>;

export const charter = object({
  asks: optional(text, ''),
  decides: optional(text, ''),
  criteria: optional(text, ''),
  answer_by: optional(text, ''),
});
export type Charter = Decoded<typeof charter>;

export const rule = object({ id: text, text });
export type Rule = Decoded<typeof rule>;

export const jamState = word('scheduled', 'running', 'closed', 'cancelled');
export type JamState = Decoded<typeof jamState>;

/** What a jam says of itself; the same for everybody. */
export const jam = object({
  id: jamId,
  title: text,
  purpose: text,
  charter: nullable(charter),
  time_zone: text,
  starts_at_ms: integer,
  state: jamState,
  audiences: list(object({ id: text, title: text })),
  rules: list(rule),
  support_word: text,
  text_max: integer,
  grace_s: integer,
  facilitators_move_clock: optional(flag, false),
  dots: optional(integer, 10),
  unanswered_after_min: optional(integer, 20),
  agenda: list(agendaEntry),
});
export type Jam = Decoded<typeof jam>;

export const forum = object({
  id: forumId,
  title: text,
  question: text,
  ideas: integer,
  last_at_ms: nullable(integer),
});
export type Forum = Decoded<typeof forum>;

export { role, type Role };

/** The person signed in. */
export const self = object({
  id: personId,
  name: text,
  roles: list(role),
  forums: optional(list(forumId), []),
  muted_until_ms: maybe(integer),
});
export type Self = Decoded<typeof self>;

export const versions = object({ charter: integer, rules: integer, privacy: optional(integer, 1) });
export type Versions = Decoded<typeof versions>;

export const accepted = object({
  charter: nullable(integer),
  rules: nullable(integer),
  privacy: optional(nullable(integer), null),
});
export type Accepted = Decoded<typeof accepted>;

/** `GET /api/v1/jams/JAM`. */
export const jamPage = object({
  offset: integer,
  now_ms: integer,
  jam,
  phase,
  forums: list(forum),
  you: nullable(self),
  versions,
  accepted,
  ...steered,
});
export type JamPage = Decoded<typeof jamPage>;
