// SPDX-License-Identifier: Apache-2.0
import { createContext } from 'svelte';
import type { PostId } from '../../protocol/ids';
import type { Post } from '../../protocol/post';
import type { Desk } from '../../store/desk/desk';
import type { Verb } from '../../store/desk/verbs';
import type { LiveJam } from '../../store/live-jam';
import type { Deeds } from './deeds';

/** What the stream shows alone, if anything. */
export type StreamFilter = 'unanswered' | 'unheard' | null;

export type Pane = 'queue' | 'stream' | 'context' | 'control';

/** What the parts of the desk share. */
export interface DeskContext {
  jam: LiveJam;
  desk: Desk;
  deeds: Deeds;
  open(post: PostId): void;
  /** Does the verb, or asks for what it needs first. */
  begin(verb: Verb, post: Post): void;
  show(pane: Pane): void;
}

export const [useDesk, provideDesk] = createContext<DeskContext>();
