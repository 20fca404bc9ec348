// SPDX-License-Identifier: Apache-2.0
import { createContext } from 'svelte';
import type { ForumId, PostId } from '../../protocol/ids';
import type { LiveJam } from '../../store/live-jam';

/** A text that is written in a dialog. */
export type Writing =
  | { what: 'idea'; forum: ForumId }
  | { what: 'prompt'; forum: ForumId }
  | { what: 'build_on'; post: PostId }
  | { what: 'edit'; post: PostId };

/** What the parts of the live page share. */
export interface LiveContext {
  jam: LiveJam;
  write(writing: Writing): void;
  openPost(post: PostId): void;
}

export const [useLive, provideLive] = createContext<LiveContext>();
