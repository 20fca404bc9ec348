// SPDX-License-Identifier: Apache-2.0
import type { Problem } from '../protocol/problem';
import type { PostId } from '../protocol/ids';
import type { Cancel, Time } from '../transport/time';
import type { JamApi } from './api';
import { Cell } from './cell';
import type { PostTable } from './post-table';
import { readSearch } from './reading';

const pauseMs = 300;

export interface SearchView {
  query: string;
  /** What was found for `answered`; null before the first answer. */
  found: readonly PostId[] | null;
  answered: string;
  problem: Problem | null;
}

/** Looks up posts as the reader pauses typing; a late answer to an earlier question is dropped. */
export class Search {
  readonly view = new Cell<SearchView>({ query: '', found: null, answered: '', problem: null });
  private pause: Cancel | null = null;

  constructor(
    private readonly api: JamApi,
    private readonly posts: PostTable,
    private readonly time: Time,
  ) {}

  /** A question that stands in an address, such as a tag. */
  put(query: string): void {
    if (this.view.get().answered === query && this.view.get().query === query) return;
    this.view.update((view) => ({ ...view, query }));
    void this.ask();
  }

  type(query: string): void {
    this.view.update((view) => ({ ...view, query }));
    this.pause?.();
    this.pause = this.time.after(pauseMs, () => void this.ask());
  }

  async ask(): Promise<void> {
    this.pause?.();
    const query = this.view.get().query.trim();
    if (query === '') {
      this.view.update((view) => ({ ...view, found: null, answered: '', problem: null }));
      return;
    }
    const page = await readSearch(this.api, query);
    if (this.view.get().query.trim() !== query) return;
    if (!page.ok) {
      this.view.update((view) => ({ ...view, problem: page.problem }));
      return;
    }
    this.posts.put(page.value.posts);
    const found = page.value.posts.map(({ post }) => post);
    this.view.update((view) => ({ ...view, found, answered: query, problem: null }));
  }
}
