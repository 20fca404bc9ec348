// SPDX-License-Identifier: Apache-2.0
import { integer, list, maybe, members, nullable, object, text, word, type Decoded, type Decoder } from './decode';
import { jamEvent } from './events';
import { pollId, postId, type Feed } from './ids';
import { accepted, forum, jam, phase, self, versions } from './jam';
import { lookingAt } from './looking';
import { pollCount } from './poll';
import { tally } from './post';
import { steered } from './steering';

/** Names of feeds come from us; the server only says them back. */
const feed = text as Decoder<string> as Decoder<Feed>;

/** Epochs are only compared with each other. */
const epoch: Decoder<string> = (value, path) => (typeof value === 'string' ? value : String(integer(value, path)));

/** Our own references are integers; `null` answers a frame that was not JSON. */
const ref: Decoder<number | null> = (value, path) =>
  typeof value === 'string' ? null : nullable(integer)(value, path);

const hello = object({
  type: word('hello'),
  protocol: text,
  epoch,
  jam,
  phase,
  forums: list(forum),
  you: maybe(self),
  versions,
  accepted,
  offset: integer,
  now_ms: integer,
  ...steered,
});
export type Hello = Decoded<typeof hello>;

const reply = object({ type: word('reply'), ref, offset: maybe(integer), post: maybe(postId), poll: maybe(pollId) });
export type Reply = Decoded<typeof reply>;

const refused = object({
  type: word('refused'),
  ref,
  code: text,
  message: maybe(text),
  field: maybe(text),
  retry_after_ms: maybe(integer),
});
export type Refused = Decoded<typeof refused>;

const events = object({ type: word('events'), feed, upto: integer, events: list(jamEvent) });
export type EventsFrame = Decoded<typeof events>;

const activity = object({
  type: word('activity'),
  feed,
  upto: maybe(integer),
  posts: list(object({ post: postId, comments: integer, last_at_ms: maybe(integer) })),
});
export type ActivityFrame = Decoded<typeof activity>;

const talliedPost: Decoder<Decoded<typeof tally> & { post: Decoded<typeof postId> }> = (value, path) => ({
  ...tally(value, path),
  ...object({ post: postId })(value, path),
});

const tallies = object({ type: word('tallies'), feed, upto: maybe(integer), tallies: list(talliedPost) });
export type TalliesFrame = Decoded<typeof tallies>;

const polls = object({ type: word('polls'), feed, upto: maybe(integer), polls: list(pollCount) });
export type PollsFrame = Decoded<typeof polls>;

const looking = object({ type: word('looking'), feed, looking: list(lookingAt) });
export type LookingFrame = Decoded<typeof looking>;

const presence = object({ type: word('presence'), here: integer });
const behind = object({ type: word('behind'), feed });

const shapes = { hello, reply, refused, events, activity, tallies, polls, looking, presence, behind };

export type ServerFrame =
  { [K in keyof typeof shapes]: Decoded<(typeof shapes)[K]> }[keyof typeof shapes] | { type: 'unknown' };

function isKnown(type: unknown): type is keyof typeof shapes {
  return typeof type === 'string' && Object.hasOwn(shapes, type);
}

/** One frame from the server; a type of a later server is `unknown` and ignored. */
export const serverFrame: Decoder<ServerFrame> = (value, path) => {
  const { type } = members(value, path);
  return isKnown(type) ? shapes[type](value, path) : { type: 'unknown' };
};
