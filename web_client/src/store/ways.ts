// SPDX-License-Identifier: Apache-2.0
import type { JamId } from '../protocol/ids';
import { mailOnItsWay, ways } from '../protocol/ways';
import { query, type HallApi } from './api';

/** Which ways in are open besides the personal link. */
export const readWays = (hall: HallApi, jam?: JamId) => hall.http.json(`/ways${query({ jam })}`, ways);

/** A link and a code go there, if anybody gets in by that address. */
export const askForMail = (hall: HallApi, email: string, jam?: JamId) =>
  hall.http.json('/login/email', mailOnItsWay, { method: 'POST', json: jam ? { email, jam } : { email } });
