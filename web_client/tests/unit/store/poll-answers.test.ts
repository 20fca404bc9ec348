// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../../src/protocol/commands';
import { decode } from '../../../src/protocol/decode';
import type { PollId } from '../../../src/protocol/ids';
import { poll as pollDecoder, type Poll } from '../../../src/protocol/poll';
import { PollAnswers } from '../../../src/store/poll-answers';
import { isOpenPoll } from '../../../src/store/steering-fold';
import type { Answer } from '../../../src/transport/connection';
import { choicesOf, linesOf, meanOf } from '../../../src/views/polls/results';
import { pollOnWire, refusedWith, replied } from '../../support/samples';

const poll = 7 as PollId;
const aPoll = (more: Record<string, unknown> = {}): Poll => decode(pollDecoder, pollOnWire(7, more));

describe('own answers to polls', () => {
  let sent: Command[];
  let answer: (answer: Answer) => void;
  let answers: PollAnswers;

  beforeEach(() => {
    sent = [];
    answers = new PollAnswers((command) => {
      sent.push(command);
      return new Promise((resolve) => (answer = resolve));
    });
  });

  it('are shown at once and sent once while under way', async () => {
    const given = answers.answer(poll, [1]);
    void answers.answer(poll, [2]);
    expect(answers.get(poll)).toEqual({ options: [1], isPending: true, refused: null });
    answer(replied());
    await given;
    expect(sent).toEqual([{ do: 'answer_poll', poll, options: [1] }]);
    expect(answers.get(poll)).toEqual({ options: [1], isPending: false, refused: null });
  });

  it('forget what was chosen once it is sent', () => {
    answers.picks.set(poll, [1]);
    void answers.answer(poll, [1]);
    expect(answers.picks.has(poll)).toBe(false);
  });

  it('PO: a later one replaces the earlier, and one that is refused leaves that standing', async () => {
    answers.load([{ poll, options: [0] }]);
    const late = answers.answer(poll, [1]);
    answer(refusedWith('poll_closed'));
    await late;
    expect(answers.get(poll)).toMatchObject({ options: [0], refused: { code: 'poll_closed' } });
  });

  it('keep what was chosen when the first one is refused, to be sent again', async () => {
    const given = answers.answer(poll, [1]);
    answer(refusedWith('rate_limited'));
    await given;
    expect(answers.get(poll)).toMatchObject({ options: null, refused: { code: 'rate_limited' } });
    expect(answers.picks.get(poll)).toEqual([1]);
  });

  it('follow what was answered on another device', () => {
    answers.fold(poll, [2]);
    expect(answers.get(poll)?.options).toEqual([2]);
  });
});

describe('a poll', () => {
  it('takes answers until its time, by the clock, or until it is closed', () => {
    expect(isOpenPoll(aPoll({ closes_at_ms: 100 }), 99)).toBe(true);
    expect(isOpenPoll(aPoll({ closes_at_ms: 100 }), 100)).toBe(false);
    expect(isOpenPoll(aPoll({ closes_at_ms: null, closed_at_ms: 50 }), 40)).toBe(false);
  });

  it('offers its options by index, a scale the numbers 1 to 5 with its two ends named', () => {
    expect(choicesOf(aPoll()).map(({ value, label }) => `${value} ${label}`)).toEqual(['0 Bus', '1 Bike']);
    const scale = choicesOf(aPoll({ kind: 'scale', options: ['never', 'always'] }));
    expect(scale.map(({ value }) => value)).toEqual([1, 2, 3, 4, 5]);
    expect([scale[0]?.label, scale[2]?.label, scale[4]?.label]).toEqual(['1 – never', '3', '5 – always']);
  });

  it('tells no result while it is sealed', () => {
    expect(linesOf(aPoll({ answered: 9, counts: null }))).toBeNull();
  });

  it('tells shares of the people who answered, not of the answers', () => {
    const lines = linesOf(aPoll({ kind: 'multiple', answered: 4, counts: [4, 3] }));
    expect(lines).toEqual([
      { label: 'Bus', count: 4, percent: 100 },
      { label: 'Bike', count: 3, percent: 75 },
    ]);
    expect(linesOf(aPoll({ answered: 0, counts: [0, 0] }))?.map(({ percent }) => percent)).toEqual([0, 0]);
  });

  it('has a mean only on a scale that somebody answered', () => {
    expect(meanOf(aPoll({ kind: 'scale', options: [], answered: 4, counts: [1, 0, 0, 0, 3] }))).toBe(4);
    expect(meanOf(aPoll({ kind: 'scale', options: [], answered: 0, counts: [0, 0, 0, 0, 0] }))).toBeNull();
    expect(meanOf(aPoll({ answered: 4, counts: [1, 3] }))).toBeNull();
  });
});
