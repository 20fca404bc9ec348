// SPDX-License-Identifier: Apache-2.0
import en from './locales/en/relations.json';
import { translator } from './translator';

/** Words for how posts belong together, and for ballots on them. */
export const t = translator(en);
