// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { PhaseId, PostId } from '../../../src/protocol/ids';
import { Ballots } from '../../../src/store/ballots';
import type { Answer } from '../../../src/transport/connection';

const ideas = 'ideas' as PhaseId;
const choose = 'choose' as PhaseId;
const post = 4 as PostId;
const done: Answer = { ok: true, reply: { type: 'reply', ref: 1, offset: 9, post: null, poll: null } };
const late: Answer = {
  ok: false,
  refused: { type: 'refused', ref: 1, code: 'phase_closed', message: null, field: null, retry_after_ms: null },
};

let sent: string[];
let answer: (answer: Answer) => void;
let ballots: Ballots;

beforeEach(() => {
  sent = [];
  ballots = new Ballots((post, choice) => {
    sent.push(`${post} ${choice}`);
    return new Promise((resolve) => (answer = resolve));
  });
  ballots.enter(ideas);
});

describe('own ballots', () => {
  it('show at once and are confirmed by the answer', async () => {
    const cast = ballots.cast(post, 'support');
    expect(ballots.get(post)).toEqual({ choice: 'support', isPending: true, refused: null });
    answer(done);
    await cast;
    expect(ballots.get(post)).toEqual({ choice: 'support', isPending: false, refused: null });
    expect(ballots.standing.get()).toEqual([{ phase: ideas, post, choice: 'support' }]);
  });

  it('go back to what stands when refused, with the reason', async () => {
    ballots.load([{ phase: ideas, post, choice: 'agree' }]);
    const cast = ballots.cast(post, 'disagree');
    answer(late);
    await cast;
    expect(ballots.get(post)).toMatchObject({ choice: 'agree', refused: { code: 'phase_closed' } });
  });

  it('BA5: the same choice again takes the ballot back', async () => {
    ballots.load([{ phase: ideas, post, choice: 'support' }]);
    const cast = ballots.cast(post, 'support');
    answer(done);
    await cast;
    expect(sent).toEqual(['4 withdraw']);
    expect(ballots.get(post)?.choice).toBeNull();
    expect(ballots.standing.get()).toEqual([]);
  });

  it('are not sent twice while the first is under way', () => {
    void ballots.cast(post, 'support');
    void ballots.cast(post, 'support');
    expect(sent).toHaveLength(1);
  });

  it('BA1: each phase has its own', () => {
    ballots.load([{ phase: ideas, post, choice: 'support' }]);
    ballots.enter(choose);
    expect(ballots.get(post)).toBeUndefined();
    expect(ballots.standing.get()).toHaveLength(1);
    ballots.enter(ideas);
    expect(ballots.get(post)?.choice).toBe('support');
  });

  it('follow what was cast on another device', () => {
    ballots.fold(ideas, post, 'support');
    expect(ballots.get(post)?.choice).toBe('support');
    ballots.fold(ideas, post, 'withdraw');
    expect(ballots.get(post)?.choice).toBeNull();
  });

  it('do not flicker when the feed confirms before the answer', async () => {
    const cast = ballots.cast(post, 'support');
    ballots.fold(ideas, post, 'support');
    expect(ballots.get(post)?.isPending).toBe(true);
    answer(done);
    await cast;
    expect(ballots.get(post)).toEqual({ choice: 'support', isPending: false, refused: null });
  });
});
