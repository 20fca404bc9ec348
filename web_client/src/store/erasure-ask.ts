// SPDX-License-Identifier: Apache-2.0
import type { ErasureScope } from '../protocol/records';
import type { ForumId, PostId } from '../protocol/ids';
import type { PostState } from '../protocol/post';
import type { Problem } from '../protocol/problem';
import type { JamApi } from './api';
import { freshKey } from './fresh-key';
import type { OwnState } from './own-state';
import type { Wish } from './own-wishes';
import type { PostTable } from './post-table';

/** So much may wait with the records officer at a time. Rule ER2. */
const waitingMax = 50;

/** A post of one's own that may still be asked for. */
export interface Erasable {
  id: PostId;
  /** What is kept of it, also where nobody else reads it. */
  text: string;
  atMs: number | null;
  forum: ForumId | null;
  state: PostState;
}

/** One's own posts that say something still and are not asked for yet, newest first. */
export function erasableOf(mine: Iterable<PostId>, posts: PostTable, own: OwnState['posts'], wishes: readonly Wish[]) {
  const asked = new Set(wishes.filter(({ state }) => state === 'waiting').map(({ post }) => post));
  const found: Erasable[] = [];
  for (const id of [...mine].sort((a, b) => b - a)) {
    const [post, told] = [posts.get(id), own.get(id)];
    const state = told?.state ?? post?.state ?? 'published';
    if (state === 'erased' || asked.has(id)) continue;
    const text = post?.text ?? told?.text ?? '';
    found.push({ id, text, atMs: post?.at_ms ?? null, forum: post?.forum ?? null, state });
  }
  return found;
}

/** Those that say all of the words, in any case. */
export function withWords(posts: readonly Erasable[], words: string): readonly Erasable[] {
  const wanted = words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return posts.filter(({ text }) => {
    const said = text.toLocaleLowerCase();
    return wanted.every((word) => said.includes(word));
  });
}

/** How many things may be asked for besides. */
export const roomFor = (wishes: readonly Wish[]): number =>
  Math.max(0, waitingMax - wishes.filter(({ state }) => state === 'waiting').length);

/** Asks for erasure over HTTP. What got no answer is asked again under its key, what was taken never again. */
export class ErasureAsk {
  private readonly keys = new Map<string, string>();

  constructor(private readonly api: Pick<JamApi, 'command'>) {}

  /** One after the other, up to the first that is not taken; returns why, or null. */
  async send(what: ErasureScope, posts: readonly PostId[], note: string, taken: (post: PostId) => void) {
    const why = note.trim() ? { note: note.trim() } : {};
    if (what !== 'post') return this.ask({ do: 'ask_erasure', what, ...why });
    for (const post of posts) {
      const problem = await this.ask({ do: 'ask_erasure', what, post, ...why });
      if (problem) return problem;
      taken(post);
    }
    return null;
  }

  private async ask(command: Parameters<JamApi['command']>[0]): Promise<Problem | null> {
    const name = JSON.stringify(command);
    const key = this.keys.get(name) ?? freshKey();
    this.keys.set(name, key);
    const answer = await this.api.command(command, key);
    if (answer.ok) this.keys.delete(name);
    return answer.ok ? null : answer.problem;
  }
}
