// SPDX-License-Identifier: Apache-2.0
import { dictionary, flag, text } from '../../protocol/decode';
import { Cell } from '../cell';
import type { Keeper } from '../keeper';
import { verbs, type Verb } from './verbs';

/** What a single key can do at the desk. */
export const deskActs = [
  ...verbs,
  ...(['undo', 'next', 'previous', 'prompt', 'announce', 'summary', 'poll', 'guest', 'say'] as const),
  ...(['queue', 'stream', 'context', 'control', 'help'] as const),
] as const;
export type DeskAct = Verb | (typeof deskActs)[number];

export const defaultKeys: Readonly<Record<DeskAct, string>> = {
  ...{ approve: 'a', hide: 'h', ask_edit: 'e', decide: 'd', restore: 'r', claim: 'k', spotlight: 'p' },
  ...{ connect: 'i', merge: 'm', move: 'v', split: 'x', mute: 'u', undo: 'z', next: 'n', previous: 'b' },
  ...{ prompt: 'q', announce: 'o', summary: 'y', poll: 'l', guest: 'g', say: 's' },
  ...{ queue: '1', stream: '2', context: '3', control: '4', help: '?' },
};

const isAct = (name: string): name is DeskAct => Object.hasOwn(defaultKeys, name);

/** One key per verb; each can be another or none, and all can be switched off (WCAG 2.1.4). Kept on this device. */
export class DeskKeys {
  readonly isOn: Cell<boolean>;
  readonly keys: Cell<Readonly<Record<DeskAct, string>>>;

  constructor(private readonly keeper: Keeper) {
    this.isOn = new Cell(keeper.read('desk_keys_on', flag) ?? true);
    const kept = Object.entries(keeper.read('desk_keys', dictionary(text)) ?? {}).filter(([act]) => isAct(act));
    this.keys = new Cell({ ...withoutKeysOf(kept), ...Object.fromEntries(kept) });
  }

  /** What the key does, or nothing while keys are switched off. */
  actOf(key: string): DeskAct | null {
    return this.isOn.get() ? this.holderOf(key) : null;
  }

  keyOf(act: DeskAct): string {
    return this.keys.get()[act];
  }

  /** Gives an act another key, or none (''). A key that has an act already stays with it: that act is returned. */
  set(act: DeskAct, key: string): DeskAct | null {
    const wanted = key.toLocaleLowerCase();
    const holder = wanted === '' ? null : this.holderOf(wanted);
    if (holder !== null && holder !== act) return holder;
    this.keys.update((keys) => ({ ...keys, [act]: wanted }));
    this.keeper.write('desk_keys', this.keys.get());
    return null;
  }

  setOn(isOn: boolean): void {
    this.isOn.set(isOn);
    this.keeper.write('desk_keys_on', isOn);
  }

  reset(): void {
    this.keys.set(defaultKeys);
    this.keeper.remove('desk_keys');
  }

  private holderOf(key: string): DeskAct | null {
    const pressed = key.toLocaleLowerCase();
    if (pressed === '') return null;
    return deskActs.find((act) => this.keyOf(act) === pressed) ?? null;
  }
}

/** The keys as they were at first, but for those that somebody has given to another act. */
function withoutKeysOf(kept: [string, string][]): Record<DeskAct, string> {
  const taken = new Set(kept.map(([, key]) => key));
  const free = Object.entries(defaultKeys).map(([act, key]) => [act, taken.has(key) ? '' : key]);
  return Object.fromEntries(free) as Record<DeskAct, string>;
}

/** A key that can be given to an act: one visible character. */
export const isUsableKey = (key: string): boolean => [...key].length === 1 && key.trim() !== '';
