// SPDX-License-Identifier: Apache-2.0
import { integer, list, maybe, nullable, number, object, optional, text, word, type Decoded } from './decode';
import { forumId, phaseId, postId } from './ids';
import { named, person } from './person';

export const postKind = word('idea', 'comment', 'prompt', 'summary', 'announcement');
export type PostKind = Decoded<typeof postKind>;

export const postState = word('published', 'held', 'hidden', 'withdrawn', 'merged', 'erased');
export type PostState = Decoded<typeof postState>;

export const author = person;
export type Author = Decoded<typeof author>;

/** What the ballots of one idea add up to in one phase; which counts stand depends on the ballot. */
export const tally = object({
  phase: maybe(phaseId),
  support: maybe(integer),
  agree: maybe(integer),
  disagree: maybe(integer),
  pass: maybe(integer),
  score_1: maybe(integer),
  score_2: maybe(integer),
  score_3: maybe(integer),
  score_4: maybe(integer),
  score_5: maybe(integer),
  mean: maybe(number),
  dots: maybe(integer),
  people: maybe(integer),
  won: maybe(integer),
  lost: maybe(integer),
  rank_score: maybe(number),
});
export type Tally = Decoded<typeof tally>;

export const outcomes = ['adopted', 'in_part', 'not_now', 'declined'] as const;
export const outcome = word(...outcomes);
export type Outcome = Decoded<typeof outcome>;

/** The official answer to an idea. */
export const response = object({
  outcome,
  text: maybe(text),
  owner: maybe(text),
  due: maybe(text),
  at_ms: maybe(integer),
});
export type Response = Decoded<typeof response>;

/** What stays visible where a post was hidden: the rule, when, by which role (rule MO2). */
export const tombstone = object({ rule: text, at_ms: integer, role: maybe(text) });
export type Tombstone = Decoded<typeof tombstone>;

export const post = object({
  post: postId,
  kind: postKind,
  forum: nullable(forumId),
  parent: maybe(postId),
  builds_on: maybe(postId),
  author: nullable(author),
  text: nullable(text),
  at_ms: integer,
  edited_at_ms: maybe(integer),
  state: postState,
  rule: maybe(text),
  merged_into: maybe(postId),
  comments: optional(integer, 0),
  tally: maybe(tally),
  split_from: maybe(postId),
  connected: optional(list(postId), []),
  merged: optional(list(postId), []),
  credits: optional(list(author), []),
  response: maybe(response),
  tombstone: maybe(tombstone),
  mentions: optional(list(named), []),
});
export type Post = Decoded<typeof post>;

export const choice = word('support', 'withdraw', 'agree', 'disagree', 'pass');
export type Choice = Decoded<typeof choice>;
