// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { ForumId } from '../../../src/protocol/ids';
import { viewOf } from '../../../src/store/jam-fold';
import { barsOf, sizeOf, wallAt } from '../../../src/store/wall';
import { wallLinkFor } from '../../../src/store/wall-link';
import { aJam, postOnWire } from '../../support/samples';

const green = 'green' as ForumId;
const minuteMs = 60_000;

const pollOnWire = (poll: number, more: Record<string, unknown> = {}) => ({
  ...{ poll, forum: null, question: 'Which day?', options: ['Monday', 'Friday'], kind: 'single', results: 'live' },
  ...{ opened_at_ms: 0, closes_at_ms: null, closed_at_ms: null, answered: 4, counts: [3, 1] },
  ...more,
});

const spotlight = (id: number, until_ms: number, more: Record<string, unknown> = {}) => ({
  post: postOnWire(id, more),
  until_ms,
});

const view = (more: Record<string, unknown>) => viewOf(aJam('ideas', more), null);
const turnsOf = (more: Record<string, unknown>, chosen: ForumId | null, nowMs: number) => {
  const { turns } = wallAt(view(more), chosen, nowMs);
  return Array.from({ length: turns }, (_, index) => {
    const { turn } = wallAt(view(more), chosen, nowMs - (nowMs % (15_000 * turns)) + index * 15_000);
    return turn?.show === 'poll' ? `poll ${turn.poll.poll}` : `post ${turn?.spotlight.post.post}`;
  });
};

describe('the wall', () => {
  it('takes each question in turn, or shows the chosen one', () => {
    const asked = (chosen: ForumId | null, nowMs: number) => wallAt(view({}), chosen, nowMs).forum?.id;
    expect([0, 29_999, 30_000, 60_000].map((nowMs) => asked(null, nowMs))).toEqual([
      ...['known-for', 'known-for', 'green', 'known-for'],
    ]);
    expect([0, 30_000].map((nowMs) => asked(green, nowMs))).toEqual(['green', 'green']);
    expect(asked('gone' as ForumId, 0)).toBeUndefined();
  });

  it('shows polls and spotlights one at a time, while they last', () => {
    const jam = { polls: [pollOnWire(1)], spotlights: [spotlight(7, minuteMs), spotlight(8, 9 * minuteMs)] };
    expect(turnsOf(jam, null, 0)).toEqual(['poll 1', 'post 7', 'post 8']);
    expect(turnsOf(jam, null, 3 * minuteMs)).toEqual(['poll 1', 'post 8']);
    expect(wallAt(view({}), null, 0)).toMatchObject({ turn: null, turns: 0 });
  });

  it('of one forum shows what is about it or about everything', () => {
    const jam = {
      polls: [pollOnWire(1), pollOnWire(2, { forum: 'known-for' }), pollOnWire(3, { forum: 'green' })],
      spotlights: [spotlight(7, minuteMs), spotlight(8, minuteMs, { forum: 'green' })],
    };
    expect(turnsOf(jam, green, 0)).toEqual(['poll 1', 'poll 3', 'post 8']);
  });

  it('never shows the words of what was hidden or withdrawn', () => {
    const spotlights = [
      spotlight(7, minuteMs, { state: 'hidden', text: null }),
      spotlight(8, minuteMs, { state: 'withdrawn' }),
      spotlight(9, minuteMs, { text: null }),
    ];
    expect(wallAt(view({ spotlights }), null, 0).turns).toBe(0);
  });

  it('keeps the result of a poll for a while', () => {
    const polls = [pollOnWire(1, { closed_at_ms: minuteMs })];
    expect(wallAt(view({ polls }), null, 5 * minuteMs).turns).toBe(1);
    expect(wallAt(view({ polls }), null, 12 * minuteMs).turns).toBe(0);
  });
});

describe('bars of a poll', () => {
  const poll = (more: Record<string, unknown>) => {
    const [read] = view({ polls: [pollOnWire(1, more)] }).polls;
    if (!read) throw new Error('there is a poll');
    return barsOf(read);
  };

  it('are shares of all who answered', () => {
    expect(poll({})).toEqual([
      { label: 'Monday', count: 3, share: 75 },
      { label: 'Friday', count: 1, share: 25 },
    ]);
    expect(poll({ kind: 'multiple', counts: [4, 4] }).map(({ share }) => share)).toEqual([100, 100]);
    expect(poll({ answered: 0, counts: [0, 0] }).map(({ share }) => share)).toEqual([0, 0]);
  });

  it('say nothing while the answers are sealed', () => {
    expect(poll({ counts: null })).toEqual([
      { label: 'Monday', count: null, share: 0 },
      { label: 'Friday', count: null, share: 0 },
    ]);
  });

  it('of a scale run from one to five, named at the ends', () => {
    const scale = { kind: 'scale', options: ['cold', 'hot'], counts: [0, 1, 0, 0, 3] };
    expect(poll(scale).map(({ label }) => label)).toEqual(['1 · cold', '2', '3', '4', '5 · hot']);
    expect(poll({ ...scale, options: [] }).map(({ label }) => label)).toEqual(['1', '2', '3', '4', '5']);
  });
});

describe('the wall’s words', () => {
  it('shrink as they grow in number', () => {
    expect(['short', 'a'.repeat(80), 'a'.repeat(200)].map((text) => sizeOf(text, [60, 130]))).toEqual([
      ...['large', 'medium', 'small'],
    ]);
  });

  it('stand behind a link that keeps its secret after the #', () => {
    const link = 'https://jam.example.org/j/covjam/wall#secret';
    expect(wallLinkFor(link, null)).toBe(link);
    expect(wallLinkFor(link, green)).toBe('https://jam.example.org/j/covjam/wall/green#secret');
  });
});
