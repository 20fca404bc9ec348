// SPDX-License-Identifier: Apache-2.0
import { t as live } from '../../i18n/live';
import { t } from '../../i18n/mine';
import { t as relation } from '../../i18n/relations';
import type { PostId } from '../../protocol/ids';
import type { JamView } from '../../store/jam-fold';
import type { Notice } from '../../store/notices';
import { ruleWords } from '../../store/rules';

/** What a notice tells, in one sentence. */
export function noticeWords(notice: Notice, view: JamView): string {
  const name = notice.by?.name ?? live('someone');
  const rule = ruleWords(view.jam.rules, notice.rule ?? '');
  switch (notice.what) {
    case 'comment':
      return live('news_comment', { name });
    case 'build_on':
      return live('news_build_on', { name });
    case 'edited':
      return live('news_edited');
    case 'mention':
      return t('news_mention', { name });
    case 'hidden':
      return t('news_hidden', { rule });
    case 'approved':
      return t('news_approved');
    case 'restored':
      return t('news_restored');
    case 'edit_asked':
      return t('news_edit_asked', { rule });
    case 'appeal_upheld':
      return t('news_appeal_upheld');
    case 'appeal_denied':
      return t('news_appeal_denied');
    case 'merged':
      return t('news_merged');
    case 'merged_here':
      return t('news_merged_here');
    case 'connected':
      return t('news_connected');
    case 'moved':
      return t('news_moved', { forum: view.forums.find(({ id }) => id === notice.forum)?.title ?? '' });
    case 'split':
      return t('news_split');
    case 'spotlighted':
      return t('news_spotlighted');
    case 'erased':
      return t('news_erased');
    case 'redacted':
      return t('news_redacted');
    case 'responded':
      return t('news_responded', { outcome: relation('outcome', { outcome: notice.outcome ?? '' }) });
  }
}

/** The post that a notice opens: where something happened, a comment within its discussion. */
export const placeOf = ({ what, about, post }: Notice): PostId =>
  what === 'comment' || what === 'mention' || what === 'merged' ? about : post;
