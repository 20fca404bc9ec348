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
let answers: ((answer: Answer) => void)[];
let ballots: Ballots;
const answer = (told: Answer) => answers.at(-1)?.(told);

beforeEach(() => {
  sent = [];
  answers = [];
  ballots = new Ballots((post, choice, over) => {
    sent.push([post, choice, over].filter((part) => part !== null).join(' '));
    return new Promise((resolve) => answers.push(resolve));
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
    expect(ballots.standing.get()).toEqual([{ phase: ideas, post, choice: 'support', over: null }]);
  });

  it('go back to what stands when refused, with the reason', async () => {
    ballots.load([{ phase: ideas, post, choice: 'agree', over: null }]);
    const cast = ballots.cast(post, 'disagree');
    answer(late);
    await cast;
    expect(ballots.get(post)).toMatchObject({ choice: 'agree', refused: { code: 'phase_closed' } });
  });

  it('BA5: the same choice again takes the ballot back', async () => {
    ballots.load([{ phase: ideas, post, choice: 'support', over: null }]);
    const cast = ballots.cast(post, 'support');
    answer(done);
    await cast;
    expect(sent).toEqual(['4 withdraw']);
    expect(ballots.get(post)?.choice).toBeNull();
    expect(ballots.standing.get()).toEqual([]);
  });

  it('show the last of several choices that are under way, and what the answers made of them', async () => {
    const first = ballots.cast(post, 'support');
    const second = ballots.cast(post, 'support');
    expect(sent).toEqual(['4 support', '4 withdraw']);
    answers[0]?.(done);
    expect(await first).toBeNull();
    expect(ballots.get(post)).toEqual({ choice: null, isPending: true, refused: null });
    answers[1]?.(done);
    expect(await second).toEqual({ choice: null, isPending: false, refused: null });
    expect(ballots.standing.get()).toEqual([]);
  });

  it('show what stands when the last of several was refused', async () => {
    const first = ballots.cast(post, 'agree');
    const second = ballots.cast(post, 'disagree');
    answers[0]?.(done);
    answers[1]?.(late);
    expect(await first).toBeNull();
    expect(await second).toMatchObject({ choice: 'agree', refused: { code: 'phase_closed' } });
  });

  it('BA1: a choice of the phase before says nothing of the ballot after the bell', async () => {
    const before = ballots.cast(post, 'support');
    ballots.enter(choose);
    const after = ballots.cast(post, 'agree');
    answers[0]?.(late);
    expect(await before).toBeNull();
    expect(ballots.get(post)).toMatchObject({ choice: 'agree', isPending: true });
    answer(done);
    expect(await after).toMatchObject({ choice: 'agree', isPending: false });
  });

  it('BA1: each phase has its own', () => {
    ballots.load([{ phase: ideas, post, choice: 'support', over: null }]);
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

  it('score an idea by number; the same number again takes it back', async () => {
    const cast = ballots.cast(post, 4);
    answer(done);
    await cast;
    expect(ballots.get(post)?.choice).toBe('4');
    const again = ballots.cast(post, 4);
    answer(done);
    await again;
    expect(sent).toEqual(['4 4', '4 withdraw']);
    expect(ballots.standing.get()).toEqual([]);
  });

  it('spend dots out of a budget per phase, and give back what is taken back', async () => {
    ballots.budget.set(10);
    ballots.load([{ phase: choose, post, choice: '9', over: null }]);
    const spent = ballots.spend(post, 3);
    answer(done);
    await spent;
    expect(ballots.dotsLeft.get()).toBe(7);
    const more = ballots.spend(post, 11);
    answer(late);
    await more;
    expect(ballots.dotsLeft.get()).toBe(7);
    const back = ballots.spend(post, 0);
    answer(done);
    await back;
    expect(sent.at(-1)).toBe('4 0');
    expect(ballots.dotsLeft.get()).toBe(10);
  });

  it('count dots that are on their way as spent, however quickly they are laid', async () => {
    ballots.budget.set(2);
    const laid = [ballots.spend(post, 1), ballots.spend(post, 2)];
    expect(ballots.dotsLeft.get()).toBe(0);
    for (const give of answers) give(done);
    expect(await laid[1]).toMatchObject({ choice: '2' });
    expect(sent).toEqual(['4 1', '4 2']);
    expect(ballots.dotsLeft.get()).toBe(0);
  });

  it('hold one answer for two ideas, whichever way round', async () => {
    const other = 5 as PostId;
    const prefer = ballots.prefer(post, other);
    answer(done);
    await prefer;
    const change = ballots.prefer(other, post);
    answer(done);
    await change;
    expect(sent).toEqual(['4 5', '5 4']);
    expect(ballots.standing.get()).toEqual([{ phase: ideas, post: other, over: post, choice: '' }]);
    expect(ballots.get(post)).toBeUndefined();
  });

  it('SV5: move with a merge one agreed to, and never become two', () => {
    const into = 5 as PostId;
    ballots.load([{ phase: ideas, post, choice: 'support', over: null }]);
    ballots.move(ideas, post, into);
    expect(ballots.standing.get()).toEqual([{ phase: ideas, post: into, choice: 'support', over: null }]);
    ballots.load([
      { phase: ideas, post, choice: 'agree', over: null },
      { phase: ideas, post: into, choice: 'disagree', over: null },
    ]);
    ballots.move(ideas, post, into);
    expect(ballots.standing.get()).toEqual([{ phase: ideas, post: into, choice: 'disagree', over: null }]);
  });
});
