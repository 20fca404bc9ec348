// SPDX-License-Identifier: Apache-2.0
import type { ForumId, PhaseId } from '../protocol/ids';
import type { Switches } from '../protocol/jam';
import type { Post, PostKind } from '../protocol/post';
import type { JamView } from './jam-fold';
import type { OwnPost } from './own-posts';
import { hasRole, isOver, mayTakePart } from './roles';

export const isOrganizer = (view: JamView): boolean => view.you === null || hasRole(view, 'organizer');

/** Roles limited to forums reach only those. */
export function isWithin(view: JamView, forum: ForumId): boolean {
  const scope = view.you?.forums ?? [];
  return scope.length === 0 || scope.includes(forum);
}

/** Rule SV1: organizers everywhere, facilitators in their own forums; a closed jam has little left to steer. */
export const isSteererOf = (view: JamView, forum: ForumId): boolean =>
  isOrganizer(view) || (hasRole(view, 'facilitator') && isWithin(view, forum));

/** Facilitators limited to forums steer only those. */
export const maySteer = (view: JamView, forum: ForumId): boolean => !isOver(view) && isSteererOf(view, forum);

/** The forums whose queue, shifts and back-channel one may read. */
export const deskForums = (view: JamView): ForumId[] =>
  isOrganizer(view) || hasRole(view, 'facilitator', 'host')
    ? view.forums.map(({ id }) => id).filter((id) => isOrganizer(view) || isWithin(view, id))
    : [];

/** A prompt is a post, and the hall's administrator is nobody who could post. */
export const mayPrompt = (view: JamView, forum: ForumId): boolean => view.you !== null && maySteer(view, forum);

export function mayMoveClock(view: JamView): boolean {
  if (isOver(view)) return false;
  return isOrganizer(view) || (view.jam.facilitators_move_clock && hasRole(view, 'facilitator'));
}

/** The switches that judge a post drafted in that phase: the running one's, or in grace those of the one before. */
export function switchesFor(view: JamView, draftedIn: PhaseId | null, nowMs: number): Switches {
  const { ended, phase, jam } = view;
  const inGrace = ended !== null && draftedIn === ended.id && nowMs - ended.atMs < jam.grace_s * 1000;
  return (inGrace && jam.agenda.find((entry) => entry.id === ended.id)?.switches) || phase.switches;
}

/**
 * Whether nothing is taken any more of what these switches judge: the jam is over, and this is not the grace that its
 * last bell leaves to what was begun before (rule PH11), which the phase that ended judges.
 */
export const takesNothing = (view: JamView, switches: Switches): boolean =>
  isOver(view) && (view.jam.state === 'cancelled' || switches === view.phase.switches);

export type Writing = PostKind | 'build_on';

/** Whether switches let that kind of post be written. */
export function allows(switches: Switches, writing: Writing): boolean {
  switch (writing) {
    case 'idea':
      return switches.ideas === 'open';
    case 'build_on':
      return switches.ideas !== 'closed';
    case 'comment':
      return switches.comments === 'open';
    case 'prompt':
    case 'summary':
    case 'announcement':
      return true;
  }
}

export const mayWrite = (view: JamView, writing: Writing): boolean =>
  mayTakePart(view) && !isOver(view) && allows(view.phase.switches, writing);

/**
 * Whether one may change a post of one's own (rule PO6): an idea also where others only grow out of it, a held one
 * (MO10), a prompt and a summary while one steers there (PO12, SV8), and in any phase what one was asked to (MO11).
 */
export function mayEdit(
  view: JamView,
  { kind, state, forum }: Pick<Post, 'kind' | 'state' | 'forum'>,
  own: Pick<OwnPost, 'editAsked'> | undefined,
  switches: Switches = view.phase.switches,
): boolean {
  if (takesNothing(view, switches) || !mayTakePart(view) || (state !== 'published' && state !== 'held')) return false;
  const isAsked = Boolean(own?.editAsked);
  switch (kind) {
    case 'idea':
      return isAsked || allows(switches, 'build_on');
    case 'comment':
      return isAsked || allows(switches, 'comment');
    case 'prompt':
    case 'summary':
      return forum !== null && isSteererOf(view, forum);
    case 'announcement':
      return false;
  }
}

/** The ballot that can be cast now. */
export const openBallot = (view: JamView): Switches['ballot'] =>
  mayTakePart(view) && !isOver(view) ? view.phase.switches.ballot : 'none';

/** Contract, section 5: some roles at any time, everybody once the jam is closed. */
export const mayReadReport = (view: JamView): boolean =>
  view.jam.state === 'closed' || isOrganizer(view) || hasRole(view, 'analyst', 'records_officer');
