// SPDX-License-Identifier: Apache-2.0
import type { Claim, ModerationCase } from '../../protocol/desk';
import type { Post } from '../../protocol/post';
import type { JamView } from '../jam-fold';
import { isOrganizer, isSteererOf } from '../permissions';
import { isOver } from '../roles';

/** What can be done with a post at a desk. */
export const verbs = [
  'approve',
  'hide',
  'ask_edit',
  'decide',
  'restore',
  'claim',
  'spotlight',
  'connect',
  'merge',
  'move',
  'split',
  'mute',
] as const;
export type Verb = (typeof verbs)[number];

/** Verbs that others feel: they wait ten seconds before they are sent. */
export const destructive: ReadonlySet<Verb> = new Set(['hide', 'merge', 'move', 'mute']);

/** Verbs that a closed jam still takes (rule MO5). */
const afterwards: ReadonlySet<Verb> = new Set(['hide', 'restore', 'approve', 'ask_edit', 'decide']);

/** Verbs that judge a post: nobody judges what they wrote or what names them (rule MO7). */
const judging: ReadonlySet<Verb> = new Set(['hide', 'restore', 'approve', 'ask_edit', 'decide']);

/** Why a verb that suits a post cannot be used by this person now. */
export type Obstacle = 'cut' | 'over' | 'elsewhere' | 'own' | 'names_you' | 'you_hid' | 'claimed' | 'pending';

export interface Situation {
  view: JamView;
  post: Post;
  waiting: ModerationCase | null;
  /** Who has claimed the thread, while that holds. */
  claim: Claim | null;
  isOpen: boolean;
  isPending: boolean;
}

export interface Offer {
  verb: Verb;
  obstacle: Obstacle | null;
}

/** The verbs that suit a post, each with what stands in its way. */
export const offersFor = (situation: Situation): Offer[] =>
  verbs.filter((verb) => suits(verb, situation)).map((verb) => ({ verb, obstacle: obstacleOf(verb, situation) }));

function suits(verb: Verb, { post, waiting, view }: Situation): boolean {
  const { kind, state } = post;
  const isShown = state === 'published';
  // A merged post keeps its words before everybody, so it can be judged as well.
  const isRead = isShown || state === 'merged';
  const isTop = kind === 'idea' || kind === 'prompt' || kind === 'summary';
  switch (verb) {
    case 'approve':
      return state === 'held' || (isRead && waiting !== null);
    case 'hide':
      return (isRead || state === 'held') && kind !== 'announcement';
    case 'ask_edit':
      return (isShown || state === 'held') && kind !== 'announcement';
    case 'decide':
      return state === 'hidden' && hasAppeal(waiting);
    case 'restore':
      return (state === 'hidden' && !hasAppeal(waiting)) || state === 'merged';
    case 'claim':
      return isShown && isTop;
    case 'spotlight':
      return isShown && post.forum !== null && kind !== 'announcement';
    case 'connect':
      return isShown && (kind === 'idea' || kind === 'prompt');
    case 'merge':
      return isShown && kind === 'idea';
    case 'move':
      return (isShown || state === 'held') && isTop && view.forums.length > 1;
    case 'split':
      return isShown && kind === 'comment';
    case 'mute':
      return kind !== 'announcement' && state !== 'erased';
  }
}

const hasAppeal = (waiting: ModerationCase | null): boolean => Boolean(waiting?.appeal);

function obstacleOf(verb: Verb, situation: Situation): Obstacle | null {
  const { view, post, waiting, claim, isOpen, isPending } = situation;
  const me = view.you?.id ?? null;
  if (!isOpen) return 'cut';
  if (isOver(view) && !afterwards.has(verb)) return 'over';
  if (post.forum === null ? !isOrganizer(view) : !isSteererOf(view, post.forum)) return 'elsewhere';
  const isOwn = me !== null && post.author?.id === me;
  if (isOwn && (verb === 'mute' || (judging.has(verb) && post.state !== 'merged'))) return 'own';
  if (judging.has(verb) && names(post, view.you?.name ?? '')) return 'names_you';
  if (verb === 'decide' && me !== null && waiting?.hidden?.person?.id === me) return 'you_hid';
  if (verb === 'claim' && claim !== null && claim.person.id !== me) return 'claimed';
  if (isPending && destructive.has(verb)) return 'pending';
  return null;
}

/** Rule MO7: the full name stands in the text, in any case. */
export function names({ text }: Post, name: string): boolean {
  const wanted = name.trim().toLocaleLowerCase();
  return wanted !== '' && (text ?? '').toLocaleLowerCase().includes(wanted);
}
