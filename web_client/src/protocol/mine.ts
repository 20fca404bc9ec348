// SPDX-License-Identifier: Apache-2.0
import { flag, integer, list, maybe, object, optional, text, type Decoded, type Decoder } from './decode';
import { forumId, phaseId, postId } from './ids';
import { person } from './person';
import { post, postState, response } from './post';

/** A post id or a forum id: what one follows. */
export const followed: Decoder<string | number> = (value, path) =>
  typeof value === 'string' ? value : integer(value, path);

/** How a post of one's own stands, and what was said to its author about it. */
const ownPost = object({
  post,
  state: postState,
  rule: maybe(text),
  note: maybe(text),
  merged_into: maybe(postId),
  response: maybe(response),
  appeal: maybe(object({ text: maybe(text), at_ms: maybe(integer), uphold: maybe(flag), note: maybe(text) })),
  edit_asked: maybe(object({ rule: text, note: maybe(text), at_ms: maybe(integer) })),
});

/** `GET …/mine`: My jam, since one was last here. */
export const minePage = object({
  offset: integer,
  since_ms: maybe(integer),
  forums: optional(list(object({ forum: forumId, ideas: integer, comments: integer })), []),
  threads: optional(list(object({ post, new: integer })), []),
  mentions: optional(list(post), []),
  merge_asks: optional(list(object({ post, into: post, phase: phaseId })), []),
  posts: optional(list(ownPost), []),
  follows: optional(list(followed), []),
});
export type MinePage = Decoded<typeof minePage>;

/** `GET …/mentionable?q=`. */
export const mentionable = object({ people: list(person) });
