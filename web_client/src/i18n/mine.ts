// SPDX-License-Identifier: Apache-2.0
import en from './locales/en/mine.json';
import { translator } from './translator';

/** Words of My jam. */
export const t = translator(en);
