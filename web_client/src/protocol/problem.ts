// SPDX-License-Identifier: Apache-2.0
import { integer, list, maybe, object, optional, text, type Decoded } from './decode';

/** A fault of a plan, found by JSON pointer. */
export const fault = object({ pointer: text, message: text });
export type Fault = Decoded<typeof fault>;

/** RFC 9457 problem document. */
export const problem = object({
  title: optional(text, ''),
  status: optional(integer, 0),
  detail: optional(text, ''),
  code: optional(text, ''),
  field: maybe(text),
  retry_after_ms: maybe(integer),
  faults: optional(list(fault), []),
});
export type Problem = Decoded<typeof problem>;
