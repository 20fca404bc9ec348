// SPDX-License-Identifier: Apache-2.0
import type { Command } from '../../protocol/commands';
import type { Claim, ForumDesk, ModerationCase, Saying } from '../../protocol/desk';
import type { LookingAt } from '../../protocol/looking';
import type { JamEvent } from '../../protocol/events';
import { deskFeed, forumFeed, type Feed, type ForumId, type PersonId, type PostId } from '../../protocol/ids';
import type { Named } from '../../protocol/person';
import type { Post } from '../../protocol/post';
import type { Answer, PushFrame } from '../../transport/connection';
import type { Cancel } from '../../transport/time';
import { sendNow } from '../at-once';
import { Cell } from '../cell';
import type { Part } from '../jam-line';
import type { LiveJam } from '../live-jam';
import { deskForums } from '../permissions';
import { deskOf, emptyDesk, foldAnswered, foldDesk, postsOf, type DeskView } from './desk-fold';
import { DeskKeys } from './keys';
import { casesOf, Ledger, type Entry } from './ledger';
import { Nearest } from './nearest';
import { Pending, type Deed } from './pending';
import { readDesk } from './reading';
import { Stream } from './stream';
import { offersFor, type Offer } from './verbs';

const refreshEveryMs = 60_000;
const refreshSoonMs = 600;
const retryMs = 3_000;
const recentMax = 200;
const authorsMax = 40;

/** Events that change what only the server can work out: gaps, first posts, cases of posts not known here. */
const needsPage: ReadonlySet<JamEvent['type']> = new Set<JamEvent['type']>([
  ...(['shift_taken', 'shift_dropped', 'handed_over', 'flag_raised', 'appealed', 'post_added'] as const),
]);

/** What takes a post off a desk. Forums and discussions hear of it, desks not of all of it. */
const takesOff: ReadonlySet<JamEvent['type']> = new Set<JamEvent['type']>([
  ...(['post_withdrawn', 'erased', 'post_hidden', 'post_merged'] as const),
]);

/** The desk of those who facilitate: what waits, what is new, the post at hand, and the verbs. */
export class Desk implements Part {
  readonly view = new Cell<DeskView>(emptyDesk);
  readonly selected = new Cell<PostId | null>(null);
  /** The forum looked at; null for all of one's own. */
  readonly scope = new Cell<ForumId | null>(null);
  readonly ledger = new Ledger();
  readonly forums: readonly ForumId[];
  readonly stream: Stream;
  readonly nearest: Nearest;
  readonly pending: Pending;
  readonly keys: DeskKeys;
  private readonly endings: Cancel[] = [];
  private recent: { forum: ForumId; event: JamEvent }[] = [];
  private refreshing: Cancel | null = null;
  private request = 0;
  private pageOffset = 0;
  private watchesFrom: number | null = 0;
  private isStopped = false;

  constructor(
    readonly jam: LiveJam,
    told: (deed: Deed, answer: Answer) => void = () => undefined,
  ) {
    this.forums = deskForums(jam.view.get());
    this.stream = new Stream(this.forums, jam.tools);
    this.nearest = new Nearest(jam.jam.api, jam.posts);
    this.pending = new Pending(jam.jam.time, (command) => this.do(command), told);
    this.keys = new DeskKeys(jam.keeper);
  }

  start(): void {
    this.jam.desk = this;
    this.stream.start();
    void this.load();
    this.endings.push(
      this.jam.jam.time.every(refreshEveryMs, () => void this.load()),
      this.jam.line.subscribe((line) => line?.state === 'open' && this.look()),
    );
  }

  /** Leaving the desk does what still waits: it was meant. */
  stop(): void {
    void this.pending.flush();
    this.selected.set(null);
    this.look();
    this.isStopped = true;
    this.refreshing?.();
    for (const end of this.endings) end();
    this.stream.stop();
    for (const forum of this.forums) this.jam.tools.watcher.unwatch(deskFeed(forum));
    if (this.jam.desk === this) this.jam.desk = null;
  }

  get isOpen(): boolean {
    return this.jam.line.get()?.state === 'open';
  }

  /** Sends a command now or not at all: what is decided on a stale picture is worse than nothing. */
  async do(command: Command): Promise<Answer> {
    return sendNow(this.jam.jam, command);
  }

  async load(): Promise<void> {
    const request = ++this.request;
    this.refreshing?.();
    this.refreshing = null;
    const page = await readDesk(this.jam.jam.api);
    if (this.isStopped || request !== this.request) return;
    if (!page.ok) {
      const status = this.view.get().status === 'ready' ? 'ready' : 'failed';
      this.view.update((view) => ({ ...view, status, problem: page.problem }));
      this.refreshing = this.jam.jam.time.after(retryMs, () => void this.load());
      return;
    }
    const { offset } = page.value;
    this.jam.posts.put(postsOf(page.value));
    this.pageOffset = offset;
    this.view.set(deskOf(page.value, (post) => this.jam.posts.get(post)));
    // What came while the page was on its way is newer than the page.
    this.recent = this.recent.filter(({ event }) => event.offset > offset);
    for (const { forum, event } of this.recent) this.foldEvent(forum, event);
    this.watch(offset);
  }

  select(post: PostId | null): void {
    if (this.selected.get() === post) return;
    this.selected.set(post);
    this.look();
    void this.open(post);
  }

  fold(frame: PushFrame): void {
    if (frame.type === 'looking') {
      const forum = this.forums.find((one) => deskFeed(one) === frame.feed);
      if (forum)
        this.view.update((view) => ({ ...view, looking: { ...view.looking, [forum]: frame.looking, '': [] } }));
    }
    if (frame.type === 'activity') {
      const forum = this.forums.find((one) => forumFeed(one) === frame.feed);
      const answered = new Set(frame.posts.filter(({ comments }) => comments > 0).map(({ post }) => post));
      if (forum) this.view.update((view) => foldAnswered(view, forum, answered));
    }
    if (frame.type === 'events') {
      const forum = this.forums.find((one) => deskFeed(one) === frame.feed);
      for (const event of frame.events) {
        if (forum) this.take(forum, event);
        else this.hear(frame.feed, event);
        // What its author was asked to change is looked at again; where the post stands then, the page says.
        if (event.type === 'post_edited' && this.withAuthors(null).some(({ post }) => post.post === event.post))
          this.loadSoon(refreshSoonMs);
      }
    }
  }

  recover(feed: Feed): void {
    this.stream.recover(feed);
    if (!this.forums.some((forum) => deskFeed(forum) === feed)) return;
    // Too much has happened to be told from the beginning.
    this.watchesFrom = null;
    this.loadSoon(this.jam.jam.time.random() * retryMs);
  }

  reload(): void {
    this.recent = [];
    this.ledger.clear();
    this.watchesFrom = 0;
    this.stream.reload();
    this.loadSoon(this.jam.jam.time.random() * retryMs);
  }

  // What the panes ask of it.

  caseOf(post: PostId): ModerationCase | null {
    return [...this.queue(null), ...this.withAuthors(null)].find((one) => one.post.post === post) ?? null;
  }

  /** What waits for a decision, the longest first. */
  queue(forum: ForumId | null): ModerationCase[] {
    return this.cases(forum, ({ queue }) => queue);
  }

  /** What is with its author, who was asked to change it, the longest first. */
  withAuthors(forum: ForumId | null): ModerationCase[] {
    return this.cases(forum, ({ with_authors: asked }) => asked);
  }

  /** The post with its words: those of a hidden or held one stand only in its case, those of one that is gone nowhere. */
  postOf(id: PostId): Post | null {
    const known = this.jam.posts.get(id) ?? null;
    const told = this.caseOf(id)?.post ?? null;
    if (!known || !told) return known ?? told;
    const isKeptBack = known.text === null && (known.state === 'hidden' || known.state === 'held');
    if (!isKeptBack) return known;
    return told.state === known.state ? told : { ...known, text: told.text };
  }

  claimOf(post: PostId): Claim | null {
    const claims = this.view.get().forums.flatMap((desk) => desk.claims);
    return claims.find((claim) => claim.post === post && claim.until_ms > this.jam.clock.now()) ?? null;
  }

  isLit(post: PostId): boolean {
    const nowMs = this.jam.clock.now();
    return this.jam.view.get().spotlights.some((one) => one.post.post === post && one.until_ms > nowMs);
  }

  offers(post: Post): Offer[] {
    return offersFor({
      view: this.jam.view.get(),
      post,
      waiting: this.caseOf(post.post),
      claim: this.claimOf(post.post),
      isOpen: this.isOpen,
      isPending: this.pending.isAbout(post.post),
      isLit: this.isLit(post.post),
    });
  }

  /** Who else has the post open at a desk. */
  lookers(post: PostId): Named[] {
    const me = this.jam.view.get().you?.id;
    const all = Object.values(this.view.get().looking).flat() as LookingAt[];
    const people = all.filter((one) => one.post === post).flatMap((one) => one.people);
    return [...new Map(people.filter(({ id }) => id !== me).map((one) => [one.id, one])).values()];
  }

  said(forum: ForumId | null): Saying[] {
    const { forums, said } = this.view.get();
    return forum === null ? said : (forums.find((desk) => desk.forum === forum)?.said ?? []);
  }

  /** What was decided about other posts of the same author. */
  earlier(post: Post): Entry[] {
    const authorOf = (id: PostId): PersonId | null => this.postOf(id)?.author?.id ?? null;
    return casesOf(this.ledger.entries.get(), post.author?.id ?? null, post.post, authorOf);
  }

  private cases(forum: ForumId | null, which: (desk: ForumDesk) => ModerationCase[]): ModerationCase[] {
    return this.view
      .get()
      .forums.filter((desk) => forum === null || desk.forum === forum)
      .flatMap(which)
      .sort((a, b) => (a.waits_since_ms ?? 0) - (b.waits_since_ms ?? 0));
  }

  private take(forum: ForumId, event: JamEvent): void {
    this.ledger.fold(event);
    if (event.offset <= this.pageOffset) return;
    this.keep(forum, event);
    if (needsPage.has(event.type)) this.loadSoon(refreshSoonMs);
  }

  /** An event of a forum or a discussion. */
  private hear(feed: Feed, event: JamEvent): void {
    this.stream.fold(feed, event);
    if (!takesOff.has(event.type) || !('post' in event) || event.offset <= this.pageOffset) return;
    const holding = this.view.get().forums.filter((desk) => standsAt(desk, event.post));
    for (const { forum } of holding) this.keep(forum, event);
    if (holding.length > 0) this.loadSoon(refreshSoonMs);
  }

  /** Folds what no page holds yet. */
  private keep(forum: ForumId, event: JamEvent): void {
    this.recent = [...this.recent, { forum, event }].slice(-recentMax);
    this.foldEvent(forum, event);
  }

  private foldEvent(forum: ForumId, event: JamEvent): void {
    this.view.update((view) => foldDesk(view, forum, event, (post) => this.jam.posts.get(post)));
  }

  private watch(offset: number): void {
    if (this.watchesFrom === -1) return;
    const from = this.watchesFrom ?? offset;
    this.watchesFrom = -1;
    // From the beginning: what was decided before is what a decision is compared with.
    this.jam.tools.watcher.watchAll(this.forums.map(deskFeed), from);
  }

  private loadSoon(delayMs: number): void {
    this.refreshing ??= this.jam.jam.time.after(delayMs, () => void this.load());
  }

  /** Tells the other desks which post is open here. */
  private look(): void {
    if (this.isOpen) void this.do({ do: 'look_at', post: this.selected.get() });
  }

  private async open(id: PostId | null): Promise<void> {
    if (id === null) return this.jam.openThread(null);
    if (!this.postOf(id)) await this.jam.ensurePost(id);
    const post = this.postOf(id);
    if (this.selected.get() !== id || !post) return;
    void this.nearest.look(post);
    const top = await this.topOf(post);
    if (this.selected.get() !== id) return;
    this.jam.openThread(top);
    // Whose posts the earlier cases were about is not said in the feed.
    const asked = new Set(this.ledger.entries.get().map((entry) => entry.post));
    for (const other of [...asked].slice(-authorsMax)) {
      await this.jam.ensurePost(other);
      if (this.selected.get() !== id) return;
    }
    if (asked.size > 0) this.ledger.entries.update((entries) => [...entries]);
  }

  /** The idea or prompt above a comment. */
  private async topOf(post: Post): Promise<PostId> {
    let top = post;
    for (let steps = 0; steps < 3 && top.parent !== null; steps += 1) {
      await this.jam.ensurePost(top.parent);
      const parent = this.postOf(top.parent);
      if (!parent) return top.parent;
      top = parent;
    }
    return top.post;
  }
}

const standsAt = ({ queue, with_authors, unanswered }: ForumDesk, id: PostId | null): boolean =>
  [...queue, ...with_authors, ...unanswered].some(({ post }) => post.post === id);
