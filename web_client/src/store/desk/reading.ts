// SPDX-License-Identifier: Apache-2.0
import { deskPage, handoverDraft } from '../../protocol/desk';
import type { ForumId } from '../../protocol/ids';
import type { JamApi } from '../api';

export const readDesk = (jam: JamApi) => jam.get('/desk', deskPage);

/** What the handover note would say if it were written now. */
export const readHandover = (jam: JamApi, forum: ForumId) =>
  jam.get(`/desk/${encodeURIComponent(forum)}/handover`, handoverDraft);
