// SPDX-License-Identifier: Apache-2.0
import {
  dictionary,
  integer,
  list,
  maybe,
  nullable,
  object,
  optional,
  text,
  type Decoded,
  type Decoder,
} from './decode';
import { forumId, phaseId, pollId, postId } from './ids';
import { followed } from './mine';
import { post, postState } from './post';

/** Where the next page begins; opaque. */
const cursor: Decoder<string> = (value, path) => String(typeof value === 'number' ? value : text(value, path));

/** `GET …/forums/FORUM/posts`. */
export const postsPage = object({ offset: integer, posts: list(post), next: nullable(cursor) });
export type PostsPage = Decoded<typeof postsPage>;

/** `GET …/posts/POST/thread`. */
export const threadPage = object({ offset: integer, post, comments: list(post), next: nullable(cursor) });
export type ThreadPage = Decoded<typeof threadPage>;

export const searchPage = object({ posts: list(post) });

/** Choices are words; scores and dots may come as numbers. */
const choiceWord: Decoder<string> = (value, path) => String(typeof value === 'number' ? value : text(value, path));

/** `GET …/me`: one's own private state. */
export const mePage = object({
  offset: integer,
  ballots: list(object({ phase: phaseId, post: postId, choice: optional(choiceWord, ''), over: maybe(postId) })),
  posts: list(
    object({ post: postId, state: postState, rule: maybe(text), merged_into: maybe(postId), forum: maybe(forumId) }),
  ),
  follows: optional(list(followed), []),
  read: optional(dictionary(integer), {}),
  poll_answers: optional(list(object({ poll: pollId, options: list(integer) })), []),
  merge_asks: optional(list(object({ post: postId, into: postId, phase: maybe(phaseId) })), []),
  muted_until_ms: maybe(integer),
  dots_left: maybe(integer),
});
export type MePage = Decoded<typeof mePage>;
