// SPDX-License-Identifier: Apache-2.0
import type { Claim, ModerationCase } from '../../protocol/desk';
import type { Post } from '../../protocol/post';
import type { JamView } from '../jam-fold';
import { isOrganizer, isSteererOf } from '../permissions';
import { isOver } from '../roles';
import { names } from './naming';

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

/** A verb, or the one that takes it back. */
export type Done = Verb | 'release' | 'end_spotlight';

/** Verbs that change what others see or tell somebody: they wait ten seconds before they are sent. */
export const delayed: ReadonlySet<Done> = new Set<Done>([
  ...(['hide', 'ask_edit', 'decide', 'restore', 'connect', 'merge', 'move', 'split', 'mute'] as const),
]);

/** Verbs that a closed jam still takes (rule MO5). */
const afterwards: ReadonlySet<Verb> = new Set(['hide', 'restore', 'approve', 'ask_edit', 'decide']);

/** Verbs that judge a post: nobody judges what they wrote or what names them (rule MO7). */
const judging: ReadonlySet<Verb> = new Set(['hide', 'restore', 'approve', 'ask_edit', 'decide']);

/** Verbs that show posts to others in a new place: not before people see each other's posts (rule SV1). */
const showing: ReadonlySet<Verb> = new Set(['spotlight', 'connect', 'merge', 'split']);

/** Why a verb that suits a post cannot be used by this person now. */
export type Obstacle =
  | 'cut'
  | 'over'
  | 'unseen'
  | 'no_ideas'
  | 'elsewhere'
  | 'own'
  | 'nameless'
  | 'names_you'
  | 'you_hid'
  | 'claimed'
  | 'pending';

export interface Situation {
  view: JamView;
  post: Post;
  waiting: ModerationCase | null;
  /** Who has claimed the thread, while that holds. */
  claim: Claim | null;
  isOpen: boolean;
  isPending: boolean;
  /** It stands in the spotlight, so what the verb does is end that. */
  isLit?: boolean;
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
  const isShownAnew = showing.has(verb) && !(verb === 'spotlight' && situation.isLit);
  const isOfOthers = post.kind === 'idea' || post.kind === 'comment';
  if (isShownAnew && isOfOthers && view.phase.switches.others !== 'visible') return 'unseen';
  if (verb === 'split' && (view.phase.kind === 'reveal' || view.phase.kind === 'archive')) return 'no_ideas';
  const isOwn = me !== null && post.author?.id === me;
  const isJudged = judging.has(verb) && !(verb === 'restore' && post.state === 'merged');
  if (isOwn && (verb === 'mute' || isJudged)) return 'own';
  // A mute names its person on every desk (rule MO9).
  if (verb === 'mute' && post.author === null) return 'nameless';
  if ((isJudged || verb === 'mute') && view.you && names(post, view.you)) return 'names_you';
  if (verb === 'decide' && me !== null && waiting?.hidden?.person?.id === me) return 'you_hid';
  if (verb === 'claim' && claim !== null && (claim.person?.id ?? null) !== me) return 'claimed';
  if (isPending && delayed.has(verb)) return 'pending';
  return null;
}
