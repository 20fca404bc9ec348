// SPDX-License-Identifier: Apache-2.0
import type { PostEvent } from '../protocol/events';
import type { PostId } from '../protocol/ids';
import type { Author } from '../protocol/post';
import { Cell } from './cell';

const noticesMax = 100;

/** Something that happened to one's own posts, or to an idea one supported. */
export interface Notice {
  offset: number;
  atMs: number;
  what: 'comment' | 'build_on' | 'edited';
  post: PostId;
  /** What it is about: the post answered, built on or edited. */
  about: PostId;
  by: Author | null;
  text: string | null;
}

/** What the `me` feed tells besides one's own doing; newest first. */
export class Notices {
  readonly list = new Cell<readonly Notice[]>([]);
  /** The offset up to which they have been read. */
  readonly readUpTo = new Cell(0);

  fold(event: PostEvent): void {
    const notice = noticeOf(event);
    if (!notice) return;
    this.list.update((list) => [notice, ...list.filter(({ offset }) => offset !== notice.offset)].slice(0, noticesMax));
  }
}

function noticeOf(event: PostEvent): Notice | null {
  const { offset, at_ms: atMs, post, author: by, text } = event;
  if (event.type === 'post_edited') return { offset, atMs, what: 'edited', post, about: post, by, text };
  if (event.type !== 'post_added') return null;
  if (event.kind === 'comment' && event.parent !== null)
    return { offset, atMs, what: 'comment', post, about: event.parent, by, text };
  if (event.builds_on !== null) return { offset, atMs, what: 'build_on', post, about: event.builds_on, by, text };
  return null;
}
