// SPDX-License-Identifier: Apache-2.0
import type { Command } from '../protocol/commands';
import { members, text } from '../protocol/decode';
import { randomKey } from '../transport/key';
import type { Answer } from '../transport/connection';
import { isOfTheMoment } from './at-once';
import { Cell } from './cell';
import type { Keeper } from './keeper';

const entriesMax = 50;
const shelfName = 'outbox';

export interface OutboxEntry {
  key: string;
  command: Command;
}

export type Send = (command: Command, key: string) => Promise<Answer>;

/** Commands on their way. They are resent by key until answered, even after a reload of the page. */
export class Outbox {
  readonly entries = new Cell<readonly OutboxEntry[]>([]);
  private isStopped = false;

  constructor(
    private readonly keeper: Keeper,
    private readonly send: Send,
    private readonly answered: (entry: OutboxEntry, answer: Answer) => void,
  ) {}

  get isFull(): boolean {
    return this.entries.get().length >= entriesMax;
  }

  /** Takes up what an earlier life of this page left unanswered, but for what only that moment was meant for. */
  resume(): void {
    const left = this.keeper.read(shelfName, storedEntries) ?? [];
    this.change((entries) => entries);
    for (const entry of left) if (!isOfTheMoment(entry.command)) void this.deliver(entry);
  }

  /** The page is left: what waits stays on the shelf, for the next one to take up. */
  stop(): void {
    this.isStopped = true;
  }

  post(command: Command): Promise<Answer> {
    return this.deliver({ key: randomKey(), command });
  }

  private async deliver(entry: OutboxEntry): Promise<Answer> {
    this.change((entries) => [...entries, entry]);
    const answer = await this.send(entry.command, entry.key);
    if (this.isStopped) return answer;
    this.change((entries) => entries.filter(({ key }) => key !== entry.key));
    this.answered(entry, answer);
    return answer;
  }

  private change(change: (entries: readonly OutboxEntry[]) => readonly OutboxEntry[]): void {
    this.entries.update(change);
    const waiting = this.entries.get();
    if (waiting.length > 0) this.keeper.write(shelfName, waiting);
    else this.keeper.remove(shelfName);
  }
}

/** Our own shelf: written by this class, so only its outline is checked. */
function storedEntries(value: unknown, path: string): OutboxEntry[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, entriesMax).map((item) => {
    const { key, command } = members(item, path);
    text(members(command, path)['do'], path);
    return { key: text(key, path), command: command as Command };
  });
}
