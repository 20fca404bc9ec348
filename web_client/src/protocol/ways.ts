// SPDX-License-Identifier: Apache-2.0
import { flag, integer, list, object, text, type Decoded } from './decode';

/** `POST /api/v1/login/email`. */
export const mailOnItsWay = object({ expires_in_s: integer });

/** `GET /api/v1/ways`. */
export const ways = object({ email: flag, providers: list(object({ id: text, title: text, begins_at: text })) });
export type Ways = Decoded<typeof ways>;
