// SPDX-License-Identifier: Apache-2.0
import { assertNever } from '../protocol/assert-never';
import type { JamEvent, PostEvent } from '../protocol/events';
import type { ActivityFrame, TalliesFrame } from '../protocol/frames';
import type { PostId } from '../protocol/ids';
import type { Post } from '../protocol/post';
import type { Cancel, Time } from '../transport/time';
import { KeyedCells, type Readable } from './cell';

const flushMs = 250;
const flushHiddenMs = 1_000;

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
      return {
        [event.post]: (post) => ({ ...post, state: 'merged', merged_into: event.into }),
        [event.into]: (post) => ({ ...post, merged: [...new Set([...post.merged, event.post])] }),
      };
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
    if (event.type === 'post_restored') this.unmerge(event.post);
    this.change(event.post, foldPost(this.posts.get(event.post), event));
  }

  /** Changes the posts that an event speaks of without telling them whole; posts that are not here are left alone. */
  applyDeed(event: JamEvent): void {
    for (const [id, change] of Object.entries(deedsOf(event))) {
      const post = this.posts.get(Number(id) as PostId);
      if (post && change) this.change(post.post, change(post));
    }
  }

  private unmerge(id: PostId): void {
    const into = this.posts.get(this.posts.get(id)?.merged_into ?? id);
    if (into?.merged.includes(id)) this.change(into.post, { ...into, merged: into.merged.filter((one) => one !== id) });
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
