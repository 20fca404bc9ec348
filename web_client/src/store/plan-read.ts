// SPDX-License-Identifier: Apache-2.0
import type { WrittenPhase, WrittenPlan } from '../protocol/plan';
import { readAdmission } from './plan-admission';
import { policyDefaults, type PhaseDraft, type PlanDraft, type PolicyDraft } from './plan-draft';
import { presets, readSwitch, type SwitchName } from './plan-switches';

const lasts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** Days, hours, minutes and seconds, as they were written: PT36H stays 36 hours. */
export function readLength(written: string | null): Pick<PhaseDraft, 'days' | 'hours' | 'minutes' | 'seconds'> {
  const [, days, hours, minutes, seconds] = lasts.exec(written ?? '') ?? [];
  const count = (digits: string | undefined) => Number(digits ?? 0);
  return { days: count(days), hours: count(hours), minutes: count(minutes), seconds: count(seconds) };
}

function readPhase({ id, kind, lasts, ends_at, switches }: WrittenPhase): PhaseDraft {
  const names = Object.keys(switches ?? {}).filter((name) => name in presets[kind]);
  return {
    ...{ id, kind, end: ends_at === null ? 'lasts' : 'ends_at', endsAt: ends_at ?? '' },
    ...readLength(lasts),
    switches: Object.fromEntries(names.map((name) => [name as SwitchName, readSwitch(switches?.[name])])),
  };
}

function readPolicies(written: WrittenPlan['policies']): PolicyDraft {
  const usual = policyDefaults;
  const signals = written?.signals;
  return {
    supportWord: written?.support_word ?? usual.supportWord,
    facilitatorsMoveClock: written?.facilitators_move_clock ?? usual.facilitatorsMoveClock,
    dots: written?.dots ?? usual.dots,
    unansweredAfterMin: written?.unanswered_after_min ?? usual.unansweredAfterMin,
    signalLinks: signals ? signals.links : usual.signalLinks,
    signalWords: signals ? signals.words.join('\n') : usual.signalWords,
    signalFast: signals ? signals.fast_posts_per_minute : usual.signalFast,
    exposureFloor: written?.exposure_floor ?? usual.exposureFloor,
    graceS: written?.grace_s ?? usual.graceS,
    smallCell: written?.small_cell ?? usual.smallCell,
    retentionDays: written?.retention_days ?? usual.retentionDays,
    admission: readAdmission(written?.admission),
  };
}

/** A plan in the form; sending it back unchanged changes nothing. */
export function draftOf(plan: WrittenPlan): PlanDraft {
  const forums = plan.forums.map(({ id, title, question }, index) => ({
    ...{ key: index + 1, id, title, question: question ?? '' },
  }));
  const keyOf = (forum: string | null) => forums.find(({ id }) => id === forum)?.key ?? null;
  return {
    source: plan.source,
    title: plan.title,
    purpose: plan.purpose ?? '',
    timeZone: plan.time_zone,
    startsAt: plan.starts_at === 'now' ? '' : plan.starts_at,
    startsNow: plan.starts_at === 'now',
    charter: plan.charter ?? { asks: '', decides: '', criteria: '', answer_by: '' },
    forums,
    agenda: plan.agenda.map(readPhase),
    rules: plan.rules ?? [{ id: 'civil', text: 'No personal attacks.' }],
    guests: (plan.guests ?? []).map((guest) => ({ ...guest, forum: keyOf(guest.forum) })),
    policies: readPolicies(plan.policies),
  };
}

const msOf = (local: string): number => Date.parse(`${local}Z`);
const minuteMs = 60_000;

/** A local time moved along the calendar: the hour of the day is kept, whatever daylight saving does. */
function moved(local: string, byMs: number): string {
  const atMs = msOf(local);
  return Number.isNaN(atMs) ? local : new Date(atMs + byMs).toISOString().slice(0, 16);
}

/** The same plan beginning at another day and hour; everything with an hour of its own moves along. */
export function movedTo(draft: PlanDraft, startsAt: string, startedAt = draft.startsAt): PlanDraft {
  const differs = msOf(startsAt) - msOf(startedAt);
  const byMs = Number.isNaN(differs) ? 0 : Math.round(differs / minuteMs) * minuteMs;
  return {
    ...draft,
    startsAt,
    startsNow: false,
    agenda: draft.agenda.map((phase) => ({ ...phase, endsAt: moved(phase.endsAt, byMs) })),
    guests: draft.guests.map((guest) => ({ ...guest, at: moved(guest.at, byMs) })),
  };
}

/** A plan to begin a new jam with: it opens at `startsAt`, in the zone of whoever makes it if it is only a template. */
export function startingFrom(plan: WrittenPlan, startsAt: string, startedAt: string | null): PlanDraft {
  const draft = draftOf(plan);
  return movedTo(draft, startsAt, startedAt ?? (draft.startsNow ? startsAt : draft.startsAt));
}

/** What the hall's clock showed at that instant in a zone: 2026-12-01T09:00. */
export function localTime(atMs: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  }).formatToParts(atMs);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}
