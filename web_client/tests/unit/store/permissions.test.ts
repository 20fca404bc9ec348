// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { ForumId } from '../../../src/protocol/ids';
import { viewOf } from '../../../src/store/jam-fold';
import {
  deskForums,
  mayEdit,
  mayMoveClock,
  mayPrompt,
  mayReadReport,
  maySteer,
  mayWrite,
  openBallot,
  switchesFor,
  takesNothing,
} from '../../../src/store/permissions';
import { mayTakePart, mustJoin } from '../../../src/store/roles';
import { aJam, aPost, jamOnWire, switchesOnWire } from '../../support/samples';

const someone = (roles: string[], forums: string[] = []) => ({ you: { id: 1, name: 'Ana', roles, forums } });
const view = (running: string, more: Record<string, unknown> = {}) => viewOf(aJam(running, more), null);
const forum = 'known-for' as ForumId;

describe('what one may do', () => {
  it('PE1: nobody acts before charter and rules of today are accepted', () => {
    expect(mustJoin(view('ideas'))).toBe(false);
    expect(mustJoin(view('ideas', { accepted: { charter: null, rules: null } }))).toBe(true);
    expect(mustJoin(view('ideas', { versions: { charter: 1, rules: 2 } }))).toBe(true);
  });

  it('PN1: a notice that changed is asked about again', () => {
    expect(mustJoin(view('ideas', { versions: { charter: 1, rules: 1, privacy: 2 } }))).toBe(true);
    expect(mustJoin(view('ideas', { accepted: { charter: 1, rules: 1, privacy: null } }))).toBe(true);
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

describe('which posts of one’s own may be changed', () => {
  const refining = { ideas: 'build_on', comments: 'open' };
  const closed = { ideas: 'closed', comments: 'closed' };
  const under = (switches: Record<string, unknown>, more: Record<string, unknown> = {}) => {
    const { phase } = jamOnWire('ideas');
    return view('ideas', { phase: { ...phase, switches: switchesOnWire(switches) }, ...more });
  };
  const asked = { editAsked: { rule: 'civil', note: 'Please' } };
  const fay = someone(['facilitator'], ['known-for']);

  it.each([
    ['PO6: an idea while ideas are open', {}, { kind: 'idea' }, true],
    ['PO6: an ordinary idea while others only grow out of it', refining, { kind: 'idea' }, true],
    ['PO6: an idea that grew out of another then', refining, { kind: 'idea', builds_on: 3 }, true],
    ['PO6: no idea once ideas are closed', closed, { kind: 'idea' }, false],
    ['PO6: a comment while comments are open', refining, { kind: 'comment', parent: 3 }, true],
    ['PO6: a comment whose ideas are closed', { ideas: 'closed' }, { kind: 'comment', parent: 3 }, true],
    ['PO6: no comment once comments are closed', { comments: 'closed' }, { kind: 'comment', parent: 3 }, false],
    ['MO10: a held post', {}, { kind: 'idea', state: 'held' }, true],
    ['PO8: no hidden post', {}, { kind: 'idea', state: 'hidden' }, false],
    ['PO8: no merged post', {}, { kind: 'idea', state: 'merged' }, false],
    ['PO8: no withdrawn post', {}, { kind: 'idea', state: 'withdrawn' }, false],
    ['PO13: no announcement', {}, { kind: 'announcement', forum: null }, false],
  ])('%s', (_, switches, post, expected) => {
    expect(mayEdit(under(switches), aPost(7, post), undefined)).toBe(expected);
  });

  it('MO11: in any phase what one was asked to change, published or held', () => {
    for (const state of ['published', 'held']) {
      expect(mayEdit(under(closed), aPost(7, { state }), asked)).toBe(true);
      expect(mayEdit(under(closed), aPost(7, { state, kind: 'comment', parent: 3 }), asked)).toBe(true);
    }
    expect(mayEdit(under(closed), aPost(7, { state: 'hidden' }), asked)).toBe(false);
    expect(mayEdit(under(closed), aPost(7), { editAsked: null })).toBe(false);
  });

  it.each(['prompt', 'summary'])('PO12, SV8: a %s in every phase, while one steers there', (kind) => {
    expect(mayEdit(under(closed, fay), aPost(7, { kind }), undefined)).toBe(true);
    expect(mayEdit(under(closed, fay), aPost(7, { kind, forum: 'green' }), undefined)).toBe(false);
    expect(mayEdit(under({}), aPost(7, { kind }), undefined)).toBe(false);
  });

  it('MO5: nothing once the jam is over, also not what was asked for', () => {
    const over = under({}, { jam: { ...jamOnWire('ideas').jam, state: 'closed' } });
    expect(mayEdit(over, aPost(7), asked)).toBe(false);
  });

  it('PH1: what was begun in a phase is judged by that phase for a while', () => {
    const open = under({}).phase.switches;
    expect(mayEdit(under(closed), aPost(7), undefined, open)).toBe(true);
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

  describe('PH11: after the last bell', () => {
    const over = (state: string) => {
      const { jam, phase } = jamOnWire('choose');
      const archive = { ...phase, id: 'archive', kind: 'archive', switches: switchesOnWire({ ideas: 'closed' }) };
      const began_at_ms = jam.agenda.at(-1)?.ends_at_ms;
      return view('choose', { jam: { ...jam, state }, phase: { ...archive, began_at_ms, ends_at_ms: null } });
    };
    const begun = (jam: ReturnType<typeof over>, afterMs: number) =>
      switchesFor(jam, jam.ended?.id ?? null, (jam.ended?.atMs ?? 0) + afterMs);

    it('what was begun before has the same grace in the closed jam, for edits too', () => {
      const closed = over('closed');
      expect(closed.ended?.id).toBe('choose');
      expect(takesNothing(closed, begun(closed, 29_999))).toBe(false);
      expect(takesNothing(closed, begun(closed, 30_000))).toBe(true);
      expect(takesNothing(closed, closed.phase.switches)).toBe(true);
      const ideas = { ...begun(closed, 1), ideas: 'open' as const };
      expect(mayEdit(closed, aPost(7), undefined, ideas)).toBe(true);
      expect(mayEdit(closed, aPost(7), undefined)).toBe(false);
    });

    it('a cancelled jam leaves none', () => {
      const cancelled = over('cancelled');
      expect(takesNothing(cancelled, begun(cancelled, 1))).toBe(true);
    });
  });

  it('judges anything else by the running phase', () => {
    expect(switchesFor(choosing, choosing.phase.id, bellMs + 1).ideas).toBe('closed');
    expect(switchesFor(choosing, null, bellMs + 1).ideas).toBe('closed');
  });
});
