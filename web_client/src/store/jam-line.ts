// SPDX-License-Identifier: Apache-2.0
import { assertNever } from '../protocol/assert-never';
import type { Command } from '../protocol/commands';
import type { JamEvent, PlanEvent, PostEvent, SteeringEvent } from '../protocol/events';
import type { EventsFrame, Hello } from '../protocol/frames';
import type { Feed } from '../protocol/ids';
import type { JamPage } from '../protocol/jam';
import { Connection, type Answer, type Line, type PushFrame } from '../transport/connection';
import { randomKey } from '../transport/key';
import type { OpenSocket } from '../transport/socket';
import type { Cancel, Time } from '../transport/time';
import type { JamApi } from './api';
import { Cell } from './cell';
import { Happenings, type Happening } from './happenings';
import { foldClock, foldEnd, viewOf, type JamView } from './jam-fold';
import { Keeper, shelfRoot, type Shelf } from './keeper';
import { Reloads } from './reloads';
import { ServerClock } from './server-clock';
import { foldPolls, foldSteering } from './steering-fold';

const spreadMs = 3_000;

/** What takes a post out of the spotlight without the lobby hearing of it. */
const dims: ReadonlySet<JamEvent['type']> = new Set<JamEvent['type']>(['post_hidden', 'post_withdrawn', 'erased']);

export interface World {
  api: JamApi;
  openSocket: OpenSocket;
  time: Time;
  shelf: Shelf | null;
}

/** A guest has come: told to everybody. */
export type Arrival = SteeringEvent & { type: 'guest_introduced' };

/** Which page of the jam the clock shows. */
export type Stage = 'lobby' | 'live' | 'cancelled';

/** Whoever folds what is not about the jam as a whole. */
export interface Part {
  fold(frame: PushFrame): void;
  /** The watch of a feed ended: what it showed has to be loaded again. */
  recover(feed: Feed): void;
  /** Everything loaded so far is void. */
  reload(): void;
}

/**
 * The line to one jam and the jam as a whole: clock, phase, people here. All that the lobby needs; the running jam
 * attaches itself as a part.
 */
export class JamLine {
  readonly view: Cell<JamView>;
  readonly stage: Cell<Stage>;
  readonly line = new Cell<Line | null>(null);
  readonly here = new Cell<number | null>(null);
  /** Newest first. */
  readonly announcements = new Cell<readonly PostEvent[]>([]);
  /** Guests who have come, newest first. */
  readonly arrivals = new Cell<readonly Arrival[]>([]);
  /** Changes of the plan and counts opened early, newest first. */
  readonly planNews = new Cell<readonly PlanEvent[]>([]);
  readonly happenings = new Happenings();
  readonly api: JamApi;
  readonly time: Time;
  readonly clock: ServerClock;
  readonly keeper: Keeper;
  readonly connection: Connection;
  private part: Part | null = null;
  /** The view holds everything up to here; older events of a resumed feed are history. */
  private viewUpTo: number;
  /** The newest event folded into the view; a page read before it would take that back, and no feed tells it again. */
  private foldedUpTo = 0;
  /** What happened before this page was opened is not news. */
  private readonly newsAfter: number;
  private cancelStage: Cancel | null = null;
  private refreshing: Cancel | null = null;
  private readonly lobby: Reloads;
  private isStopped = false;

  constructor(page: JamPage, world: World) {
    this.api = world.api;
    this.time = world.time;
    this.view = new Cell(viewOf(page, null));
    this.stage = new Cell(stageOf(this.view.get()));
    this.viewUpTo = page.offset;
    this.newsAfter = page.offset;
    this.clock = new ServerClock(world.time);
    this.clock.sync(page.now_ms);
    this.lobby = new Reloads(world.time, () => void this.resumeLobby());
    this.keeper = new Keeper(world.shelf, `${shelfRoot}${page.jam.id}/${page.you?.id ?? 'hall'}/`);
    this.connection = new Connection(world.openSocket, world.time, {
      line: (line) => this.line.set(line),
      frame: (frame) => this.take(frame),
      newEpoch: () => this.reload(),
      watchRefused: (feed) => this.recover(feed),
      fault: (error) => console.error(error),
    });
  }

  start(): void {
    this.connection.connect();
    // From the beginning: announcements made before stay readable. Everything older than the page is only history.
    this.connection.watch('lobby', 0);
  }

  stop(): void {
    this.isStopped = true;
    this.cancelStage?.();
    this.refreshing?.();
    this.lobby.stop();
    this.connection.close();
  }

  /** Sends a command until it is answered; for the lobby, which keeps no outbox. */
  send(command: Command): Promise<Answer> {
    return this.connection.send(command, randomKey());
  }

  attach(part: Part): void {
    this.part = part;
  }

  /** The network or the tab came back. */
  wake(): void {
    this.connection.wake();
  }

  /** Whether an event changes the view, or is already in it. */
  isNew(offset: number): boolean {
    return offset > this.viewUpTo;
  }

  /** Reads the jam again: the counts of forums that nobody here watches come only this way. */
  async refresh(): Promise<boolean> {
    const page = await this.api.page();
    if (this.isStopped || !page.ok || page.value.offset < this.viewUpTo) return false;
    if (page.value.offset < this.foldedUpTo) {
      this.refreshSoon();
      return false;
    }
    this.viewUpTo = page.value.offset;
    this.setView(viewOf(page.value, this.view.get()));
    return true;
  }

  /** What a forum tells of a post in the spotlight; no page read before that brings it back. */
  foldSpotlit(event: JamEvent): void {
    const isLit = ({ spotlights }: JamView) =>
      'post' in event && spotlights.some(({ post }) => post.post === event.post);
    if (!dims.has(event.type) || !this.isNew(event.offset) || !isLit(this.view.get())) return;
    this.foldedUpTo = Math.max(this.foldedUpTo, event.offset);
    this.setView(foldSteering(this.view.get(), event));
  }

  private take(frame: PushFrame): void {
    switch (frame.type) {
      case 'hello':
        return this.greet(frame);
      case 'presence':
        return this.here.set(frame.here);
      case 'events':
        return frame.feed === 'lobby' ? this.fold(frame) : this.part?.fold(frame);
      case 'behind':
        return this.recover(frame.feed);
      case 'polls':
        return this.setView(foldPolls(this.view.get(), frame));
      case 'activity':
      case 'tallies':
      case 'looking':
        return this.part?.fold(frame);
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
    for (const event of frame.events) {
      this.foldedUpTo = Math.max(this.foldedUpTo, event.offset);
      this.foldEvent(event);
    }
  }

  private foldEvent(event: JamEvent): void {
    switch (event.type) {
      case 'phase_began':
      case 'clock_extended':
      case 'clock_paused':
      case 'clock_resumed':
        if (this.isNew(event.offset)) this.setView(foldClock(this.view.get(), event));
        return this.tell(event);
      case 'jam_closed':
      case 'jam_cancelled':
        this.setView(foldEnd(this.view.get(), event));
        return this.tell(event);
      case 'announced':
        this.announcements.update((all) => [event, ...all.filter(({ post }) => post !== event.post)]);
        return this.tell({ ...event, type: 'announced' });
      case 'poll_opened':
      case 'poll_closed':
        // The feed is read from its beginning: it tells the closed polls too, which no page does.
        this.setView(foldSteering(this.view.get(), event));
        return this.tell(event);
      case 'guest_introduced':
        this.arrivals.update((all) => [event, ...all.filter(({ offset }) => offset !== event.offset)]);
        return this.tell(event);
      case 'plan_changed':
      case 'unseal_asked':
      case 'unsealed':
        if (event.type === 'plan_changed' && this.isNew(event.offset)) this.refreshSoon();
        this.planNews.update((all) => [event, ...all.filter(({ offset }) => offset !== event.offset)]);
        return this.steer(event);
      case 'post_spotlighted':
      case 'responded':
        return this.steer(event);
      default:
        if (this.isNew(event.offset)) this.setView(foldSteering(this.view.get(), event));
    }
  }

  private steer(event: Happening & JamEvent): void {
    if (this.isNew(event.offset)) this.setView(foldSteering(this.view.get(), event));
    this.tell(event);
  }

  /** What an event does not carry (forums, rules, guests) is read again, not by everybody at once. */
  private refreshSoon(): void {
    this.refreshing ??= this.time.after(this.time.random() * spreadMs, () => {
      this.refreshing = null;
      void this.refresh();
    });
  }

  private tell(event: Happening & JamEvent): void {
    if (event.offset > this.newsAfter) this.happenings.tell(event);
  }

  private recover(feed: Feed): void {
    if (feed === 'lobby') this.lobby.soon();
    else this.part?.recover(feed);
  }

  private async resumeLobby(): Promise<void> {
    const isRead = await this.refresh();
    if (this.isStopped || this.line.get()?.state === 'stopped') return;
    if (!isRead) return this.lobby.again(null);
    this.lobby.done();
    this.connection.watch('lobby', this.viewUpTo);
  }

  private reload(): void {
    this.viewUpTo = 0;
    this.foldedUpTo = 0;
    this.announcements.set([]);
    this.arrivals.set([]);
    this.planNews.set([]);
    this.view.update((view) => ({ ...view, polls: [] }));
    this.part?.reload();
  }

  private setView(view: JamView): void {
    const before = this.view.get();
    this.view.set(view);
    const stage = stageOf(view);
    if (stage === stageOf(before)) return;
    this.cancelStage?.();
    // At the bell everybody's page changes, but not everybody's in the same instant.
    const delayMs = stage === 'live' ? this.time.random() * spreadMs : 0;
    this.cancelStage = this.time.after(delayMs, () => {
      this.stage.set(stage);
      if (stage === 'live') this.happenings.tell({ type: 'opened' });
    });
  }
}

function stageOf({ jam, phase }: JamView): Stage {
  if (jam.state === 'cancelled') return 'cancelled';
  return phase.kind === 'lobby' && jam.state !== 'closed' ? 'lobby' : 'live';
}
