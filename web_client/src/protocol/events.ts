// SPDX-License-Identifier: Apache-2.0
import {
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
import { forumId, phaseId, postId } from './ids';
import { agendaEntry, phase } from './jam';
import { author, postKind, postState } from './post';

const placed = { offset: integer, at_ms: integer };

const aboutPost = {
  ...placed,
  post: postId,
  kind: postKind,
  forum: nullable(forumId),
  parent: maybe(postId),
  builds_on: maybe(postId),
  author: maybe(author),
  text: maybe(text),
  state: optional(postState, 'published' as const),
};

const aboutClock = { ...placed, phase, agenda: list(agendaEntry) };

/** Every event type that this client understands, with its shape. */
const shapes = {
  post_added: object({ ...aboutPost, type: word('post_added') }),
  post_edited: object({ ...aboutPost, type: word('post_edited'), edited_at_ms: maybe(integer) }),
  post_withdrawn: object({ ...aboutPost, type: word('post_withdrawn') }),
  announced: object({ ...aboutPost, type: word('announced') }),
  ballot_cast: object({ ...placed, type: word('ballot_cast'), phase: phaseId, post: postId, choice: text }),
  phase_began: object({ ...aboutClock, type: word('phase_began'), cause: word('clock', 'person', 'recovery') }),
  clock_extended: object({ ...aboutClock, type: word('clock_extended'), minutes: integer }),
  clock_paused: object({ ...aboutClock, type: word('clock_paused') }),
  clock_resumed: object({ ...aboutClock, type: word('clock_resumed') }),
  jam_closed: object({ ...placed, type: word('jam_closed') }),
  jam_cancelled: object({ ...placed, type: word('jam_cancelled'), note: optional(text, '') }),
};

type Known = { [K in keyof typeof shapes]: Decoded<(typeof shapes)[K]> };

/** An event of a later server: it has a place in the feed, and nothing else that we know. */
const unknownEvent = object({ ...placed });
export type UnknownEvent = Decoded<typeof unknownEvent> & { type: 'unknown' };

export type PostEvent = Known['post_added' | 'post_edited' | 'post_withdrawn' | 'announced'];
export type BallotEvent = Known['ballot_cast'];
export type ClockEvent = Known['phase_began' | 'clock_extended' | 'clock_paused' | 'clock_resumed'];
export type EndEvent = Known['jam_closed' | 'jam_cancelled'];
export type JamEvent = PostEvent | BallotEvent | ClockEvent | EndEvent | UnknownEvent;

function isKnown(type: unknown): type is keyof typeof shapes {
  return typeof type === 'string' && Object.hasOwn(shapes, type);
}

export const jamEvent: Decoder<JamEvent> = (value, path) => {
  const { type } = members(value, path);
  return isKnown(type) ? shapes[type](value, path) : { ...unknownEvent(value, path), type: 'unknown' };
};
