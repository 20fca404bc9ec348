// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { ForumId, PhaseId, PostId } from '../../../src/protocol/ids';
import { Ballots } from '../../../src/store/ballots';
import { Pairs } from '../../../src/store/pairs';
import { PostTable } from '../../../src/store/post-table';
import type { Answer } from '../../../src/transport/connection';
import { arrive, FakeHttp } from '../../support/fake-http';
import { FakeTime } from '../../support/fake-time';
import { postOnWire, refusedWith, replied } from '../../support/samples';

const page = '/api/v1/jams/covjam/forums/known-for/posts';
const ideas = (...ids: number[]) => ({ offset: 10, posts: ids.map((id) => postOnWire(id)), next: null });

let http: FakeHttp;
let sent: string[];
let answer: Answer;
let pairs: Pairs;
let ballots: Ballots;

const now = () => {
  const { pair } = pairs.view.get();
  return pair ? [pair.left, pair.right].sort((a, b) => a - b) : null;
};
const preferLeft = async () => {
  const { pair } = pairs.view.get();
  if (pair) await pairs.prefer(pair.left, pair.right);
};

beforeEach(() => {
  http = new FakeHttp();
  sent = [];
  answer = replied();
  const time = new FakeTime();
  ballots = new Ballots((post, choice, over) => {
    sent.push(`${post}>${String(over)} ${String(choice)}`);
    return Promise.resolve(answer);
  });
  ballots.enter('choose' as PhaseId);
  pairs = new Pairs('known-for' as ForumId, { api: http.jam(), posts: new PostTable(time), ballots, time });
});

describe('two ideas at a time', () => {
  it('come from a fair page, and every pair once', async () => {
    http.set(page, ideas(1, 2, 3));
    await pairs.load();
    expect(http.asked[0]).toContain('order=fair');
    const seen: string[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      seen.push(String(now()));
      await preferLeft();
    }
    expect(seen.sort()).toEqual(['1,2', '1,3', '2,3']);
    expect(pairs.view.get().pair).toBeNull();
    expect(sent).toHaveLength(3);
  });

  it('show first what stood here least', async () => {
    http.set(page, ideas(1, 2, 3, 4));
    await pairs.load();
    expect(now()).toEqual([1, 2]);
    await preferLeft();
    expect(now()).toEqual([3, 4]);
  });

  it('do not come again once skipped or answered, also in an earlier visit', async () => {
    http.set(page, ideas(1, 2, 3));
    ballots.load([{ phase: 'choose' as PhaseId, post: 2 as PostId, over: 1 as PostId, choice: '' }]);
    await pairs.load();
    expect(now()).toEqual([1, 3]);
    pairs.skip();
    expect(now()).toEqual([2, 3]);
    expect(sent).toEqual([]);
  });

  it('are not dealt twice by a skip while an answer is under way', async () => {
    http.set(page, ideas(1, 2, 3, 4, 5, 6));
    await pairs.load();
    const answering = preferLeft();
    expect(pairs.skip()).toBe(false);
    await answering;
    expect(now()).toEqual([3, 4]);
  });

  it('stay, with the reason, when the answer is refused', async () => {
    http.set(page, ideas(1, 2));
    await pairs.load();
    answer = refusedWith('phase_closed');
    await preferLeft();
    expect(pairs.view.get()).toMatchObject({ refused: { code: 'phase_closed' }, isPending: false });
    expect(now()).toEqual([1, 2]);
  });

  it('ask again when the last answer is taken back', async () => {
    http.set(page, ideas(1, 2));
    await pairs.load();
    await preferLeft();
    expect(ballots.hasPair(2 as PostId, 1 as PostId)).toBe(true);
    await pairs.takeBack();
    expect(sent.at(-1)).toContain('withdraw');
    expect(ballots.hasPair(1 as PostId, 2 as PostId)).toBe(false);
    expect(now()).toEqual([1, 2]);
  });

  it('leave out what is no idea any more', async () => {
    http.set(page, {
      offset: 10,
      posts: [postOnWire(1), postOnWire(2, { state: 'merged' }), postOnWire(3, { kind: 'prompt' })],
      next: null,
    });
    await pairs.load();
    await arrive();
    expect(pairs.view.get()).toMatchObject({ status: 'ready', pair: null });
  });
});
