// SPDX-License-Identifier: Apache-2.0
import en from './locales/en/desk.json';
import { translator } from './translator';

/** Words of the facilitators' desk. */
export const t = translator(en);
