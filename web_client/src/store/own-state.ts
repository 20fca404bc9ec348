// SPDX-License-Identifier: Apache-2.0
import type { Command } from '../protocol/commands';
import type { BallotEvent, JamEvent } from '../protocol/events';
import type { Feed, ForumId, PostId } from '../protocol/ids';
import type { MePage } from '../protocol/pages';
import type { Choice } from '../protocol/post';
import type { Answer } from '../transport/connection';
import type { Time } from '../transport/time';
import type { JamApi } from './api';
import { Ballots } from './ballots';
import { Cell, computed, type Readable } from './cell';
import type { Watcher } from './forum-feed';
import type { Keeper } from './keeper';
import { MergeAsks } from './merge-asks';
import { Notices, type Notice } from './notices';
import { OwnPosts } from './own-posts';
import { PollAnswers } from './poll-answers';
import { readMe } from './reading';

const retryMs = 3_000;
const wishNewsMax = 200;

export interface OwnTools {
  api: JamApi;
  time: Time;
  watcher: Watcher;
  keeper: Keeper;
  send(command: Command): Promise<Answer>;
  /** Sends what is worth nothing once the page is gone: it is not kept. */
  tell(command: Command): Promise<Answer>;
}

/** What is this person's alone: their posts, ballots, what they follow, what happened to what they wrote. */
export class OwnState {
  readonly mine = new Cell<ReadonlySet<PostId>>(new Set());
  readonly follows = new Cell<ReadonlySet<PostId>>(new Set());
  readonly followedForums = new Cell<ReadonlySet<ForumId>>(new Set());
  /** Until when one may not post; null while one may. */
  readonly mutedUntilMs = new Cell<number | null>(null);
  readonly posts: OwnPosts;
  readonly polls: PollAnswers;
  readonly mergeAsks: MergeAsks;
  /** Posts one reported, with the rule. */
  readonly flags = new Cell<ReadonlyMap<PostId, string>>(new Map());
  readonly notices = new Notices();
  /** What was told about wishes for erasure since this page was opened; `OwnWishes` reads it. */
  readonly wishNews = new Cell<readonly JamEvent[]>([]);
  readonly ballots: Ballots;
  /** Notices that are not about one's own doing and not read yet. */
  readonly news: Readable<Notice[]> = computed(
    [this.notices.list, this.notices.readUpTo, this.mine],
    (list, read, mine) =>
      list.filter(({ offset, post, what }) => offset > read && (!ownDoing.has(what) || !mine.has(post))),
  );
  private readonly marks = new Map<Feed, number>();
  /** The page holds everything up to here; older events of the feed are history. */
  private upTo = 0;

  constructor(private readonly tools: OwnTools) {
    this.ballots = new Ballots((post, choice, over) => tools.send(castOf(post, choice, over)));
    this.posts = new OwnPosts(tools.keeper);
    this.polls = new PollAnswers(tools.send);
    this.mergeAsks = new MergeAsks(tools.send);
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

  private foldBallot(event: BallotEvent): void {
    if (this.isNew(event.offset)) this.ballots.fold(event.phase, event.post, event.choice, event.over);
  }

  /** Something on `me` that changes how one's own things stand; what the page already holds is only told. */
  fold(event: JamEvent, text: string | null): void {
    const isNew = this.isNew(event.offset);
    // What was said to the author stands in no page: also old news is taken in.
    this.posts.fold(event, text);
    switch (event.type) {
      case 'ballot_cast':
        return this.foldBallot(event);
      case 'flag_raised':
        return this.flag(event.post, event.rule);
      case 'poll_answered':
        return isNew ? this.polls.fold(event.poll, event.options) : undefined;
      case 'post_merged':
        return isNew ? this.mergeAsks.fold(event, this.ballots.stands(event.post)) : undefined;
      case 'support_moved':
        if (isNew && event.accepted) this.ballots.move(event.phase, event.post, event.into);
        return this.mergeAsks.fold(event, false);
      case 'erasure_asked':
      case 'erasure_refused':
      case 'erased':
        return this.wishNews.update((news) => [...news.slice(1 - wishNewsMax), event]);
      case 'post_restored':
        return this.mergeAsks.drop(event.post);
      case 'person_muted':
        return isNew ? this.mutedUntilMs.set(event.until_ms) : undefined;
      case 'person_unmuted':
        return isNew ? this.mutedUntilMs.set(null) : undefined;
      default:
        return;
    }
  }

  flag(post: PostId, rule: string): void {
    this.flags.update((flags) => new Map([...flags, [post, rule]]));
  }

  setForumFollow(forum: ForumId, follow: boolean): void {
    this.followedForums.update((follows) => withOrWithout(follows, forum, follow));
    void this.tools.send({ do: follow ? 'follow' : 'unfollow', forum }).then((answer) => {
      if (!answer.ok) this.followedForums.update((follows) => withOrWithout(follows, forum, !follow));
    });
  }

  setFollow(post: PostId, follow: boolean): void {
    this.follows.update((follows) => withOrWithout(follows, post, follow));
    void this.tools.send({ do: follow ? 'follow' : 'unfollow', post }).then((answer) => {
      if (!answer.ok) this.follows.update((follows) => withOrWithout(follows, post, !follow));
    });
  }

  /** What tells the server how far a list was read, if it does not know that much already. */
  markOf({ feed, readUpTo: offset }: { feed: Feed; readUpTo: number }): Command | null {
    if (offset <= (this.marks.get(feed) ?? 0)) return null;
    this.marks.set(feed, offset);
    return { do: 'mark_read', feed, offset };
  }

  forgetMarks(): void {
    this.marks.clear();
  }

  readNotices(): void {
    const newest = this.notices.list.get()[0]?.offset ?? 0;
    if (newest <= this.notices.readUpTo.get()) return;
    this.notices.readUpTo.set(newest);
    void this.tools.tell({ do: 'mark_read', feed: 'me', offset: newest });
  }

  private take(me: MePage): void {
    this.upTo = me.offset;
    this.ballots.load(me.ballots);
    this.polls.load(me.poll_answers);
    this.mergeAsks.load(me.merge_asks);
    this.mutedUntilMs.set(me.muted_until_ms);
    this.posts.load(me.posts);
    this.mine.set(new Set(me.posts.map(({ post }) => post)));
    this.follows.set(new Set(me.follows.filter((id) => typeof id === 'number') as PostId[]));
    this.followedForums.set(new Set(me.follows.filter((id) => typeof id === 'string') as ForumId[]));
    this.notices.readUpTo.set(Math.max(me.read['me'] ?? 0, this.notices.readUpTo.get()));
  }
}

/** What is no news where one did it oneself. */
const ownDoing: ReadonlySet<Notice['what']> = new Set(['comment', 'build_on', 'mention']);

function castOf(post: PostId, choice: Choice | number | null, over: PostId | null): Command {
  if (over === null) return { do: 'cast_ballot', post, choice: choice ?? 'withdraw' };
  return choice === null ? { do: 'cast_ballot', post, over } : { do: 'cast_ballot', post, over, choice };
}

function withOrWithout<Id>(set: ReadonlySet<Id>, id: Id, isIn: boolean): ReadonlySet<Id> {
  const changed = new Set(set);
  if (isIn) changed.add(id);
  else changed.delete(id);
  return changed;
}
