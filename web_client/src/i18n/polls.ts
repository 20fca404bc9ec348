// SPDX-License-Identifier: Apache-2.0
import en from './locales/en/polls.json';
import { translator } from './translator';

/** Words of quick polls. */
export const t = translator(en);
