// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { lengthOf, newForum, newPhase, planOf, slugOf, withIds } from '../../../src/store/plan-draft';
import { draftOf, localTime, movedTo, readLength, startingFrom } from '../../../src/store/plan-read';
import { presets, switchOf } from '../../../src/store/plan-switches';
import { aPlan, planOnWire, template, templateNames } from '../../support/plans';

const opensAt = '2026-12-01T09:00';
const minutesOf = (name: (typeof templateNames)[number]) =>
  startingFrom(template(name).plan, opensAt, null).agenda.map(
    ({ days, hours, minutes }) => (days * 24 + hours) * 60 + minutes,
  );

describe('templates', () => {
  it('last what the design says', () => {
    expect(minutesOf('two-hours')).toEqual([10, 45, 15, 20, 30]);
    expect(minutesOf('three-days').map((minutes) => minutes / 60)).toEqual([6, 36, 12, 12, 6]);
    expect(minutesOf('one-day').reduce((sum, minutes) => sum + minutes, 0)).toBe(8 * 60);
    expect(minutesOf('two-parts').reduce((sum, minutes) => sum + minutes, 0)).toBe(32 * 60);
  });

  it.each(templateNames)('%s names each phase once and is kept whole by the form', (name) => {
    const { id, plan } = template(name);
    expect(id).toBe(name);
    const draft = startingFrom(plan, opensAt, null);
    expect(new Set(draft.agenda.map((phase) => phase.id)).size).toBe(draft.agenda.length);
    expect(planOf(draft)).toMatchObject({ starts_at: opensAt, agenda: plan.source['agenda'] });
  });
});

describe('kinds', () => {
  it('have the switches of the design', () => {
    expect(presets.brainwrite).toMatchObject({ others: 'sampled', sample_size: '3', words_max: '120' });
    expect(presets.prioritise).toMatchObject({ ballot: 'agree', order: 'fair', moderation: 'after' });
    expect(switchOf({ kind: 'ideate', switches: { ballot: 'score' } }, 'ballot')).toBe('score');
    expect(switchOf({ kind: 'ideate', switches: {} }, 'ballot')).toBe('support');
  });
});

describe('a plan from the form', () => {
  it('read and written again is the same plan, also where the form has no field for it', () => {
    expect(planOf(draftOf(aPlan()))).toEqual(planOnWire());
  });

  it('keeps the ids of what the jam has, and makes new ones beside them', () => {
    const draft = draftOf(aPlan());
    const [first] = draft.forums;
    if (first) first.title = 'Known for what?';
    draft.forums.push({ ...newForum(draft.forums), title: 'Green', question: 'Why?' });
    draft.rules.push({ id: null, text: 'Civil, please.' });
    const plan = planOf(draft) as { forums: { id: string }[]; rules: { id: string }[] };
    expect(plan.forums.map(({ id }) => id)).toEqual(['known-for', 'green', 'green-2']);
    expect(plan.rules.map(({ id }) => id)).toEqual(['civil', 'civil-please']);
  });

  it('finds the forum of a guest when forums before it go', () => {
    const draft = draftOf(aPlan());
    draft.forums.splice(0, 1);
    expect(planOf(draft)['guests']).toMatchObject([{ forum: 'green' }]);
    draft.forums.splice(0, 1);
    expect(planOf(draft)['guests']).toMatchObject([{ forum: null }]);
    draft.guests = [];
    expect(planOf(draft)).not.toHaveProperty('guests');
  });

  it('says only policies that were said before or are not the usual ones', () => {
    const draft = draftOf(aPlan({ policies: null }));
    expect(planOf(draft)['policies']).toEqual({ support_word: 'support', facilitators_move_clock: false });
    draft.policies.signalWords = ' idiot \n\nfool';
    draft.policies.dots = 12;
    expect(planOf(draft)['policies']).toMatchObject({
      dots: 12,
      signals: { links: true, words: ['idiot', 'fool'], fast_posts_per_minute: 5 },
    });
  });

  it('says who gets in beside the roster, and leaves what it does not show as it was', () => {
    const admission = { email: { open: true, audience: 'staff' }, oidc: { open: false, newcomers: true }, code: null };
    const draft = draftOf(aPlan({ policies: { admission } }));
    expect(draft.policies.admission).toEqual({
      ...{ code: false, email: false, domains: '', oidc: false, pseudonyms: false },
    });
    expect(planOf(draft)['policies']).toMatchObject({ admission });
    Object.assign(draft.policies.admission, { code: true, email: true, domains: 'Example.org\n', pseudonyms: true });
    expect(planOf(draft)['policies']).toMatchObject({
      admission: {
        email: { open: true, newcomers: true, audience: 'staff', domains: ['example.org'] },
        ...{ oidc: { open: false, newcomers: true }, code: { open: true }, pseudonyms: true },
      },
    });
    const again = draftOf(aPlan({ policies: planOf(draft)['policies'] }));
    expect(again.policies.admission).toMatchObject({ code: true, email: true, domains: 'example.org' });
  });

  it('says numbers that are not the usual ones', () => {
    const draft = draftOf(aPlan({ policies: { small_cell: 5 } }));
    Object.assign(draft.policies, { exposureFloor: 0, graceS: 60, retentionDays: 30 });
    expect(planOf(draft)['policies']).toEqual({
      ...{ small_cell: 5, support_word: 'support', facilitators_move_clock: false },
      ...{ exposure_floor: 0, grace_s: 60, retention_days: 30 },
    });
  });

  it('carries only switches that differ, with numbers as numbers', () => {
    const draft = draftOf(aPlan());
    const phase = newPhase('alone', 'brainwrite');
    phase.switches = { comments: 'open', words_max: 'none', slow_mode_s: '30', sample_size: '4', moderation: 'before' };
    expect(planOf({ ...draft, agenda: [phase] })['agenda']).toEqual([
      {
        ...{ id: 'alone', kind: 'brainwrite', lasts: 'PT1H' },
        switches: { comments: 'open', words_max: null, slow_mode_s: 30, sample_size: 4, moderation: 'before' },
      },
    ]);
  });

  it('starts now, or at its hour, and needs no charter', () => {
    const draft = draftOf(aPlan({ charter: null }));
    expect(planOf(draft)).not.toHaveProperty('charter');
    expect(planOf({ ...draft, startsNow: true })['starts_at']).toBe('now');
  });
});

describe('a jam begun from an earlier one', () => {
  it('moves every hour along the calendar and leaves lengths alone', () => {
    const draft = movedTo(draftOf(aPlan()), '2027-03-30T10:30');
    expect(draft.startsAt).toBe('2027-03-30T10:30');
    expect(draft.agenda.map(({ endsAt }) => endsAt)).toEqual(['', '', '2027-04-01T13:30']);
    expect(draft.agenda[1]?.hours).toBe(36);
    expect(draft.guests[0]?.at).toBe('2027-03-31T16:30');
  });

  it('that was started at once moves from when that was', () => {
    const startedAt = localTime(Date.UTC(2026, 6, 1, 8, 0), 'Europe/London');
    expect(startedAt).toBe('2026-07-01T09:00');
    const plan = aPlan({ starts_at: 'now', guests: [{ name: 'Vo', at: '2026-07-01T11:00', minutes: 5 }] });
    const draft = startingFrom(plan, '2026-12-01T09:00', startedAt);
    expect(draft).toMatchObject({ startsNow: false, startsAt: '2026-12-01T09:00' });
    expect(draft.guests[0]?.at).toBe('2026-12-01T11:00');
  });
});

describe('lengths and ids', () => {
  it.each([
    [{ days: 1, hours: 12, minutes: 0, seconds: 0 }, 'P1DT12H'],
    [{ days: 2, hours: 0, minutes: 0, seconds: 0 }, 'P2D'],
    [{ days: 0, hours: 1, minutes: 30, seconds: 0 }, 'PT1H30M'],
    [{ days: 0, hours: 36, minutes: 0, seconds: 20 }, 'PT36H20S'],
  ])('writes a length as ISO 8601 and reads it again: %j', (length, written) => {
    expect(lengthOf(length)).toBe(written);
    expect(readLength(written)).toEqual(length);
  });

  it('writes no length as one that the server refuses', () => {
    expect(lengthOf({ days: 0, hours: 0, minutes: 0 })).toBe('PT0M');
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
    const same = Array.from({ length: 3 }, () => ({ id: null, title: 'Work' }));
    expect(withIds(same, ({ title }) => title, 'forum').map(({ id }) => id)).toEqual(['work', 'work-2', 'work-3']);
  });
});
