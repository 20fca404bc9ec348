// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { ForumId, PollId, PostId } from '../../../src/protocol/ids';
import type { Happening } from '../../../src/store/happenings';
import { JamLine } from '../../../src/store/jam-line';
import { LiveJam } from '../../../src/store/live-jam';
import { arrive, FakeHttp } from '../../support/fake-http';
import { FakeServer } from '../../support/fake-server';
import { FakeTime } from '../../support/fake-time';
import { MemoryShelf } from '../../support/memory-shelf';
import { aJam, jamOnWire, pollOnWire, postOnWire, switchesOnWire } from '../../support/samples';

const root = '/api/v1/jams/covjam';
const forum = 'known-for' as ForumId;
const post = 1 as PostId;
const poll = 7 as PollId;
const nothingOfOne = { offset: 10, ballots: [], posts: [], follows: [], read: {} };
const guest = { id: 30, name: 'Dame Judi', roles: ['guest'] };
const asked = { poll: 7, forum: null, question: 'Bus or bike?', options: ['Bus', 'Bike'], kind: 'single' };

let time: FakeTime;
let server: FakeServer;
let http: FakeHttp;
let line: JamLine;
let jam: LiveJam;
let heard: Happening['type'][];

function open(more: Record<string, unknown> = {}) {
  heard = [];
  line = new JamLine(aJam('ideas', more), { api: http.jam(), openSocket: server.open, time, shelf: new MemoryShelf() });
  jam = new LiveJam(line);
  line.happenings.listen(({ type }) => heard.push(type));
}

async function settle() {
  await arrive();
  server.settle();
  await arrive();
}

async function start() {
  line.start();
  jam.start();
  await settle();
  jam.openForum(forum);
  await settle();
}

async function loadMine() {
  const loading = jam.mine.load();
  await settle();
  await loading;
}

async function append(feed: string, event: Record<string, unknown>) {
  server.append(feed, event);
  await settle();
}

beforeEach(() => {
  time = new FakeTime();
  server = new FakeServer();
  http = new FakeHttp();
  http.set(root, jamOnWire());
  http.set(`${root}/me`, nothingOfOne);
  http.set(`${root}/forums/known-for/posts`, { offset: 10, posts: [postOnWire(1)], next: null });
  open();
});

describe('what is put before everybody', () => {
  it('a poll opens, is answered, counts live, closes with its result; late answers are refused kindly', async () => {
    await start();
    await append('lobby', { type: 'poll_opened', ...asked, results: 'live', closes_at_ms: 1_600_000 });
    expect(heard).toEqual(['poll_opened']);
    const answer = jam.own.polls.answer(poll, [1]);
    await settle();
    expect((await answer).options).toEqual([1]);
    server.broadcast({ type: 'polls', feed: 'lobby', upto: 12, polls: [{ poll: 7, answered: 2, counts: [1, 1] }] });
    await settle();
    expect(line.view.get().polls).toMatchObject([{ poll: 7, counts: [1, 1], closed_at_ms: null }]);
    await append('lobby', { type: 'poll_closed', poll: 7, cause: 'clock', answered: 3, counts: [1, 2] });
    expect(line.view.get().polls).toMatchObject([{ poll: 7, counts: [1, 2] }]);
    server.refuse = () => ({ code: 'poll_closed', message: '' });
    const late = jam.own.polls.answer(poll, [0]);
    await settle();
    expect(await late).toMatchObject({ options: [1], refused: { code: 'poll_closed' } });
  });

  it('polls that closed before the page was opened are told by the feed, and stay over a reconnect', async () => {
    server.append('lobby', { type: 'poll_opened', ...asked, results: 'sealed', closes_at_ms: null });
    server.append('lobby', { type: 'poll_closed', poll: 7, cause: 'person', answered: 3, counts: [1, 2] });
    server.more = { polls: [pollOnWire(9)] };
    open({ offset: 12 });
    await start();
    const known = () => line.view.get().polls.map(({ poll, counts }) => [poll, counts]);
    expect(known()).toEqual([
      [9, null],
      [7, [1, 2]],
    ]);
    server.cut();
    time.advance(2_000);
    await settle();
    expect(known()).toContainEqual([7, [1, 2]]);
    expect(heard).toEqual([]);
  });

  it('an open poll keeps its counts when its opening is read again', async () => {
    server.append('lobby', { type: 'poll_opened', ...asked, results: 'live', closes_at_ms: null });
    server.more = { polls: [pollOnWire(7, { answered: 4, counts: [4, 0] })] };
    open({ offset: 11, polls: [pollOnWire(7, { answered: 4, counts: [4, 0] })] });
    await start();
    expect(line.view.get().polls).toMatchObject([{ answered: 4, counts: [4, 0] }]);
  });

  it('guests who came stand there, newest first, old ones without being told again', async () => {
    server.append('lobby', { type: 'guest_introduced', person: { ...guest, id: 31 }, text: 'Earlier' });
    open({ offset: 11 });
    await start();
    await append('lobby', { type: 'guest_introduced', person: guest, text: 'Ask me about trams' });
    expect(line.arrivals.get().map(({ text }) => text)).toEqual(['Ask me about trams', 'Earlier']);
    expect(heard).toEqual(['guest_introduced']);
  });

  it('PL1: a changed plan is told, and what the event does not carry is read again', async () => {
    await start();
    const { phase, jam: told } = jamOnWire();
    http.set(root, jamOnWire('ideas', { offset: 11, guests: [{ name: 'Dame Judi', at_ms: 5, minutes: 30 }] }));
    await append('lobby', { type: 'plan_changed', version: 2, phase, agenda: told.agenda, title: 'New' });
    expect(line.view.get().jam.title).toBe('New');
    expect(heard).toEqual(['plan_changed']);
    time.advance(3_000);
    await settle();
    expect(line.view.get().guests).toMatchObject([{ name: 'Dame Judi' }]);
  });

  it('PH6: counts opened early are told, and the lists are loaded again with them', async () => {
    await start();
    await append('lobby', { type: 'unseal_asked', phase: 'ideas', person: { id: 9, name: 'Olga', roles: [] } });
    expect(line.view.get().unseal?.person?.name).toBe('Olga');
    const reads = () => http.asked.filter((path) => path.includes('/forums/')).length;
    const before = reads();
    await append('lobby', { type: 'unsealed', phase: 'ideas' });
    await append('forum/known-for', { type: 'unsealed', phase: 'ideas' });
    time.advance(3_000);
    await settle();
    expect(reads()).toBe(before + 1);
    expect(heard).toEqual(['unseal_asked', 'unsealed']);
    expect(line.planNews.get().map(({ type }) => type)).toEqual(['unsealed', 'unseal_asked']);
  });
});

describe('what happens to posts', () => {
  it('MO10: a held post stands with its author as waiting, and comes to others when approved', async () => {
    await start();
    const mine = postOnWire(8, { author: { id: 1, name: 'Ana', roles: [] }, state: 'held' });
    await append('me', { ...mine, type: 'post_added', held: true });
    expect(jam.feed.get()?.view.get().ids).toEqual([8, 1]);
    expect(jam.own.posts.get(8 as PostId)?.state).toBe('held');
    await append('forum/known-for', { ...postOnWire(9), type: 'post_approved' });
    expect(jam.feed.get()?.view.get().waiting).toEqual([9]);
  });

  it('MO2: one’s own hidden post is told with the reason, and what one wrote is still there for oneself', async () => {
    http.set(`${root}/me`, { ...nothingOfOne, posts: [{ post: 1, state: 'published' }] });
    await start();
    await append('me', { type: 'post_hidden', post: 1, rule: 'civil', role: 'host', note: 'Too sharp' });
    expect(jam.posts.get(post)).toMatchObject({ state: 'hidden', text: null, tombstone: { role: 'host' } });
    expect(jam.own.posts.get(post)).toMatchObject({ text: 'Idea 1', hidden: { note: 'Too sharp' } });
    expect(jam.own.news.get().map(({ what }) => what)).toEqual(['hidden']);
  });

  it('SV5: a merge asks who supported, and moves the ballot only when told to', async () => {
    http.set(`${root}/me`, { ...nothingOfOne, ballots: [{ phase: 'ideas', post: 1, choice: 'support' }] });
    await start();
    await append('me', { type: 'post_merged', post: 1, into: 5, phase: 'ideas' });
    expect(jam.own.mergeAsks.open.get()).toMatchObject([{ post: 1, into: 5 }]);
    expect(jam.own.ballots.stands(post)).toBe(true);
    const answer = jam.own.mergeAsks.answer(post, true);
    await settle();
    expect((await answer).ok).toBe(true);
    await append('me', { type: 'support_moved', phase: 'ideas', post: 1, into: 5, accepted: true });
    expect(jam.own.mergeAsks.open.get()).toEqual([]);
    expect(jam.own.ballots.standing.get()).toMatchObject([{ post: 5, choice: 'support' }]);
  });

  it('SV4: a post that was moved stays under the reader’s eyes and says where it went', async () => {
    await start();
    await append('forum/known-for', { ...postOnWire(1, { forum: 'green' }), type: 'post_moved', from: 'known-for' });
    expect(jam.feed.get()?.view.get().ids).toEqual([1]);
    expect(jam.posts.get(post)?.forum).toBe('green');
  });
});

describe('a post in the spotlight', () => {
  const spotlights = [{ post: postOnWire(1), until_ms: 9_000_000 }];
  const hidden = { type: 'post_hidden', post: 1, rule: 'civil', role: 'host' };
  const lit = () => line.view.get().spotlights.map(({ post }) => post.post);

  beforeEach(() => {
    server.more = { spotlights };
    open({ spotlights });
  });

  it.each([
    ['forum/known-for', hidden],
    ['forum/known-for', { ...postOnWire(1, { state: 'withdrawn', text: null }), type: 'post_withdrawn' }],
    ['forum/known-for', { ...postOnWire(1, { state: 'erased', text: null }), type: 'erased' }],
    ['me', hidden],
  ])('leaves it at once when %s tells that it was taken away (%#)', async (feed, event) => {
    await start();
    await append(feed, event);
    expect(lit()).toEqual([]);
    http.set(root, jamOnWire('ideas', { offset: 10, spotlights }));
    await line.refresh();
    expect(lit()).toEqual([]);
  });

  it('stays when another one is hidden, and so do pages that do not know of that', async () => {
    await start();
    await append('forum/known-for', { ...hidden, post: 2 });
    expect(lit()).toEqual([1]);
    expect(await line.refresh()).toBe(true);
  });
});

describe('writing', () => {
  const idea = { do: 'add_post', forum, kind: 'idea', text: 'A bridge' } as const;

  it('slow mode: tells when the next post may come, by what was sent and by what the server says', async () => {
    const { phase } = jamOnWire();
    const slow = { ...phase, switches: switchesOnWire({ slow_mode_s: 30 }) };
    server.more = { phase: slow };
    open({ phase: slow });
    await start();
    void jam.send(idea);
    await settle();
    expect(jam.nextPostMs.get() - jam.clock.now()).toBe(30_000);
    server.refuse = () => ({ code: 'rate_limited', message: '', retry_after_ms: 12_000 });
    void jam.send(idea);
    await settle();
    expect(jam.nextPostMs.get() - jam.clock.now()).toBe(12_000);
  });

  it('in a phase that deals others’ ideas, one’s own idea brings them', async () => {
    const { phase } = jamOnWire();
    const sampled = { ...phase, switches: switchesOnWire({ others: 'sampled' }) };
    server.more = { phase: sampled };
    open({ phase: sampled });
    await start();
    http.set(`${root}/forums/known-for/posts`, { offset: 12, posts: [postOnWire(101), postOnWire(3)], next: null });
    void jam.send(idea);
    await settle();
    expect(jam.feed.get()?.view.get().ids).toEqual([101, 3]);
  });

  it('a role given while the jam runs is known at once', async () => {
    await start();
    const you = { id: 1, name: 'Ana', roles: ['participant', 'facilitator'], forums: [] };
    http.set(root, jamOnWire('ideas', { offset: 11, you }));
    await append('me', { type: 'role_granted', role: 'facilitator', forums: [] });
    expect(line.view.get().you?.roles).toContain('facilitator');
  });

  it('a mute is known from the start and as it happens', async () => {
    http.set(`${root}/me`, { ...nothingOfOne, muted_until_ms: 2_000_000 });
    await start();
    expect(jam.own.mutedUntilMs.get()).toBe(2_000_000);
    await append('me', { type: 'person_unmuted', person: { id: 1, name: 'Ana', roles: [] } });
    expect(jam.own.mutedUntilMs.get()).toBeNull();
  });

  it('forums are followed beside discussions', async () => {
    http.set(`${root}/me`, { ...nothingOfOne, follows: [1, 'green'] });
    await start();
    expect([[...jam.own.follows.get()], [...jam.own.followedForums.get()]]).toEqual([[1], ['green']]);
    jam.own.setForumFollow(forum, true);
    expect(jam.outbox.entries.get().map(({ command }) => command)).toEqual([{ do: 'follow', forum }]);
    server.refuse = () => ({ code: 'not_allowed', message: '' });
    await settle();
    expect([...jam.own.followedForums.get()]).toEqual(['green']);
  });
});

describe('My jam', () => {
  it('shows what the server counted, and knows the posts of it', async () => {
    http.set(`${root}/mine`, {
      ...{ offset: 10, forums: [{ forum, ideas: 2, comments: 0 }], merge_asks: [] },
      ...{ threads: [{ post: postOnWire(3), new: 4 }], mentions: [postOnWire(6)], follows: [] },
      posts: [{ post: postOnWire(1, { state: 'hidden' }), hidden: { rule: 'civil', note: 'No', at_ms: 3 } }],
    });
    await start();
    await loadMine();
    expect(jam.mine.view.get()).toMatchObject({ problem: null, page: { threads: [{ new: 4 }] } });
    expect(jam.posts.get(6 as PostId)?.text).toBe('Idea 6');
    expect([jam.posts.get(post)?.text, jam.own.posts.get(post)?.text]).toEqual([null, 'Idea 1']);
    http.set(`${root}/mine`, { code: 'x' }, 503);
    await loadMine();
    expect(jam.mine.view.get()).toMatchObject({ problem: { status: 503 }, page: { threads: [{ new: 4 }] } });
  });
});
