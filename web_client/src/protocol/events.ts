// SPDX-License-Identifier: Apache-2.0
import {
  flag,
  integer,
  list,
  maybe,
  members,
  nullable,
  object,
  optional,
  text,
  word,
  type Decoded,
  type Decoder,
} from './decode';
import { deskShapes, moderationShapes, placed, planShapes, pollShapes, steeringShapes } from './events-steering';
import { forumId, personId, phaseId, postId } from './ids';
import { agendaEntry, phase } from './jam';
import { named, person, role } from './person';
import { author, postKind, postState } from './post';

const aboutPost = {
  ...placed,
  post: postId,
  kind: postKind,
  forum: nullable(forumId),
  parent: maybe(postId),
  builds_on: maybe(postId),
  split_from: maybe(postId),
  author: maybe(author),
  text: maybe(text),
  state: optional(postState, 'published' as const),
  held: optional(flag, false),
  signals: optional(list(word('links', 'words', 'fast')), []),
  mentions: optional(list(named), []),
};

const aboutClock = { ...placed, phase, agenda: list(agendaEntry) };

/** Events that tell a post whole, under their own offset. */
const postShapes = {
  post_added: object({ ...aboutPost, type: word('post_added') }),
  post_edited: object({
    ...aboutPost,
    type: word('post_edited'),
    edited_at_ms: maybe(integer),
    newly_mentioned: optional(list(personId), []),
  }),
  post_withdrawn: object({ ...aboutPost, type: word('post_withdrawn') }),
  erased: object({ ...aboutPost, type: word('erased'), edited_at_ms: maybe(integer) }),
  announced: object({ ...aboutPost, type: word('announced') }),
  post_spotlighted: object({ ...aboutPost, type: word('post_spotlighted'), until_ms: integer }),
  post_moved: object({ ...aboutPost, type: word('post_moved'), from: maybe(forumId) }),
  post_split: object({ ...aboutPost, type: word('post_split') }),
  summary_published: object({ ...aboutPost, type: word('summary_published') }),
  post_approved: object({ ...aboutPost, type: word('post_approved'), person: maybe(person) }),
  post_restored: object({ ...aboutPost, type: word('post_restored'), note: maybe(text), person: maybe(person) }),
};

/** Every event type that this client understands, with its shape. */
const shapes = {
  ...postShapes,
  ...steeringShapes,
  ...pollShapes,
  ...moderationShapes,
  ...deskShapes,
  ...planShapes,
  ballot_cast: object({
    ...placed,
    type: word('ballot_cast'),
    phase: phaseId,
    post: postId,
    choice: optional(text, ''),
    over: maybe(postId),
  }),
  phase_began: object({ ...aboutClock, type: word('phase_began'), cause: word('clock', 'person', 'recovery') }),
  clock_extended: object({ ...aboutClock, type: word('clock_extended'), minutes: integer }),
  clock_paused: object({ ...aboutClock, type: word('clock_paused') }),
  clock_resumed: object({ ...aboutClock, type: word('clock_resumed') }),
  role_granted: object({ ...placed, type: word('role_granted'), role, forums: optional(list(forumId), []) }),
  role_revoked: object({ ...placed, type: word('role_revoked'), role }),
  erasure_asked: object({
    ...placed,
    type: word('erasure_asked'),
    what: word('post', 'identity', 'everything'),
    post: nullable(postId),
  }),
  erasure_refused: object({ ...placed, type: word('erasure_refused'), note: text }),
  jam_closed: object({ ...placed, type: word('jam_closed') }),
  jam_cancelled: object({ ...placed, type: word('jam_cancelled'), note: optional(text, '') }),
};

type Known = { [K in keyof typeof shapes]: Decoded<(typeof shapes)[K]> };

/** An event of a later server: it has a place in the feed, and nothing else that we know. */
const unknownEvent = object({ ...placed });
export type UnknownEvent = Decoded<typeof unknownEvent> & { type: 'unknown' };

export type PostEvent = Known[keyof typeof postShapes];
export type BallotEvent = Known['ballot_cast'];
export type ClockEvent = Known['phase_began' | 'clock_extended' | 'clock_paused' | 'clock_resumed'];
export type EndEvent = Known['jam_closed' | 'jam_cancelled'];
export type SteeringEvent = Known[keyof typeof steeringShapes];
export type PollEvent = Known[keyof typeof pollShapes];
export type ModerationEvent = Known[keyof typeof moderationShapes];
export type DeskEvent = Known[keyof typeof deskShapes];
export type PlanEvent = Known[keyof typeof planShapes];
export type KnownEvent = Known[keyof Known];
export type JamEvent = KnownEvent | UnknownEvent;

function isKnown(type: unknown): type is keyof typeof shapes {
  return typeof type === 'string' && Object.hasOwn(shapes, type);
}

/** Whether an event tells a post whole. */
export const isPostEvent = (event: JamEvent): event is PostEvent => Object.hasOwn(postShapes, event.type);

export const jamEvent: Decoder<JamEvent> = (value, path) => {
  const { type } = members(value, path);
  return isKnown(type) ? shapes[type](value, path) : { ...unknownEvent(value, path), type: 'unknown' };
};
