// SPDX-License-Identifier: Apache-2.0
import type { JamEvent, PostEvent } from '../protocol/events';
import type { ActivityFrame, TalliesFrame } from '../protocol/frames';
import type { PostId } from '../protocol/ids';
import type { Author, Post } from '../protocol/post';
import type { Cancel, Time } from '../transport/time';
import { KeyedCells, type Readable } from './cell';
import { deedsOf, foldPost } from './post-fold';

const flushMs = 250;
const flushHiddenMs = 1_000;

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
    if (event.type !== 'post_merged') return;
    const into = this.posts.get(event.into);
    if (into) this.includes(into, [...new Set([...into.merged, event.post])]);
  }

  private unmerge(id: PostId): void {
    const into = this.posts.get(this.posts.get(id)?.merged_into ?? id);
    const left = into?.merged.filter((one) => one !== id);
    if (into && left) this.includes(into, left);
  }

  /** What went into a post, and who wrote that as far as it is known here; a page tells all of them. */
  private includes(into: Post, merged: PostId[]): void {
    const writersOf = (parts: PostId[]): Author[] =>
      parts
        .flatMap((id) => this.posts.get(id) ?? [])
        .flatMap(({ author, credits }) => (author ? [author, ...credits] : credits));
    const known = new Set(writersOf(into.merged).map(({ id }) => id));
    const named = [...into.credits.filter(({ id }) => !known.has(id)), ...writersOf(merged)];
    const credits = new Map(named.map((one) => [one.id, one]));
    if (into.author) credits.delete(into.author.id);
    this.change(into.post, { ...into, merged, credits: [...credits.values()] });
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
