// SPDX-License-Identifier: Apache-2.0
import type { Command } from '../protocol/commands';
import type { BallotEvent } from '../protocol/events';
import type { PostId } from '../protocol/ids';
import type { MePage } from '../protocol/pages';
import type { Answer } from '../transport/connection';
import type { Time } from '../transport/time';
import type { JamApi } from './api';
import { Ballots } from './ballots';
import { Cell, computed, type Readable } from './cell';
import type { Watcher } from './forum-feed';
import { Notices, type Notice } from './notices';
import { readMe } from './reading';

const retryMs = 3_000;

export interface OwnTools {
  api: JamApi;
  time: Time;
  watcher: Watcher;
  send(command: Command): Promise<Answer>;
}

/** What is this person's alone: their posts, ballots, what they follow, what happened to what they wrote. */
export class OwnState {
  readonly mine = new Cell<ReadonlySet<PostId>>(new Set());
  readonly follows = new Cell<ReadonlySet<PostId>>(new Set());
  readonly notices = new Notices();
  readonly ballots: Ballots;
  /** Notices that are not about one's own doing and not read yet. */
  readonly news: Readable<Notice[]> = computed(
    [this.notices.list, this.notices.readUpTo, this.mine],
    (list, read, mine) =>
      list.filter(({ offset, post, what }) => offset > read && (what === 'edited' || !mine.has(post))),
  );
  /** The page holds everything up to here; older events of the feed are history. */
  private upTo = 0;

  constructor(private readonly tools: OwnTools) {
    this.ballots = new Ballots((post, choice) => tools.send({ do: 'cast_ballot', post, choice }));
  }

  isNew(offset: number): boolean {
    return offset > this.upTo;
  }

  async load(how = { afterBehind: false }): Promise<void> {
    const { api, time, watcher } = this.tools;
    const page = await readMe(api);
    if (!page.ok) {
      time.after(retryMs, () => void this.load(how));
      return;
    }
    this.take(page.value);
    // From what has been read: that is exactly what happened while away, unless it is too much to repeat.
    const read = page.value.read['me'] ?? 0;
    watcher.watch('me', how.afterBehind ? page.value.offset : read);
  }

  add(post: PostId): void {
    if (!this.mine.get().has(post)) this.mine.update((mine) => withOrWithout(mine, post, true));
  }

  foldBallot(event: BallotEvent): void {
    if (this.isNew(event.offset)) this.ballots.fold(event.phase, event.post, event.choice);
  }

  setFollow(post: PostId, follow: boolean): void {
    this.follows.update((follows) => withOrWithout(follows, post, follow));
    void this.tools.send({ do: follow ? 'follow' : 'unfollow', post }).then((answer) => {
      if (!answer.ok) this.follows.update((follows) => withOrWithout(follows, post, !follow));
    });
  }

  readNotices(): void {
    const newest = this.notices.list.get()[0]?.offset ?? 0;
    if (newest <= this.notices.readUpTo.get()) return;
    this.notices.readUpTo.set(newest);
    void this.tools.send({ do: 'mark_read', feed: 'me', offset: newest });
  }

  private take(me: MePage): void {
    this.upTo = me.offset;
    this.ballots.load(me.ballots);
    this.mine.set(new Set(me.posts.map(({ post }) => post)));
    this.follows.set(new Set(me.follows.filter((id) => typeof id === 'number') as PostId[]));
    this.notices.readUpTo.set(Math.max(me.read['me'] ?? 0, this.notices.readUpTo.get()));
  }
}

function withOrWithout(set: ReadonlySet<PostId>, post: PostId, isIn: boolean): ReadonlySet<PostId> {
  const changed = new Set(set);
  if (isIn) changed.add(post);
  else changed.delete(post);
  return changed;
}
