// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { draftFrom, lengthOf, planOf, presets, slugOf, templateNames } from '../../../src/store/plan-draft';

const minutesOf = (name: (typeof templateNames)[number]) =>
  draftFrom(name, 'Europe/London', '2026-12-01T09:00').agenda.map(
    ({ days, hours, minutes }) => (days * 24 + hours) * 60 + minutes,
  );

describe('templates', () => {
  it('last what the design says', () => {
    expect(minutesOf('two_hours')).toEqual([10, 45, 15, 20, 30]);
    expect(minutesOf('three_days').map((minutes) => minutes / 60)).toEqual([6, 36, 12, 12, 6]);
  });

  it.each(templateNames)('%s names each phase once', (name) => {
    const ids = draftFrom(name, 'Europe/London', '').agenda.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('begin with presets that this server takes', () => {
    expect(presets.brainwrite.others).toBe('hidden');
    expect(presets.prioritise.order).toBe('shuffled');
  });
});

describe('a plan from the form', () => {
  const draft = draftFrom('two_hours', 'Europe/London', '2026-12-01T09:00');

  it('is what the contract asks for', () => {
    draft.title = 'CovJam';
    draft.forums = [{ title: 'Sent to Coventry', question: 'What for?' }];
    expect(planOf(draft)).toMatchObject({
      plan_version: 1,
      title: 'CovJam',
      time_zone: 'Europe/London',
      starts_at: '2026-12-01T09:00',
      forums: [{ id: 'sent-to-coventry', title: 'Sent to Coventry', question: 'What for?' }],
      rules: [{ id: 'no-personal-attacks', text: 'No personal attacks.' }],
      agenda: [{ id: 'brainwrite', kind: 'brainwrite', lasts: 'PT10M' }, {}, {}, {}, {}],
    });
    expect(planOf(draft)).not.toHaveProperty('charter');
    expect(planOf({ ...draft, startsNow: true })['starts_at']).toBe('now');
  });

  it('carries only switches that differ, with numbers as numbers', () => {
    const [phase] = structuredClone(draft.agenda);
    if (!phase) throw new Error('the template has phases');
    phase.switches = { comments: 'open', words_max: 'none', slow_mode_s: '30' };
    expect(planOf({ ...draft, agenda: [phase] })['agenda']).toEqual([
      {
        ...{ id: 'brainwrite', kind: 'brainwrite', lasts: 'PT10M' },
        switches: { comments: 'open', words_max: null, slow_mode_s: 30 },
      },
    ]);
  });

  it.each([
    [{ days: 1, hours: 12, minutes: 0 }, 'P1DT12H'],
    [{ days: 2, hours: 0, minutes: 0 }, 'P2D'],
    [{ days: 0, hours: 1, minutes: 30 }, 'PT1H30M'],
    [{ days: 0, hours: 0, minutes: 0 }, 'PT0M'],
  ])('writes a length as ISO 8601: %j', (length, written) => {
    expect(lengthOf(length)).toBe(written);
  });

  it.each([
    ['Sent to Coventry!', 'sent-to-coventry'],
    ['Łódź & Café', 'odz-cafe'],
    ['مدينة', 'forum'],
    ['a'.repeat(80), 'a'.repeat(36)],
  ])('makes an id of %s', (title, id) => {
    expect(slugOf(title, 'forum', new Set())).toBe(id);
  });

  it('makes ids that differ', () => {
    expect(slugOf('Work', 'forum', new Set(['work', 'work-2']))).toBe('work-3');
    const same = planOf({ ...draft, forums: Array.from({ length: 3 }, () => ({ title: 'Work', question: '' })) });
    expect((same['forums'] as { id: string }[]).map(({ id }) => id)).toEqual(['work', 'work-2', 'work-3']);
  });
});
