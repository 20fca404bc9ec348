// SPDX-License-Identifier: Apache-2.0
import type { Role } from '../protocol/jam';
import type { JamView } from './jam-fold';

const acting: Role[] = ['participant', 'guest', 'host', 'facilitator', 'organizer'];

export const hasRole = (view: JamView, ...roles: Role[]): boolean =>
  view.you?.roles.some((role) => roles.includes(role)) ?? false;

export const isOver = (view: JamView): boolean => view.jam.state === 'closed' || view.jam.state === 'cancelled';

/** Rule PE1: whether the charter and rules of today still wait to be accepted. */
export function mustJoin(view: JamView): boolean {
  if (!view.you || !mayTakePart(view) || isOver(view)) return false;
  return view.accepted.charter !== view.versions.charter || view.accepted.rules !== view.versions.rules;
}

/** Whether this person's roles let them post, comment and support at all. */
export const mayTakePart = (view: JamView): boolean =>
  view.you !== null && (view.you.roles.length === 0 || hasRole(view, ...acting));
