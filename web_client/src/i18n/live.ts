// SPDX-License-Identifier: Apache-2.0
import en from './locales/en/live.json';
import { translator } from './translator';

/** Words of the running jam. */
export const t = translator(en);
