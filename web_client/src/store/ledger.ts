// SPDX-License-Identifier: Apache-2.0
import type { ResponsesPage } from '../protocol/answers';
import type { ForumId, PostId } from '../protocol/ids';
import type { Response } from '../protocol/post';
import type { ReportIdea } from '../protocol/report';

/** An idea with the official answer it got, if any. */
export interface LedgerRow {
  post: PostId;
  forum: ForumId | null;
  text: string | null;
  /** Its place in the report, from 1; null for answered ideas that the report does not list. */
  place: number | null;
  response: Response | null;
}

export type LedgerPart = 'all' | 'waiting' | 'answered';

/** Every idea of the report in its order, then what was answered besides. */
export function ledgerOf(
  ideas: readonly Pick<ReportIdea, 'post' | 'forum' | 'text'>[],
  responses: ResponsesPage['responses'],
): LedgerRow[] {
  const answers = new Map(responses.map((answer) => [answer.post.post, answer]));
  const listed = ideas.map(({ post, forum, text }, index) => ({
    ...{ post, forum, text, place: index + 1, response: answers.get(post) ?? null },
  }));
  const places = new Set(ideas.map(({ post }) => post));
  const others = responses.filter(({ post }) => !places.has(post.post));
  return [
    ...listed,
    ...others.map((answer) => {
      const { post, forum, text } = answer.post;
      return { post, forum, text, place: null, response: answer };
    }),
  ];
}

export const partOf = (rows: readonly LedgerRow[], part: LedgerPart): LedgerRow[] =>
  rows.filter(({ response }) => part === 'all' || (response !== null) === (part === 'answered'));
