// SPDX-License-Identifier: Apache-2.0
import { postOnWire } from './samples';

export const fay = { id: 1, name: 'Fay Field', roles: ['facilitator'] };
export const ben = { id: 2, name: 'Ben Brown', roles: ['facilitator'] };

/** A facilitator of both forums, as hello says who one is. */
export const asFay = { you: { ...fay, forums: [] } };

export const caseOnWire = (id: number, more: Record<string, unknown> = {}) => ({
  post: postOnWire(id),
  first_time: false,
  waits_since_ms: 1_000_000 + id,
  sources: ['flag'],
  flags: [{ rule: 'civil', note: '', at_ms: 1_000_000 + id }],
  hidden: null,
  appeal: null,
  edit_asked: null,
  ...more,
});

export const forumDeskOnWire = (forum: string, more: Record<string, unknown> = {}) => ({
  ...{ forum, on_now: [], queue: [], unanswered: [], claims: [], unheard: [], handover: null, said: [] },
  ...more,
});

/** `GET …/desk` of somebody with both forums. */
export const deskOnWire = (knownFor: Record<string, unknown> = {}, more: Record<string, unknown> = {}) => ({
  offset: 10,
  now_ms: 1_000_000,
  forums: [forumDeskOnWire('known-for', knownFor), forumDeskOnWire('green')],
  said: [],
  shifts: [],
  gaps: [],
  muted: [],
  looking: [],
  ...more,
});
