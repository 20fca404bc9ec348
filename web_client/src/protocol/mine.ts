// SPDX-License-Identifier: Apache-2.0
import { flag, integer, list, maybe, object, optional, text, type Decoded, type Decoder } from './decode';
import { forumId, phaseId, pollId } from './ids';
import { person } from './person';
import { post } from './post';

/** A post id or a forum id: what one follows. */
export const followed: Decoder<string | number> = (value, path) =>
  typeof value === 'string' ? value : integer(value, path);

/** A post of one's own with its text, whatever became of it, and what was said to its author about it. */
const ownPost = object({
  post,
  hidden: maybe(object({ rule: text, note: optional(text, ''), at_ms: integer })),
  appeal: maybe(object({ text: maybe(text), upheld: maybe(flag), note: maybe(text) })),
  edit_asked: maybe(object({ rule: text, note: optional(text, '') })),
  moved_to: maybe(forumId),
});

/** `GET …/mine`: My jam, since one was last here. */
export const minePage = object({
  offset: integer,
  forums: optional(list(object({ forum: forumId, ideas: integer, comments: integer })), []),
  threads: optional(list(object({ post, new: integer })), []),
  mentions: optional(list(post), []),
  merge_asks: optional(list(object({ post, into: post, phase: maybe(phaseId) })), []),
  polls: optional(list(pollId), []),
  posts: optional(list(ownPost), []),
  follows: optional(list(followed), []),
});
export type MinePage = Decoded<typeof minePage>;

/** `GET …/mentionable?q=`. */
export const mentionable = object({ people: list(person) });
