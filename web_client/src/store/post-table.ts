// SPDX-License-Identifier: Apache-2.0
import { assertNever } from '../protocol/assert-never';
import type { PostEvent } from '../protocol/events';
import type { ActivityFrame, TalliesFrame } from '../protocol/frames';
import type { PostId } from '../protocol/ids';
import type { Post } from '../protocol/post';
import type { Cancel, Time } from '../transport/time';
import { KeyedCells, type Readable } from './cell';

const flushMs = 250;
const flushHiddenMs = 1_000;

export function foldPost(post: Post | undefined, event: PostEvent): Post {
  const { kind, forum, parent, builds_on, text, state } = event;
  const author = event.author ?? post?.author ?? null;
  switch (event.type) {
    case 'post_added':
    case 'announced':
      return {
        ...{ post: event.post, kind, forum, parent, builds_on, author, text, state },
        at_ms: event.at_ms,
        edited_at_ms: post?.edited_at_ms ?? null,
        rule: null,
        merged_into: null,
        comments: post?.comments ?? 0,
        tally: post?.tally ?? null,
      };
    case 'post_edited':
      return {
        ...(post ?? foldPost(undefined, { ...event, type: 'post_added' })),
        ...{ text, state, author },
        edited_at_ms: event.edited_at_ms ?? event.at_ms,
      };
    case 'post_withdrawn':
      return { ...(post ?? foldPost(undefined, { ...event, type: 'post_added' })), text: null, state: 'withdrawn' };
    default:
      return assertNever(event);
  }
}

/** Every post this client knows. Rows hear of changes at most every 250 ms (1 s in a hidden tab), whatever the rate. */
export class PostTable {
  private readonly posts = new KeyedCells<PostId, Post>();
  private readonly dirty = new Set<PostId>();
  private flushing: Cancel | null = null;
  isHidden = false;

  constructor(private readonly time: Time) {}

  get(id: PostId): Post | undefined {
    return this.posts.get(id);
  }

  at(id: PostId): Readable<Post | undefined> {
    return this.posts.at(id);
  }

  /** Posts of a page are what stands now: they replace what events made of them. */
  put(posts: Post[]): void {
    for (const post of posts) {
      this.posts.put(post.post, post);
      this.posts.tell(post.post);
    }
  }

  apply(event: PostEvent): void {
    this.change(event.post, foldPost(this.posts.get(event.post), event));
  }

  activity(frame: ActivityFrame): void {
    for (const { post: id, comments } of frame.posts) {
      const post = this.posts.get(id);
      if (post) this.change(id, { ...post, comments });
    }
  }

  tallies(frame: TalliesFrame): void {
    for (const { post: id, ...tally } of frame.tallies) {
      const post = this.posts.get(id);
      if (post) this.change(id, { ...post, tally });
    }
  }

  private change(id: PostId, post: Post): void {
    this.posts.put(id, post);
    this.dirty.add(id);
    this.flushing ??= this.time.after(this.isHidden ? flushHiddenMs : flushMs, () => this.flush());
  }

  private flush(): void {
    this.flushing = null;
    const ids = [...this.dirty];
    this.dirty.clear();
    for (const id of ids) this.posts.tell(id);
  }
}
