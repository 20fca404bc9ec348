// SPDX-License-Identifier: Apache-2.0
import { integer, list, maybe, nullable, object, optional, text, word, type Decoded } from './decode';
import { forumId, personId, phaseId, postId } from './ids';
import { role } from './jam';

export const postKind = word('idea', 'comment', 'prompt', 'summary', 'announcement');
export type PostKind = Decoded<typeof postKind>;

export const postState = word('published', 'held', 'hidden', 'withdrawn', 'merged', 'erased');
export type PostState = Decoded<typeof postState>;

export const author = object({ id: personId, name: text, roles: list(role) });
export type Author = Decoded<typeof author>;

/** What the ballots of one idea add up to in one phase; which counts stand depends on the ballot. */
export const tally = object({
  phase: maybe(phaseId),
  support: maybe(integer),
  agree: maybe(integer),
  disagree: maybe(integer),
  pass: maybe(integer),
});
export type Tally = Decoded<typeof tally>;

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
});
export type Post = Decoded<typeof post>;

export const choice = word('support', 'withdraw', 'agree', 'disagree', 'pass');
export type Choice = Decoded<typeof choice>;
