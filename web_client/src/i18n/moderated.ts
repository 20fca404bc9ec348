// SPDX-License-Identifier: Apache-2.0
import en from './locales/en/moderated.json';
import { translator } from './translator';

/** Words of flags, hidden posts and appeals. */
export const t = translator(en);
