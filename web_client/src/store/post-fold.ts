// SPDX-License-Identifier: Apache-2.0
import { assertNever } from '../protocol/assert-never';
import type { JamEvent, PostEvent } from '../protocol/events';
import type { PostId } from '../protocol/ids';
import type { Post } from '../protocol/post';

/** A post as an event that tells it whole leaves it. */
export function foldPost(post: Post | undefined, event: PostEvent): Post {
  const { kind, forum, parent, builds_on, split_from, text, state, mentions } = event;
  const author = event.author ?? post?.author ?? null;
  const told = { post: event.post, kind, forum, parent, builds_on, split_from, author, text, state, mentions };
  switch (event.type) {
    case 'post_added':
    case 'post_split':
    case 'summary_published':
    case 'announced':
      return { ...blank, ...post, ...told, at_ms: event.at_ms, rule: null, merged_into: null, tombstone: null };
    case 'post_edited':
      return { ...whole(post, told, event.at_ms), edited_at_ms: event.edited_at_ms ?? event.at_ms };
    case 'post_withdrawn':
      return { ...whole(post, told, event.at_ms), text: null, state: 'withdrawn' };
    case 'erased':
      // Taken out whole, or redacted; who wrote it is as told now, not as known before.
      return {
        ...whole(post, { ...told, author: event.author }, event.at_ms),
        edited_at_ms: event.edited_at_ms ?? post?.edited_at_ms ?? null,
      };
    case 'post_spotlighted':
    case 'post_moved':
      return whole(post, told, event.at_ms);
    case 'post_approved':
    case 'post_restored':
      return { ...whole(post, told, event.at_ms), rule: null, merged_into: null, tombstone: null };
    default:
      return assertNever(event);
  }
}

type Told = Pick<
  Post,
  'post' | 'kind' | 'forum' | 'parent' | 'builds_on' | 'split_from' | 'author' | 'text' | 'state' | 'mentions'
>;

/** What an event of a new post does not tell. */
const blank: Omit<Post, keyof Told | 'at_ms'> = {
  edited_at_ms: null,
  rule: null,
  merged_into: null,
  comments: 0,
  tally: null,
  connected: [],
  merged: [],
  credits: [],
  response: null,
  tombstone: null,
};

const whole = (post: Post | undefined, told: Told, atMs: number): Post => ({ at_ms: atMs, ...blank, ...post, ...told });

type Deeds = Partial<Record<PostId, (post: Post) => Post>>;

/** What events that do not tell a post whole change in posts. */
export function deedsOf(event: JamEvent): Deeds {
  switch (event.type) {
    case 'posts_connected':
      return { [event.post]: connect(event.with), [event.with]: connect(event.post) };
    case 'post_merged':
      return { [event.post]: (post) => ({ ...post, state: 'merged', merged_into: event.into }) };
    case 'post_hidden': {
      const { rule, role, at_ms } = event;
      return { [event.post]: (post) => ({ ...post, ...hiddenBy(rule), tombstone: { rule, role, at_ms } }) };
    }
    case 'responded': {
      const { outcome, text, owner, due, at_ms } = event;
      return { [event.post]: (post) => ({ ...post, response: { outcome, text, owner, due, at_ms } }) };
    }
    default:
      return {};
  }
}

const connect = (other: PostId) => (post: Post) => ({
  ...post,
  connected: [...new Set([...post.connected, other])],
});

const hiddenBy = (rule: string) => ({ state: 'hidden' as const, rule, text: null });
