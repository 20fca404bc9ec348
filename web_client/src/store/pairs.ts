// SPDX-License-Identifier: Apache-2.0
import type { Problem } from '../protocol/problem';
import type { Refused } from '../protocol/frames';
import type { ForumId, PostId } from '../protocol/ids';
import type { Time } from '../transport/time';
import type { JamApi } from './api';
import type { Ballots } from './ballots';
import { Cell } from './cell';
import type { PostTable } from './post-table';
import { readForum } from './reading';

const pageSize = 30;
/** After so many answers the server is asked again which ideas were seen least. */
const freshAfter = 15;

export interface Pair {
  left: PostId;
  right: PostId;
}

export interface PairsView {
  status: 'loading' | 'ready' | 'failed';
  /** Null when every pair of the page has been answered or skipped. */
  pair: Pair | null;
  /** The last answer, which can be taken back. */
  last: { post: PostId; over: PostId } | null;
  isPending: boolean;
  refused: Refused | null;
  problem: Problem | null;
}

export interface PairTools {
  api: JamApi;
  posts: PostTable;
  ballots: Ballots;
  time: Time;
}

/** Two ideas of a forum at a time. Pairs come from a fair page, those that stood here least first (jam.md, 7.3). */
export class Pairs {
  readonly view = new Cell<PairsView>({
    ...{ status: 'loading', pair: null, last: null },
    ...{ isPending: false, refused: null, problem: null },
  });
  private ids: PostId[] = [];
  private readonly shown = new Map<PostId, number>();
  private readonly skipped: Pair[] = [];
  private answered = 0;

  constructor(
    private readonly forum: ForumId,
    private readonly tools: PairTools,
  ) {}

  async load(): Promise<void> {
    const { api, posts } = this.tools;
    const page = await readForum(api, this.forum, { order: 'fair', after: null, limit: pageSize });
    if (!page.ok) {
      this.change({ status: 'failed', problem: page.problem });
      return;
    }
    posts.put(page.value.posts);
    this.ids = page.value.posts
      .filter(({ kind, state }) => kind === 'idea' && state === 'published')
      .map(({ post }) => post);
    this.change({ status: 'ready', problem: null });
    if (this.view.get().pair === null) this.deal();
  }

  async prefer(post: PostId, over: PostId): Promise<boolean> {
    if (this.view.get().isPending) return false;
    this.change({ isPending: true, refused: null });
    const answer = await this.tools.ballots.prefer(post, over);
    this.change({ isPending: false });
    if (!answer.ok) {
      this.change({ refused: answer.refused });
      return false;
    }
    this.change({ last: { post, over } });
    this.answered += 1;
    this.deal();
    if (this.answered % freshAfter === 0) void this.load();
    return true;
  }

  /** No answer is an answer too: these two do not come again while one stays. */
  skip(): boolean {
    const { pair, isPending } = this.view.get();
    // The answer under way deals the next ones.
    if (isPending) return false;
    if (pair) this.skipped.push(pair);
    this.change({ refused: null });
    this.deal();
    return true;
  }

  /** Takes the last answer back and asks again. */
  async takeBack(): Promise<void> {
    const { last, isPending } = this.view.get();
    if (!last || isPending) return;
    this.change({ isPending: true, refused: null });
    const answer = await this.tools.ballots.forget(last.post, last.over);
    this.change({ isPending: false });
    if (answer.ok) this.change({ last: null, pair: { left: last.post, right: last.over } });
    else this.change({ refused: answer.refused });
  }

  private deal(): void {
    const pair = this.next();
    if (pair) for (const id of [pair.left, pair.right]) this.shown.set(id, (this.shown.get(id) ?? 0) + 1);
    this.change({ pair });
  }

  private next(): Pair | null {
    const open = (id: PostId) => this.tools.posts.get(id)?.state === 'published';
    // The page is in fair order; a stable sort keeps it among those shown equally often.
    const ids = this.ids.filter(open).sort((a, b) => (this.shown.get(a) ?? 0) - (this.shown.get(b) ?? 0));
    for (const [index, first] of ids.entries())
      for (const second of ids.slice(index + 1)) {
        if (this.isDone(first, second)) continue;
        // Neither side is the better one.
        return this.tools.time.random() < 0.5 ? { left: first, right: second } : { left: second, right: first };
      }
    return null;
  }

  private isDone(first: PostId, second: PostId): boolean {
    const isSkipped = this.skipped.some(
      ({ left, right }) => (left === first && right === second) || (left === second && right === first),
    );
    return isSkipped || this.tools.ballots.hasPair(first, second);
  }

  private change(change: Partial<PairsView>): void {
    this.view.update((view) => ({ ...view, ...change }));
  }
}
