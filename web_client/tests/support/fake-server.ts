// SPDX-License-Identifier: Apache-2.0
import type { OpenSocket, Socket, SocketListener } from '../../src/transport/socket';
import { jamOnWire } from './samples';

interface Message {
  do: string;
  ref: number;
  key?: string;
  feeds?: Record<string, number | null> | string[];
  [field: string]: unknown;
}

interface Logged {
  offset: number;
  feed: string;
  event: Record<string, unknown>;
}

/** One end of a line that the test can cut at any moment, with frames still under way in either direction. */
class FakeSocket implements Socket {
  readonly watched = new Set<string>();
  readonly toServer: string[] = [];
  readonly toClient: string[] = [];
  isOpen = true;

  constructor(readonly listener: SocketListener) {}

  send(text: string): boolean {
    if (this.isOpen) this.toServer.push(text);
    return this.isOpen;
  }

  close(): void {
    this.isOpen = false;
  }
}

/** The server's side of the live line, as the contract tells it: a log, feeds, watches and commands by key. */
export class FakeServer {
  /** The feeds of each watch that came. */
  readonly watches: Record<string, number | null>[] = [];
  readonly log: Logged[] = [];
  /** How often each key was carried out. */
  readonly done = new Map<string, number>();
  readonly seen: unknown[] = [];
  private readonly replies = new Map<string, { offset: number; post?: number }>();
  private sockets: FakeSocket[] = [];
  private posts = 100;
  opened = 0;
  epoch = 1;
  running = 'ideas';
  /** What hello says beyond that phase. */
  more: Record<string, unknown> = {};
  /** Answers a command with a refusal instead of doing it. */
  refuse: (message: Message) => Record<string, unknown> | null = () => null;

  readonly open: OpenSocket = (listener) => {
    this.opened += 1;
    const socket = new FakeSocket(listener);
    this.sockets.push(socket);
    this.frame(socket, {
      ...jamOnWire(this.running, this.more),
      type: 'hello',
      protocol: 'jamhall.v1',
      epoch: this.epoch,
      offset: this.offset,
    });
    return socket;
  };

  get offset(): number {
    return 10 + this.log.length;
  }

  get connected(): number {
    return this.sockets.length;
  }

  append(feed: string, event: Record<string, unknown>): number {
    const offset = this.offset + 1;
    const logged = { offset, feed, event: { at_ms: offset, ...event, offset } };
    this.log.push(logged);
    for (const socket of this.sockets) if (socket.watched.has(feed)) this.push(socket, feed, [logged]);
    return offset;
  }

  /** Sends a frame to everybody, whatever they watch. */
  broadcast(frame: Record<string, unknown>): void {
    for (const socket of this.sockets) this.frame(socket, frame);
  }

  /** Unwatches a feed for everybody and says so. */
  leaveBehind(feed: string): void {
    for (const socket of this.sockets) if (socket.watched.delete(feed)) this.frame(socket, { type: 'behind', feed });
  }

  /** Moves one frame along a random or the first line; returns whether there was one. */
  step(pick: () => number = () => 0): boolean {
    const ready = this.sockets.flatMap((socket) => [
      ...(socket.toServer.length > 0 ? [() => this.take(socket, socket.toServer.shift() ?? '')] : []),
      ...(socket.toClient.length > 0 ? [() => socket.listener.received(socket.toClient.shift() ?? '')] : []),
    ]);
    const chosen = ready[Math.floor(pick() * ready.length)];
    chosen?.();
    return chosen !== undefined;
  }

  /** Moves frames until none is under way. */
  settle(): void {
    while (this.step());
  }

  /** Every line takes nothing any more, and its end is not told yet. */
  hang(): void {
    for (const socket of this.sockets) socket.isOpen = false;
  }

  /** Breaks every line; frames under way are lost. */
  cut(code = 1006): void {
    const lost = this.sockets;
    this.sockets = [];
    for (const socket of lost) {
      socket.isOpen = false;
      socket.listener.closed(code);
    }
  }

  private take(socket: FakeSocket, text: string): void {
    const message = JSON.parse(text) as Message;
    if (message.do === 'watch') return this.watch(socket, message);
    if (message.do === 'saw_posts') return void this.seen.push(message['posts']);
    if (message.do === 'unwatch') {
      for (const feed of message.feeds as string[]) socket.watched.delete(feed);
      return this.frame(socket, { type: 'reply', ref: message.ref, offset: this.offset });
    }
    this.command(socket, message);
  }

  private watch(socket: FakeSocket, { ref, feeds }: Message): void {
    this.watches.push(feeds as Record<string, number | null>);
    this.frame(socket, { type: 'reply', ref, offset: this.offset });
    for (const [feed, from] of Object.entries(feeds as Record<string, number | null>)) {
      socket.watched.add(feed);
      const missed = this.log.filter((logged) => logged.feed === feed && from !== null && logged.offset > from);
      if (missed.length > 0) this.push(socket, feed, missed);
    }
  }

  private command(socket: FakeSocket, message: Message): void {
    const key = message.key ?? '';
    const known = this.replies.get(key);
    const refused = known ? null : this.refuse(message);
    if (refused) return this.frame(socket, { type: 'refused', ref: message.ref, ...refused });
    const reply = known ?? this.carryOut(message);
    this.replies.set(key, reply);
    if (!known) this.done.set(key, (this.done.get(key) ?? 0) + 1);
    this.frame(socket, { type: 'reply', ref: message.ref, ...reply });
  }

  private carryOut(message: Message): { offset: number; post?: number } {
    if (message.do !== 'add_post') return { offset: this.append('private', { type: message.do }) };
    const post = (this.posts += 1);
    const { forum, kind, text, parent, builds_on } = message;
    const author = { id: 1, name: 'Ana', roles: [] };
    const event = { type: 'post_added', post, forum, kind, text, parent, builds_on, author, state: 'published' };
    return {
      offset: this.append(kind === 'comment' ? `thread/${String(parent)}` : `forum/${String(forum)}`, event),
      post,
    };
  }

  private push(socket: FakeSocket, feed: string, logged: Logged[]): void {
    const events = logged.map(({ event }) => event);
    this.frame(socket, { type: 'events', feed, upto: logged.at(-1)?.offset, events });
  }

  private frame(socket: FakeSocket, frame: Record<string, unknown>): void {
    socket.toClient.push(JSON.stringify(frame));
  }
}
