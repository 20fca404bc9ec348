// SPDX-License-Identifier: Apache-2.0
import type { PhaseKind, Switches } from '../protocol/jam';

/** The switches a plan may set; the rest of a phase comes from its kind. */
export type SwitchName = Exclude<keyof Switches, 'moderation' | 'sample_size'>;

export interface PhaseDraft {
  id: string;
  kind: PhaseKind;
  days: number;
  hours: number;
  minutes: number;
  /** Only what differs from the kind. */
  switches: Partial<Record<SwitchName, string>>;
}

export interface ForumDraft {
  title: string;
  question: string;
}

/** A plan as the form holds it. Lists stand in the plan's order, so that a fault's JSON pointer finds its field. */
export interface PlanDraft {
  title: string;
  purpose: string;
  timeZone: string;
  startsAt: string;
  startsNow: boolean;
  charter: { asks: string; decides: string; criteria: string; answer_by: string };
  forums: ForumDraft[];
  agenda: PhaseDraft[];
  rules: { text: string }[];
  supportWord: string;
  facilitatorsMoveClock: boolean;
}

export const templateNames = ['two_hours', 'day', 'three_days', 'two_part'] as const;
export type TemplateName = (typeof templateNames)[number];

const phase = (kind: PhaseKind, hours: number, minutes = 0, more: Partial<PhaseDraft> = {}): PhaseDraft => ({
  ...{ id: kind, kind, days: 0, hours, minutes, switches: {} },
  ...more,
});

const overnight: Partial<PhaseDraft> = { id: 'overnight', switches: { ideas: 'closed', ballot: 'none' } };

/** Agendas that have worked: lengths of the phases in order. */
const agendas: Record<TemplateName, () => PhaseDraft[]> = {
  two_hours: () => [
    phase('brainwrite', 0, 10),
    phase('ideate', 0, 45),
    phase('refine', 0, 15),
    phase('prioritise', 0, 20),
    phase('reveal', 0, 30),
  ],
  day: () => [
    phase('brainwrite', 0, 45),
    phase('ideate', 4, 15),
    phase('refine', 1),
    phase('prioritise', 1),
    phase('reveal', 1),
  ],
  three_days: () => [
    phase('brainwrite', 6),
    phase('ideate', 12, 0, { days: 1 }),
    phase('refine', 12),
    phase('prioritise', 12),
    phase('reveal', 6),
  ],
  two_part: () => [
    phase('brainwrite', 1),
    phase('ideate', 7),
    phase('refine', 16, 0, overnight),
    phase('refine', 3),
    phase('prioritise', 3),
    phase('reveal', 2),
  ],
};

export function draftFrom(template: TemplateName, timeZone: string, startsAt: string): PlanDraft {
  return {
    ...{ title: '', purpose: '', timeZone, startsAt, startsNow: false },
    charter: { asks: '', decides: '', criteria: '', answer_by: '' },
    forums: [{ title: '', question: '' }],
    agenda: agendas[template](),
    rules: [{ text: 'No personal attacks.' }],
    supportWord: 'support',
    facilitatorsMoveClock: false,
  };
}

export const agendaOf = (template: TemplateName): PhaseDraft[] => agendas[template]();

/** `P1DT12H`: a length as ISO 8601 writes it. */
export function lengthOf({ days, hours, minutes }: Pick<PhaseDraft, 'days' | 'hours' | 'minutes'>): string {
  const time = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}`;
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

function withIds<T>(items: T[], titleOf: (item: T) => string, fallback: string): { id: string; item: T }[] {
  const taken = new Set<string>();
  return items.map((item) => {
    const id = slugOf(titleOf(item), fallback, taken);
    taken.add(id);
    return { id, item };
  });
}

const numeric: ReadonlySet<string> = new Set<SwitchName>(['words_max', 'slow_mode_s']);

function switchValue(name: string, value: string): string | number | null {
  if (!numeric.has(name)) return value;
  return value === 'none' ? null : Number(value);
}

/** The plan as the server takes it. */
export function planOf(draft: PlanDraft): Record<string, unknown> {
  const { charter } = draft;
  const hasCharter = Object.values(charter).some((line) => line.trim() !== '');
  return {
    plan_version: 1,
    title: draft.title,
    purpose: draft.purpose,
    ...(hasCharter ? { charter: { ...charter } } : {}),
    time_zone: draft.timeZone,
    starts_at: draft.startsNow ? 'now' : draft.startsAt,
    forums: withIds(draft.forums, ({ title }) => title, 'forum').map(({ id, item }) => ({ id, ...item })),
    agenda: draft.agenda.map((one) => {
      const switches = Object.entries(one.switches).map(([name, value]) => [name, switchValue(name, value)]);
      return {
        ...{ id: one.id, kind: one.kind, lasts: lengthOf(one) },
        ...(switches.length > 0 ? { switches: Object.fromEntries(switches) } : {}),
      };
    }),
    rules: withIds(draft.rules, ({ text }) => text.split(' ').slice(0, 3).join(' '), 'rule').map(({ id, item }) => ({
      id,
      text: item.text,
    })),
    policies: { support_word: draft.supportWord, facilitators_move_clock: draft.facilitatorsMoveClock },
  };
}

/** What each kind means unless a switch says otherwise. */
export const presets: Record<PhaseKind, Record<SwitchName, string>> = {
  lobby: preset('closed', 'open', 'visible', 'none', 'sealed', 'newest', 'shown'),
  brainwrite: { ...preset('open', 'closed', 'hidden', 'none', 'sealed', 'shuffled', 'hidden'), words_max: '120' },
  ideate: preset('open', 'open', 'visible', 'support', 'sealed', 'newest', 'shown'),
  refine: { ...preset('build_on', 'open', 'visible', 'support', 'sealed', 'active', 'shown'), words_max: '50' },
  prioritise: preset('closed', 'closed', 'visible', 'agree', 'sealed', 'shuffled', 'hidden'),
  reveal: preset('closed', 'open', 'visible', 'none', 'live', 'top', 'shown'),
  archive: preset('closed', 'closed', 'visible', 'none', 'live', 'top', 'shown'),
};

function preset(...[ideas, comments, others, ballot, tallies, order, names]: string[]): Record<SwitchName, string> {
  return {
    ...{ ideas: ideas ?? '', comments: comments ?? '', others: others ?? '', ballot: ballot ?? '' },
    ...{ tallies: tallies ?? '', order: order ?? '', names: names ?? '' },
    ...{ words_max: 'none', slow_mode_s: '0' },
  };
}

export const switchChoices: Record<Exclude<SwitchName, 'words_max' | 'slow_mode_s'>, readonly string[]> = {
  ideas: ['open', 'build_on', 'closed'],
  comments: ['open', 'closed'],
  others: ['visible', 'hidden'],
  ballot: ['none', 'support', 'agree'],
  tallies: ['sealed', 'live'],
  order: ['newest', 'active', 'shuffled', 'top'],
  names: ['shown', 'hidden'],
};
