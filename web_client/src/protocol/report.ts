// SPDX-License-Identifier: Apache-2.0
import { dictionary, flag, integer, list, maybe, number, object, optional, text, type Decoded } from './decode';
import { forumId, phaseId, postId } from './ids';
import { author } from './post';

/** A count that is null where it is sealed or small enough to point at people. */
const count = maybe(integer);

const steps = { invited: count, registered: count, entered: count, posted: count, supported: count };

/** People counted apart, from invited to supported. */
export const funnel = object(steps);
export type Funnel = Decoded<typeof funnel>;

const participation = object({
  ...steps,
  by_audience: optional(dictionary(funnel), {}),
  by_attribute: optional(dictionary(dictionary(funnel)), {}),
});

const counts = object({ support: count, agree: count, disagree: count, pass: count });
export type Counts = Decoded<typeof counts>;

/** How an idea stood in one phase; all null without one. */
const standing = {
  support: maybe(counts),
  n: count,
  rate: maybe(number),
  low: maybe(number),
  high: maybe(number),
  phase: maybe(phaseId),
};

export const reportIdea = object({
  post: postId,
  forum: maybe(forumId),
  text: maybe(text),
  author: maybe(author),
  seen: count,
  ...standing,
  tie_band: maybe(integer),
  by_phase: optional(list(object(standing)), []),
  by_audience: maybe(dictionary(counts)),
});
export type ReportIdea = Decoded<typeof reportIdea>;

const reportPhase = object({
  id: phaseId,
  kind: text,
  began_at_ms: maybe(integer),
  ends_at_ms: maybe(integer),
  ideas: count,
  comments: count,
  ballots: count,
  people_with_ballot: count,
});

const reportForum = object({ id: forumId, title: text, ideas: count, comments: count, authors: count });

/** `GET …/report` (contract, section 8). */
export const report = object({
  jam: object({
    title: text,
    purpose: text,
    time_zone: text,
    audiences: list(object({ id: text, title: text })),
  }),
  sealed: flag,
  participation,
  phases: list(reportPhase),
  forums: list(reportForum),
  ideas: list(reportIdea),
  families: optional(list(list(postId)), []),
  never_heard: maybe(list(postId)),
  moderation: object({ hidden: count, withdrawn: count }),
  voice: object({ gini: maybe(number), top_tenth_share: maybe(number) }),
  caveat: text,
});
export type Report = Decoded<typeof report>;
