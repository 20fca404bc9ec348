// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { decode } from '../../../src/protocol/decode';
import { jamEvent, type ClockEvent, type PostEvent } from '../../../src/protocol/events';
import { foldClock, foldEnd, foldForum, nextPhase, viewOf } from '../../../src/store/jam-fold';
import { aJam, jamOnWire, postEventOnWire } from '../../support/samples';

function clock(type: string, running: string, more: Record<string, unknown> = {}): ClockEvent {
  const { phase, jam } = jamOnWire(running);
  return decode(jamEvent, {
    offset: 11,
    at_ms: 5,
    type,
    phase,
    agenda: jam.agenda,
    cause: 'clock',
    ...more,
  }) as ClockEvent;
}

describe('the jam as a whole', () => {
  it('moves to the next phase and remembers which one ended', () => {
    const view = foldClock(viewOf(aJam('ideas'), null), clock('phase_began', 'choose'));
    expect(view.phase.id).toBe('choose');
    expect(view.ended).toEqual({ id: 'ideas', atMs: view.phase.began_at_ms });
  });

  it('PH11: leaves no grace where the jam was closed by hand, and keeps to that when the page is read again', () => {
    const closed = foldEnd(viewOf(aJam('choose'), null), { type: 'jam_closed', offset: 11, at_ms: 1 });
    const archive = { ...jamOnWire('choose').phase, id: 'archive', kind: 'archive', ends_at_ms: null };
    const view = foldClock(closed, clock('phase_began', 'choose', { phase: archive }));
    expect(view.ended).toBeNull();
    const page = aJam('choose', { phase: archive, jam: { ...jamOnWire('choose').jam, state: 'closed' } });
    expect(viewOf(page, view).ended).toBeNull();
    expect(viewOf(page, null).ended).toMatchObject({ id: 'choose' });
  });

  it('is running once the first phase begins', () => {
    const view = foldClock(viewOf(aJam('lobby'), null), clock('phase_began', 'write'));
    expect(view.jam.state).toBe('running');
  });

  it('knows the phase before from the agenda when the page is opened later', () => {
    expect(viewOf(aJam('ideas'), null).ended).toMatchObject({ id: 'write' });
    expect(viewOf(aJam('write'), null).ended).toBeNull();
    expect(viewOf(aJam('lobby'), null).ended).toBeNull();
  });

  it('takes new times when the clock is extended', () => {
    const { phase, jam } = jamOnWire('ideas');
    const longer = { ...phase, ends_at_ms: phase.ends_at_ms + 300_000 };
    const event = decode(jamEvent, {
      ...{ offset: 11, at_ms: 5, type: 'clock_extended', minutes: 5, phase: longer, agenda: jam.agenda },
    }) as ClockEvent;
    const before = viewOf(aJam('ideas'), null);
    expect(foldClock(before, event).phase.ends_at_ms).toBe(longer.ends_at_ms);
    expect(foldClock(before, event).ended).toEqual(before.ended);
  });

  it('is over when it is closed or cancelled, and says why', () => {
    const view = viewOf(aJam('ideas'), null);
    expect(foldEnd(view, { type: 'jam_closed', offset: 11, at_ms: 1 }).jam.state).toBe('closed');
    const cancelled = foldEnd(view, { type: 'jam_cancelled', offset: 11, at_ms: 1, note: 'Flood.' });
    expect(cancelled).toMatchObject({ jam: { state: 'cancelled' }, cancelNote: 'Flood.' });
    expect(viewOf(aJam('ideas'), cancelled).cancelNote).toBe('Flood.');
  });

  it('counts new ideas of a forum, not comments', () => {
    const view = viewOf(aJam(), null);
    const idea = decode(jamEvent, postEventOnWire(11, 9)) as PostEvent;
    const comment = decode(jamEvent, postEventOnWire(12, 10, { kind: 'comment', parent: 9 })) as PostEvent;
    expect(foldForum(view, idea).forums.map(({ ideas }) => ideas)).toEqual([4, 0]);
    expect(foldForum(view, comment)).toBe(view);
  });

  it('names what comes next', () => {
    expect(nextPhase(viewOf(aJam('ideas'), null))?.id).toBe('choose');
    expect(nextPhase(viewOf(aJam('choose'), null))).toBeNull();
  });
});
