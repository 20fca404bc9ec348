// SPDX-License-Identifier: Apache-2.0
import en from './locales/en/answers.json';
import { translator } from './translator';

/** Words of official answers. */
export const t = translator(en);
