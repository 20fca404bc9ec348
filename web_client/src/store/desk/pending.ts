// SPDX-License-Identifier: Apache-2.0
import type { Command } from '../../protocol/commands';
import type { Refused } from '../../protocol/frames';
import type { PostId } from '../../protocol/ids';
import type { Answer } from '../../transport/connection';
import type { Cancel, Time } from '../../transport/time';
import { Cell } from '../cell';
import { delayed, type Done } from './verbs';

/** How long a deed can be taken back before anything is sent. */
export const undoMs = 10_000;

export interface Deed {
  id: number;
  verb: Done;
  post: PostId;
  command: Command;
  /** By this device's clock. */
  dueAtMs: number;
  state: 'waiting' | 'sending' | 'failed';
  refused: Refused | null;
}

/** Deeds that change what others see wait ten seconds: until then nobody has heard of them. */
export class Pending {
  readonly deeds = new Cell<readonly Deed[]>([]);
  private readonly timers = new Map<number, Cancel>();
  private nextId = 1;

  constructor(
    private readonly time: Time,
    private readonly send: (command: Command) => Promise<Answer>,
    private readonly done: (deed: Deed, answer: Answer) => void,
  ) {}

  add(verb: Done, post: PostId, command: Command): Deed {
    const deed = this.put({ verb, post, command, state: 'waiting', refused: null });
    this.timers.set(
      deed.id,
      this.time.after(undoMs, () => void this.doNow(deed.id)),
    );
    return deed;
  }

  /** Does what needs no time to be taken back. When it is refused it stands among the others, to be tried again or left. */
  async atOnce(verb: Done, post: PostId, command: Command): Promise<Answer> {
    const isTriedAgain = (deed: Deed) => deed.state === 'failed' && deed.verb === verb && deed.post === post;
    for (const { id } of this.deeds.get().filter(isTriedAgain)) this.drop(id);
    const answer = await this.send(command);
    if (!answer.ok) this.put({ verb, post, command, state: 'failed', refused: answer.refused });
    return answer;
  }

  /** Whether something is still to happen to the post; what was refused at once is not. */
  isAbout(post: PostId): boolean {
    return this.deeds.get().some((deed) => deed.post === post && delayed.has(deed.verb));
  }

  /** Takes a deed back; one under way can no longer be. Returns what was undone. */
  undo(id: number): Deed | null {
    const deed = this.find(id);
    if (!deed || deed.state === 'sending') return null;
    this.drop(id);
    return deed;
  }

  undoLast(): Deed | null {
    const last = this.deeds.get().findLast(({ state }) => state !== 'sending');
    return last ? this.undo(last.id) : null;
  }

  async doNow(id: number): Promise<void> {
    const deed = this.find(id);
    if (!deed || deed.state === 'sending') return;
    this.timers.get(id)?.();
    this.change(id, { state: 'sending', refused: null });
    const answer = await this.send(deed.command);
    if (answer.ok) this.drop(id);
    else this.change(id, { state: 'failed', refused: answer.refused });
    this.done(deed, answer);
  }

  /** Does at once whatever still waits: the desk is being left. */
  async flush(): Promise<void> {
    const waiting = this.deeds.get().filter(({ state }) => state === 'waiting');
    await Promise.all(waiting.map(({ id }) => this.doNow(id)));
  }

  private put(what: Omit<Deed, 'id' | 'dueAtMs'>): Deed {
    const deed = { ...what, id: this.nextId++, dueAtMs: this.time.now() + undoMs };
    this.deeds.update((deeds) => [...deeds, deed]);
    return deed;
  }

  private find(id: number): Deed | undefined {
    return this.deeds.get().find((deed) => deed.id === id);
  }

  private change(id: number, change: Partial<Deed>): void {
    this.deeds.update((deeds) => deeds.map((deed) => (deed.id === id ? { ...deed, ...change } : deed)));
  }

  private drop(id: number): void {
    this.timers.get(id)?.();
    this.timers.delete(id);
    this.deeds.update((deeds) => deeds.filter((deed) => deed.id !== id));
  }
}
