// SPDX-License-Identifier: Apache-2.0
import en from './locales/en/wall.json';
import { translator } from './translator';

/** Words of the screen that everybody in a hall looks at. */
export const t = translator(en);
