// SPDX-License-Identifier: Apache-2.0
import {
  anything,
  dictionary,
  flag,
  given,
  integer,
  list,
  maybe,
  members,
  nullable,
  object,
  optional,
  text,
  word,
  type Decoded,
  type Decoder,
} from './decode';
import { checkedAgenda } from './http';
import { phaseKind, rule } from './jam';

export const plannedGuest = object({
  name: text,
  at: text,
  minutes: given(integer, 30),
  forum: maybe(text),
  about: given(text, ''),
});

const signals = object({
  links: given(flag, true),
  words: given(list(text), []),
  fast_posts_per_minute: optional(nullable(integer), 5),
});

const policies = object({
  support_word: maybe(text),
  facilitators_move_clock: maybe(flag),
  dots: maybe(integer),
  unanswered_after_min: maybe(integer),
  exposure_floor: maybe(integer),
  grace_s: maybe(integer),
  small_cell: maybe(integer),
  retention_days: maybe(integer),
  signals: maybe(signals),
  admission: maybe(dictionary(anything)),
});

const words = given(text, '');
const writtenCharter = object({ asks: words, decides: words, criteria: words, answer_by: words });

const writtenPhase = object({
  id: text,
  kind: phaseKind,
  lasts: maybe(text),
  ends_at: maybe(text),
  switches: maybe(dictionary(anything)),
});
export type WrittenPhase = Decoded<typeof writtenPhase>;

const written = object({
  title: text,
  purpose: maybe(text),
  charter: maybe(writtenCharter),
  time_zone: text,
  starts_at: text,
  forums: list(object({ id: text, title: text, question: maybe(text) })),
  agenda: list(writtenPhase),
  rules: maybe(list(rule)),
  guests: maybe(list(plannedGuest)),
  policies: maybe(policies),
});

/** A plan as its organizer wrote it; `source` keeps what this client does not know, so that nothing is lost. */
export type WrittenPlan = Decoded<typeof written> & { source: Record<string, unknown> };

export const writtenPlan: Decoder<WrittenPlan> = (value, path) => ({
  ...written(value, path),
  source: members(value, path),
});

/** `GET /api/v1/plan-templates`. */
export const planTemplates = object({
  templates: list(object({ id: text, title: text, about: text, plan: writtenPlan })),
});
export type PlanTemplate = Decoded<typeof planTemplates>['templates'][number];

/** A difference of two plans in the words of their members; nothing on a side where it does not stand. */
const planChange = object({ pointer: text, before: maybe(text), after: maybe(text) });
export type PlanChange = Decoded<typeof planChange>;

/** `POST …/plan/check`. */
export const planChanges = object({ changes: list(planChange), agenda: maybe(checkedAgenda) });

export const checklistState = word('done', 'missing', 'doubt');

/** `GET …/checklist`. */
export const checklist = object({
  items: list(object({ id: text, state: checklistState, says: text })),
  go: flag,
});
export type Checklist = Decoded<typeof checklist>;

/** `POST …/wall-link`. */
export const wallLink = object({ link: text, token: text });
