// SPDX-License-Identifier: Apache-2.0
import type { ForumId } from '../protocol/ids';
import type { Forum } from '../protocol/jam';
import type { Poll } from '../protocol/poll';
import type { Spotlight } from '../protocol/steering';
import type { JamView } from './jam-fold';

const questionEveryMs = 30_000;
const turnEveryMs = 15_000;
/** How long the result of a poll stays after its end. */
const resultForMs = 10 * 60_000;
const scaleSteps = 5;

/** What stands below the question, one at a time. */
export type WallTurn = { show: 'spotlight'; spotlight: Spotlight } | { show: 'poll'; poll: Poll };

export interface Wall {
  forum: Forum | null;
  turn: WallTurn | null;
  /** Which of how many, from 1. */
  place: number;
  turns: number;
}

/**
 * What a wall shows at an instant by the server's clock, so that two walls in one hall show the same. A wall of one
 * forum shows that forum's question and what is about it; any other takes each question in turn.
 */
export function wallAt(view: JamView, chosen: ForumId | null, nowMs: number): Wall {
  const forums = chosen === null ? view.forums : view.forums.filter(({ id }) => id === chosen);
  const turns = turnsOf(view, chosen, nowMs);
  const place = indexAt(turns.length, turnEveryMs, nowMs);
  return {
    forum: forums[indexAt(forums.length, questionEveryMs, nowMs)] ?? null,
    turn: turns[place] ?? null,
    place: place + 1,
    turns: turns.length,
  };
}

function turnsOf(view: JamView, chosen: ForumId | null, nowMs: number): WallTurn[] {
  const isHere = (forum: ForumId | null) => chosen === null || forum === null || forum === chosen;
  const spotlights = view.spotlights.filter(
    ({ post, until_ms }) => until_ms > nowMs && post.state === 'published' && post.text !== null && isHere(post.forum),
  );
  const polls = view.polls.filter((poll) => isHere(poll.forum) && isShown(poll, nowMs));
  return [
    ...polls.map((poll): WallTurn => ({ show: 'poll', poll })),
    ...spotlights.map((spotlight): WallTurn => ({ show: 'spotlight', spotlight })),
  ];
}

const isShown = ({ closed_at_ms }: Poll, nowMs: number): boolean =>
  closed_at_ms === null || nowMs - closed_at_ms < resultForMs;

const indexAt = (count: number, everyMs: number, nowMs: number): number =>
  count === 0 ? 0 : Math.floor(nowMs / everyMs) % count;

export interface Bar {
  label: string;
  /** Null while the counts are sealed. */
  count: number | null;
  /** Of a hundred: of all who answered. */
  share: number;
}

/** The answers of a poll in its own order; a scale runs from 1 to 5. */
export function barsOf({ kind, options, counts, answered }: Poll): Bar[] {
  const labels =
    kind === 'scale' ? Array.from({ length: scaleSteps }, (_, index) => scaleLabel(index, options)) : options;
  return labels.map((label, index) => {
    const count = counts?.[index] ?? null;
    return { label, count, share: count === null || answered === 0 ? 0 : Math.min(100, (count * 100) / answered) };
  });
}

function scaleLabel(index: number, [low, high]: readonly string[]): string {
  const words = index === 0 ? low : index === scaleSteps - 1 ? high : undefined;
  return words ? `${index + 1} · ${words}` : String(index + 1);
}

/** How large words can stand so that they fit where they stand. */
export function sizeOf(text: string, [large, medium]: readonly [number, number]): 'large' | 'medium' | 'small' {
  return text.length <= large ? 'large' : text.length <= medium ? 'medium' : 'small';
}
