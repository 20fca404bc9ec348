// SPDX-License-Identifier: Apache-2.0
import { t } from '../../i18n/live';
import { t as moderated } from '../../i18n/moderated';
import { whenOf } from '../../i18n/times';
import type { Rule } from '../../protocol/jam';
import type { Post } from '../../protocol/post';
import { ruleWords } from '../../store/rules';

/** What stands where a text was. A hidden post says by which rule, when, and by which role (rule MO2). */
export function missingWords(post: Post, rules: Rule[], nowMs: number, zone: string): string {
  switch (post.state) {
    case 'withdrawn':
      return t('withdrawn');
    case 'hidden':
      return hiddenWords(post, rules, nowMs, zone);
    case 'merged':
      return t('merged');
    case 'held':
      return t('held');
    case 'erased':
    case 'published':
      return t('erased');
  }
}

function hiddenWords({ tombstone, rule: known }: Post, rules: Rule[], nowMs: number, zone: string): string {
  const id = tombstone?.rule ?? known;
  const rule = id === null ? moderated('unknown_rule') : ruleWords(rules, id);
  const by = moderated('by_role', { role: tombstone?.role ?? 'facilitator' });
  if (!tombstone) return moderated('tombstone_plain', { by, rule });
  return moderated('tombstone', { by, rule, time: whenOf(tombstone.at_ms, nowMs, zone) });
}
