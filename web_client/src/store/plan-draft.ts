// SPDX-License-Identifier: Apache-2.0
import type { PhaseKind } from '../protocol/jam';
import { linesOf, writtenAdmission } from './plan-admission';
import { writtenSwitch, type SwitchName } from './plan-switches';

export interface PhaseDraft {
  id: string;
  kind: PhaseKind;
  /** How its end is written: as a length, or as an hour of the jam's time zone. */
  end: 'lasts' | 'ends_at';
  days: number;
  hours: number;
  minutes: number;
  seconds: number;
  endsAt: string;
  /** Only what differs from the kind. */
  switches: Partial<Record<SwitchName, string>>;
}

export interface ForumDraft {
  /** What guests of this forum name it by while ids still follow titles. */
  key: number;
  /** Ids that the jam already has stay; a new one is made from the title. */
  id: string | null;
  title: string;
  question: string;
}

export interface RuleDraft {
  id: string | null;
  text: string;
}

export interface GuestDraft {
  name: string;
  at: string;
  minutes: number;
  /** Key of a forum. */
  forum: number | null;
  about: string;
}

export interface PolicyDraft {
  supportWord: string;
  facilitatorsMoveClock: boolean;
  /** Dots of one person in a phase. */
  dots: number;
  unansweredAfterMin: number;
  signalLinks: boolean;
  /** One a line. */
  signalWords: string;
  /** More than so many posts a minute are looked at; nothing: never. */
  signalFast: number | null;
  /** People who should have seen each idea. */
  exposureFloor: number;
  graceS: number;
  smallCell: number;
  retentionDays: number;
  admission: AdmissionDraft;
}

/** Who gets in beside those on the roster. */
export interface AdmissionDraft {
  code: boolean;
  email: boolean;
  /** One a line. */
  domains: string;
  oidc: boolean;
  pseudonyms: boolean;
}

/** A plan as the form holds it. Lists stand in the plan's order, so that a fault's JSON pointer finds its field. */
export interface PlanDraft {
  /** What the form does not show, as it was read. */
  source: Record<string, unknown>;
  title: string;
  purpose: string;
  timeZone: string;
  startsAt: string;
  startsNow: boolean;
  charter: { asks: string; decides: string; criteria: string; answer_by: string };
  forums: ForumDraft[];
  agenda: PhaseDraft[];
  rules: RuleDraft[];
  guests: GuestDraft[];
  policies: PolicyDraft;
}

/** What a plan that says nothing of them has. */
export const policyDefaults: PolicyDraft = {
  supportWord: 'support',
  facilitatorsMoveClock: false,
  dots: 10,
  unansweredAfterMin: 20,
  signalLinks: true,
  signalWords: '',
  signalFast: 5,
  exposureFloor: 30,
  graceS: 30,
  smallCell: 5,
  retentionDays: 2555,
  admission: { code: false, email: false, domains: '', oidc: false, pseudonyms: false },
};

export const newPhase = (id: string, kind: PhaseKind): PhaseDraft => ({
  ...{ id, kind, end: 'lasts', days: 0, hours: 1, minutes: 0, seconds: 0, endsAt: '', switches: {} },
});

export const newForum = (forums: readonly ForumDraft[]): ForumDraft => ({
  key: 1 + Math.max(0, ...forums.map(({ key }) => key)),
  ...{ id: null, title: '', question: '' },
});

/** `P1DT12H`: a length as ISO 8601 writes it. */
export function lengthOf({
  days,
  hours,
  minutes,
  seconds = 0,
}: Pick<PhaseDraft, 'days' | 'hours' | 'minutes'> & { seconds?: number }): string {
  const time = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${seconds ? `${seconds}S` : ''}`;
  if (!days && !time) return 'PT0M';
  return `P${days ? `${days}D` : ''}${time ? `T${time}` : ''}`;
}

/** An id that reads like the title and is not taken. */
export function slugOf(title: string, fallback: string, taken: ReadonlySet<string>): string {
  const plain = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 36)
    .replace(/-+$/, '');
  const base = plain || fallback;
  let id = base;
  for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`;
  return id;
}

/** Each item with the id it keeps or gets. */
export function withIds<T extends { id: string | null }>(
  items: readonly T[],
  titleOf: (item: T) => string,
  fallback: string,
): { id: string; item: T }[] {
  const taken = new Set(items.map(({ id }) => id).filter((id) => id !== null));
  return items.map((item) => {
    const id = item.id ?? slugOf(titleOf(item), fallback, taken);
    taken.add(id);
    return { id, item };
  });
}

function phaseOf(phase: PhaseDraft) {
  const switches = Object.entries(phase.switches).map(([name, value]) => [name, writtenSwitch(name, value)]);
  return {
    ...{ id: phase.id, kind: phase.kind },
    ...(phase.end === 'ends_at' ? { ends_at: phase.endsAt } : { lasts: lengthOf(phase) }),
    ...(switches.length > 0 ? { switches: Object.fromEntries(switches) } : {}),
  };
}

/** The policies that were written before or are no longer the usual ones; the rest stays unsaid. */
function policiesOf(draft: PolicyDraft, source: unknown): Record<string, unknown> {
  const before = (typeof source === 'object' ? source : null) as Record<string, unknown> | null;
  const admission = writtenAdmission(draft.admission, before?.['admission']);
  const signals = ['signalLinks', 'signalWords', 'signalFast'] as const;
  const said = {
    dots: draft.dots !== policyDefaults.dots,
    unanswered_after_min: draft.unansweredAfterMin !== policyDefaults.unansweredAfterMin,
    exposure_floor: draft.exposureFloor !== policyDefaults.exposureFloor,
    grace_s: draft.graceS !== policyDefaults.graceS,
    small_cell: draft.smallCell !== policyDefaults.smallCell,
    retention_days: draft.retentionDays !== policyDefaults.retentionDays,
    signals: signals.some((name) => draft[name] !== policyDefaults[name]),
  };
  const values: Record<keyof typeof said, unknown> = {
    dots: draft.dots,
    unanswered_after_min: draft.unansweredAfterMin,
    exposure_floor: draft.exposureFloor,
    grace_s: draft.graceS,
    small_cell: draft.smallCell,
    retention_days: draft.retentionDays,
    signals: {
      links: draft.signalLinks,
      words: linesOf(draft.signalWords),
      fast_posts_per_minute: draft.signalFast,
    },
  };
  const names = Object.keys(said) as (keyof typeof said)[];
  return {
    ...before,
    ...{ support_word: draft.supportWord, facilitators_move_clock: draft.facilitatorsMoveClock },
    ...Object.fromEntries(
      names.filter((name) => said[name] || (before && name in before)).map((name) => [name, values[name]]),
    ),
    ...(admission === undefined ? {} : { admission }),
  };
}

/** The plan as the server takes it. */
export function planOf(draft: PlanDraft): Record<string, unknown> {
  const { charter, source } = draft;
  const hasCharter = Object.values(charter).some((line) => line.trim() !== '');
  const forums = withIds(draft.forums, ({ title }) => title, 'forum');
  const forumOf = (key: number | null) => forums.find(({ item }) => item.key === key)?.id ?? null;
  const rules = withIds(draft.rules, ({ text }) => text.split(' ').slice(0, 3).join(' '), 'rule');
  const kept = Object.entries(source).filter(([name]) => name !== 'charter' && name !== 'guests');
  return {
    ...Object.fromEntries(kept),
    plan_version: 1,
    title: draft.title,
    purpose: draft.purpose,
    ...(hasCharter ? { charter: { ...charter } } : {}),
    time_zone: draft.timeZone,
    starts_at: draft.startsNow ? 'now' : draft.startsAt,
    forums: forums.map(({ id, item }) => ({ id, title: item.title, question: item.question })),
    agenda: draft.agenda.map(phaseOf),
    rules: rules.map(({ id, item }) => ({ id, text: item.text })),
    ...(draft.guests.length > 0
      ? { guests: draft.guests.map((guest) => ({ ...guest, forum: forumOf(guest.forum) })) }
      : {}),
    policies: policiesOf(draft.policies, source['policies']),
  };
}
