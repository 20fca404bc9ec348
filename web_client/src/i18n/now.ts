// SPDX-License-Identifier: Apache-2.0
import type { Order, Switches } from '../protocol/jam';
import { t } from './live';
import { listOf } from './times';

/** What may be done in a phase, as one sentence. */
export function doingSentence(switches: Switches, supportWord: string): string {
  const deeds: string[] = switches.tallies === 'live' ? [t('do_counts')] : [];
  if (switches.ideas === 'open' && switches.others === 'hidden') deeds.push(t('do_alone'));
  else if (switches.ideas === 'open' && switches.others === 'sampled') deeds.push(t('do_sampled'));
  else if (switches.ideas === 'open') deeds.push(t('do_idea'), t('do_build'));
  if (switches.ideas === 'build_on') deeds.push(t('do_only_build'));
  if (switches.comments === 'open') deeds.push(deeds.length > 0 ? t('do_comment') : t('do_comment_first'));
  if (switches.ballot === 'support') {
    const deed = t('do_support', { word: supportWord });
    deeds.push(deeds.length > 0 ? deed : capital(deed));
  }
  if (switches.ballot === 'agree') deeds.push(deeds.length > 0 ? t('do_agree') : t('do_agree_first'));
  const further = furtherDeeds[switches.ballot];
  if (further !== undefined) deeds.push(deeds.length > 0 ? t(further) : capital(t(further)));
  return deeds.length > 0 ? t('now_do', { what: listOf(deeds) }) : t('now_read');
}

const furtherDeeds: Partial<Record<Switches['ballot'], 'do_score' | 'do_dots' | 'do_pairwise'>> = {
  score: 'do_score',
  dots: 'do_dots',
  pairwise: 'do_pairwise',
};

const orderKeys = {
  newest: 'order_newest',
  active: 'order_active',
  shuffled: 'order_shuffled',
  fair: 'order_fair',
  top: 'order_top',
} as const;

export const orderName = (order: Order): string => t(orderKeys[order]);

export const capital = (word: string): string => word.slice(0, 1).toLocaleUpperCase() + word.slice(1);
