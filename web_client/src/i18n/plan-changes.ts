// SPDX-License-Identifier: Apache-2.0
import type { PlanChange } from '../protocol/plan';
import { t } from './admin';
import { t as common } from './common';
import { momentOf, partsOf } from './times';

/** One difference of two plans, as a row that people read. */
export interface ChangeInWords {
  what: string;
  before: string;
  after: string;
}

const wholeFields = {
  title: 'field_title',
  purpose: 'field_purpose',
  time_zone: 'field_time_zone',
  starts_at: 'field_starts_at',
  guests: 'guests',
  'charter/asks': 'field_asks',
  'charter/decides': 'field_decides',
  'charter/criteria': 'field_criteria',
  'charter/answer_by': 'field_answer_by',
  'policies/support_word': 'field_support_word',
  'policies/facilitators_move_clock': 'field_clock',
  'policies/dots': 'field_dots',
  'policies/unanswered_after_min': 'field_unanswered',
  'policies/exposure_floor': 'field_exposure_floor',
  'policies/grace_s': 'field_grace',
  'policies/small_cell': 'field_small_cell',
  'policies/retention_days': 'field_retention',
  'policies/signals': 'signals',
  'policies/admission': 'newcomers',
} as const;

const memberFields = {
  title: 'field_forum_title',
  question: 'field_forum_question',
  kind: 'phase_kind',
  end: 'phase_length',
} as const;

const switchFields = {
  ideas: 'switch_ideas',
  comments: 'switch_comments',
  others: 'switch_others',
  ballot: 'switch_ballot',
  tallies: 'switch_tallies',
  order: 'switch_order',
  names: 'switch_names',
  moderation: 'switch_moderation',
  words_max: 'switch_words_max',
  slow_mode_s: 'switch_slow_mode_s',
  sample_size: 'switch_sample_size',
} as const;

const listNames = { forums: 'change_forum', agenda: 'change_phase', rules: 'change_rule' } as const;

/** Says a change in the words of the form; `plan` is the plan with it. */
export function changeInWords({ pointer, before, after }: PlanChange, plan: Record<string, unknown>): ChangeInWords {
  const parts = pointer.split('/').slice(1);
  const zone = typeof plan['time_zone'] === 'string' ? plan['time_zone'] : undefined;
  const say = (value: string | null) => (value ? valueOf(parts, value, zone) : t('change_nothing'));
  return { what: whatOf(parts, plan, before), before: say(before), after: say(after) };
}

function whatOf(parts: string[], plan: Record<string, unknown>, gone: string | null): string {
  const [list = '', place, ...rest] = parts;
  const whole = parts.join('/');
  if (isKey(whole, wholeFields)) return t(wholeFields[whole]);
  if (!isKey(list, listNames) || place === undefined) return whole;
  const item = t(listNames[list], { name: nameOf(list, place, plan, gone) });
  const member = memberOf(rest);
  return member ? t('change_member', { item, member }) : item;
}

function memberOf([member, name]: string[]): string | null {
  if (member === 'switches' && isKey(name, switchFields)) return t(switchFields[name]);
  return isKey(member, memberFields) ? t(memberFields[member]) : null;
}

/** What people call the item; one that goes is named by what it was. */
function nameOf(list: string, place: string, plan: Record<string, unknown>, gone: string | null): string {
  const items = plan[list];
  if (!/^\d+$/.test(place) || !Array.isArray(items)) return list === 'agenda' && gone ? kindInWords(gone) : place;
  const item = (items as Record<string, unknown>[])[Number(place)];
  if (list === 'agenda') return t('change_phase_nth', { n: Number(place) + 1, kind: kindInWords(item?.['kind']) });
  const name = item?.['title'];
  return typeof name === 'string' && name ? name : String(Number(place) + 1);
}

const kindInWords = (kind: unknown): string => common('kind', { kind: typeof kind === 'string' ? kind : '' });

const switchValues: ReadonlySet<string> = new Set([
  ...['open', 'build_on', 'closed', 'visible', 'sampled', 'hidden', 'none', 'support', 'agree', 'score', 'dots'],
  ...['pairwise', 'sealed', 'live', 'newest', 'active', 'shuffled', 'fair', 'top', 'shown'],
]);

function valueOf(parts: string[], value: string, zone: string | undefined): string {
  const last = parts.at(-1) ?? '';
  // A phase that comes or goes is told by its kind.
  if (parts[0] === 'agenda' && parts.length === 2) return kindInWords(value);
  if (last === 'moderation') return value === 'before' ? t('moderation_before') : t('moderation_after');
  if (last in switchFields && switchValues.has(value)) return t(`value_${value}` as Parameters<typeof t>[0]);
  switch (last) {
    case 'kind':
      return kindInWords(value);
    case 'end':
      return endInWords(value, zone);
    case 'starts_at':
      return instantInWords(value, zone);
    case 'guests':
      return guestInWords(value, zone);
    case 'facilitators_move_clock':
      return value === 'true' ? t('change_yes') : t('change_no');
    case 'signals':
    case 'admission':
      return value === 'before' ? t('change_as_was') : t('change_as_written');
    default:
      return value;
  }
}

/** `lasts 5400000` as 1 h 30 min, `ends_at 1796299200000` as the hour in the jam's zone. */
function endInWords(written: string, zone: string | undefined): string {
  const [how, count = ''] = written.split(' ');
  if (how === 'ends_at') return t('change_ends_at', { time: instantInWords(count, zone) });
  const { days, hours, minutes, seconds } = partsOf(Number(count));
  const units = [
    ...[`${days} ${t('days')}`, `${hours} ${t('hours')}`, `${minutes} ${t('minutes')}`, `${seconds} ${t('seconds')}`],
  ];
  return units.filter((unit) => !unit.startsWith('0 ')).join(' ') || written;
}

function instantInWords(written: string, zone: string | undefined): string {
  const atMs = Number(written);
  if (!written || !Number.isSafeInteger(atMs)) return written;
  try {
    return momentOf(atMs, zone);
  } catch {
    // A zone that this browser does not know.
    return momentOf(atMs, 'UTC');
  }
}

/** `Prof. Vo 1796320800000`: the name and the hour. */
function guestInWords(written: string, zone: string | undefined): string {
  const [, name, at] = /^(.*) (\d+)$/s.exec(written) ?? [];
  return name && at ? `${name}, ${instantInWords(at, zone)}` : written;
}

const isKey = <Known extends object>(key: string | undefined, known: Known): key is string & keyof Known =>
  key !== undefined && Object.hasOwn(known, key);
