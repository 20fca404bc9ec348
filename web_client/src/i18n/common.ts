// SPDX-License-Identifier: Apache-2.0
import en from './locales/en/common.json';
import { translator } from './translator';

/** Words that the first page needs: join, lobby, connection and refusals. */
export const t = translator(en);
