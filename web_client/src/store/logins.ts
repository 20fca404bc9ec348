// SPDX-License-Identifier: Apache-2.0
import { logins } from '../protocol/doors';
import type { HallApi } from './api';

/** Where one is signed in. */
export const readLogins = (hall: HallApi) => hall.http.json('/logins', logins);

export const endLogin = (hall: HallApi, id: string) =>
  hall.http.text(`/logins/${encodeURIComponent(id)}`, { method: 'DELETE' });

export const endOtherLogins = (hall: HallApi) => hall.http.text('/logins', { method: 'DELETE' });
