// SPDX-License-Identifier: Apache-2.0
import { t } from '../../i18n/polls';
import type { Poll } from '../../protocol/poll';

const scaleSteps = [1, 2, 3, 4, 5];

/** One line of a result. */
export interface Line {
  label: string;
  count: number;
  /** Of the people who answered; several options can be chosen, so these may add up to more than 100. */
  percent: number;
}

/** What can be chosen, with the value that is sent for it: indexes, on a scale the numbers 1 to 5. */
export function choicesOf({ kind, options }: Poll): { value: number; label: string }[] {
  if (kind !== 'scale') return options.map((label, value) => ({ value, label }));
  const [low, high] = options;
  return scaleSteps.map((value) => {
    if (value === 1 && low) return { value, label: t('scale_low', { label: low }) };
    if (value === 5 && high) return { value, label: t('scale_high', { label: high }) };
    return { value, label: String(value) };
  });
}

/** The result line by line; null while it is sealed. */
export function linesOf(poll: Poll): Line[] | null {
  const { counts, answered } = poll;
  if (counts === null) return null;
  const people = Math.max(answered, ...counts);
  return choicesOf(poll).map(({ label }, index) => {
    const count = counts[index] ?? 0;
    return { label, count, percent: people === 0 ? 0 : Math.round((count * 100) / people) };
  });
}

/** The mean of a scale; null where there is none. */
export function meanOf({ kind, counts }: Poll): number | null {
  const people = counts?.reduce((sum, count) => sum + count, 0) ?? 0;
  if (kind !== 'scale' || counts === null || people === 0) return null;
  return counts.reduce((sum, count, index) => sum + count * (index + 1), 0) / people;
}
