// SPDX-License-Identifier: Apache-2.0
import type { Role } from '../protocol/jam';
import type { Login } from '../protocol/login';
import type { JamView } from './jam-fold';

const acting: Role[] = ['participant', 'guest', 'host', 'facilitator', 'organizer'];

export const hasRole = (view: JamView, ...roles: Role[]): boolean =>
  view.you?.roles.some((role) => roles.includes(role)) ?? false;

export const isOver = (view: JamView): boolean => view.jam.state === 'closed' || view.jam.state === 'cancelled';

/** Rule PE1: whether the charter, rules and privacy notice of today still wait to be accepted. */
export function mustJoin(view: JamView): boolean {
  if (!view.you || !mayTakePart(view) || isOver(view)) return false;
  const { accepted, versions } = view;
  return (
    accepted.charter !== versions.charter || accepted.rules !== versions.rules || accepted.privacy !== versions.privacy
  );
}

/** Whether this person's roles let them post, comment and support at all. */
export const mayTakePart = (view: JamView): boolean =>
  view.you !== null && (view.you.roles.length === 0 || hasRole(view, ...acting));

/** Whether somebody may make jams in this hall. */
export const makesJams = (login: Login) => login.admin || login.hall === 'organizer';
