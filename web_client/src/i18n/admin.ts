// SPDX-License-Identifier: Apache-2.0
import en from './locales/en/admin.json';
import { translator } from './translator';

/** Words of the organizer's pages. */
export const t = translator(en);
