// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { PostId } from '../../../../src/protocol/ids';
import { Desk } from '../../../../src/store/desk/desk';
import { JamLine } from '../../../../src/store/jam-line';
import { LiveJam } from '../../../../src/store/live-jam';
import { ben, asFay, caseOnWire, deskOnWire } from '../../../support/desk-samples';
import { arrive, FakeHttp } from '../../../support/fake-http';
import { FakeServer } from '../../../support/fake-server';
import { FakeTime } from '../../../support/fake-time';
import { MemoryShelf } from '../../../support/memory-shelf';
import { aJam, aPost, jamOnWire, postEventOnWire, postOnWire } from '../../../support/samples';

const root = '/api/v1/jams/covjam';
const seven = 7 as PostId;

let time: FakeTime;
let server: FakeServer;
let http: FakeHttp;
let jam: LiveJam;
let desk: Desk;
let sent: Record<string, unknown>[];

beforeEach(() => {
  time = new FakeTime();
  server = new FakeServer();
  server.more = asFay;
  http = new FakeHttp();
  sent = [];
  server.refuse = (message) => {
    sent.push({ ...message, ref: undefined, key: undefined });
    return null;
  };
  http.set(root, jamOnWire('ideas', asFay));
  http.set(`${root}/me`, { offset: 10, ballots: [], posts: [], follows: [], read: {} });
  for (const forum of ['known-for', 'green']) {
    http.set(`${root}/forums/${forum}/posts`, { offset: 10, posts: [], next: null });
  }
  http.set(`${root}/desk`, deskOnWire({ queue: [caseOnWire(8), caseOnWire(7)] }));
  http.set(`${root}/search`, { posts: [postOnWire(9, { text: 'Another idea about buses' })] });
  for (const id of [7, 8]) http.set(`${root}/posts/${id}/thread`, thread(id));
});

const thread = (id: number) => ({ offset: 10, post: postOnWire(id), comments: [], next: null });

async function open(more: Record<string, unknown> = asFay) {
  const line = new JamLine(aJam('ideas', more), {
    ...{ api: http.jam(), openSocket: server.open, time, shelf: new MemoryShelf() },
  });
  jam = new LiveJam(line);
  desk = new Desk(jam);
  line.start();
  jam.start();
  desk.start();
  await settle();
}

async function settle() {
  for (let turn = 0; turn < 4; turn += 1) {
    server.settle();
    await arrive();
  }
}

const commands = (name: string) => sent.filter((message) => message['do'] === name);

describe('the desk', () => {
  it('shows what has waited longest first', async () => {
    await open();
    expect(desk.view.get().status).toBe('ready');
    expect(desk.queue(null).map(({ post }) => post.post)).toEqual([7, 8]);
    expect(desk.queue('green' as never)).toEqual([]);
  });

  it('is only of one’s own forums', async () => {
    await open({ you: { ...asFay.you, forums: ['green'] } });
    expect(desk.forums).toEqual(['green']);
  });

  it('MO11: tells what is with its author, and asks anew once that was changed', async () => {
    const asked = caseOnWire(9, { waits_since_ms: null, edit_asked: { rule: 'civil', note: 'Kinder', at_ms: 5 } });
    http.set(`${root}/desk`, deskOnWire({ with_authors: [asked] }));
    await open();
    expect(desk.queue(null)).toEqual([]);
    expect(desk.withAuthors(null).map(({ post }) => post.post)).toEqual([9]);
    expect(desk.caseOf(9 as PostId)?.edit_asked?.note).toBe('Kinder');
    http.set(`${root}/desk`, deskOnWire({ queue: [caseOnWire(9)] }));
    server.append('forum/known-for', postEventOnWire(0, 9, { type: 'post_edited', text: 'Kinder words' }));
    await settle();
    time.advance(600);
    await settle();
    expect(desk.withAuthors(null)).toEqual([]);
    expect(desk.queue(null).map(({ post }) => post.post)).toEqual([9]);
  });

  it('hears what comes to it', async () => {
    await open();
    server.append('desk/green', postEventOnWire(0, 5, { forum: 'green', state: 'held', held: true }));
    await settle();
    expect(desk.caseOf(5 as PostId)).toMatchObject({ sources: ['held'] });
  });

  it('learns what was decided before from the beginning of its feeds, and does not take that for news', async () => {
    server.append('desk/known-for', { type: 'flag_raised', post: 7, rule: 'civil', note: '' });
    server.append('desk/known-for', { type: 'post_hidden', post: 7, rule: 'civil', note: 'Rude', person: ben });
    http.set(`${root}/desk`, { ...deskOnWire({ queue: [caseOnWire(7)] }), offset: 12 });
    await open();
    expect(desk.ledger.entries.get().map(({ what }) => what)).toEqual(['flagged', 'hidden']);
    expect(desk.queue(null)).toHaveLength(1);
  });

  it('asks for all its feeds at once, for the log is read through for each question', async () => {
    await open();
    const asked = server.watches.filter((feeds) => Object.keys(feeds).some((feed) => feed.startsWith('desk/')));
    expect(asked).toEqual([{ 'desk/known-for': 0, 'desk/green': 0 }]);
  });

  it('MO9: knows why people are muted also after it was loaded anew, the newest word of several', async () => {
    const mute = (note: string) => ({ type: 'person_muted', person: ben, until_ms: 9_000_000, note });
    for (const note of ['Calm down', 'Still too loud'])
      for (const forum of ['known-for', 'green']) server.append(`desk/${forum}`, mute(note));
    http.set(`${root}/desk`, { ...deskOnWire({}, { muted: [{ person: ben, until_ms: 9_000_000 }] }), offset: 99 });
    await open();
    expect(desk.view.get().muted).toHaveLength(1);
    expect(desk.ledger.muteNotes.get().get(ben.id as never)?.note).toBe('Still too loud');
  });

  it('keeps what came while a page was on its way', async () => {
    await open();
    server.append('desk/known-for', postEventOnWire(0, 5, { held: true }));
    await settle();
    await desk.load();
    expect(desk.caseOf(5 as PostId)).not.toBeNull();
    http.set(`${root}/desk`, { ...deskOnWire(), offset: server.offset });
    await desk.load();
    expect(desk.caseOf(5 as PostId)).toBeNull();
  });

  it('loads again when it was left behind', async () => {
    await open();
    http.set(`${root}/desk`, { ...deskOnWire({ queue: [caseOnWire(8)] }), offset: 30 });
    server.leaveBehind('desk/known-for');
    server.settle();
    time.advance(3_000);
    await settle();
    expect(desk.queue(null).map(({ post }) => post.post)).toEqual([8]);
  });

  it('tells the other desks which post is open, and hears of theirs', async () => {
    await open();
    desk.select(seven);
    await settle();
    expect(commands('look_at').at(-1)).toMatchObject({ post: 7 });
    const looking = [
      {
        post: 7,
        people: [
          { id: 1, name: 'Fay Field' },
          { id: 2, name: 'Ben Brown' },
        ],
      },
    ];
    server.broadcast({ type: 'looking', feed: 'desk/known-for', looking });
    server.settle();
    expect(desk.lookers(seven)).toEqual([{ id: 2, name: 'Ben Brown' }]);
    server.broadcast({ type: 'looking', feed: 'desk/known-for', looking: [] });
    server.settle();
    expect(desk.lookers(seven)).toEqual([]);
  });

  it('finds what is close to the post at hand', async () => {
    await open();
    desk.select(seven);
    await settle();
    expect(desk.nearest.view.get()).toMatchObject({ of: 7, found: [{ post: 9, shared: ['idea'] }] });
  });

  it('shows the words of a hidden post that the feeds keep back', async () => {
    http.set(`${root}/desk`, deskOnWire({ queue: [caseOnWire(7, { post: postOnWire(7, { state: 'hidden' }) })] }));
    http.set(`${root}/posts/7/thread`, { ...thread(7), post: postOnWire(7, { state: 'hidden', text: null }) });
    await open();
    desk.select(seven);
    await settle();
    expect(desk.postOf(seven)?.text).toBe('Idea 7');
  });

  it('knows earlier cases of the same author', async () => {
    server.append('desk/known-for', { type: 'post_hidden', post: 8, rule: 'civil', note: 'Rude', person: ben });
    await open();
    desk.select(seven);
    await settle();
    const post = desk.postOf(seven);
    expect(post && desk.earlier(post)).toMatchObject([{ post: 8, what: 'hidden', person: { name: 'Ben Brown' } }]);
  });

  it('sends nothing while it is cut off, not even later', async () => {
    await open();
    server.cut();
    const answer = await desk.do({ do: 'approve_post', post: seven });
    expect(answer).toMatchObject({ ok: false, refused: { code: 'cut_off' } });
    expect(desk.offers(aPostOf(7)).every(({ obstacle }) => obstacle === 'cut')).toBe(true);
    time.advance(5_000);
    await settle();
    expect(commands('approve_post')).toEqual([]);
  });

  it('leaving it does what still waited, and closes what was open', async () => {
    await open();
    desk.select(seven);
    await settle();
    desk.pending.add('hide', seven, { do: 'hide_post', post: seven, rule: 'civil', note: 'Rude' });
    desk.stop();
    await settle();
    expect(commands('hide_post')).toHaveLength(1);
    expect(commands('look_at').at(-1)).toMatchObject({ post: null });
  });
});

describe('a post that is gone', () => {
  const told = (type: string, id = 7) =>
    type === 'post_hidden'
      ? { type, post: id, rule: 'civil', role: 'host' }
      : type === 'post_merged'
        ? { type, post: id, into: 9, phase: 'ideas' }
        : postEventOnWire(0, id, { type, text: null, state: type === 'erased' ? 'erased' : 'withdrawn' });

  it.each(['post_withdrawn', 'erased'])('leaves the queue when its forum tells %s, and its words go', async (type) => {
    await open();
    desk.select(seven);
    await settle();
    server.append('forum/known-for', told(type));
    await settle();
    expect(desk.queue(null).map(({ post }) => post.post)).toEqual([8]);
    expect(desk.postOf(seven)).toMatchObject({ text: null, state: type === 'erased' ? 'erased' : 'withdrawn' });
    http.set(`${root}/desk`, { ...deskOnWire(), offset: server.offset });
    time.advance(600);
    await settle();
    expect(desk.queue(null)).toEqual([]);
  });

  it.each(['post_withdrawn', 'erased', 'post_hidden', 'post_merged'])('waits for no answer after %s', async (type) => {
    const unanswered = [{ post: postOnWire(7), waits_since_ms: 5 }];
    http.set(`${root}/desk`, deskOnWire({ unanswered }));
    await open();
    const waiting = () => desk.view.get().forums.flatMap((one) => one.unanswered);
    expect(waiting()).toHaveLength(1);
    server.append('forum/known-for', told(type));
    await settle();
    expect(waiting()).toEqual([]);
    await desk.load(); // a page from before
    expect(waiting()).toEqual([]);
  });

  it('does not have the desk loaded anew when it never stood there', async () => {
    await open();
    const reads = () => http.asked.filter((path) => path.endsWith('/desk')).length;
    const before = reads();
    server.append('forum/known-for', told('post_withdrawn', 55));
    await settle();
    time.advance(3_000);
    await settle();
    expect(reads()).toBe(before);
  });

  it('is shown with its old words only while it is hidden or held, and not as published', async () => {
    await open();
    jam.posts.put([aPost(7, { state: 'hidden', text: null })]);
    expect(desk.postOf(seven)).toMatchObject({ state: 'hidden', text: 'Idea 7' });
    jam.posts.put([aPost(7, { state: 'withdrawn', text: null })]);
    expect(desk.postOf(seven)).toMatchObject({ state: 'withdrawn', text: null });
  });
});

describe('the discussion under a case', () => {
  const comment = (id: number, parent: number) => postOnWire(id, { kind: 'comment', parent });

  it('is that of the post chosen last, whichever answer comes late', async () => {
    http.set(`${root}/desk`, deskOnWire({ queue: [caseOnWire(20, { post: comment(20, 3) }), caseOnWire(7)] }));
    http.set(`${root}/posts/3/thread`, thread(3));
    await open();
    desk.select(20 as PostId); // its idea is asked for
    desk.select(seven);
    await settle();
    expect(jam.thread.get()?.post).toBe(7);
  });

  it('opens once a post that could not be fetched can be', async () => {
    await open();
    await jam.ensurePost(30 as PostId);
    expect(jam.posts.get(30 as PostId)).toBeUndefined();
    http.set(`${root}/posts/30/thread`, thread(30));
    await jam.ensurePost(30 as PostId);
    expect(jam.posts.get(30 as PostId)?.text).toBe('Idea 30');
  });

  it('waits for a post that somebody else on screen has asked for', async () => {
    http.set(`${root}/posts/30/thread`, thread(30));
    await open();
    void jam.ensurePost(30 as PostId);
    await jam.ensurePost(30 as PostId);
    expect(jam.posts.get(30 as PostId)?.text).toBe('Idea 30');
    expect(http.asked.filter((path) => path.includes('/posts/30/'))).toHaveLength(1);
  });

  it('asks once for what is not there', async () => {
    http.set(`${root}/posts/31/thread`, { code: 'no_such_post' }, 404);
    await open();
    for (let turn = 0; turn < 3; turn += 1) await jam.ensurePost(31 as PostId);
    expect(http.asked.filter((path) => path.includes('/posts/31/'))).toHaveLength(1);
  });
});

const aPostOf = (id: number) => {
  const post = desk.postOf(id as PostId);
  if (!post) throw new Error('the post is here');
  return post;
};

describe('the stream', () => {
  it('is one list of the newest posts of all forums; new ones wait', async () => {
    http.set(`${root}/forums/green/posts`, { offset: 10, posts: [postOnWire(3, { forum: 'green' })], next: null });
    http.set(`${root}/forums/known-for/posts`, { offset: 10, posts: [postOnWire(4), postOnWire(2)], next: null });
    await open();
    const all = desk.stream.of(null);
    expect(all.get()).toMatchObject({ status: 'ready', ids: [4, 3, 2], waiting: 0 });
    expect(desk.stream.of('green' as never).get().ids).toEqual([3]);
    server.append('forum/green', postEventOnWire(0, 5, { forum: 'green' }));
    await settle();
    expect(all.get()).toMatchObject({ ids: [4, 3, 2], waiting: 1 });
    desk.stream.showWaiting(null);
    expect(all.get()).toMatchObject({ ids: [5, 4, 3, 2], waiting: 0 });
  });
});
