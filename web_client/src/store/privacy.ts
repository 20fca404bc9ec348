// SPDX-License-Identifier: Apache-2.0
import { privacyNotice } from '../protocol/privacy';
import type { JamApi } from './api';

/** What is kept about people, in plain words (rule PN1). */
export const readPrivacy = (jam: JamApi) => jam.get('/privacy', privacyNotice);
