// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { decode, list } from '../../../../src/protocol/decode';
import { gap, shift, type Gap, type Shift } from '../../../../src/protocol/desk';
import { jamEvent, type DeskEvent } from '../../../../src/protocol/events';
import type { ForumId } from '../../../../src/protocol/ids';
import {
  coverageOf,
  foldShift,
  gapsAhead,
  gapsBeside,
  hourMs,
  hoursAhead,
  ownFirst,
} from '../../../../src/store/desk/shifts';
import { ben, fay } from '../../../support/desk-samples';

const forum = 'green' as ForumId;
const at = (hour: number) => hour * hourMs;
const slot = (starts: number, hours: number, person = fay) => ({ forum, starts_at_ms: at(starts), hours, person });
const shifts = (...slots: object[]): Shift[] => decode(list(shift), slots);
const gaps = (...found: [string, number, number][]): Gap[] =>
  decode(
    list(gap),
    found.map(([forum, from, to]) => ({ forum, from_ms: at(from), to_ms: at(to) })),
  );
type ShiftEvent = Extract<DeskEvent, { type: 'shift_taken' | 'shift_dropped' | 'shift_offered' }>;
const event = (type: string, body: object): ShiftEvent =>
  decode(jamEvent, { offset: 1, at_ms: 1, type, ...body }) as ShiftEvent;

describe('shifts', () => {
  it('SH1: are taken, offered, moved to whoever takes them over, and dropped', () => {
    const taken = foldShift([], event('shift_taken', slot(9, 3)));
    expect(taken).toMatchObject([{ person: { id: 1 }, offered_to: null }]);
    const offered = foldShift(taken, event('shift_offered', { ...slot(9, 3), to: ben }));
    expect(offered).toMatchObject([{ person: { id: 1 }, offered_to: { id: 2 } }]);
    const moved = foldShift(offered, event('shift_taken', { ...slot(9, 3, ben), from: fay }));
    expect(moved).toMatchObject([{ person: { id: 2 }, offered_to: null }]);
    expect(foldShift(moved, event('shift_dropped', slot(9, 3, ben)))).toEqual([]);
  });
});

describe('the coverage strip', () => {
  const strip = (...slots: object[]) =>
    coverageOf(shifts(...slots), forum, at(9) + 1, 4).map(({ people, covered }) => [
      people.map(({ name }) => name).join('+'),
      covered,
    ]);

  it('names who is there, hour by hour, from the hour that runs', () => {
    expect(strip(slot(8, 2), slot(11, 1, ben))).toEqual([
      ['Fay Field', 'whole'],
      ['', 'none'],
      ['Ben Brown', 'whole'],
      ['', 'none'],
    ]);
  });

  it('tells an hour that is covered in parts from one that is covered by two', () => {
    const half = (person: typeof fay) => ({ ...slot(9, 1, person), starts_at_ms: at(9.5) });
    expect(strip(half(fay)).slice(0, 2)).toEqual([
      ['Fay Field', 'part'],
      ['Fay Field', 'part'],
    ]);
    expect(strip(half(fay), slot(10, 1, ben))[1]).toEqual(['Fay Field+Ben Brown', 'whole']);
  });

  it('leaves other forums out', () => {
    expect(strip({ ...slot(9, 3), forum: 'known-for' })[0]).toEqual(['', 'none']);
  });
});

describe('gaps', () => {
  it('are told from the nearest, adjoining ones as one, past ones not at all', () => {
    const found = gapsAhead(gaps(['green', 5, 8], ['green', 12, 13], ['known-for', 11, 12], ['green', 13, 15]), at(10));
    expect(found).toEqual(gaps(['known-for', 11, 12], ['green', 12, 15]));
  });

  it('end where somebody takes hours, in that forum alone', () => {
    const beside = (starts: number, hours: number) =>
      gapsBeside(gaps(['green', 9, 15], ['known-for', 9, 15]), slot(starts, hours)).filter(
        (gap) => gap.forum === forum,
      );
    expect(beside(8, 3)).toEqual(gaps(['green', 11, 15]));
    expect(beside(11, 2)).toEqual(gaps(['green', 9, 11], ['green', 13, 15]));
    expect(beside(8, 9)).toEqual([]);
    expect(gapsBeside(gaps(['known-for', 9, 15]), slot(9, 3))).toEqual(gaps(['known-for', 9, 15]));
  });
});

describe('the hours that are planned for', () => {
  it('go from now, or from the start, to the end of the jam, three days at most', () => {
    expect(hoursAhead(at(3), at(9.5), at(14))).toEqual({ fromMs: at(9), hours: 5 });
    expect(hoursAhead(at(10.5), at(9), at(14))).toEqual({ fromMs: at(10), hours: 4 });
    expect(hoursAhead(at(10), at(9), at(900))).toEqual({ fromMs: at(10), hours: 72 });
    expect(hoursAhead(at(10), at(9), null).hours).toBe(72);
    expect(hoursAhead(at(20), at(9), at(14)).hours).toBe(1);
  });

  it('are those of every forum, one’s own first', () => {
    const forums = ['a', 'b', 'c'] as ForumId[];
    expect(ownFirst(forums, ['c'] as ForumId[])).toEqual(['c', 'a', 'b']);
    expect(ownFirst(forums, forums)).toEqual(forums);
  });
});
