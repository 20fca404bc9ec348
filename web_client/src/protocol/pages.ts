// SPDX-License-Identifier: Apache-2.0
import { dictionary, integer, list, nullable, object, optional, text, type Decoded, type Decoder } from './decode';
import { phaseId, postId } from './ids';
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

/** A post id or a forum id: what one follows. */
const followed: Decoder<string | number> = (value, path) => (typeof value === 'string' ? value : integer(value, path));

/** `GET …/me`: one's own private state. */
export const mePage = object({
  offset: integer,
  ballots: list(object({ phase: phaseId, post: postId, choice: text })),
  posts: list(object({ post: postId, state: postState })),
  follows: optional(list(followed), []),
  read: optional(dictionary(integer), {}),
});
export type MePage = Decoded<typeof mePage>;
