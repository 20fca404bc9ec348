// SPDX-License-Identifier: Apache-2.0
import { assertNever } from '../protocol/assert-never';
import type { Command } from '../protocol/commands';
import { decodeText } from '../protocol/decode';
import { serverFrame, type Hello, type Refused, type Reply, type ServerFrame } from '../protocol/frames';
import type { Feed, PostId } from '../protocol/ids';
import { Backoff } from './backoff';
import { stopReason, type StopReason } from './close-codes';
import type { OpenSocket, Socket } from './socket';
import type { Cancel, Time } from './time';
import { Watches } from './watches';

export type Line =
  | { state: 'connecting'; sinceMs: number; lastContactMs: number | null }
  | { state: 'open'; sinceMs: number; lastContactMs: number | null }
  | { state: 'stopped'; sinceMs: number; lastContactMs: number | null; reason: StopReason };

export type Answer = { ok: true; reply: Reply } | { ok: false; refused: Refused };

/** Frames that the store folds; replies and watches are the connection's own business. */
export type PushFrame = Exclude<ServerFrame, Reply | Refused | { type: 'unknown' }>;

export interface ConnectionListener {
  line(line: Line): void;
  frame(frame: PushFrame): void;
  /** The log was replaced by a backup: everything loaded before is void. Called before the frame. */
  newEpoch(hello: Hello): void;
  watchRefused(feed: Feed): void;
  fault(error: unknown): void;
}

interface Pending {
  key: string;
  command: Command;
  attempts: number;
  resolve(answer: Answer): void;
}

/** A connection that is taken and never greeted (a dead line, a portal) would keep a browser waiting for minutes. */
const greetingMaxMs = 15_000;
const probeAfterMs = 45_000;
const probeAnswerMs = 10_000;
const storageRetryMs = 1_500;
const storageAttemptsMax = 5;

/**
 * The live line to one jam: connects, comes back, resumes every watched feed by offset and resends unanswered commands by
 * key, so that nothing is lost and nothing is done twice.
 */
export class Connection {
  private readonly watches = new Watches();
  private readonly backoff: Backoff;
  /** Unanswered commands by ref; a Map keeps the order of sending. */
  private readonly pending = new Map<number, Pending>();
  private socket: Socket | null = null;
  private epoch: string | null = null;
  private isOpen = false;
  private stopped: StopReason | null = null;
  private isClosed = false;
  private nextRef = 1;
  private sinceMs: number;
  private lastContactMs: number | null = null;
  private cancelRetry: Cancel | null = null;
  private cancelProbe: Cancel | null = null;

  constructor(
    private readonly open: OpenSocket,
    private readonly time: Time,
    private readonly listener: ConnectionListener,
  ) {
    this.backoff = new Backoff(time);
    this.sinceMs = time.now();
  }

  /** Connects now, without waiting for the next attempt's turn. */
  connect(): void {
    if (this.socket || this.stopped || this.isClosed) return;
    this.cancelRetry?.();
    this.cancelRetry = null;
    // Frames of a socket that was given up must not reach us.
    let current: Socket | null = null;
    const isCurrent = () => current !== null && this.socket === current;
    current = this.open({
      opened: () => undefined,
      received: (text) => isCurrent() && this.receive(text),
      closed: (code) => isCurrent() && this.lost(code),
    });
    this.socket = current;
    this.cancelProbe = this.time.after(greetingMaxMs, () => this.lost(1006));
    this.tell();
  }

  /** The device came back (network, tab): connects at once, or finds out whether the open line still lives. */
  wake(): void {
    if (!this.socket) this.connect();
    else if (this.isOpen) this.probe();
  }

  /** Ends the line from here. Nobody has refused what is unanswered: who keeps it sends it again by its key. */
  close(): void {
    this.isClosed = true;
    this.hangUp();
  }

  watch(feed: Feed, offset: number | null): void {
    this.watchAll([feed], offset);
  }

  /** In one question, so that the log is read once for all of them and counts once. */
  watchAll(feeds: readonly Feed[], offset: number | null): void {
    for (const feed of feeds) this.watches.put(feed, offset);
    if (this.isOpen) this.sendWatch(feeds);
  }

  unwatch(feed: Feed): void {
    if (this.watches.remove(feed) && this.isOpen) this.write({ do: 'unwatch', ref: this.nextRef++, feeds: [feed] });
  }

  /** Sends a command until it is answered, across reconnects; `key` makes that safe. Once closed there is no answer. */
  send(command: Command, key: string): Promise<Answer> {
    return new Promise((resolve) => {
      const ref = this.nextRef++;
      this.pending.set(ref, { key, command, attempts: 1, resolve });
      if (this.stopped) this.answer(ref, { ok: false, refused: localRefusal(ref, this.stopped) });
      else if (this.isOpen) this.write({ ...command, ref, key });
    });
  }

  /** Says what stood on screen; unanswered. Returns whether it was sent. */
  saw(posts: PostId[]): boolean {
    return this.isOpen && this.write({ do: 'saw_posts', ref: this.nextRef++, posts });
  }

  /** What a line that is going down does not take, the next one gets: watches and commands are told again after hello. */
  private write(message: object): boolean {
    return this.socket?.send(JSON.stringify(message)) ?? false;
  }

  private sendWatch(feeds?: readonly Feed[]): void {
    const ref = this.nextRef++;
    const asked = this.watches.ask(ref, feeds);
    if (Object.keys(asked).length > 0) this.write({ do: 'watch', ref, feeds: asked });
  }

  private receive(text: string): void {
    this.lastContactMs = this.time.now();
    this.armProbe();
    let frame: ServerFrame;
    try {
      frame = decodeText(serverFrame, text);
    } catch (error) {
      this.listener.fault(error);
      return;
    }
    this.take(frame);
  }

  private take(frame: ServerFrame): void {
    switch (frame.type) {
      case 'hello':
        return this.greet(frame);
      case 'reply':
        return this.replied(frame);
      case 'refused':
        return this.refused(frame);
      case 'events': {
        const fresh = this.watches.take(frame);
        if (fresh) this.listener.frame(fresh);
        return;
      }
      case 'behind':
        if (this.watches.remove(frame.feed)) this.listener.frame(frame);
        return;
      case 'activity':
      case 'tallies':
      case 'polls':
      case 'looking':
        if (this.watches.has(frame.feed)) this.listener.frame(frame);
        return;
      case 'presence':
        return this.listener.frame(frame);
      case 'unknown':
        return;
      default:
        return assertNever(frame);
    }
  }

  private greet(hello: Hello): void {
    this.backoff.reset();
    this.isOpen = true;
    this.sinceMs = this.time.now();
    if (this.epoch !== null && this.epoch !== hello.epoch) {
      this.watches.forgetOffsets();
      this.listener.newEpoch(hello);
    }
    this.epoch = hello.epoch;
    this.listener.frame(hello);
    this.sendWatch();
    for (const [ref, { command, key }] of this.pending) this.write({ ...command, ref, key });
    this.tell();
  }

  private replied(reply: Reply): void {
    if (reply.ref === null) return;
    this.watches.accept(reply.ref, reply.offset);
    this.answer(reply.ref, { ok: true, reply });
  }

  private refused(refused: Refused): void {
    if (refused.ref === null) return;
    const { ref } = refused;
    for (const feed of this.watches.refuse(ref)) this.listener.watchRefused(feed);
    const waiting = this.pending.get(ref);
    if (waiting && refused.code === 'storage_failed' && waiting.attempts < storageAttemptsMax) {
      // The outcome is unknown: only the same key can tell.
      waiting.attempts += 1;
      this.time.after(storageRetryMs * waiting.attempts, () => {
        if (this.isOpen && this.pending.has(ref)) this.write({ ...waiting.command, ref, key: waiting.key });
      });
      return;
    }
    this.answer(ref, { ok: false, refused });
  }

  private answer(ref: number, answer: Answer): void {
    const waiting = this.pending.get(ref);
    this.pending.delete(ref);
    waiting?.resolve(answer);
  }

  private lost(code: number): void {
    const reason = stopReason(code);
    if (reason) return this.stop(reason);
    this.dropSocket();
    this.cancelRetry = this.time.after(this.backoff.next(), () => this.connect());
    this.tell();
  }

  private dropSocket(): void {
    const socket = this.socket;
    this.socket = null;
    if (this.isOpen) this.sinceMs = this.time.now();
    this.isOpen = false;
    this.cancelProbe?.();
    this.cancelProbe = null;
    socket?.close();
  }

  private hangUp(): void {
    this.cancelRetry?.();
    this.dropSocket();
  }

  private stop(reason: StopReason): void {
    this.stopped = reason;
    this.hangUp();
    for (const ref of [...this.pending.keys()]) this.answer(ref, { ok: false, refused: localRefusal(ref, reason) });
    this.tell();
  }

  /** A line can die without a word: after a long silence something is asked that must be answered. */
  private armProbe(): void {
    this.cancelProbe?.();
    this.cancelProbe = this.time.after(probeAfterMs, () => this.probe());
  }

  private probe(): void {
    this.cancelProbe?.();
    this.write({ do: 'unwatch', ref: this.nextRef++, feeds: [] });
    this.cancelProbe = this.time.after(probeAnswerMs, () => this.lost(1006));
  }

  private tell(): void {
    const { sinceMs, lastContactMs } = this;
    if (this.stopped) this.listener.line({ state: 'stopped', sinceMs, lastContactMs, reason: this.stopped });
    else this.listener.line({ state: this.isOpen ? 'open' : 'connecting', sinceMs, lastContactMs });
  }
}

function localRefusal(ref: number, code: string): Refused {
  return { type: 'refused', ref, code, message: null, field: null, retry_after_ms: null };
}
