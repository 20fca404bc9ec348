// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { changeInWords } from '../../../src/i18n/plan-changes';
import { sentenceOf } from '../../../src/i18n/refusals';
import type { Problem } from '../../../src/protocol/problem';
import { faultsOf, hasField, shownFaults } from '../../../src/store/plan-faults';
import { lockedWhileRunning, locksOf } from '../../../src/store/plan-locks';
import { aJam, jamOnWire } from '../../support/samples';
import { planOnWire } from '../../support/plans';

const problem = (more: Partial<Problem>): Problem => ({
  ...{ title: '', status: 409, detail: '', code: '', field: null, retry_after_ms: null, faults: [] },
  ...more,
});

describe('PL1: what of a running jam stays', () => {
  const locksWhile = (running: string) => locksOf(aJam(running));
  const state = (state: string) => ({ ...jamOnWire('ideas').jam, state });

  it('phases that began keep what they are; later ones are free', () => {
    const locks = locksWhile('ideas');
    expect(['write', 'ideas', 'choose', 'new'].map(locks.phase)).toEqual(['over', 'running', null, null]);
    expect(locks.start).toBe(true);
    expect([...locks.forums]).toEqual(['known-for', 'green']);
    expect([...lockedWhileRunning]).toEqual(['ballot', 'tallies']);
  });

  it('before the first bell only forums stay', () => {
    const locks = locksOf(aJam('lobby'));
    expect(locks.start).toBe(false);
    expect(['write', 'ideas'].map(locks.phase)).toEqual([null, null]);
    expect(locks.forums.size).toBe(2);
  });

  it('of a closed jam every phase is over', () => {
    const locks = locksOf(aJam('ideas', { jam: state('closed') }));
    expect(['write', 'ideas', 'choose'].map(locks.phase)).toEqual(['over', 'over', 'over']);
  });
});

describe('a change in plain words', () => {
  const words = (pointer: string, before: string | null, after: string | null) => {
    const { what, before: was, after: is } = changeInWords({ pointer, before, after }, planOnWire());
    return [what, was, is];
  };

  it.each([
    ['/title', 'CovJam', 'Jam', ['Title', 'CovJam', 'Jam']],
    ['/agenda/1/end', 'lasts 129600000', 'lasts 5400000', ['Phase 2 (Share ideas): Length', '1 d 12 h', '1 h 30 min']],
    ['/agenda/1/kind', 'ideate', 'refine', ['Phase 2 (Share ideas): Kind', 'Share ideas', 'Refine']],
    ['/agenda/1/switches/ballot', 'support', 'dots', ['Phase 2 (Share ideas): Ballot', 'support', 'dots to give away']],
    ['/agenda/1/switches/words_max', 'none', '80', ['Phase 2 (Share ideas): Most words of an idea', 'none', '80']],
    [
      ...(['/agenda/1/switches/moderation', 'after', 'before'] as const),
      ['Phase 2 (Share ideas): Moderation', 'posts appear at once', 'posts wait for a facilitator'],
    ],
    ['/agenda/old', 'refine', '', ['Phase Refine', 'Refine', 'nothing']],
    ['/agenda/2', null, 'prioritise', ['Phase 3 (Prioritise)', 'nothing', 'Prioritise']],
    [
      ...(['/forums/1/question', 'How?', 'How soon?'] as const),
      ['Question “Green city”: The question', 'How?', 'How soon?'],
    ],
    ['/rules/0/text', 'A', 'B', ['Rule 1', 'A', 'B']],
    ['/policies/facilitators_move_clock', 'false', 'true', ['Facilitators may move the clock', 'no', 'yes']],
    ['/policies/signals', 'before', 'after', ['What facilitators should look at', 'as it was', 'as written here']],
    ['/policies/admission', 'before', 'after', ['Newcomers', 'as it was', 'as written here']],
    ['/policies/small_cell', '5', '3', ['Counts of fewer people than this are not published', '5', '3']],
    ['/policies/of_a_later_server', '1', '2', ['policies/of_a_later_server', '1', '2']],
  ])('%s', (pointer, before, after, said) => {
    expect(words(pointer, before, after)).toEqual(said);
  });

  it('says hours in the zone of the jam', () => {
    const summer = String(Date.UTC(2026, 6, 3, 11, 0));
    const [, was, is] = words('/agenda/2/end', 'lasts 3600000', `ends_at ${summer}`);
    expect(was).toBe('1 h');
    expect(is).toMatch(/^ends .*Jul.*12:00/);
    expect(words('/starts_at', summer, 'soon')).toEqual(['Starts', expect.stringMatching(/12:00/), 'soon']);
    expect(words('/guests', '', `Prof. Vo ${summer}`)).toEqual([
      ...['Guests', 'nothing', expect.stringMatching(/^Prof\. Vo, .*12:00/)],
    ]);
  });
});

describe('what is refused in a plan', () => {
  it('is named at its field', () => {
    const fault = { pointer: '/agenda/0/kind', message: 'has begun' };
    expect(faultsOf(problem({ faults: [fault] }))).toEqual([fault]);
    expect(faultsOf(problem({ field: 'plan/agenda/0/kind', detail: 'has begun' }))).toEqual([fault]);
    expect(faultsOf(problem({ field: 'plan' }))).toEqual([]);
  });

  it('stands in the list below when no field shows it', () => {
    const at = (pointer: string) => hasField({ pointer, message: '' });
    const shown = ['/agenda/0/switches/ballot', '/agenda/1/ends_at', '/guests/0/at', '/policies/signals/words'];
    shown.push('/policies/grace_s', '/policies/exposure_floor', '/policies/admission/email/domains/1');
    expect(shown.map(at)).toEqual(shown.map(() => true));
    expect(['/audiences/0/id', '/policies/text_max', '', '/agenda'].map(at)).toEqual([false, false, false, false]);
  });

  it('is not shown for what nobody has filled in yet', () => {
    const faults = ['/title', '/guests/0/name', '/agenda/0/lasts'].map((pointer) => ({ pointer, message: 'no' }));
    const shown = shownFaults(faults, { title: '', guests: [{ name: '' }], agenda: [{ lasts: 'PT0M' }] });
    expect(shown.map(({ pointer }) => pointer)).toEqual(['/agenda/0/lasts']);
  });

  it('is said in words, with what the server says of a field', () => {
    expect(sentenceOf(problem({ code: 'jam_over' }))).toMatch(/The jam is over/);
    expect(sentenceOf(problem({ code: 'bad_field', status: 400, detail: 'Too long.' }))).toBe('Too long.');
    expect(sentenceOf(problem({ code: 'unreachable', status: 0 }))).toMatch(/cannot be reached/);
  });
});
