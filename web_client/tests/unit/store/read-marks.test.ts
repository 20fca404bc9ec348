// SPDX-License-Identifier: Apache-2.0
import { beforeEach, expect, it } from 'vitest';
import type { ForumId, PostId } from '../../../src/protocol/ids';
import { JamLine } from '../../../src/store/jam-line';
import { LiveJam } from '../../../src/store/live-jam';
import { arrive, FakeHttp } from '../../support/fake-http';
import { FakeServer } from '../../support/fake-server';
import { FakeTime } from '../../support/fake-time';
import { MemoryShelf } from '../../support/memory-shelf';
import { aJam, jamOnWire, postOnWire } from '../../support/samples';

const forum = 'known-for' as ForumId;
const root = '/api/v1/jams/covjam';
const mine = { offset: 10, forums: [], threads: [], mentions: [], merge_asks: [], polls: [], posts: [], follows: [] };

let server: FakeServer;
let shelf: MemoryShelf;
let jam: LiveJam;
let told: unknown[];

async function settle() {
  await arrive();
  server.settle();
  await arrive();
}

beforeEach(async () => {
  const time = new FakeTime();
  const http = new FakeHttp();
  server = new FakeServer();
  shelf = new MemoryShelf();
  told = [];
  server.refuse = (message) => {
    if (message.do === 'mark_read') told.push([message['feed'], message['offset']]);
    return null;
  };
  http.set(root, jamOnWire());
  http.set(`${root}/me`, { offset: 10, person: 1, ballots: [], posts: [], follows: [], read: {}, poll_answers: [] });
  http.set(`${root}/mine`, mine);
  http.set(`${root}/forums/known-for/posts`, { offset: 10, posts: [postOnWire(1)], next: null });
  http.set(`${root}/posts/1/thread`, { offset: 12, post: postOnWire(1), comments: [], next: null });
  const line = new JamLine(aJam('ideas'), { api: http.jam(), openSocket: server.open, time, shelf });
  jam = new LiveJam(line);
  line.start();
  jam.start();
  await settle();
  jam.openForum(forum);
  await settle();
});

it('tells how far a list was read when one leaves it, once', async () => {
  jam.openThread(1 as PostId);
  await settle();
  expect(told).toEqual([['forum/known-for', 10]]);
  jam.openThread(null);
  await settle();
  expect(told).toEqual([
    ['forum/known-for', 10],
    ['thread/1', 12],
  ]);
});

it('counts what waits behind the button as read only when it was shown', async () => {
  const offset = server.append('forum/known-for', { ...postOnWire(2), type: 'post_added' });
  await settle();
  jam.setHidden(true);
  await settle();
  expect(told).toEqual([['forum/known-for', 10]]);
  jam.feed.get()?.showWaiting('newest');
  jam.setHidden(true);
  await settle();
  expect(told.at(-1)).toEqual(['forum/known-for', offset]);
});

it('tells it before my jam is counted, and keeps nothing of it on the device', async () => {
  const loading = jam.mine.load();
  await settle();
  await loading;
  expect(told).toEqual([['forum/known-for', 10]]);
  expect(jam.mine.view.get().page?.offset).toBe(10);
  expect(shelf.getItem('jamhall/covjam/outbox')).toBeNull();
});

it('waits for no answer while cut off', async () => {
  server.cut();
  await jam.mine.load();
  expect(jam.mine.view.get().page?.offset).toBe(10);
});

it('tells anew how far one read when the log was replaced by a backup', async () => {
  jam.openThread(1 as PostId);
  await settle();
  jam.openThread(null);
  await settle();
  jam.reload();
  jam.openThread(1 as PostId);
  await settle();
  jam.openThread(null);
  await settle();
  expect(told.filter((one) => String(one).startsWith('thread/1'))).toEqual([
    ['thread/1', 12],
    ['thread/1', 12],
  ]);
});
