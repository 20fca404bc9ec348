// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/protocol/commands';
import { decode } from '../../../src/protocol/decode';
import type { PersonId, PostId } from '../../../src/protocol/ids';
import { minePage } from '../../../src/protocol/mine';
import { post } from '../../../src/protocol/post';
import type { Problem } from '../../../src/protocol/problem';
import type { ErasurePreview, ErasureRequest } from '../../../src/protocol/records';
import type { JamApi } from '../../../src/store/api';
import { askedByPerson, eraseAll, PostTexts } from '../../../src/store/asked-erasures';
import { erasableOf, ErasureAsk, roomFor, withWords } from '../../../src/store/erasure-ask';
import { Keeper } from '../../../src/store/keeper';
import { OwnPosts } from '../../../src/store/own-posts';
import type { Wish } from '../../../src/store/own-wishes';
import { PostTable } from '../../../src/store/post-table';
import { arrive, FakeHttp } from '../../support/fake-http';
import { FakeTime } from '../../support/fake-time';
import { postOnWire } from '../../support/samples';

const id = (number: number) => number as PostId;
const waiting = (number: number): Wish => ({ what: 'post', post: id(number), state: 'waiting', note: '' });
const refusal: Problem = { status: 409, code: 'too_many', detail: 'Very much', faults: [] } as unknown as Problem;

/** Takes commands and answers them in turn: true is taken, false is refused. */
class FakeApi implements Pick<JamApi, 'command'> {
  readonly sent: { command: Command; key: string }[] = [];

  constructor(private readonly answers: boolean[]) {}

  command: JamApi['command'] = (command, key) => {
    this.sent.push({ command, key });
    return Promise.resolve(
      this.answers.shift() === false
        ? { ok: false, problem: refusal }
        : { ok: true, value: { offset: 1, post: null, poll: null } },
    );
  };
}

describe('ER2: what of one’s own may be asked for', () => {
  const table = new PostTable(new FakeTime());
  const own = new OwnPosts(new Keeper(null, ''));
  table.put([1, 2, 3, 4, 5].map((number) => decode(post, postOnWire(number))));
  const gone = (number: number, state: string, text: string | null) => ({
    post: postOnWire(number, { state, text }),
    ...{ hidden: null, appeal: null, edit_asked: null },
  });
  const { posts } = decode(minePage, { offset: 9, posts: [gone(2, 'erased', null), gone(4, 'hidden', 'Only mine')] });
  own.loadMine(posts);
  table.put(posts.map(({ post }) => ({ ...post, text: null })));
  const ids = (wishes: readonly Wish[]) => erasableOf([1, 3, 2, 5, 4].map(id), table, own, wishes).map((one) => one.id);

  it('is every post that says something still, newest first, once', () => {
    expect(ids([])).toEqual([5, 4, 3, 1]);
    expect(ids([waiting(5), { ...waiting(3), state: 'refused' }])).toEqual([4, 3, 1]);
  });

  it('has its text, also where nobody else reads it', () => {
    const all = erasableOf([4, 5].map(id), table, own, []);
    expect(all.map(({ text, state }) => [text, state])).toEqual([
      ['Idea 5', 'published'],
      ['Only mine', 'hidden'],
    ]);
  });

  it('is listed also while its text is not here', () => {
    expect(erasableOf([id(77)], table, own, [])).toEqual([
      { id: 77, text: '', atMs: null, forum: null, state: 'published' },
    ]);
  });

  it('is found by all of the words, in any case', () => {
    const all = erasableOf([1, 4, 5].map(id), table, own, []);
    expect(withWords(all, ' ONLY  mi ').map((one) => one.id)).toEqual([4]);
    expect(withWords(all, 'idea').map((one) => one.id)).toEqual([5, 1]);
    expect(withWords(all, '')).toHaveLength(3);
  });

  it('is fifty things at a time', () => {
    const many = Array.from({ length: 49 }, (_, number) => waiting(number + 1));
    expect(roomFor([])).toBe(50);
    expect(roomFor([...many, { ...waiting(60), state: 'erased' }])).toBe(1);
    expect(roomFor([...many, waiting(61), waiting(62)])).toBe(0);
  });
});

describe('ER2: asking for single posts', () => {
  it('asks for each by itself, with the same words', async () => {
    const api = new FakeApi([]);
    const taken: PostId[] = [];
    expect(await new ErasureAsk(api).send('post', [id(3), id(7)], ' My street ', (one) => taken.push(one))).toBeNull();
    expect(api.sent.map(({ command }) => command)).toEqual([
      { do: 'ask_erasure', what: 'post', post: 3, note: 'My street' },
      { do: 'ask_erasure', what: 'post', post: 7, note: 'My street' },
    ]);
    expect(taken).toEqual([3, 7]);
    expect(new Set(api.sent.map(({ key }) => key)).size).toBe(2);
  });

  it('stops at the first that is not taken, and asks for it again under the same key', async () => {
    const api = new FakeApi([true, false, true, true]);
    const ask = new ErasureAsk(api);
    const taken: PostId[] = [];
    expect(await ask.send('post', [1, 2, 3].map(id), '', (one) => taken.push(one))).toBe(refusal);
    expect(taken).toEqual([1]);
    expect(await ask.send('post', [2, 3].map(id), '', (one) => taken.push(one))).toBeNull();
    expect(taken).toEqual([1, 2, 3]);
    expect(api.sent.map(({ command }) => 'post' in command && command.post)).toEqual([1, 2, 2, 3]);
    expect(api.sent[2]?.key).toBe(api.sent[1]?.key);
  });

  it('names no post where one’s identity or everything is meant', async () => {
    const api = new FakeApi([]);
    await new ErasureAsk(api).send('identity', [id(3)], '', () => undefined);
    expect(api.sent.map(({ command }) => command)).toEqual([{ do: 'ask_erasure', what: 'identity' }]);
  });
});

describe('ER2: what the records officer is asked', () => {
  const of = (person: number, what: ErasureRequest['what'], number: number | null, note = ''): ErasureRequest => ({
    person: { id: person as PersonId, name: `Person ${person}`, erased: 'none' },
    ...{ what, post: number === null ? null : id(number), note, at_ms: 1 },
  });
  const preview = (number: number | null, posts: number[], what: ErasurePreview['what'] = 'post'): ErasurePreview => ({
    ...{ what, post: number === null ? null : id(number), texts: [], posts: posts.map(id), named_in: [], held: false },
    person: number === null ? of(7, 'identity', null).person : null,
  });

  it('stands together by person, each note once', () => {
    const asked = askedByPerson([
      of(1, 'post', 4, 'My street'),
      of(2, 'everything', null),
      of(1, 'post', 5, 'My street'),
      of(1, 'identity', null, 'Please'),
    ]);
    expect(asked.map(({ person, whole, posts, notes }) => [person.id, whole.length, posts.map((p) => p.post), notes])) //
      .toEqual([
        [1, 1, [4, 5], ['My street', 'Please']],
        [2, 1, [], []],
      ]);
  });

  it('fetches what the posts say once each, one after the other', async () => {
    const http = new FakeHttp();
    const page = (number: number, text: string | null) => ({
      ...{ offset: 9, next: null, comments: [] },
      post: postOnWire(number, { text, state: text === null ? 'hidden' : 'published' }),
    });
    http.set('/api/v1/jams/covjam/posts/4/thread', page(4, 'My street'));
    http.set('/api/v1/jams/covjam/posts/5/thread', page(5, null));
    const texts = new PostTexts(http.jam());
    for (const number of [4, 5, 6, 4]) texts.want(id(number));
    expect(http.asked).toHaveLength(1);
    await arrive();
    await arrive();
    await arrive();
    expect([4, 5, 6].map((number) => texts.at(id(number)).get())).toEqual(['My street', null, null]);
    texts.want(id(4));
    expect(http.asked).toHaveLength(3);
  });

  it('goes one after the other, but not what went with an earlier one', async () => {
    const api = new FakeApi([]);
    expect(await eraseAll(api, [preview(4, [4, 9]), preview(9, [9, 4]), preview(5, [5])], 'Asked', '')).toBeNull();
    expect(api.sent.map(({ command }) => command)).toEqual([
      { do: 'erase_post', post: 4, note: 'Asked' },
      { do: 'erase_post', post: 5, note: 'Asked' },
    ]);
  });

  it('stops at the first that is not erased, and says why', async () => {
    const api = new FakeApi([true, false]);
    expect(await eraseAll(api, [preview(4, [4]), preview(5, [5]), preview(6, [6])], '', '')).toBe(refusal);
    expect(api.sent).toHaveLength(2);
  });

  it('leaves what the officer wrote of one post, and takes a person whole', async () => {
    const api = new FakeApi([]);
    await eraseAll(api, [preview(4, [4])], '', 'Less');
    await eraseAll(api, [preview(null, [1, 2], 'everything')], '', '');
    expect(api.sent.map(({ command }) => command)).toEqual([
      { do: 'erase_post', post: 4, text: 'Less' },
      { do: 'erase_person', person: 7, what: 'everything' },
    ]);
  });
});
