// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import { decode } from '../../../src/protocol/decode';
import { jamEvent, type PostEvent } from '../../../src/protocol/events';
import type { ForumId, PostId } from '../../../src/protocol/ids';
import { ForumFeed } from '../../../src/store/forum-feed';
import { PostTable } from '../../../src/store/post-table';
import { arrive, FakeHttp } from '../../support/fake-http';
import { FakeTime } from '../../support/fake-time';
import { postEventOnWire, postOnWire } from '../../support/samples';

const path = '/api/v1/jams/covjam/forums/known-for/posts';
const added = (offset: number, id: number, more: Record<string, unknown> = {}) =>
  decode(jamEvent, postEventOnWire(offset, id, more)) as PostEvent;
const pageOf = (ids: number[], offset = 10, next: string | null = null) => ({
  offset,
  posts: ids.map((id) => postOnWire(id)),
  next,
});

let http: FakeHttp;
let time: FakeTime;
let watched: string[];
let mine: Set<number>;
let feed: ForumFeed;

beforeEach(() => {
  http = new FakeHttp();
  time = new FakeTime();
  watched = [];
  mine = new Set();
  feed = new ForumFeed('known-for' as ForumId, {
    api: http.jam(),
    posts: new PostTable(time),
    time,
    watcher: {
      watch: (name, offset) => watched.push(`${name} from ${offset}`),
      watchAll: () => undefined,
      unwatch: (name) => watched.push(`${name} no more`),
    },
    isMine: (post) => mine.has(post),
  });
});

const shown = () => feed.view.get().ids;

describe('a forum’s feed', () => {
  it('loads a page and watches from where it ends', async () => {
    http.set(`${path}?limit=30`, pageOf([3, 2, 1]));
    await feed.load();
    expect(shown()).toEqual([3, 2, 1]);
    expect(watched).toEqual(['forum/known-for from 10']);
  });

  it('goes on by cursor, without repeats', async () => {
    http.set(`${path}?limit=30`, pageOf([3, 2], 10, 'c1'));
    http.set(`${path}?after=c1&limit=30`, pageOf([2, 1]));
    await feed.load();
    await feed.more();
    expect(shown()).toEqual([3, 2, 1]);
    expect(feed.view.get().next).toBeNull();
  });

  it('never moves what is being read: new posts wait for a button', async () => {
    http.set(`${path}?limit=30`, pageOf([1]));
    await feed.load();
    feed.fold(added(11, 2));
    feed.fold(added(12, 3));
    feed.fold(added(13, 9, { kind: 'comment', parent: 1 }));
    expect(shown()).toEqual([1]);
    expect(feed.view.get().waiting).toEqual([2, 3]);
    feed.showWaiting('newest');
    expect(shown()).toEqual([3, 2, 1]);
    expect(feed.view.get().waiting).toEqual([]);
  });

  it('asks the server where new posts belong when the newest do not come first', async () => {
    http.set(`${path}?limit=30`, pageOf([1]));
    await feed.load();
    feed.fold(added(11, 2));
    http.set(`${path}?limit=30`, pageOf([1, 2], 11));
    feed.showWaiting('shuffled');
    await arrive();
    expect(shown()).toEqual([1, 2]);
  });

  it('puts one’s own post on top at once', async () => {
    http.set(`${path}?limit=30`, pageOf([1]));
    await feed.load();
    mine.add(2);
    feed.fold(added(11, 2));
    expect(shown()).toEqual([2, 1]);
    feed.addOwn(2 as PostId);
    expect(shown()).toEqual([2, 1]);
  });

  it('comes back within three seconds after it fell behind, keeping what is on screen', async () => {
    http.set(`${path}?limit=30`, pageOf([1]));
    await feed.load();
    feed.reloadSoon();
    http.set(`${path}?limit=30`, pageOf([2, 1], 20));
    expect(shown()).toEqual([1]);
    time.advance(3_000);
    await arrive();
    expect(shown()).toEqual([2, 1]);
    expect(watched.at(-1)).toBe('forum/known-for from 20');
  });

  it('follows the reader’s order, not a late answer to an earlier one', async () => {
    http.set(`${path}?limit=30`, pageOf([1, 2]));
    http.set(`${path}?order=active&limit=30`, pageOf([2, 1]));
    const first = feed.load();
    feed.choose('active');
    await first;
    await arrive();
    expect(shown()).toEqual([2, 1]);
    expect(watched).toHaveLength(1);
  });

  it('says when a page cannot be loaded, and keeps the rest', async () => {
    await feed.load();
    expect(feed.view.get()).toMatchObject({ status: 'failed', problem: { code: 'unreachable' } });
    http.set(`${path}?limit=30`, pageOf([1], 10, 'c1'));
    await feed.load();
    await feed.more();
    expect(feed.view.get()).toMatchObject({ status: 'ready', ids: [1], isLoadingMore: false });
  });

  it('tries again with growing pauses until it is watched anew, and keeps what is on screen', async () => {
    http.set(`${path}?limit=30`, pageOf([1]));
    await feed.load();
    http.set(`${path}?limit=30`, { code: 'rate_limited', retry_after_ms: 10_000 }, 429);
    feed.reloadSoon();
    time.advance(3_000);
    await arrive();
    expect(feed.view.get()).toMatchObject({ status: 'failed', ids: [1], problem: { code: 'rate_limited' } });
    http.set(`${path}?limit=30`, pageOf([2, 1], 20));
    time.advance(9_000);
    await arrive();
    expect(shown()).toEqual([1]);
    time.advance(20_000);
    await arrive();
    expect(feed.view.get()).toMatchObject({ status: 'ready', ids: [2, 1], problem: null });
    expect(watched.at(-1)).toBe('forum/known-for from 20');
    time.advance(60_000);
    expect(http.asked).toHaveLength(3);
  });

  it('does not ask again for what is not there for this reader, nor once it is closed', async () => {
    http.set(`${path}?limit=30`, { code: 'no_such_forum' }, 404);
    await feed.load();
    time.advance(60_000);
    expect(http.asked).toHaveLength(1);
    http.set(`${path}?limit=30`, {}, 503);
    await feed.load();
    feed.close();
    time.advance(60_000);
    expect(http.asked).toHaveLength(2);
  });

  it.each(['load', 'more'] as const)('PA3: takes the order of the phase when top is sealed (%s)', async (how) => {
    http.set(`${path}?limit=30`, pageOf([1, 2]));
    http.set(`${path}?order=top&limit=30`, pageOf([2, 1], 10, 'c1'));
    feed.choose('top');
    await arrive();
    http.set(`${path}?order=top&limit=30`, { code: 'tallies_sealed' }, 403);
    http.set(`${path}?order=top&after=c1&limit=30`, { code: 'tallies_sealed' }, 403);
    await feed[how]();
    await arrive();
    expect(feed.order.get()).toBeNull();
    expect(feed.view.get()).toMatchObject({ status: 'ready', ids: [1, 2], isLoadingMore: false });
  });

  it('goes on by cursor after a reload that failed meanwhile', async () => {
    http.set(`${path}?limit=30`, pageOf([2], 10, 'c1'));
    http.set(`${path}?after=c1&limit=30`, pageOf([1]));
    await feed.load();
    const more = feed.more();
    http.set(`${path}?limit=30`, {}, 503);
    await Promise.all([more, feed.load()]);
    await feed.more();
    expect(shown()).toEqual([2, 1]);
  });

  it('lets go of the feed when closed', async () => {
    http.set(`${path}?limit=30`, pageOf([1]));
    const loading = feed.load();
    feed.close();
    await loading;
    expect(watched).toEqual(['forum/known-for no more']);
  });
});
