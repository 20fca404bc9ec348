// SPDX-License-Identifier: Apache-2.0
import { maybe, object, text, type Decoded } from '../protocol/decode';
import type { Command } from '../protocol/commands';
import type { Refused } from '../protocol/frames';
import { phaseId, type ForumId, type PhaseId, type PostId } from '../protocol/ids';
import type { Cancel, Time } from '../transport/time';
import { Cell, KeyedCells, type Readable } from './cell';
import type { Keeper } from './keeper';

const saveEveryMs = 1_000;

/** What a text is for; each has one draft. */
export type Target =
  | `idea/${string}`
  | `prompt/${string}`
  | `build_on/${number}`
  | `comment/${number}`
  | `edit/${number}`
  | `desk/${string}`
  | `appeal/${number}`
  | 'announcement';

export const ideaIn = (forum: ForumId): Target => `idea/${forum}`;
export const promptIn = (forum: ForumId): Target => `prompt/${forum}`;
export const buildOn = (post: PostId): Target => `build_on/${post}`;
export const commentOn = (post: PostId): Target => `comment/${post}`;
export const editOf = (post: PostId): Target => `edit/${post}`;
export const appealOf = (post: PostId): Target => `appeal/${post}`;

const kept = object({ text, phase: maybe(phaseId) });

export interface Draft extends Decoded<typeof kept> {
  /** Why the server did not take it, until the next key is pressed. */
  refused: Refused | null;
}

/** Texts being written. They survive the bell, a reload and a refusal. */
export class Drafts {
  /** Grows when what is kept changes. */
  readonly changes = new Cell(0);
  /** The text that came back last, until it is written on, sent again or thrown away. */
  readonly cameBack = new Cell<Target | null>(null);
  private readonly drafts = new KeyedCells<Target, Draft>();
  private readonly unsaved = new Set<Target>();
  private saving: Cancel | null = null;

  constructor(
    private readonly keeper: Keeper,
    private readonly time: Time,
  ) {}

  at(target: Target): Readable<Draft | undefined> {
    this.recall(target);
    return this.drafts.at(target);
  }

  get(target: Target): Draft | undefined {
    this.recall(target);
    return this.drafts.get(target);
  }

  /** Targets of every kept draft. */
  all(): Target[] {
    this.save();
    return this.keeper.names('draft/').map((name) => name.slice('draft/'.length) as Target);
  }

  /** A key was pressed: `phase` is the one it was pressed in. */
  edit(target: Target, text: string, phase: PhaseId): void {
    this.settle(target);
    this.put(target, { text, phase, refused: null });
  }

  /** A text that was sent comes back; whatever has been begun since stays behind it. */
  restore(target: Target, text: string, phase: PhaseId | null, refused: Refused): void {
    const begun = this.get(target)?.text.trim();
    this.put(target, { text: begun ? `${text}\n\n${begun}` : text, phase, refused });
    this.save();
    this.cameBack.set(target);
  }

  remove(target: Target): void {
    this.settle(target);
    this.drafts.set(target, undefined);
    this.unsaved.delete(target);
    this.keeper.remove(`draft/${target}`);
    this.tell();
  }

  /** A text was sent while its draft stood: what was written behind it since stays, and so does what was changed. */
  sent(target: Target, text: string): void {
    const draft = this.get(target);
    if (!draft?.text.startsWith(text)) return;
    const since = draft.text.slice(text.length).trimStart();
    if (since === '') this.remove(target);
    else this.put(target, { ...draft, text: since });
  }

  /** Puts on the shelf what is not there yet; also called when the page is about to go. */
  save(): void {
    this.saving?.();
    this.saving = null;
    if (this.unsaved.size === 0) return;
    for (const target of this.unsaved) {
      const draft = this.drafts.get(target);
      if (draft && draft.text.trim()) this.keeper.write(`draft/${target}`, { text: draft.text, phase: draft.phase });
      else this.keeper.remove(`draft/${target}`);
    }
    this.unsaved.clear();
    this.tell();
  }

  private tell(): void {
    this.changes.update((count) => count + 1);
  }

  private settle(target: Target): void {
    if (this.cameBack.get() === target) this.cameBack.set(null);
  }

  private put(target: Target, draft: Draft): void {
    this.drafts.set(target, draft);
    this.unsaved.add(target);
    this.saving ??= this.time.after(saveEveryMs, () => this.save());
  }

  private recall(target: Target): void {
    if (this.drafts.get(target) || this.unsaved.has(target)) return;
    const found = this.keeper.read(`draft/${target}`, kept);
    if (found) this.drafts.put(target, { ...found, refused: null });
  }
}

/** The draft that a command's text came from. */
export function targetOf(command: Command): Target | null {
  if (command.do === 'edit_post') return editOf(command.post);
  if (command.do === 'appeal') return appealOf(command.post);
  if (command.do === 'announce') return 'announcement';
  if (command.do !== 'add_post') return null;
  if (command.kind === 'prompt') return promptIn(command.forum);
  if (command.kind === 'comment') return command.parent === undefined ? null : commentOn(command.parent);
  return command.builds_on === undefined ? ideaIn(command.forum) : buildOn(command.builds_on);
}
