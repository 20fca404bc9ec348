// SPDX-License-Identifier: Apache-2.0
import { anything, dictionary, integer, list, maybe, number, object, optional, text, type Decoded } from './decode';
import { forumId, phaseId, postId } from './ids';
import { author, tally } from './post';

/** A count that is null where it is sealed or small enough to point at people. */
const count = maybe(integer);

export const funnel = object({
  invited: count,
  registered: count,
  entered: count,
  posted: count,
  supported: count,
});
export type Funnel = Decoded<typeof funnel>;

const participation = object({
  invited: count,
  registered: count,
  entered: count,
  posted: count,
  supported: count,
  by_audience: optional(dictionary(funnel), {}),
  by_attribute: optional(dictionary(dictionary(funnel)), {}),
});

const supportInPhase = object({
  phase: maybe(phaseId),
  support: maybe(tally),
  rate: maybe(number),
  low: maybe(number),
  high: maybe(number),
});

export const reportIdea = object({
  post: postId,
  forum: forumId,
  text: maybe(text),
  author: maybe(author),
  seen: count,
  support: maybe(tally),
  rate: maybe(number),
  low: maybe(number),
  high: maybe(number),
  tie_band: maybe(integer),
  phase: maybe(phaseId),
  by_phase: optional(list(supportInPhase), []),
  by_audience: optional(anything, null),
  family: optional(list(postId), []),
});
export type ReportIdea = Decoded<typeof reportIdea>;

const reportPhase = object({
  id: phaseId,
  kind: maybe(text),
  ideas: count,
  comments: count,
  ballots: count,
  people_with_ballot: count,
});

const reportForum = object({ id: forumId, title: optional(text, ''), ideas: count, comments: count, authors: count });

/** `GET …/report` (contract, section 8). */
export const report = object({
  jam: object({ title: optional(text, ''), purpose: optional(text, '') }),
  sealed: maybe((value) => value === true),
  participation,
  phases: list(reportPhase),
  forums: list(reportForum),
  ideas: list(reportIdea),
  voice: maybe(object({ gini: maybe(number), top_tenth_share: maybe(number) })),
  caveat: optional(text, ''),
});
export type Report = Decoded<typeof report>;
