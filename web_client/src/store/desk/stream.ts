// SPDX-License-Identifier: Apache-2.0
import type { JamEvent } from '../../protocol/events';
import { isPostEvent } from '../../protocol/events';
import { forumFeed, type Feed, type ForumId, type PostId } from '../../protocol/ids';
import type { Post } from '../../protocol/post';
import { computed, type Readable } from '../cell';
import { ForumFeed, type FeedTools } from '../forum-feed';

export interface StreamView {
  status: 'loading' | 'ready' | 'failed';
  ids: readonly PostId[];
  waiting: number;
  hasMore: boolean;
}

/** The newest posts of several forums as one list; new ones wait for a button, so nothing moves under the reader. */
export class Stream {
  private readonly feeds: ReadonlyMap<Feed, ForumFeed>;

  constructor(
    forums: readonly ForumId[],
    private readonly tools: FeedTools,
  ) {
    this.feeds = new Map(forums.map((forum) => [forumFeed(forum), new ForumFeed(forum, tools)]));
  }

  start(): void {
    for (const feed of this.feeds.values()) {
      feed.order.set('newest');
      void feed.load();
    }
  }

  stop(): void {
    for (const feed of this.feeds.values()) feed.close();
  }

  fold(feed: Feed, event: JamEvent): void {
    if (isPostEvent(event)) this.feeds.get(feed)?.fold(event);
  }

  recover(feed: Feed): void {
    this.feeds.get(feed)?.reloadSoon();
  }

  reload(): void {
    for (const feed of this.feeds.values()) feed.restart();
  }

  /** What one forum's reader sees, or with null that of all. */
  of(forum: ForumId | null): Readable<StreamView> {
    const feeds = this.within(forum);
    return computed(
      feeds.map(({ view }) => view),
      (...views) => ({
        status: views.some(({ status }) => status === 'ready')
          ? 'ready'
          : views.some(({ status }) => status === 'failed')
            ? 'failed'
            : 'loading',
        ids: newestFirst(views.flatMap(({ ids }) => ids).flatMap((id) => this.tools.posts.get(id) ?? [])),
        waiting: views.reduce((sum, { waiting }) => sum + waiting.length, 0),
        hasMore: views.some(({ next }) => next !== null),
      }),
    );
  }

  showWaiting(forum: ForumId | null): void {
    for (const feed of this.within(forum)) feed.showWaiting('newest');
  }

  more(forum: ForumId | null): void {
    for (const feed of this.within(forum)) void feed.more();
  }

  retry(forum: ForumId | null): void {
    for (const feed of this.within(forum)) void feed.load();
  }

  private within(forum: ForumId | null): ForumFeed[] {
    return [...this.feeds.values()].filter((feed) => forum === null || feed.forum === forum);
  }
}

const newestFirst = (posts: Post[]): PostId[] =>
  posts.sort((a, b) => b.at_ms - a.at_ms || b.post - a.post).map(({ post }) => post);
