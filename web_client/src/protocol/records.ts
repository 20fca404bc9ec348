// SPDX-License-Identifier: Apache-2.0
import { flag, integer, list, nullable, object, text, word, type Decoded } from './decode';
import { personId, postId } from './ids';

export const erasureScope = word('post', 'identity', 'everything');
export type ErasureScope = Decoded<typeof erasureScope>;

const recorded = object({ id: personId, name: text, erased: word('none', 'identity', 'everything') });

const erasureRequest = object({
  person: recorded,
  what: erasureScope,
  post: nullable(postId),
  note: text,
  at_ms: integer,
});
export type ErasureRequest = Decoded<typeof erasureRequest>;

const act = object({
  offset: integer,
  at_ms: integer,
  by: nullable(recorded),
  action: text,
  what: nullable(text),
  post: nullable(postId),
  person: nullable(recorded),
  people: integer,
  note: text,
});
export type RecordedAct = Decoded<typeof act>;

/** GET …/records. */
export const recordsPage = object({
  hold: nullable(object({ note: text, since_ms: integer, by: nullable(recorded) })),
  requests: list(erasureRequest),
  retention: object({
    over_at_ms: nullable(integer),
    retention_days: integer,
    names_days: nullable(integer),
    backup_days: integer,
    due: list(object({ what: word('identity', 'everything'), at_ms: nullable(integer), people: integer })),
  }),
  acts: list(act),
  key: text,
});
export type RecordsPage = Decoded<typeof recordsPage>;

/** GET …/records/preview. */
export const erasurePreview = object({
  what: erasureScope,
  post: nullable(postId),
  person: nullable(recorded),
  texts: list(object({ type: text, texts: integer })),
  posts: list(postId),
  named_in: list(postId),
  held: flag,
});
export type ErasurePreview = Decoded<typeof erasurePreview>;
