// SPDX-License-Identifier: Apache-2.0
import en from './locales/en/report.json';
import { translator } from './translator';

/** Words of the report. */
export const t = translator(en);
