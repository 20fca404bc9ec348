// SPDX-License-Identifier: Apache-2.0
import type { RecordsCommand } from '../protocol/commands';
import type { PersonId, PostId } from '../protocol/ids';
import type { Problem } from '../protocol/problem';
import type { ErasurePreview, ErasureRequest } from '../protocol/records';
import type { JamApi } from './api';
import { KeyedCells, type Readable } from './cell';
import { freshKey } from './fresh-key';
import { readThread } from './reading';

/** All that one person asks for: an answer is given to the person. */
export interface AskedBy {
  person: ErasureRequest['person'];
  /** Their identity, or everything of theirs. */
  whole: ErasureRequest[];
  /** Single posts, in the order in which they were asked for. */
  posts: (ErasureRequest & { post: PostId })[];
  /** What they wrote about it, each once. */
  notes: string[];
}

/** Requests by person, who waits longest first. */
export function askedByPerson(requests: readonly ErasureRequest[]): AskedBy[] {
  const people = new Map<number, AskedBy>();
  for (const one of requests) {
    const { person, post } = one;
    const asked = people.get(person.id) ?? { person, whole: [], posts: [], notes: [] };
    people.set(person.id, asked);
    if (post === null) asked.whole.push(one);
    else asked.posts.push({ ...one, post });
    if (one.note && !asked.notes.includes(one.note)) asked.notes.push(one.note);
  }
  return [...people.values()];
}

/** What a post says to this reader: null where they are shown no text, undefined until it is known. */
type Said = string | null | undefined;

/** Texts of posts, fetched one after the other: hundreds may be asked for. */
export class PostTexts {
  private readonly texts = new KeyedCells<PostId, string | null>();
  private readonly asked = new Set<PostId>();
  private readonly wanted: PostId[] = [];
  private isLoading = false;

  constructor(private readonly api: JamApi) {}

  at(post: PostId): Readable<Said> {
    return this.texts.at(post);
  }

  want(post: PostId): void {
    if (this.asked.has(post)) return;
    this.asked.add(post);
    this.wanted.push(post);
    if (!this.isLoading) void this.load();
  }

  private async load(): Promise<void> {
    this.isLoading = true;
    for (let post = this.wanted.shift(); post !== undefined; post = this.wanted.shift()) {
      const page = await readThread(this.api, post, null, 1);
      this.texts.set(post, page.ok ? page.value.post.text : null);
    }
    this.isLoading = false;
  }
}

/**
 * Erases what was looked at, one after the other, up to the first that is not taken; returns why, or null.
 * A post that went together with an earlier one is not asked for again.
 */
export async function eraseAll(
  api: Pick<JamApi, 'command'>,
  looked: readonly ErasurePreview[],
  note: string,
  text: string,
): Promise<Problem | null> {
  const gone = new Set<PostId>();
  for (const one of looked) {
    if (one.post !== null && gone.has(one.post)) continue;
    const answer = await api.command(commandOf(one, note, text), freshKey());
    if (!answer.ok) return answer.problem;
    for (const post of one.posts) gone.add(post);
  }
  return null;
}

function commandOf({ what, post, person }: ErasurePreview, note: string, text: string): RecordsCommand {
  const why = note ? { note } : {};
  if (post !== null) return { do: 'erase_post', post, ...(text ? { text } : {}), ...why };
  const who = person?.id as PersonId;
  return { do: 'erase_person', person: who, what: what === 'everything' ? 'everything' : 'identity', ...why };
}
