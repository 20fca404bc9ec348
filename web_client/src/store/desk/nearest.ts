// SPDX-License-Identifier: Apache-2.0
import type { PostId } from '../../protocol/ids';
import type { Post } from '../../protocol/post';
import type { JamApi } from '../api';
import { Cell } from '../cell';
import type { PostTable } from '../post-table';
import { readSearch } from '../reading';

const nearestMax = 5;
const word = /[\p{L}\p{N}]{4,}/gu;

export interface Near {
  post: PostId;
  /** Words that both posts use. */
  shared: readonly string[];
}

export interface NearestView {
  of: PostId | null;
  isLoading: boolean;
  found: readonly Near[];
}

/** The words of a text that tell most of it, longest first. */
export function tellingWords(text: string): string[] {
  const words = new Set((text.match(word) ?? []).map((one) => one.toLocaleLowerCase()));
  return [...words].sort((a, b) => b.length - a.length);
}

/** Posts that use the same words as one post, found by search: the most words in common first. */
export class Nearest {
  readonly view = new Cell<NearestView>({ of: null, isLoading: false, found: [] });

  constructor(
    private readonly api: JamApi,
    private readonly posts: PostTable,
  ) {}

  async look(post: Post | null): Promise<void> {
    const of = post?.post ?? null;
    const words = tellingWords(post?.text ?? '');
    if (this.view.get().of === of && this.view.get().found.length > 0) return;
    this.view.set({ of, isLoading: words.length > 0, found: [] });
    const near = new Map<PostId, Near>();
    // Several words together find what is closest; one word alone finds the rest.
    for (const asked of [words.slice(0, 2), words.slice(0, 1), words.slice(1, 2), words.slice(2, 3)]) {
      if (asked.length === 0 || near.size >= nearestMax) continue;
      const page = await readSearch(this.api, asked.join(' '));
      if (this.view.get().of !== of) return;
      if (!page.ok) continue;
      this.posts.put(page.value.posts.filter((found) => !this.posts.get(found.post)));
      for (const found of page.value.posts) if (suits(found, of)) near.set(found.post, nearOf(found, words));
    }
    const found = [...near.values()].sort((a, b) => b.shared.length - a.shared.length).slice(0, nearestMax);
    this.view.set({ of, isLoading: false, found });
  }
}

const suits = ({ post, kind, state }: Post, of: PostId | null): boolean =>
  post !== of && (kind === 'idea' || kind === 'prompt') && state === 'published';

function nearOf(found: Post, words: string[]): Near {
  const others = new Set(tellingWords(found.text ?? ''));
  return { post: found.post, shared: words.filter((one) => others.has(one)) };
}
