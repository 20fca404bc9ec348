// SPDX-License-Identifier: Apache-2.0
import type { MinePage } from '../protocol/mine';
import type { Problem } from '../protocol/problem';
import type { JamApi } from './api';
import { Cell } from './cell';
import type { OwnPosts } from './own-posts';
import type { PostTable } from './post-table';
import { readMine } from './reading';

export interface MineView {
  page: MinePage | null;
  problem: Problem | null;
}

/** My jam: what the server counted since one was last here. */
export class Mine {
  readonly view = new Cell<MineView>({ page: null, problem: null });
  private request = 0;

  constructor(
    private readonly api: JamApi,
    private readonly posts: PostTable,
    private readonly own: OwnPosts,
    private readonly tellRead: () => Promise<void>,
  ) {}

  async load(): Promise<void> {
    const request = ++this.request;
    await this.tellRead();
    const answer = await readMine(this.api);
    if (request !== this.request) return;
    if (!answer.ok) {
      this.view.update((view) => ({ ...view, problem: answer.problem }));
      return;
    }
    const page = answer.value;
    this.posts.put([
      ...page.threads.map(({ post }) => post),
      ...page.mentions,
      ...page.merge_asks.flatMap(({ post, into }) => [post, into]),
      // One's own hidden text is for oneself: it stands in a note of its own, not in the place of the post.
      ...page.posts.map(({ post }) => (post.state === 'hidden' ? { ...post, text: null } : post)),
    ]);
    this.own.loadMine(page.posts);
    this.view.set({ page, problem: null });
  }
}
