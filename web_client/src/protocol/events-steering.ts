// SPDX-License-Identifier: Apache-2.0
import { flag, integer, list, maybe, object, optional, text, word } from './decode';
import { forumId, phaseId, pollId, postId } from './ids';
import { agendaEntry, phase } from './jam';
import { person } from './person';
import { pollQuestion } from './poll';
import { outcome } from './post';
import { phaseNamed } from './steering';

/** Where an event stands in its feed. */
export const placed = { offset: integer, at_ms: integer };

const slot = { ...placed, forum: forumId, starts_at_ms: integer, hours: integer, person: maybe(person) };
const decided = { ...placed, post: postId, note: maybe(text), person: maybe(person) };

/** What facilitators do with posts, without telling them whole. */
export const steeringShapes = {
  spotlight_ended: object({ ...placed, type: word('spotlight_ended'), post: postId }),
  posts_connected: object({ ...placed, type: word('posts_connected'), post: postId, with: postId }),
  post_merged: object({ ...placed, type: word('post_merged'), post: postId, into: postId, phase: maybe(phaseNamed) }),
  support_moved: object({
    ...placed,
    type: word('support_moved'),
    phase: phaseId,
    post: postId,
    into: postId,
    accepted: flag,
  }),
  guest_introduced: object({ ...placed, type: word('guest_introduced'), person, text: maybe(text) }),
  responded: object({
    ...placed,
    type: word('responded'),
    post: postId,
    outcome,
    text: maybe(text),
    owner: maybe(text),
    due: maybe(text),
  }),
};

export const pollShapes = {
  poll_opened: object({ ...placed, type: word('poll_opened'), ...pollQuestion }),
  poll_answered: object({ ...placed, type: word('poll_answered'), poll: pollId, options: list(integer) }),
  poll_closed: object({
    ...placed,
    type: word('poll_closed'),
    poll: pollId,
    cause: maybe(text),
    answered: optional(integer, 0),
    counts: maybe(list(integer)),
  }),
};

/** What is decided about posts and people; notes and names only where one may read them. */
export const moderationShapes = {
  flag_raised: object({ ...placed, type: word('flag_raised'), post: postId, rule: text, note: maybe(text) }),
  post_hidden: object({ ...decided, type: word('post_hidden'), rule: text, role: maybe(text) }),
  edit_asked: object({ ...decided, type: word('edit_asked'), rule: text }),
  appealed: object({ ...placed, type: word('appealed'), post: postId, text: maybe(text) }),
  appeal_decided: object({ ...decided, type: word('appeal_decided'), uphold: flag }),
  person_muted: object({ ...placed, type: word('person_muted'), person, until_ms: integer, note: maybe(text) }),
  person_unmuted: object({ ...placed, type: word('person_unmuted'), person }),
  person_removed: object({ ...placed, type: word('person_removed'), person, note: maybe(text) }),
  person_readmitted: object({ ...placed, type: word('person_readmitted'), person }),
};

/** What only desks hear. */
export const deskShapes = {
  thread_claimed: object({
    ...placed,
    type: word('thread_claimed'),
    post: postId,
    person: maybe(person),
    until_ms: maybe(integer),
  }),
  thread_released: object({ ...placed, type: word('thread_released'), post: postId, person: maybe(person) }),
  shift_taken: object({ ...slot, type: word('shift_taken'), from: maybe(person) }),
  shift_dropped: object({ ...slot, type: word('shift_dropped') }),
  shift_offered: object({ ...slot, type: word('shift_offered'), to: person }),
  handed_over: object({
    ...placed,
    type: word('handed_over'),
    forum: forumId,
    text: maybe(text),
    person: maybe(person),
  }),
  said: object({ ...placed, type: word('said'), forum: maybe(forumId), text: maybe(text), person: maybe(person) }),
};

export const planShapes = {
  plan_changed: object({
    ...placed,
    type: word('plan_changed'),
    version: integer,
    phase,
    agenda: list(agendaEntry),
    title: text,
  }),
  unseal_asked: object({ ...placed, type: word('unseal_asked'), phase: phaseNamed, person: maybe(person) }),
  unsealed: object({ ...placed, type: word('unsealed'), phase: phaseNamed }),
};
