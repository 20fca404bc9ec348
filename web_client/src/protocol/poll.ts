// SPDX-License-Identifier: Apache-2.0
import { integer, list, maybe, object, optional, text, word, type Decoded } from './decode';
import { forumId, pollId } from './ids';

export const pollKind = word('single', 'multiple', 'scale');
export type PollKind = Decoded<typeof pollKind>;

export const pollResults = word('sealed', 'live');
export type PollResults = Decoded<typeof pollResults>;

/** What a poll asks; `forum` is null where it asks the whole jam. */
export const pollQuestion = {
  poll: pollId,
  forum: maybe(forumId),
  question: text,
  options: list(text),
  kind: pollKind,
  results: pollResults,
  closes_at_ms: maybe(integer),
};

/** How many answered, and what; null while that is sealed. */
export const pollCount = object({ poll: pollId, answered: optional(integer, 0), counts: maybe(list(integer)) });
export type PollCount = Decoded<typeof pollCount>;

export const poll = object({
  ...pollQuestion,
  opened_at_ms: integer,
  closed_at_ms: maybe(integer),
  answered: optional(integer, 0),
  counts: maybe(list(integer)),
});
export type Poll = Decoded<typeof poll>;
