// SPDX-License-Identifier: Apache-2.0
import type { ForumId, PostId } from '../protocol/ids';
import type { Order } from '../protocol/jam';
import { moderationTable, responsesPage } from '../protocol/answers';
import { mentionable, minePage } from '../protocol/mine';
import { mePage, postsPage, searchPage, threadPage } from '../protocol/pages';
import { query, type JamApi } from './api';

/** A page of a forum's ideas and prompts. */
export const readForum = (
  jam: JamApi,
  forum: ForumId,
  { order, after, limit }: { order: Order | null; after: string | null; limit: number },
) => jam.get(`/forums/${encodeURIComponent(forum)}/posts${query({ order, after, limit })}`, postsPage);

/** A page of a discussion. */
export const readThread = (jam: JamApi, post: PostId, after: string | null, limit: number) =>
  jam.get(`/posts/${post}/thread${query({ after, limit })}`, threadPage);

export const readSearch = (jam: JamApi, q: string) => jam.get(`/search${query({ q })}`, searchPage);

export const readMe = (jam: JamApi) => jam.get('/me', mePage);

export const readMine = (jam: JamApi) => jam.get('/mine', minePage);

/** Who can be named in a text; the server wants two letters. */
export const readMentionable = (jam: JamApi, q: string) => jam.get(`/mentionable${query({ q })}`, mentionable);

export const readResponses = (jam: JamApi) => jam.get('/responses', responsesPage);

export const readModeration = (jam: JamApi) => jam.get('/moderation', moderationTable);
