// SPDX-License-Identifier: Apache-2.0
import type { ForumId, PostId } from '../../protocol/ids';
import type { Target } from '../../store/drafts';
import type { LiveContext } from './context';

/** Opens the field that a draft is written in; null for those that have none in the jam itself. */
export function openerOf(
  target: Target,
  { write, openPost }: Pick<LiveContext, 'write' | 'openPost'>,
): (() => void) | null {
  const [kind, id] = target.split('/');
  const post = Number(id) as PostId;
  switch (kind) {
    case 'idea':
    case 'prompt':
      return () => write({ what: kind, forum: id as ForumId });
    case 'build_on':
    case 'edit':
      return () => write({ what: kind, post });
    case 'comment':
    case 'appeal':
      return () => openPost(post);
    default:
      return null;
  }
}
