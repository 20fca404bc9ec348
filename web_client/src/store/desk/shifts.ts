// SPDX-License-Identifier: Apache-2.0
import type { Gap, Shift } from '../../protocol/desk';
import type { DeskEvent } from '../../protocol/events';
import type { ForumId } from '../../protocol/ids';
import type { Person } from '../../protocol/person';

export const hourMs = 3_600_000;

type ShiftEvent = Extract<DeskEvent, { type: 'shift_taken' | 'shift_dropped' | 'shift_offered' }>;

/** Shifts after one was taken, dropped or offered; taking an offered one moves it (rule SH1). */
export function foldShift(shifts: Shift[], event: ShiftEvent): Shift[] {
  const { forum, person, starts_at_ms, hours } = event;
  const isSame = (shift: Shift, whose: Person | null) =>
    shift.person?.id === whose?.id && shift.forum === forum && shift.starts_at_ms === starts_at_ms;
  switch (event.type) {
    case 'shift_taken': {
      const { from } = event;
      const others = shifts.filter((one) => !isSame(one, person) && !(from && isSame(one, from)));
      return [...others, { forum, person, starts_at_ms, hours, offered_to: null }].sort(byStart);
    }
    case 'shift_dropped':
      return shifts.filter((one) => !isSame(one, person));
    case 'shift_offered':
      return shifts.map((one) => (isSame(one, person) ? { ...one, offered_to: event.to } : one));
  }
}

const byStart = (a: Shift, b: Shift) => a.starts_at_ms - b.starts_at_ms;

type Hours = Pick<Shift, 'forum' | 'starts_at_ms' | 'hours'>;

export const endOf = ({ starts_at_ms, hours }: Hours): number => starts_at_ms + hours * hourMs;

export interface CoveredHour {
  startsAtMs: number;
  people: Person[];
  /** Whether somebody is there for all of it, a part of it, or none. */
  covered: 'whole' | 'part' | 'none';
}

/** Who is on which forum, hour by hour; whoever has the hall's token covers an hour too, and has no name. */
export function coverageOf(shifts: readonly Shift[], forum: ForumId, fromMs: number, hours: number): CoveredHour[] {
  const own = shifts.filter((shift) => shift.forum === forum);
  const first = Math.floor(fromMs / hourMs) * hourMs;
  return Array.from({ length: hours }, (_, index) => {
    const startsAtMs = first + index * hourMs;
    const there = own.filter((shift) => shift.starts_at_ms < startsAtMs + hourMs && endOf(shift) > startsAtMs);
    const people = [...new Map(there.flatMap(({ person }) => (person ? [[person.id, person]] : []))).values()];
    return { startsAtMs, people, covered: covers(there, startsAtMs) };
  });
}

function covers(there: Shift[], startsAtMs: number): CoveredHour['covered'] {
  let coveredToMs = startsAtMs;
  for (const shift of [...there].sort(byStart)) {
    if (shift.starts_at_ms > coveredToMs) break;
    coveredToMs = Math.max(coveredToMs, endOf(shift));
  }
  if (coveredToMs >= startsAtMs + hourMs) return 'whole';
  return there.length > 0 ? 'part' : 'none';
}

/** Hours that the desk plans for, as the server does when it looks for gaps. */
const hoursAheadMax = 72;

/** The whole hours of a jam that are still ahead: from now, or from its start, to its end, three days at most. */
export function hoursAhead(
  nowMs: number,
  startsAtMs: number,
  endsAtMs: number | null,
): { fromMs: number; hours: number } {
  const fromMs = Math.floor(Math.max(nowMs, startsAtMs) / hourMs) * hourMs;
  const left = endsAtMs === null ? hoursAheadMax : Math.ceil((endsAtMs - fromMs) / hourMs);
  return { fromMs, hours: Math.min(hoursAheadMax, Math.max(1, left)) };
}

/** All forums, those of one's own desk first. */
export const ownFirst = (all: readonly ForumId[], own: readonly ForumId[]): ForumId[] => [
  ...all.filter((forum) => own.includes(forum)),
  ...all.filter((forum) => !own.includes(forum)),
];

/** Gaps once somebody has taken these hours: shown at once, so that nobody takes them a second time. */
export function gapsBeside(gaps: readonly Gap[], shift: Hours): Gap[] {
  const { forum, starts_at_ms } = shift;
  const endsAtMs = endOf(shift);
  return gaps.flatMap((gap) => {
    if (gap.forum !== forum) return [gap];
    const before = { ...gap, to_ms: Math.min(gap.to_ms, starts_at_ms) };
    const after = { ...gap, from_ms: Math.max(gap.from_ms, endsAtMs) };
    return [before, after].filter(({ from_ms, to_ms }) => from_ms < to_ms);
  });
}

/** Gaps that are still ahead, the nearest first, each forum's adjoining ones as one. */
export function gapsAhead(gaps: readonly Gap[], nowMs: number): Gap[] {
  const ahead: Gap[] = [];
  const sorted = [...gaps].filter(({ to_ms }) => to_ms > nowMs).sort((a, b) => a.from_ms - b.from_ms);
  for (const gap of sorted) {
    const before = ahead.find((one) => one.forum === gap.forum && one.to_ms >= gap.from_ms);
    if (before) before.to_ms = Math.max(before.to_ms, gap.to_ms);
    else ahead.push({ ...gap });
  }
  return ahead;
}
