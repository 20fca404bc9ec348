// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { ForumId } from '../../../src/protocol/ids';
import { viewOf } from '../../../src/store/jam-fold';
import {
  deskForums,
  mayMoveClock,
  mayPrompt,
  mayReadReport,
  maySteer,
  mayWrite,
  openBallot,
  switchesFor,
} from '../../../src/store/permissions';
import { mayTakePart, mustJoin } from '../../../src/store/roles';
import { aJam, jamOnWire } from '../../support/samples';

const someone = (roles: string[], forums: string[] = []) => ({ you: { id: 1, name: 'Ana', roles, forums } });
const view = (running: string, more: Record<string, unknown> = {}) => viewOf(aJam(running, more), null);
const forum = 'known-for' as ForumId;

describe('what one may do', () => {
  it('PE1: nobody acts before charter and rules of today are accepted', () => {
    expect(mustJoin(view('ideas'))).toBe(false);
    expect(mustJoin(view('ideas', { accepted: { charter: null, rules: null } }))).toBe(true);
    expect(mustJoin(view('ideas', { versions: { charter: 1, rules: 2 } }))).toBe(true);
  });

  it('PE1: those who only read, the administrator and a closed jam have nothing to accept', () => {
    const fresh = { accepted: { charter: null, rules: null } };
    expect(mustJoin(view('ideas', { ...fresh, ...someone(['observer']) }))).toBe(false);
    expect(mustJoin(view('ideas', { ...fresh, you: null }))).toBe(false);
    const { jam } = jamOnWire('ideas');
    expect(mustJoin(view('ideas', { ...fresh, jam: { ...jam, state: 'closed' } }))).toBe(false);
  });

  it('the phase says what may be written and which ballot is open', () => {
    expect(mayWrite(view('ideas'), 'idea')).toBe(true);
    expect(mayWrite(view('choose'), 'idea')).toBe(false);
    expect(mayWrite(view('write'), 'comment')).toBe(false);
    expect(openBallot(view('ideas'))).toBe('support');
    expect(openBallot(view('choose'))).toBe('agree');
    expect(openBallot(view('write'))).toBe('none');
  });

  it.each(['analyst', 'records_officer', 'observer'])('a person who is only %s takes no part', (role) => {
    expect(mayTakePart(view('ideas', someone([role])))).toBe(false);
    expect(mayWrite(view('ideas', someone([role])), 'comment')).toBe(false);
    expect(openBallot(view('ideas', someone([role])))).toBe('none');
  });

  it('facilitators steer their own forums, organizers all, the administrator without posting', () => {
    expect(maySteer(view('ideas', someone(['facilitator'], ['known-for'])), forum)).toBe(true);
    expect(maySteer(view('ideas', someone(['facilitator'], ['green'])), forum)).toBe(false);
    expect(maySteer(view('ideas', someone(['facilitator'])), forum)).toBe(true);
    expect(maySteer(view('ideas', someone(['organizer'])), forum)).toBe(true);
    expect(maySteer(view('ideas', { you: null }), forum)).toBe(true);
    expect(mayPrompt(view('ideas', { you: null }), forum)).toBe(false);
  });

  it('the desk is for facilitators and hosts of their forums, and for organizers', () => {
    expect(deskForums(view('ideas', someone(['facilitator'], ['green'])))).toEqual(['green']);
    expect(deskForums(view('ideas', someone(['host'])))).toEqual(['known-for', 'green']);
    expect(deskForums(view('ideas', someone(['organizer'], ['green'])))).toEqual(['known-for', 'green']);
    expect(deskForums(view('ideas', someone(['participant', 'guest'])))).toEqual([]);
    expect(deskForums(view('ideas', someone(['observer'])))).toEqual([]);
  });

  it('facilitators move the clock only where the plan says so', () => {
    const facilitator = someone(['facilitator']);
    expect(mayMoveClock(view('ideas', facilitator))).toBe(false);
    const { jam } = jamOnWire('ideas');
    expect(mayMoveClock(view('ideas', { ...facilitator, jam: { ...jam, facilitators_move_clock: true } }))).toBe(true);
    expect(mayMoveClock(view('ideas', someone(['organizer'])))).toBe(true);
  });

  it('the report opens to everybody when the jam is closed', () => {
    expect(mayReadReport(view('ideas'))).toBe(false);
    expect(mayReadReport(view('ideas', someone(['analyst'])))).toBe(true);
    const { jam } = jamOnWire('ideas');
    expect(mayReadReport(view('ideas', { jam: { ...jam, state: 'closed' } }))).toBe(true);
  });
});

describe('PH1: grace for what was drafted before the bell', () => {
  const choosing = view('choose');
  const bellMs = choosing.ended?.atMs ?? 0;
  const written = choosing.ended?.id ?? null;

  it('judges a draft of the phase that ended last by that phase, for the length of the grace', () => {
    expect(switchesFor(choosing, written, bellMs + 29_999).ideas).toBe('open');
    expect(switchesFor(choosing, written, bellMs + 30_000).ideas).toBe('closed');
  });

  it('judges anything else by the running phase', () => {
    expect(switchesFor(choosing, choosing.phase.id, bellMs + 1).ideas).toBe('closed');
    expect(switchesFor(choosing, null, bellMs + 1).ideas).toBe('closed');
  });
});
