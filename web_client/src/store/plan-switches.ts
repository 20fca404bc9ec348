// SPDX-License-Identifier: Apache-2.0
import type { PhaseKind, Switches } from '../protocol/jam';

/** The switches a plan may set; the rest of a phase comes from its kind. */
export type SwitchName = keyof Switches | 'sample_size';

/** Switches that are a number; `none` lifts the bound where there is one. */
export const countedSwitches = ['words_max', 'slow_mode_s', 'sample_size'] as const;
export type CountedSwitch = (typeof countedSwitches)[number];
export type ChosenSwitch = Exclude<SwitchName, CountedSwitch>;

/** What each kind means unless a switch says otherwise (design, section 4). */
export const presets: Record<PhaseKind, Record<SwitchName, string>> = {
  lobby: preset('closed', 'open', 'visible', 'none', 'sealed', 'newest', 'shown'),
  brainwrite: { ...preset('open', 'closed', 'sampled', 'none', 'sealed', 'shuffled', 'hidden'), words_max: '120' },
  ideate: preset('open', 'open', 'visible', 'support', 'sealed', 'newest', 'shown'),
  refine: { ...preset('build_on', 'open', 'visible', 'support', 'sealed', 'active', 'shown'), words_max: '50' },
  prioritise: preset('closed', 'closed', 'visible', 'agree', 'sealed', 'fair', 'hidden'),
  reveal: preset('closed', 'open', 'visible', 'none', 'live', 'top', 'shown'),
  archive: preset('closed', 'closed', 'visible', 'none', 'live', 'top', 'shown'),
};

function preset(...[ideas, comments, others, ballot, tallies, order, names]: string[]): Record<SwitchName, string> {
  return {
    ...{ ideas: ideas ?? '', comments: comments ?? '', others: others ?? '', ballot: ballot ?? '' },
    ...{ tallies: tallies ?? '', order: order ?? '', names: names ?? '', moderation: 'after' },
    ...{ words_max: 'none', slow_mode_s: '0', sample_size: '3' },
  };
}

export const switchChoices: Record<ChosenSwitch, readonly string[]> = {
  ideas: ['open', 'build_on', 'closed'],
  comments: ['open', 'closed'],
  others: ['visible', 'sampled', 'hidden'],
  ballot: ['none', 'support', 'agree', 'score', 'dots', 'pairwise'],
  tallies: ['sealed', 'live'],
  order: ['newest', 'active', 'shuffled', 'fair', 'top'],
  names: ['shown', 'hidden'],
  moderation: ['after', 'before'],
};

export const chosenSwitches = Object.keys(switchChoices) as ChosenSwitch[];

type Chosen = { kind: PhaseKind; switches: Partial<Record<SwitchName, string>> };

/** What a switch of a phase comes to, its own or that of its kind. */
export const switchOf = ({ kind, switches }: Chosen, name: SwitchName): string => switches[name] ?? presets[kind][name];

const counted: ReadonlySet<string> = new Set<SwitchName>(countedSwitches);

/** As the plan writes it. */
export function writtenSwitch(name: string, value: string): string | number | null {
  if (!counted.has(name)) return value;
  return value === 'none' ? null : Number(value);
}

/** As the form holds it: `null` lifts a bound. */
export const readSwitch = (value: unknown): string => (value === null ? 'none' : String(value));
