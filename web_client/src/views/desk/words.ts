// SPDX-License-Identifier: Apache-2.0
import { t } from '../../i18n/desk';
import { lengthOf, listOf } from '../../i18n/times';
import type { ForumId } from '../../protocol/ids';
import type { Named } from '../../protocol/person';
import type { Post } from '../../protocol/post';
import type { JamView } from '../../store/jam-fold';
import { beginningOf } from '../../ui/markdown';

const soonMs = 5 * 60_000;

/** Longer than this, somebody's post waits too long. */
export const tooLongMs = 30 * 60_000;

export const titleOf = (view: JamView, forum: ForumId | null): string =>
  view.forums.find(({ id }) => id === forum)?.title ?? '';

export const ruleOf = (view: JamView, rule: string | null): string =>
  view.jam.rules.find(({ id }) => id === rule)?.text ?? rule ?? '';

export const namesOf = (people: readonly Named[]): string => listOf(people.map(({ name }) => name));

/** The beginning of a post on one line. */
export const firstWordsOf = (post: Post | null | undefined, most = 120): string => beginningOf(post?.text ?? '', most);

export type Urgency = 'fine' | 'soon' | 'late';

export function urgencyOf(sinceMs: number | null, nowMs: number): Urgency {
  if (sinceMs === null) return 'fine';
  if (nowMs - sinceMs > tooLongMs) return 'late';
  return nowMs - sinceMs > soonMs ? 'soon' : 'fine';
}

/** How long a post has waited, in words that do not need the colour. */
export function waitOf(sinceMs: number | null, nowMs: number): string {
  if (sinceMs === null) return '';
  const ago = lengthOf(nowMs - sinceMs);
  if (nowMs - sinceMs < 60_000) return t('waits_now');
  return urgencyOf(sinceMs, nowMs) === 'late' ? t('waits_long', { ago }) : t('waits', { ago });
}
