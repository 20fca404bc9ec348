// SPDX-License-Identifier: Apache-2.0
import en from './locales/en/ways.json';
import { translator } from './translator';

/** Words of the ways in besides the personal link. */
export const t = translator(en);
