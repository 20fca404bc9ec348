// SPDX-License-Identifier: Apache-2.0
import { t } from '../../i18n/report';
import { numberOf } from '../../i18n/times';
import type { Funnel } from '../../protocol/report';

export const steps = ['invited', 'registered', 'entered', 'posted', 'supported'] as const;
export type Step = (typeof steps)[number];

/** A count in words: a number, or why there is none. Only support can be sealed; all else that is missing is few. */
export function countWords(funnel: Funnel, step: Step, isSealed: boolean): string {
  const count = funnel[step];
  if (count !== null) return numberOf(count);
  return isSealed && step === 'supported' ? t('is_sealed') : t('few');
}

export const percentOf = (share: number): string => `${Math.round(share * 100)} %`;
