// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import { decode } from '../../../src/protocol/decode';
import { jamEvent, type PostEvent } from '../../../src/protocol/events';
import type { PostId } from '../../../src/protocol/ids';
import { PostTable } from '../../../src/store/post-table';
import { Thread } from '../../../src/store/thread';
import { arrive, FakeHttp } from '../../support/fake-http';
import { FakeTime } from '../../support/fake-time';
import { postEventOnWire, postOnWire } from '../../support/samples';

const path = '/api/v1/jams/covjam/posts/1/thread';
const commentOnWire = (id: number, parent = 1) => postOnWire(id, { kind: 'comment', parent });
const comment = (offset: number, id: number) =>
  decode(jamEvent, postEventOnWire(offset, id, { kind: 'comment', parent: 1 })) as PostEvent;

let http: FakeHttp;
let time: FakeTime;
let watched: string[];
let mine: Set<number>;
let thread: Thread;

beforeEach(() => {
  http = new FakeHttp();
  watched = [];
  mine = new Set();
  time = new FakeTime();
  thread = new Thread(1 as PostId, {
    api: http.jam(),
    posts: new PostTable(time),
    time,
    watcher: {
      watch: (name, offset) => watched.push(`${name} from ${offset}`),
      watchAll: () => undefined,
      unwatch: () => undefined,
    },
    isMine: (post) => mine.has(post),
  });
  const comments = [commentOnWire(2), commentOnWire(3, 2)];
  http.set(`${path}?limit=100`, { offset: 10, post: postOnWire(1), comments, next: 'c' });
});

describe('a discussion', () => {
  it('loads its comments and watches from where they end', async () => {
    await thread.load();
    expect(thread.view.get().comments).toEqual([2, 3]);
    expect(watched).toEqual(['thread/1 from 10']);
  });

  it('lets comments of others wait while the reader is further up', async () => {
    await thread.load();
    thread.fold(comment(11, 4));
    thread.fold(comment(12, 4));
    expect(thread.view.get()).toMatchObject({ comments: [2, 3], waiting: [4] });
    thread.showWaiting();
    expect(thread.view.get()).toMatchObject({ comments: [2, 3, 4], waiting: [] });
  });

  it('shows them at once to who stands at the end, and always one’s own', async () => {
    await thread.load();
    mine.add(4);
    thread.fold(comment(11, 4));
    thread.isAtEnd = true;
    thread.fold(comment(12, 5));
    expect(thread.view.get().comments).toEqual([2, 3, 4, 5]);
  });

  it('goes on by cursor', async () => {
    http.set(`${path}?after=c&limit=100`, {
      offset: 10,
      post: postOnWire(1),
      comments: [commentOnWire(6)],
      next: null,
    });
    await thread.load();
    await thread.more();
    expect(thread.view.get()).toMatchObject({ comments: [2, 3, 6], next: null });
  });

  it('says when the post is not there', async () => {
    http.set(`${path}?limit=100`, { title: 'Not found', status: 404, code: 'no_such_post' }, 404);
    await thread.load();
    expect(thread.view.get()).toMatchObject({ status: 'failed', problem: { code: 'no_such_post' } });
  });

  it('stays before the reader while a reload fails, and is watched again once it goes well', async () => {
    const page = { offset: 10, post: postOnWire(1), comments: [commentOnWire(2)], next: null };
    await thread.load();
    http.set(`${path}?limit=100`, {}, 503);
    await thread.load();
    expect(thread.view.get()).toMatchObject({ status: 'ready', comments: [2, 3] });
    http.set(`${path}?limit=100`, { ...page, offset: 20 });
    time.advance(2_000);
    await arrive();
    expect(watched.at(-1)).toBe('thread/1 from 20');
  });
});
