// SPDX-License-Identifier: Apache-2.0
import type { PostEvent } from '../protocol/events';
import type { Problem } from '../protocol/problem';
import { forumFeed, type Feed, type ForumId, type PostId } from '../protocol/ids';
import type { Order } from '../protocol/jam';
import type { Time } from '../transport/time';
import type { JamApi } from './api';
import { Cell } from './cell';
import type { PostTable } from './post-table';
import { readForum } from './reading';
import { Reloads } from './reloads';

const pageSize = 30;

/** Starts and ends watching; the connection as feeds and threads see it. */
export interface Watcher {
  watch(feed: Feed, offset: number | null): void;
  watchAll(feeds: readonly Feed[], offset: number | null): void;
  unwatch(feed: Feed): void;
}

export interface FeedView {
  status: 'loading' | 'ready' | 'failed';
  ids: readonly PostId[];
  next: string | null;
  isLoadingMore: boolean;
  /** Came since the list was loaded; shown only when the reader asks for them. */
  waiting: readonly PostId[];
  problem: Problem | null;
}

const empty: FeedView = { status: 'loading', ids: [], next: null, isLoadingMore: false, waiting: [], problem: null };

export interface FeedTools {
  api: JamApi;
  posts: PostTable;
  watcher: Watcher;
  time: Time;
  isMine(post: PostId): boolean;
}

/** The ideas and prompts of one forum, in one order. New ones never move what is being read: they wait for a button. */
export class ForumFeed {
  readonly view = new Cell<FeedView>(empty);
  /** The reader's choice; null leaves it to the phase. */
  readonly order = new Cell<Order | null>(null);
  readonly feed: Feed;
  /** How far of the log the list on screen tells; what waits behind the button is not in it. */
  readUpTo = 0;
  /** The newest event that was told. */
  newest = 0;
  private request = 0;
  private readonly reloads: Reloads;
  private isClosed = false;

  constructor(
    readonly forum: ForumId,
    private readonly tools: FeedTools,
  ) {
    this.feed = forumFeed(forum);
    this.reloads = new Reloads(tools.time, () => void this.load());
  }

  /** Loads the first page and watches from where it ends. What is on screen stays until the page is here. */
  async load(): Promise<void> {
    const { api, posts, watcher } = this.tools;
    const request = ++this.request;
    this.reloads.stop();
    const page = await readForum(api, this.forum, { order: this.order.get(), after: null, limit: pageSize });
    if (this.isClosed || request !== this.request) return;
    if (!page.ok) {
      if (this.isSealed(page.problem)) return this.choose(null);
      this.view.update((view) => ({ ...view, status: 'failed', isLoadingMore: false, problem: page.problem }));
      this.reloads.again(page.problem);
      return;
    }
    this.reloads.done();
    posts.put(page.value.posts);
    const ids = page.value.posts.map(({ post }) => post);
    this.view.set({ ...empty, status: 'ready', ids, next: page.value.next });
    this.readUpTo = page.value.offset;
    watcher.watch(this.feed, page.value.offset);
  }

  async more(): Promise<void> {
    const { next, isLoadingMore } = this.view.get();
    if (next === null || isLoadingMore) return;
    const request = this.request;
    this.view.update((view) => ({ ...view, isLoadingMore: true }));
    const page = await readForum(this.tools.api, this.forum, { order: this.order.get(), after: next, limit: pageSize });
    if (this.isClosed || request !== this.request) return;
    if (!page.ok) {
      if (this.isSealed(page.problem)) return this.choose(null);
      this.view.update((view) => ({ ...view, isLoadingMore: false, problem: page.problem }));
      return;
    }
    this.tools.posts.put(page.value.posts);
    this.view.update((view) => ({
      ...view,
      isLoadingMore: false,
      problem: null,
      next: page.value.next,
      ids: withNew(
        view.ids,
        page.value.posts.map(({ post }) => post),
      ),
    }));
  }

  choose(order: Order | null): void {
    this.order.set(order);
    this.view.update((view) => ({ ...view, status: 'loading' }));
    void this.load();
  }

  /** Shows what waits: on top when the newest come first, else where the order puts it. */
  showWaiting(phaseOrder: Order): void {
    if ((this.order.get() ?? phaseOrder) !== 'newest') return void this.load();
    this.readUpTo = Math.max(this.readUpTo, this.newest);
    this.view.update((view) => ({
      ...view,
      ids: withNew([...view.waiting].reverse(), view.ids),
      waiting: [],
    }));
  }

  /** An event of this forum's feed, already folded into the posts. */
  fold(event: PostEvent): void {
    this.newest = Math.max(this.newest, event.offset);
    if (event.forum !== this.forum) return this.drop(event.post);
    if (!isArrival(event) || event.kind === 'comment') return;
    if (this.tools.isMine(event.post)) return this.addOwn(event.post);
    this.view.update((view) =>
      view.ids.includes(event.post) || view.waiting.includes(event.post)
        ? view
        : { ...view, waiting: [...view.waiting, event.post] },
    );
  }

  /** It was moved to another forum: where it is being read it stays and says so; nothing vanishes under the eyes. */
  private drop(post: PostId): void {
    this.view.update((view) => ({ ...view, waiting: view.waiting.filter((id) => id !== post) }));
  }

  /** One's own new post stands on top at once. */
  addOwn(post: PostId): void {
    this.view.update((view) => ({
      ...view,
      ids: withNew([post], view.ids),
      waiting: view.waiting.filter((id) => id !== post),
    }));
  }

  reloadSoon(): void {
    this.reloads.soon();
  }

  /** A log that was replaced by a backup counts anew. */
  restart(): void {
    this.newest = 0;
    this.reloadSoon();
  }

  close(): void {
    this.isClosed = true;
    this.reloads.stop();
    this.tools.watcher.unwatch(this.feed);
  }

  /** Rule PA3: the order that was chosen is nobody's any more; the phase's takes its place. */
  private isSealed({ code }: Problem): boolean {
    return code === 'tallies_sealed' && this.order.get() !== null;
  }
}

/** Whether a post is new to those who read the forum or the discussion. */
export function isArrival({ type, state }: PostEvent): boolean {
  if (state === 'held') return false;
  return ['post_added', 'post_split', 'post_moved', 'post_approved', 'post_restored', 'summary_published'].includes(
    type,
  );
}

/** The second list behind the first, without repeats. */
function withNew(first: readonly PostId[], second: readonly PostId[]): PostId[] {
  return [...new Set([...first, ...second])];
}
