// SPDX-License-Identifier: Apache-2.0
import type { Command } from '../protocol/commands';
import { dictionary, integer } from '../protocol/decode';
import { isPostEvent, type JamEvent, type PostEvent } from '../protocol/events';
import { forumFeed, threadFeed, type Feed, type ForumId, type PostId } from '../protocol/ids';
import type { Answer, PushFrame } from '../transport/connection';
import { randomKey } from '../transport/key';
import type { Cancel } from '../transport/time';
import { Cell } from './cell';
import { Drafts, targetOf } from './drafts';
import { Exposure } from './exposure';
import { ForumFeed, type FeedTools } from './forum-feed';
import { foldForum } from './jam-fold';
import type { JamLine, Part } from './jam-line';
import { Mentions } from './mentions';
import { Mine } from './mine';
import { Outbox, type OutboxEntry } from './outbox';
import { OwnState } from './own-state';
import { PostTable } from './post-table';
import { readThread } from './reading';
import { isPassing } from './reloads';
import { Search } from './search';
import { Thread } from './thread';

const countsEveryMs = 30_000;

/** The running jam: posts, feeds and discussions on screen, and what this person does there. */
export class LiveJam implements Part {
  readonly feed = new Cell<ForumFeed | null>(null);
  readonly thread = new Cell<Thread | null>(null);
  /** Ideas per forum that this person has had before their eyes. */
  readonly seenIdeas: Cell<Readonly<Record<string, number>>>;
  readonly posts: PostTable;
  readonly own: OwnState;
  readonly drafts: Drafts;
  readonly outbox: Outbox;
  readonly exposure: Exposure;
  readonly search: Search;
  readonly mentions: Mentions;
  readonly mine: Mine;
  /** When slow mode lets this person post again; by what was posted from here, or what the server said. */
  readonly nextPostMs = new Cell(0);
  readonly tools: FeedTools;
  /** A desk hears every frame too, once the posts are folded. */
  desk: Part | null = null;
  private readonly asked = new Map<PostId, Promise<void>>();
  private readonly endings: (() => void)[] = [];
  private cancelCounts: Cancel | null = null;

  constructor(readonly jam: JamLine) {
    const { api, connection, keeper, time } = jam;
    this.posts = new PostTable(time);
    this.seenIdeas = new Cell(keeper.read('seen_ideas', dictionary(integer)) ?? {});
    this.drafts = new Drafts(keeper, time);
    this.outbox = new Outbox(
      keeper,
      (command, key) => connection.send(command, key),
      (entry, answer) => this.answered(entry, answer),
    );
    this.own = new OwnState({
      ...{ api, time, keeper, watcher: connection },
      send: (command) => this.outbox.post(command),
      tell: (command) => this.tell(command),
    });
    this.exposure = new Exposure(time, (posts) => connection.saw(posts));
    this.search = new Search(api, this.posts, time);
    this.mentions = new Mentions(api, keeper);
    this.mine = new Mine(api, this.posts, this.own.posts, () => this.tellRead());
    this.tools = { api, posts: this.posts, time, watcher: connection, isMine: (post) => this.own.mine.get().has(post) };
  }

  // What every screen reads of the jam as a whole.
  get view() {
    return this.jam.view;
  }
  get clock() {
    return this.jam.clock;
  }
  get line() {
    return this.jam.line;
  }
  get keeper() {
    return this.jam.keeper;
  }
  get pairTools() {
    return { api: this.jam.api, posts: this.posts, ballots: this.own.ballots, time: this.jam.time };
  }
  get happenings() {
    return this.jam.happenings;
  }

  start(): void {
    this.jam.attach(this);
    this.endings.push(
      this.view.subscribe(({ phase, jam }) => {
        this.own.ballots.enter(phase.id);
        this.own.ballots.budget.set(jam.dots);
        this.own.mergeAsks.enter(phase.id);
      }),
    );
    if (this.view.get().you) void this.own.load();
    this.outbox.resume();
    this.countSoon();
  }

  stop(): void {
    this.drafts.save();
    this.exposure.stop();
    this.openForum(null);
    this.openThread(null);
    this.outbox.stop();
    this.cancelCounts?.();
    for (const end of this.endings) end();
  }

  /** Hidden tabs are told less often; a page about to go leaves its drafts on the shelf. */
  setHidden(isHidden: boolean): void {
    this.posts.isHidden = isHidden;
    if (!isHidden) return;
    this.drafts.save();
    void this.tellRead();
  }

  openForum(forum: ForumId | null): void {
    const open = this.feed.get();
    if (open?.forum === forum) return;
    void this.tellRead();
    open?.close();
    const feed = forum === null ? null : new ForumFeed(forum, this.tools);
    this.feed.set(feed);
    void feed?.load();
  }

  openThread(post: PostId | null): void {
    const open = this.thread.get();
    if (open?.post === post) return;
    void this.tellRead();
    open?.close();
    const thread = post === null ? null : new Thread(post, this.tools);
    this.thread.set(thread);
    void thread?.load();
  }

  /** Tells how far the lists on screen were read, when the reader leaves them; done once the server knows, or cannot. */
  async tellRead(): Promise<void> {
    if (!this.view.get().you || this.line.get()?.state !== 'open') return;
    const read = [this.feed.get(), this.thread.get()].flatMap((list) => (list ? [this.own.markOf(list)] : []));
    await Promise.all(read.flatMap((mark) => (mark ? [this.tell(mark)] : [])));
  }

  /** Sends a mark: not through the outbox, it is no text and worth nothing once the page is gone. */
  private tell(mark: Command): Promise<Answer> {
    return this.jam.connection.send(mark, randomKey());
  }

  /** Fetches a post that something on screen speaks of, once; done when it is here, or cannot be. */
  async ensurePost(post: PostId): Promise<void> {
    if (this.posts.get(post)) return;
    const asked = this.asked.get(post) ?? this.fetchPost(post);
    this.asked.set(post, asked);
    await asked;
  }

  private async fetchPost(post: PostId): Promise<void> {
    const page = await readThread(this.jam.api, post, null, 1);
    if (page.ok && !this.posts.get(post)) this.posts.put([page.value.post]);
    // What cannot be read is not asked for again by every row that names it.
    if (!page.ok && isPassing(page.problem)) this.asked.delete(post);
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

  fold(frame: PushFrame): void {
    if (frame.type === 'activity') this.posts.activity(frame);
    if (frame.type === 'tallies') this.posts.tallies(frame);
    if (frame.type === 'events') for (const event of frame.events) this.foldEvent(frame.feed, event);
    this.desk?.fold(frame);
  }

  recover(feed: Feed): void {
    if (feed === 'me') return void this.own.load({ afterBehind: true });
    this.desk?.recover(feed);
    const forum = this.feed.get();
    if (forum && feed === forumFeed(forum.forum)) return forum.reloadSoon();
    const thread = this.thread.get();
    if (thread && feed === threadFeed(thread.post)) thread.reloadSoon();
  }

  reload(): void {
    // A log that was replaced by a backup counts anew: what was read of the old one says nothing.
    this.own.forgetMarks();
    if (this.view.get().you) void this.own.load();
    this.feed.get()?.restart();
    this.thread.get()?.reloadSoon();
    this.desk?.reload();
  }

  private foldEvent(feed: Feed, event: JamEvent): void {
    this.jam.foldSpotlit(event);
    if (feed === 'me') return this.foldMine(event);
    if (event.type === 'unsealed') return this.recover(feed);
    // Announcements, to a forum too, are heard through the lobby: it tells those of before as well.
    if (event.type === 'announced') return;
    if (isPostEvent(event)) this.foldPost(feed, event);
    else this.posts.applyDeed(event);
  }

  private foldPost(feed: Feed, event: PostEvent): void {
    this.posts.apply(event);
    const forum = this.feed.get();
    if (forum && feed === forumFeed(forum.forum)) {
      // Events since a page are told again with it.
      if (this.jam.isNew(event.offset) && event.offset > forum.newest)
        this.view.update((view) => foldForum(view, event));
      return forum.fold(event);
    }
    const thread = this.thread.get();
    if (thread && feed === threadFeed(thread.post)) thread.fold(event);
  }

  private foldMine(event: JamEvent): void {
    const known = 'post' in event && event.post !== null ? this.posts.get(event.post) : undefined;
    const me = this.view.get().you?.id ?? null;
    const isNew = this.own.isNew(event.offset);
    this.own.fold(event, known?.text ?? null);
    // What one may do now stands in the page of the jam.
    if (isNew && (event.type === 'role_granted' || event.type === 'role_revoked')) void this.jam.refresh();
    if (!isPostEvent(event)) {
      if (isNew) this.posts.applyDeed(event);
    } else if (!known || isNew) {
      // What was missed while away may be older than what a page has shown since.
      this.posts.apply(event);
    }
    if (isPostEvent(event)) {
      if (event.author !== null && event.author.id === me) this.own.add(event.post);
      if (event.type === 'post_added' && this.own.mine.get().has(event.post)) this.place(event.post);
    }
    this.own.notices.fold(event, me, (post) => this.own.mine.get().has(post));
  }

  /** One's own post stands in its list at once, even while nobody else may see it. */
  private place(id: PostId): void {
    const post = this.posts.get(id);
    if (!post) return;
    if (post.kind !== 'comment') {
      const forum = this.feed.get();
      if (forum && forum.forum === post.forum) forum.addOwn(id);
      return;
    }
    const thread = this.thread.get();
    const { parent } = post;
    if (!thread || parent === null) return;
    if (parent === thread.post || thread.view.get().comments.includes(parent)) thread.append(id);
  }

  private answered({ command }: OutboxEntry, answer: Answer): void {
    if (command.do === 'add_post') this.slowDown(answer);
    if (answer.ok) {
      if (command.do !== 'add_post' || answer.reply.post === null) return;
      this.own.add(answer.reply.post);
      // One's own idea is what others' are dealt for.
      if (command.kind === 'idea' && this.view.get().phase.switches.others === 'sampled') void this.feed.get()?.load();
      return this.place(answer.reply.post);
    }
    const target = targetOf(command);
    if (!target || !('text' in command)) return;
    const draftedIn = 'drafted_in' in command ? (command.drafted_in ?? null) : null;
    this.drafts.restore(target, command.text, draftedIn, answer.refused);
    this.happenings.tell({ type: 'text_refused', refused: answer.refused });
  }

  private slowDown(answer: Answer): void {
    const slowModeMs = this.view.get().phase.switches.slow_mode_s * 1_000;
    const waitMs = answer.ok ? slowModeMs : (answer.refused.retry_after_ms ?? 0);
    if (waitMs > 0) this.nextPostMs.set(this.clock.now() + waitMs);
  }

  private countSoon(): void {
    const delayMs = countsEveryMs * (0.75 + this.jam.time.random() / 2);
    this.cancelCounts = this.jam.time.after(delayMs, () => {
      if (!this.posts.isHidden) void this.jam.refresh();
      this.countSoon();
    });
  }
}
