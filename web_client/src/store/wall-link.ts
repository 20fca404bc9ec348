// SPDX-License-Identifier: Apache-2.0
import type { ForumId } from '../protocol/ids';

/** A wall's link that shows one forum, or each in turn; what follows `#` signs the wall in and stays as it is. */
export function wallLinkFor(link: string, forum: ForumId | null): string {
  if (forum === null) return link;
  const [address = '', ...token] = link.split('#');
  return [`${address.replace(/\/$/, '')}/${encodeURIComponent(forum)}`, ...token].join('#');
}
