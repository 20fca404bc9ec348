// SPDX-License-Identifier: Apache-2.0
import type { PostEvent } from '../protocol/events';
import type { Problem } from '../protocol/problem';
import { threadFeed, type Feed, type PostId } from '../protocol/ids';
import { Cell } from './cell';
import { isArrival, type FeedTools } from './forum-feed';
import { readThread } from './reading';
import { isPassing, Reloads } from './reloads';

const pageSize = 100;

export interface ThreadView {
  status: 'loading' | 'ready' | 'failed';
  comments: readonly PostId[];
  next: string | null;
  waiting: readonly PostId[];
  problem: Problem | null;
}

const empty: ThreadView = { status: 'loading', comments: [], next: null, waiting: [], problem: null };

/** An idea or prompt with its comments. Comments of others wait for a button unless the reader stands at the end. */
export class Thread {
  readonly view = new Cell<ThreadView>(empty);
  /** Set by the screen: nothing that is being read would move. */
  isAtEnd = false;
  readonly feed: Feed;
  /** How far of the log the list on screen tells; what waits behind the button is not in it. */
  readUpTo = 0;
  private newest = 0;
  private request = 0;
  private readonly reloads: Reloads;
  private isClosed = false;

  constructor(
    readonly post: PostId,
    private readonly tools: FeedTools,
  ) {
    this.feed = threadFeed(post);
    this.reloads = new Reloads(tools.time, () => void this.load());
  }

  async load(): Promise<void> {
    const { api, posts, watcher } = this.tools;
    const request = ++this.request;
    this.reloads.stop();
    const page = await readThread(api, this.post, null, pageSize);
    if (this.isClosed || request !== this.request) return;
    if (!page.ok) {
      // What is being read stays while it is tried again.
      const isKept = this.view.get().status === 'ready' && isPassing(page.problem);
      this.view.update((view) => ({ ...view, status: isKept ? 'ready' : 'failed', problem: page.problem }));
      this.reloads.again(page.problem);
      return;
    }
    this.reloads.done();
    posts.put([page.value.post, ...page.value.comments]);
    const comments = page.value.comments.map(({ post }) => post);
    this.view.set({ ...empty, status: 'ready', comments, next: page.value.next });
    this.readUpTo = page.value.offset;
    watcher.watch(this.feed, page.value.offset);
  }

  async more(): Promise<void> {
    const { next } = this.view.get();
    if (next === null) return;
    const request = this.request;
    const page = await readThread(this.tools.api, this.post, next, pageSize);
    if (this.isClosed || request !== this.request) return;
    if (!page.ok) {
      this.view.update((view) => ({ ...view, problem: page.problem }));
      return;
    }
    this.tools.posts.put(page.value.comments);
    const more = page.value.comments.map(({ post }) => post);
    this.view.update((view) => ({
      ...view,
      next: page.value.next,
      comments: [...new Set([...view.comments, ...more])],
    }));
  }

  /** An event of this thread's feed, already folded into the posts. */
  fold(event: PostEvent): void {
    if (!isArrival(event) || event.kind !== 'comment') return;
    this.newest = event.offset;
    const { comments, waiting } = this.view.get();
    if (comments.includes(event.post) || waiting.includes(event.post)) return;
    if (this.isAtEnd || comments.length === 0 || this.tools.isMine(event.post)) this.append(event.post);
    else this.view.update((view) => ({ ...view, waiting: [...view.waiting, event.post] }));
  }

  append(post: PostId): void {
    if (this.view.get().waiting.length === 0) this.readUpTo = Math.max(this.readUpTo, this.newest);
    this.view.update((view) => ({
      ...view,
      comments: [...new Set([...view.comments, post])],
      waiting: view.waiting.filter((id) => id !== post),
    }));
  }

  showWaiting(): void {
    this.readUpTo = Math.max(this.readUpTo, this.newest);
    this.view.update((view) => ({ ...view, comments: [...new Set([...view.comments, ...view.waiting])], waiting: [] }));
  }

  reloadSoon(): void {
    this.reloads.soon();
  }

  close(): void {
    this.isClosed = true;
    this.reloads.stop();
    this.tools.watcher.unwatch(this.feed);
  }
}
