// SPDX-License-Identifier: Apache-2.0
import { integer, list, maybe, object, optional, text, type Decoded } from './decode';
import { outcome, post } from './post';

/** `GET …/responses`: what was answered officially. */
export const responsesPage = object({
  offset: integer,
  responses: list(object({ post, outcome, text: maybe(text), owner: maybe(text), due: maybe(text), at_ms: integer })),
});
export type ResponsesPage = Decoded<typeof responsesPage>;

/** `GET …/moderation`: what was hidden by which rule, without names and texts. */
export const moderationTable = object({
  rules: list(object({ rule: text, text: optional(text, ''), hides: integer, restored: integer })),
  appeals: object({ made: integer, upheld: integer, refused: integer, dropped: integer, waiting: integer }),
  flags: integer,
  median_delay_ms: maybe(integer),
});
export type ModerationTable = Decoded<typeof moderationTable>;
