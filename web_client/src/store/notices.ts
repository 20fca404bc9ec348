// SPDX-License-Identifier: Apache-2.0
import { isPostEvent, type JamEvent, type PostEvent } from '../protocol/events';
import type { ForumId, PersonId, PostId } from '../protocol/ids';
import type { Author, Outcome } from '../protocol/post';
import { Cell } from './cell';

const noticesMax = 100;

export type NoticeKind =
  | 'comment'
  | 'build_on'
  | 'mention'
  | 'edited'
  | 'hidden'
  | 'approved'
  | 'restored'
  | 'edit_asked'
  | 'appeal_upheld'
  | 'appeal_denied'
  | 'merged'
  | 'merged_here'
  | 'connected'
  | 'moved'
  | 'split'
  | 'spotlighted'
  | 'responded'
  | 'erased'
  | 'redacted';

/** Something that happened to one's own posts, to an idea one supported, or that names one. */
export interface Notice {
  offset: number;
  atMs: number;
  what: NoticeKind;
  post: PostId;
  /** What it is about: the post answered, built on or edited, or the other of two. */
  about: PostId;
  by: Author | null;
  text: string | null;
  rule: string | null;
  forum: ForumId | null;
  outcome: Outcome | null;
}

/** What the `me` feed tells besides one's own doing; newest first. */
export class Notices {
  readonly list = new Cell<readonly Notice[]>([]);
  /** The offset up to which they have been read. */
  readonly readUpTo = new Cell(0);

  fold(event: JamEvent, me: PersonId | null, isMine: (post: PostId) => boolean): void {
    const notice = isPostEvent(event) ? postNotice(event, me, isMine) : otherNotice(event, isMine);
    if (!notice) return;
    this.list.update((list) => [notice, ...list.filter(({ offset }) => offset !== notice.offset)].slice(0, noticesMax));
  }
}

type Told = Pick<Notice, 'what' | 'post' | 'about'> & Partial<Notice>;

const made = ({ offset, at_ms: atMs }: { offset: number; at_ms: number }, told: Told): Notice => ({
  ...{ offset, atMs, by: null, text: null, rule: null, forum: null, outcome: null },
  ...told,
});

/** A text names people by number; names beside it are told only while names are shown. */
const isNamed = ({ mentions, text }: PostEvent, me: PersonId | null): boolean =>
  me !== null && (mentions.some(({ id }) => id === me) || (text ?? '').includes(`](person/${me})`));

const mention = (event: PostEvent): Notice => {
  const { post, parent, author: by, text } = event;
  return made(event, { what: 'mention', post, about: parent ?? post, by, text });
};

/** What a post that is new to all has to do with one: it names one, or answers or builds on one's own. */
function arrival(event: PostEvent, me: PersonId | null): Notice | null {
  const { post, kind, parent, builds_on, author: by, text } = event;
  if (isNamed(event, me)) return mention(event);
  if (kind === 'comment' && parent !== null) return made(event, { what: 'comment', post, about: parent, by, text });
  return builds_on === null ? null : made(event, { what: 'build_on', post, about: builds_on, by, text });
}

function postNotice(event: PostEvent, me: PersonId | null, isMine: (post: PostId) => boolean): Notice | null {
  const { post, author: by, text, forum } = event;
  switch (event.type) {
    case 'post_edited':
      if (isMine(post) || text === null) return null;
      return me !== null && event.newly_mentioned.includes(me)
        ? mention(event)
        : made(event, { what: 'edited', post, about: post, by, text });
    case 'post_approved':
      return isMine(post) ? made(event, { what: 'approved', post, about: post, text }) : arrival(event, me);
    case 'post_added':
      return arrival(event, me);
    case 'post_restored':
      return made(event, { what: 'restored', post, about: post, text: event.note });
    case 'post_moved':
      return made(event, { what: 'moved', post, about: post, text, forum });
    case 'post_split':
      return made(event, { what: 'split', post, about: event.split_from ?? post, text, forum });
    case 'post_spotlighted':
      return isMine(post) ? made(event, { what: 'spotlighted', post, about: post, text }) : null;
    case 'summary_published':
    case 'post_withdrawn':
    case 'announced':
      return null;
    case 'erased':
      return isMine(post)
        ? made(event, { what: event.state === 'erased' ? 'erased' : 'redacted', post, about: post, text })
        : null;
  }
}

function otherNotice(event: JamEvent, isMine: (post: PostId) => boolean): Notice | null {
  switch (event.type) {
    case 'post_hidden':
      return made(event, { what: 'hidden', post: event.post, about: event.post, text: event.note, rule: event.rule });
    case 'edit_asked':
      return made(event, {
        what: 'edit_asked',
        post: event.post,
        about: event.post,
        text: event.note,
        rule: event.rule,
      });
    case 'appeal_decided': {
      const what = event.uphold ? 'appeal_upheld' : 'appeal_denied';
      return made(event, { what, post: event.post, about: event.post, text: event.note });
    }
    case 'post_merged':
      return isMine(event.into)
        ? made(event, { what: 'merged_here', post: event.post, about: event.into })
        : made(event, { what: 'merged', post: event.post, about: event.into });
    case 'posts_connected': {
      const [own, other] = isMine(event.post) ? [event.post, event.with] : [event.with, event.post];
      return made(event, { what: 'connected', post: other, about: own });
    }
    case 'responded':
      return made(event, {
        what: 'responded',
        post: event.post,
        about: event.post,
        text: event.text,
        outcome: event.outcome,
      });
    default:
      return null;
  }
}
