// SPDX-License-Identifier: Apache-2.0
import { assertNever } from '../protocol/assert-never';
import type { Command } from '../protocol/commands';
import { dictionary, integer } from '../protocol/decode';
import type { JamEvent, PostEvent } from '../protocol/events';
import type { EventsFrame, Hello } from '../protocol/frames';
import { forumFeed, threadFeed, type Feed, type ForumId, type PostId } from '../protocol/ids';
import type { JamPage } from '../protocol/jam';
import type { MePage } from '../protocol/post';
import { Connection, type Answer, type Line, type PushFrame } from '../transport/connection';
import type { OpenSocket } from '../transport/socket';
import type { Cancel, Time } from '../transport/time';
import type { JamApi } from './api';
import { Ballots } from './ballots';
import { Cell, computed, type Readable } from './cell';
import { Drafts, targetOf } from './drafts';
import { Exposure } from './exposure';
import { ForumFeed, type FeedTools } from './forum-feed';
import { Happenings, type Happening } from './happenings';
import { foldClock, foldEnd, foldForum, viewOf, type JamView } from './jam-fold';
import { Keeper, type Shelf } from './keeper';
import { Notices, type Notice } from './notices';
import { Outbox, type OutboxEntry } from './outbox';
import { PostTable } from './post-table';
import { Search } from './search';
import { ServerClock } from './server-clock';
import { Thread } from './thread';

const spreadMs = 3_000;
const countsEveryMs = 30_000;

export interface World {
  api: JamApi;
  openSocket: OpenSocket;
  time: Time;
  shelf: Shelf | null;
}

/** Which page of the jam the clock shows. */
export type Stage = 'lobby' | 'live' | 'cancelled';

/** One jam on this device: takes in every frame at one place, folds it, and answers the screens. */
export class LiveJam {
  readonly view: Cell<JamView>;
  readonly stage: Cell<Stage>;
  readonly line = new Cell<Line | null>(null);
  readonly here = new Cell<number | null>(null);
  readonly mine = new Cell<ReadonlySet<PostId>>(new Set());
  readonly follows = new Cell<ReadonlySet<PostId>>(new Set());
  readonly announcements = new Cell<readonly PostId[]>([]);
  readonly feed = new Cell<ForumFeed | null>(null);
  readonly thread = new Cell<Thread | null>(null);
  /** Ideas per forum that this person has had before their eyes. */
  readonly seenIdeas: Cell<Readonly<Record<string, number>>>;
  readonly happenings = new Happenings();
  readonly api: JamApi;
  readonly clock: ServerClock;
  readonly posts: PostTable;
  readonly ballots: Ballots;
  readonly drafts: Drafts;
  readonly outbox: Outbox;
  readonly exposure: Exposure;
  readonly notices = new Notices();
  /** Notices that are not about one's own doing and not read yet. */
  readonly news: Readable<Notice[]> = computed(
    [this.notices.list, this.notices.readUpTo, this.mine],
    (list, read, mine) =>
      list.filter(({ offset, post, what }) => offset > read && (what === 'edited' || !mine.has(post))),
  );
  readonly search: Search;
  readonly keeper: Keeper;
  private readonly time: Time;
  private readonly connection: Connection;
  private readonly tools: FeedTools;
  /** The view holds everything up to here; older events of a resumed feed are history. */
  private viewUpTo: number;
  /** What happened before this page was opened is not news. */
  private readonly newsAfter: number;
  private meUpTo = 0;
  private readonly asked = new Set<PostId>();
  private cancelStage: Cancel | null = null;
  private cancelCounts: Cancel | null = null;

  constructor(page: JamPage, world: World) {
    this.api = world.api;
    this.time = world.time;
    this.view = new Cell(viewOf(page, null));
    this.stage = new Cell(stageOf(this.view.get()));
    this.viewUpTo = page.offset;
    this.newsAfter = page.offset;
    this.clock = new ServerClock(world.time);
    this.clock.sync(page.now_ms);
    this.posts = new PostTable(world.time);
    this.search = new Search(world.api, this.posts, world.time);
    this.keeper = new Keeper(world.shelf, `jamhall/${page.jam.id}/${page.you?.id ?? 'hall'}/`);
    this.seenIdeas = new Cell(this.keeper.read('seen_ideas', dictionary(integer)) ?? {});
    this.drafts = new Drafts(this.keeper, world.time);
    this.connection = new Connection(world.openSocket, world.time, {
      line: (line) => this.line.set(line),
      frame: (frame) => this.take(frame),
      newEpoch: () => this.reload(),
      watchRefused: (feed) => this.recover(feed),
      fault: (error) => console.error(error),
    });
    this.outbox = new Outbox(
      this.keeper,
      (command, key) => this.connection.send(command, key),
      (entry, answer) => this.answered(entry, answer),
    );
    this.ballots = new Ballots((post, choice) => this.outbox.post({ do: 'cast_ballot', post, choice }));
    this.ballots.enter(page.phase.id);
    this.exposure = new Exposure(world.time, (posts) => this.connection.saw(posts));
    this.tools = {
      ...{ api: this.api, posts: this.posts, time: world.time },
      watcher: this.connection,
      isMine: (post) => this.mine.get().has(post),
    };
  }

  start(): void {
    this.connection.connect();
    // From the beginning: announcements made before stay readable. Everything older than the page is only history.
    this.connection.watch('lobby', 0);
    if (this.view.get().you) void this.loadMe();
    this.outbox.resume();
    this.countSoon();
  }

  stop(): void {
    this.drafts.save();
    this.openForum(null);
    this.openThread(null);
    this.cancelStage?.();
    this.cancelCounts?.();
    this.connection.close();
  }

  /** The network or the tab came back. */
  wake(): void {
    this.connection.wake();
  }

  /** Hidden tabs are told less often; a page about to go leaves its drafts on the shelf. */
  setHidden(isHidden: boolean): void {
    this.posts.isHidden = isHidden;
    if (isHidden) this.drafts.save();
    else this.wake();
  }

  openForum(forum: ForumId | null): void {
    const open = this.feed.get();
    if (open?.forum === forum) return;
    open?.close();
    const feed = forum === null ? null : new ForumFeed(forum, this.tools);
    this.feed.set(feed);
    void feed?.load();
  }

  openThread(post: PostId | null): void {
    const open = this.thread.get();
    if (open?.post === post) return;
    open?.close();
    const thread = post === null ? null : new Thread(post, this.tools);
    this.thread.set(thread);
    void thread?.load();
  }

  /** Fetches a post that something on screen speaks of, once. */
  async ensurePost(post: PostId): Promise<void> {
    if (this.posts.get(post) || this.asked.has(post)) return;
    this.asked.add(post);
    const page = await this.api.thread(post, null, 1);
    if (page.ok && !this.posts.get(post)) this.posts.put([page.value.post]);
  }

  /** Sends a command through the outbox; its text, if any, leaves the drafts until the answer is known. */
  send(command: Command): Promise<Answer> {
    const target = targetOf(command);
    if (target) this.drafts.remove(target);
    return this.outbox.post(command);
  }

  /** The reader has the forum's list before them. */
  sawForum(forum: ForumId, ideas: number): void {
    if (this.seenIdeas.get()[forum] === ideas) return;
    this.seenIdeas.update((seen) => ({ ...seen, [forum]: ideas }));
    this.keeper.write('seen_ideas', this.seenIdeas.get());
  }

  setFollow(post: PostId, follow: boolean): void {
    this.follows.update((follows) => withOrWithout(follows, post, follow));
    void this.outbox.post({ do: follow ? 'follow' : 'unfollow', post }).then((answer) => {
      if (!answer.ok) this.follows.update((follows) => withOrWithout(follows, post, !follow));
    });
  }

  readNotices(): void {
    const newest = this.notices.list.get()[0]?.offset ?? 0;
    if (newest <= this.notices.readUpTo.get()) return;
    this.notices.readUpTo.set(newest);
    void this.outbox.post({ do: 'mark_read', feed: 'me', offset: newest });
  }

  private take(frame: PushFrame): void {
    switch (frame.type) {
      case 'hello':
        return this.greet(frame);
      case 'events':
        return this.fold(frame);
      case 'activity':
        return this.posts.activity(frame);
      case 'tallies':
        return this.posts.tallies(frame);
      case 'presence':
        return this.here.set(frame.here);
      case 'behind':
        return this.recover(frame.feed);
      default:
        return assertNever(frame);
    }
  }

  private greet(hello: Hello): void {
    this.clock.sync(hello.now_ms);
    this.viewUpTo = Math.max(this.viewUpTo, hello.offset);
    this.setView(viewOf(hello, this.view.get()));
  }

  private fold(frame: EventsFrame): void {
    for (const event of frame.events) this.foldEvent(frame.feed, event);
  }

  private foldEvent(feed: Feed, event: JamEvent): void {
    switch (event.type) {
      case 'phase_began':
      case 'clock_extended':
      case 'clock_paused':
      case 'clock_resumed':
        if (event.offset > this.viewUpTo) this.setView(foldClock(this.view.get(), event));
        return this.tell(event);
      case 'jam_closed':
      case 'jam_cancelled':
        this.setView(foldEnd(this.view.get(), event));
        return this.tell(event);
      case 'ballot_cast':
        if (event.offset > this.meUpTo) this.ballots.fold(event.phase, event.post, event.choice);
        return;
      case 'post_added':
      case 'post_edited':
      case 'post_withdrawn':
      case 'announced':
        return this.foldPost(feed, event);
      case 'unknown':
        return;
      default:
        return assertNever(event);
    }
  }

  private foldPost(feed: Feed, event: PostEvent): void {
    if (feed !== 'me' || !this.posts.get(event.post) || event.offset > this.meUpTo) this.posts.apply(event);
    if (event.type === 'announced') {
      this.announcements.update((posts) => [event.post, ...posts.filter((post) => post !== event.post)]);
      return this.tell({ ...event, type: 'announced' });
    }
    if (feed === 'me') return this.foldMine(event);
    const forum = this.feed.get();
    if (forum && feed === forumFeed(forum.forum)) {
      if (event.offset > this.viewUpTo) this.view.update((view) => foldForum(view, event));
      return forum.fold(event);
    }
    const thread = this.thread.get();
    if (thread && feed === threadFeed(thread.post)) thread.fold(event);
  }

  private tell(event: Happening & JamEvent): void {
    if (event.offset > this.newsAfter) this.happenings.tell(event);
  }

  private foldMine(event: PostEvent): void {
    const me = this.view.get().you?.id;
    if (event.author !== null && event.author.id === me) this.ownPost(event.post);
    if (event.type === 'post_added' && this.mine.get().has(event.post)) this.place(event.post);
    this.notices.fold(event);
  }

  private ownPost(post: PostId): void {
    if (!this.mine.get().has(post)) this.mine.update((mine) => withOrWithout(mine, post, true));
  }

  /** One's own post stands in its list at once, even while nobody else may see it. */
  private place(id: PostId): void {
    const post = this.posts.get(id);
    const forum = this.feed.get();
    const thread = this.thread.get();
    if (!post) return;
    if (post.kind !== 'comment') {
      if (forum && forum.forum === post.forum) forum.addOwn(id);
      return;
    }
    const parent = post.parent;
    if (thread && parent !== null && (parent === thread.post || thread.view.get().comments.includes(parent)))
      thread.append(id);
  }

  private answered({ command }: OutboxEntry, answer: Answer): void {
    const target = targetOf(command);
    if (answer.ok) {
      if (command.do !== 'add_post' || answer.reply.post === null) return;
      this.ownPost(answer.reply.post);
      return this.place(answer.reply.post);
    }
    if (!target || !('text' in command)) return;
    const draftedIn = 'drafted_in' in command ? (command.drafted_in ?? null) : null;
    this.drafts.restore(target, command.text, draftedIn, answer.refused);
    this.happenings.tell({ type: 'text_refused', refused: answer.refused });
  }

  /** A feed's watch ended: what it showed is loaded again, and watched from there. */
  private recover(feed: Feed): void {
    if (feed === 'lobby') return void this.loadPage();
    if (feed === 'me') return void this.loadMe({ afterBehind: true });
    const forum = this.feed.get();
    if (forum && feed === forumFeed(forum.forum)) return forum.reloadSoon();
    const thread = this.thread.get();
    if (thread && feed === threadFeed(thread.post)) thread.reloadSoon();
  }

  private reload(): void {
    this.viewUpTo = 0;
    this.meUpTo = 0;
    if (this.view.get().you) void this.loadMe();
    this.feed.get()?.reloadSoon();
    this.thread.get()?.reloadSoon();
  }

  private async loadPage(): Promise<void> {
    if (await this.refresh()) this.connection.watch('lobby', this.viewUpTo);
  }

  /** Reads the jam again: the counts of forums that nobody here watches come only this way. */
  private async refresh(): Promise<boolean> {
    const page = await this.api.page();
    if (!page.ok || page.value.offset < this.viewUpTo) return false;
    this.viewUpTo = page.value.offset;
    this.setView(viewOf(page.value, this.view.get()));
    return true;
  }

  private async loadMe(how = { afterBehind: false }): Promise<void> {
    const page = await this.api.me();
    if (!page.ok) {
      this.time.after(spreadMs, () => void this.loadMe(how));
      return;
    }
    this.takeMe(page.value);
    // From what has been read: that is exactly what happened while away, unless it is too much to repeat.
    const read = page.value.read['me'] ?? 0;
    this.connection.watch('me', how.afterBehind ? page.value.offset : read);
  }

  private takeMe(me: MePage): void {
    this.meUpTo = me.offset;
    this.ballots.load(me.ballots);
    this.mine.set(new Set(me.posts.map(({ post }) => post)));
    this.follows.set(new Set(me.follows.filter((id) => typeof id === 'number') as PostId[]));
    this.notices.readUpTo.set(Math.max(me.read['me'] ?? 0, this.notices.readUpTo.get()));
  }

  private setView(view: JamView): void {
    const before = this.view.get();
    this.view.set(view);
    this.ballots.enter(view.phase.id);
    const stage = stageOf(view);
    if (stage === stageOf(before)) return;
    this.cancelStage?.();
    const delayMs = stage === 'live' ? this.time.random() * spreadMs : 0;
    this.cancelStage = this.time.after(delayMs, () => {
      this.stage.set(stage);
      if (stage === 'live') this.happenings.tell({ type: 'opened' });
    });
  }

  private countSoon(): void {
    const delayMs = countsEveryMs * (0.75 + this.time.random() / 2);
    this.cancelCounts = this.time.after(delayMs, () => {
      if (!this.posts.isHidden && this.stage.get() === 'live') void this.refresh();
      this.countSoon();
    });
  }
}

function stageOf({ jam, phase }: JamView): Stage {
  if (jam.state === 'cancelled') return 'cancelled';
  return phase.kind === 'lobby' && jam.state !== 'closed' ? 'lobby' : 'live';
}

function withOrWithout(set: ReadonlySet<PostId>, post: PostId, isIn: boolean): ReadonlySet<PostId> {
  const changed = new Set(set);
  if (isIn) changed.add(post);
  else changed.delete(post);
  return changed;
}
