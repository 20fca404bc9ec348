// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { ForumId, PhaseId, PostId } from '../../../src/protocol/ids';
import { ideaIn } from '../../../src/store/drafts';
import type { Happening } from '../../../src/store/happenings';
import { JamLine } from '../../../src/store/jam-line';
import { LiveJam } from '../../../src/store/live-jam';
import { arrive, FakeHttp } from '../../support/fake-http';
import { FakeServer } from '../../support/fake-server';
import { FakeTime } from '../../support/fake-time';
import { MemoryShelf } from '../../support/memory-shelf';
import { aJam, jamOnWire, postOnWire } from '../../support/samples';

const forum = 'known-for' as ForumId;
const root = '/api/v1/jams/covjam';
const nothingOfOne = { offset: 10, person: 1, ballots: [], posts: [], follows: [], read: {}, poll_answers: [] };
const idea = (text: string) => ({ do: 'add_post', forum, kind: 'idea', text, drafted_in: 'ideas' as PhaseId }) as const;

let time: FakeTime;
let server: FakeServer;
let http: FakeHttp;
let shelf: MemoryShelf;
let line: JamLine;
let jam: LiveJam;
let heard: Happening[];

function open(running = 'ideas') {
  server.running = running;
  line = new JamLine(aJam(running), { api: http.jam(), openSocket: server.open, time, shelf });
  jam = new LiveJam(line);
  heard = [];
  line.happenings.listen((happening) => heard.push(happening));
}

async function start() {
  line.start();
  jam.start();
  await arrive();
  server.settle();
  await arrive();
}

const phaseEvent = (running: string, more: Record<string, unknown> = {}) => {
  const {
    phase,
    jam: { agenda },
  } = jamOnWire(running);
  return { type: 'phase_began', phase, agenda, cause: 'clock', ...more };
};

beforeEach(() => {
  time = new FakeTime();
  server = new FakeServer();
  http = new FakeHttp();
  shelf = new MemoryShelf();
  http.set(root, jamOnWire());
  http.set(`${root}/me`, nothingOfOne);
  http.set(`${root}/forums/known-for/posts`, { offset: 10, posts: [postOnWire(1)], next: null });
  open();
});

describe('the bell', () => {
  it('turns the lobby into the jam within three seconds, and says so', async () => {
    open('lobby');
    await start();
    expect(line.stage.get()).toBe('lobby');
    server.append('lobby', phaseEvent('write'));
    server.settle();
    expect(line.view.get().phase.id).toBe('write');
    expect(line.stage.get()).toBe('lobby');
    time.advance(3_000);
    expect(line.stage.get()).toBe('live');
    expect(heard.map(({ type }) => type)).toEqual(['phase_began', 'opened']);
  });

  it('opens a new set of ballots', async () => {
    http.set(`${root}/me`, { ...nothingOfOne, ballots: [{ phase: 'ideas', post: 1, choice: 'support' }] });
    await start();
    expect(jam.own.ballots.get(1 as PostId)?.choice).toBe('support');
    server.append('lobby', phaseEvent('choose'));
    server.settle();
    expect(jam.own.ballots.get(1 as PostId)).toBeUndefined();
  });

  it('is learnt from the greeting when it rang while cut off', async () => {
    open('lobby');
    await start();
    server.cut();
    server.running = 'ideas';
    time.advance(2_000);
    server.settle();
    time.advance(3_000);
    expect(line.view.get().phase.id).toBe('ideas');
    expect(line.stage.get()).toBe('live');
  });

  it('does not take old phases of the lobby feed for news', async () => {
    server.append('lobby', phaseEvent('write'));
    line = new JamLine(aJam('ideas', { offset: 11 }), { api: http.jam(), openSocket: server.open, time, shelf });
    line.happenings.listen((happening) => heard.push(happening));
    line.start();
    server.settle();
    expect(line.view.get().phase.id).toBe('ideas');
    expect(heard).toEqual([]);
  });
});

describe('posting', () => {
  it('shows one’s own idea on top as soon as it is accepted', async () => {
    await start();
    jam.openForum(forum);
    await arrive();
    server.settle();
    const answer = jam.send(idea('A bridge'));
    expect(jam.outbox.entries.get()).toHaveLength(1);
    server.settle();
    expect((await answer).ok).toBe(true);
    await arrive();
    expect(jam.outbox.entries.get()).toHaveLength(0);
    expect(jam.feed.get()?.view.get()).toMatchObject({ ids: [101, 1], waiting: [] });
    expect(jam.own.mine.get().has(101 as PostId)).toBe(true);
  });

  it('takes the draft away when sending and gives it back when refused', async () => {
    await start();
    jam.drafts.edit(ideaIn(forum), 'Too late', 'ideas' as PhaseId);
    server.refuse = () => ({ code: 'phase_closed', message: '' });
    const answer = jam.send(idea('Too late'));
    expect(jam.drafts.get(ideaIn(forum))).toBeUndefined();
    server.settle();
    await answer;
    await arrive();
    expect(jam.drafts.get(ideaIn(forum))).toMatchObject({ text: 'Too late', refused: { code: 'phase_closed' } });
    expect(heard.at(-1)?.type).toBe('text_refused');
  });

  it('survives a reload of the page before the answer, and is done once', async () => {
    await start();
    void jam.send(idea('A bridge'));
    server.step(); // it reaches the server; the page goes before the reply comes
    jam.stop();
    line.stop();
    open();
    await start();
    expect(server.log.filter(({ event }) => event['type'] === 'post_added')).toHaveLength(1);
    expect([...server.done.values()]).toEqual([1]);
    expect(jam.outbox.entries.get()).toHaveLength(0);
    expect(jam.own.mine.get().has(101 as PostId)).toBe(true);
  });
});

describe('leaving the jam inside the app', () => {
  async function leave() {
    jam.stop();
    line.stop();
    await arrive();
    open();
  }

  it('keeps what is under way with its key: it is done once and comes back as no draft', async () => {
    await start();
    void jam.send(idea('A bridge'));
    server.step(); // it reaches the server; the page goes before the reply comes
    await leave();
    expect(jam.drafts.all()).toEqual([]);
    await start();
    expect([...server.done.values()]).toEqual([1]);
    expect(jam.outbox.entries.get()).toEqual([]);
    expect(jam.own.mine.get().has(101 as PostId)).toBe(true);
  });

  it('keeps what was done while cut off', async () => {
    await start();
    server.cut();
    void jam.own.ballots.cast(1 as PostId, 'support');
    jam.own.setFollow(1 as PostId, true);
    await leave();
    await start();
    expect(server.log.map(({ event }) => event['type'])).toEqual(['cast_ballot', 'follow']);
    expect(shelf.getItem('jamhall/covjam/1/outbox')).toBeNull();
  });

  it('for the desk leaves what waits to the next page alone, which may be told no', async () => {
    await start();
    server.refuse = () => ({ code: 'phase_closed', message: '' });
    void jam.send(idea('A bridge'));
    jam.stop();
    jam = new LiveJam(line);
    await start();
    expect(jam.drafts.get(ideaIn(forum))?.text).toBe('A bridge');
  });

  it('leaves no mark of what was read, which a page tells while it closes', async () => {
    await start();
    server.append('me', { ...postOnWire(5, { kind: 'comment', parent: 1 }), type: 'post_added' });
    server.settle();
    server.cut(4500);
    jam.stop();
    jam.own.readNotices();
    await arrive();
    expect(jam.own.notices.readUpTo.get()).toBe(11);
    expect(shelf.getItem('jamhall/covjam/1/outbox')).toBeNull();
  });

  it('gives texts back where the server ended the sign-in', async () => {
    await start();
    void jam.send(idea('A bridge'));
    server.cut(4500);
    await arrive();
    expect(jam.drafts.get(ideaIn(forum))?.text).toBe('A bridge');
  });
});

describe('following the jam', () => {
  it('counts ideas of the watched forum once, whatever is read again', async () => {
    await start();
    jam.openForum(forum);
    await arrive();
    server.settle();
    server.append('forum/known-for', { ...postOnWire(7), type: 'post_added' });
    server.settle();
    expect(line.view.get().forums[0]?.ideas).toBe(4);
    http.set(root, jamOnWire('ideas', { offset: 12, forums: [{ ...jamOnWire().forums[0], ideas: 9 }] }));
    await line.refresh();
    expect(line.view.get().forums[0]?.ideas).toBe(9);
  });

  it('counts an idea once that is told again after the list was loaded anew', async () => {
    await start();
    jam.openForum(forum);
    await arrive();
    server.settle();
    for (const id of [7, 8]) server.append('forum/known-for', { ...postOnWire(id), type: 'post_added' });
    server.settle();
    await jam.feed.get()?.load();
    server.settle();
    expect(jam.feed.get()?.view.get().waiting).toEqual([7, 8]);
    expect(line.view.get().forums[0]?.ideas).toBe(5);
  });

  it('tells once more what was seen when it is left, and leaves no timer behind', async () => {
    await start();
    jam.exposure.saw(1 as PostId);
    jam.stop();
    server.settle();
    expect(server.seen).toEqual([[1]]);
    open();
    jam.exposure.saw(1 as PostId);
    const before = time.pending;
    jam.stop();
    expect(time.pending).toBe(before - 1);
  });

  it('loads a feed again after it fell behind', async () => {
    await start();
    jam.openForum(forum);
    await arrive();
    server.settle();
    http.set(`${root}/forums/known-for/posts`, { offset: 10, posts: [postOnWire(2), postOnWire(1)], next: null });
    server.leaveBehind('forum/known-for');
    server.settle();
    time.advance(3_000);
    await arrive();
    server.settle();
    expect(jam.feed.get()?.view.get().ids).toEqual([2, 1]);
    server.append('forum/known-for', { ...postOnWire(8), type: 'post_added' });
    server.settle();
    expect(jam.feed.get()?.view.get().waiting).toEqual([8]);
  });

  it('reads the me feed from where it was read, and tells only what others did', async () => {
    http.set(`${root}/me`, { ...nothingOfOne, offset: 12, posts: [{ post: 1, state: 'published' }], read: { me: 10 } });
    server.append('me', { ...postOnWire(1), author: { id: 1, name: 'Ana', roles: [] }, type: 'post_added' });
    server.append('me', { ...postOnWire(5, { kind: 'comment', parent: 1 }), type: 'post_added' });
    await start();
    expect(jam.own.news.get().map(({ what, about }) => [what, about])).toEqual([['comment', 1]]);
    jam.own.readNotices();
    expect(jam.own.news.get()).toEqual([]);
    server.settle();
    expect(server.done.size).toBe(1);
  });

  it('starts the me feed anew when there is too much to repeat', async () => {
    await start();
    server.leaveBehind('me');
    server.settle();
    await arrive();
    server.settle();
    server.append('me', { ...postOnWire(5, { kind: 'comment', parent: 1 }), type: 'post_added' });
    server.settle();
    expect(jam.own.news.get()).toHaveLength(1);
  });

  it('keeps announcements made before the page was opened, as old news', async () => {
    server.append('lobby', {
      ...postOnWire(3, { kind: 'announcement', forum: null, text: 'Lunch' }),
      type: 'announced',
    });
    line = new JamLine(aJam('ideas', { offset: 11 }), { api: http.jam(), openSocket: server.open, time, shelf });
    line.happenings.listen((happening) => heard.push(happening));
    line.start();
    server.settle();
    expect(line.announcements.get().map(({ text }) => text)).toEqual(['Lunch']);
    expect(heard).toEqual([]);
  });

  it('watches no more when it is left', async () => {
    await start();
    jam.openForum(forum);
    await arrive();
    server.settle();
    jam.stop();
    line.stop();
    server.append('forum/known-for', { ...postOnWire(8), type: 'post_added' });
    server.settle();
    time.advance(120_000);
    expect(server.opened).toBe(1);
  });

  it('loads everything again after a restore from a backup', async () => {
    await start();
    jam.openForum(forum);
    await arrive();
    server.settle();
    const before = http.asked.filter((path) => path.includes('/forums/')).length;
    server.epoch = 2;
    server.cut();
    time.advance(2_000);
    server.settle();
    time.advance(3_000);
    await arrive();
    expect(http.asked.filter((path) => path.includes('/forums/'))).toHaveLength(before + 1);
    expect(http.asked.filter((path) => path.endsWith('/me'))).toHaveLength(2);
  });
});
