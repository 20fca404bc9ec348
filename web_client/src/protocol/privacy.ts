// SPDX-License-Identifier: Apache-2.0
import { integer, nullable, object, text, type Decoded } from './decode';

/** GET …/privacy. */
export const privacyNotice = object({
  version: integer,
  text,
  accepted: nullable(integer),
  backup_days: integer,
});
export type PrivacyNotice = Decoded<typeof privacyNotice>;
