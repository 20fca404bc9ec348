// SPDX-License-Identifier: Apache-2.0
import { flag, integer, list, maybe, object, optional, text, word, type Decoded, type Decoder } from './decode';
import { forumId, postId } from './ids';
import { lookingAt } from './looking';
import { person } from './person';
import { post } from './post';

/** Why a post waits for a decision. */
export const caseSource = word('flag', 'held', 'links', 'words', 'fast', 'first_post', 'edited', 'appeal');
export type CaseSource = Decoded<typeof caseSource>;

const raisedFlag = object({ rule: text, note: optional(text, ''), at_ms: integer });
export type RaisedFlag = Decoded<typeof raisedFlag>;

/** A post that waits for a decision, with everything that has been said about it. */
export const moderationCase = object({
  post,
  first_time: optional(flag, false),
  waits_since_ms: maybe(integer),
  sources: list(caseSource),
  flags: optional(list(raisedFlag), []),
  hidden: maybe(object({ rule: text, note: optional(text, ''), person: maybe(person), at_ms: integer })),
  appeal: maybe(object({ text, at_ms: integer })),
  edit_asked: maybe(object({ rule: text, note: optional(text, ''), at_ms: integer })),
});
export type ModerationCase = Decoded<typeof moderationCase>;

/** A post whose author was asked to change it: no longer does it wait for a facilitator. */
export const askedCase: Decoder<ModerationCase> = (value, path) => {
  const one = moderationCase(value, path);
  return { ...one, waits_since_ms: one.edit_asked?.at_ms ?? one.waits_since_ms };
};

/** An idea or prompt that nobody has answered for a while. */
export const unanswered = object({ post, waits_since_ms: integer });
export type Unanswered = Decoded<typeof unanswered>;

export const claim = object({ post: postId, person: maybe(person), until_ms: integer });
export type Claim = Decoded<typeof claim>;

/** A line of the back-channel. */
export const saying = object({
  offset: integer,
  at_ms: integer,
  person: maybe(person),
  forum: maybe(forumId),
  text: maybe(text),
});
export type Saying = Decoded<typeof saying>;

export const shift = object({
  forum: forumId,
  person: maybe(person),
  starts_at_ms: integer,
  hours: integer,
  offered_to: maybe(person),
});
export type Shift = Decoded<typeof shift>;

export const handover = object({ text: maybe(text), person: maybe(person), at_ms: integer });
export type Handover = Decoded<typeof handover>;

export const gap = object({ forum: forumId, from_ms: integer, to_ms: integer });
export type Gap = Decoded<typeof gap>;

export const muted = object({ person, until_ms: integer, note: optional(text, '') });
export type Muted = Decoded<typeof muted>;

export const forumDesk = object({
  forum: forumId,
  on_now: optional(list(person), []),
  queue: list(moderationCase),
  with_authors: optional(list(askedCase), []),
  unanswered: optional(list(unanswered), []),
  claims: optional(list(claim), []),
  unheard: optional(list(postId), []),
  handover: maybe(handover),
  said: optional(list(saying), []),
});
export type ForumDesk = Decoded<typeof forumDesk>;

/** `GET …/desk?forum=F`. */
export const deskPage = object({
  offset: integer,
  now_ms: integer,
  forums: list(forumDesk),
  said: optional(list(saying), []),
  shifts: optional(list(shift), []),
  gaps: optional(list(gap), []),
  muted: optional(list(muted), []),
  looking: optional(list(lookingAt), []),
});
export type DeskPage = Decoded<typeof deskPage>;

/** A post, whole or by its number: notes need only the number. */
const numbered: Decoder<Decoded<typeof postId>> = (value, path) =>
  typeof value === 'number' ? postId(value, path) : object({ post: postId })(value, path).post;
const mentioned: Decoder<Decoded<typeof postId>> = (value, path) =>
  typeof value === 'object' && value !== null && 'post' in value && typeof value.post === 'object'
    ? numbered(value.post, `${path}/post`)
    : numbered(value, path);

/** `GET …/desk/FORUM/handover`: what the note would say if it were written now. */
export const handoverDraft = object({
  since_ms: integer,
  text,
  opened: optional(integer, 0),
  flags: optional(integer, 0),
  unanswered: optional(list(mentioned), []),
});
export type HandoverDraft = Decoded<typeof handoverDraft>;
