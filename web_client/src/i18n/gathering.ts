// SPDX-License-Identifier: Apache-2.0
import en from './locales/en/gathering.json';
import { translator } from './translator';

/** Words for what is put before everybody: spotlights, guests, changes of the plan. */
export const t = translator(en);
