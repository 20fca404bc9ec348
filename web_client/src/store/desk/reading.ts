// SPDX-License-Identifier: Apache-2.0
import { list, object } from '../../protocol/decode';
import { deskPage, handoverDraft } from '../../protocol/desk';
import type { ForumId } from '../../protocol/ids';
import { person } from '../../protocol/person';
import { query, type JamApi } from '../api';

export const readDesk = (jam: JamApi) => jam.get('/desk', deskPage);

/** What the handover note would say if it were written now. */
export const readHandover = (jam: JamApi, forum: ForumId) =>
  jam.get(`/desk/${encodeURIComponent(forum)}/handover`, handoverDraft);

const names = object({ people: list(person) });

/** People of the roster whose name begins so; at least two letters. */
export const readNames = (jam: JamApi, q: string) => jam.get(`/people${query({ q })}`, names);
