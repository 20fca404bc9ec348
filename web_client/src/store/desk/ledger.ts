// SPDX-License-Identifier: Apache-2.0
import type { JamEvent } from '../../protocol/events';
import type { PersonId, PostId } from '../../protocol/ids';
import type { Person } from '../../protocol/person';
import { Cell } from '../cell';

/** Something that was decided or said about a post. */
export interface Entry {
  offset: number;
  atMs: number;
  post: PostId;
  what: 'flagged' | 'hidden' | 'approved' | 'restored' | 'edit_asked' | 'appealed' | 'upheld' | 'dismissed';
  rule: string | null;
  note: string | null;
  person: Person | null;
}

/** What has happened at these desks, from the beginning of their feeds; oldest first. */
export class Ledger {
  readonly entries = new Cell<readonly Entry[]>([]);

  /** Why people were muted last: only the feed tells it (rule FE7), the page of the desk does not. */
  readonly muteNotes = new Cell<ReadonlyMap<PersonId, { offset: number; note: string }>>(new Map());

  fold(event: JamEvent): void {
    if (event.type === 'person_muted') return this.foldMute(event);
    const entry = entryOf(event);
    if (!entry) return;
    this.entries.update((entries) =>
      entries.some(({ offset, post }) => offset === entry.offset && post === entry.post)
        ? entries
        : [...entries, entry].sort((a, b) => a.offset - b.offset),
    );
  }

  clear(): void {
    this.entries.set([]);
    this.muteNotes.set(new Map());
  }

  /** Each forum's desk tells it, one after another: the newest counts. */
  private foldMute({ offset, person, note }: Extract<JamEvent, { type: 'person_muted' }>): void {
    if ((this.muteNotes.get().get(person.id)?.offset ?? 0) >= offset) return;
    this.muteNotes.update((notes) => new Map([...notes, [person.id, { offset, note: note ?? '' }]]));
  }
}

function entryOf(event: JamEvent): Entry | null {
  switch (event.type) {
    case 'flag_raised':
      return made(event, 'flagged', { rule: event.rule, note: event.note });
    case 'post_hidden':
      return made(event, 'hidden', event);
    case 'post_approved':
      return made(event, 'approved', { person: event.person });
    case 'post_restored':
      return made(event, 'restored', { note: event.note, person: event.person });
    case 'edit_asked':
      return made(event, 'edit_asked', event);
    case 'appealed':
      return made(event, 'appealed', { note: event.text });
    case 'appeal_decided':
      return made(event, event.uphold ? 'upheld' : 'dismissed', { note: event.note, person: event.person });
    default:
      return null;
  }
}

function made(
  { offset, at_ms, post }: { offset: number; at_ms: number; post: PostId },
  what: Entry['what'],
  { rule, note, person }: { rule?: string; note?: string | null; person?: Person | null },
): Entry {
  return { offset, atMs: at_ms, post, what, rule: rule ?? null, note: note || null, person: person ?? null };
}

/** Earlier cases about other posts of the same author. */
export function casesOf(
  entries: readonly Entry[],
  author: PersonId | null,
  without: PostId,
  authorOf: (post: PostId) => PersonId | null,
): Entry[] {
  if (author === null) return [];
  return entries.filter(({ post }) => post !== without && authorOf(post) === author);
}
