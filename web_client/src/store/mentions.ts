// SPDX-License-Identifier: Apache-2.0
import { dictionary } from '../protocol/decode';
import { personId, type PersonId } from '../protocol/ids';
import type { Person } from '../protocol/person';
import type { JamApi } from './api';
import type { Keeper } from './keeper';
import { readMentionable } from './reading';

const shelfName = 'mentioned';
const marked = /@\[([^\][\n]{1,200})\]\(person\/([1-9]\d{0,14})\)/g;
const begun = /(?:^|[^\p{L}\p{N}@])@([\p{L}][\p{L}\p{M}\p{N}.’'-]*(?: [\p{L}\p{M}.’'-]*){0,2})$/u;
const lettersMin = 2;

/** What is being looked for, and where in the text its `@` stands. */
export interface Begun {
  q: string;
  from: number;
}

/** The name that is being typed right before the cursor, if it is one. */
export function mentionBegun(text: string, cursor: number): Begun | null {
  const q = begun.exec(text.slice(0, cursor))?.[1];
  return q === undefined || q.length < lettersMin ? null : { q, from: cursor - q.length - 1 };
}

/**
 * People named in a text. Whoever writes sees `@Ada Adams`; what is sent is `@[Ada Adams](person/3)`. The names are kept on
 * this device, so that a draft still means the same person after a reload.
 */
export class Mentions {
  private readonly known: Map<string, PersonId>;

  constructor(
    private readonly api: JamApi,
    private readonly keeper: Keeper,
  ) {
    this.known = new Map(Object.entries(keeper.read(shelfName, dictionary(personId)) ?? {}));
  }

  async find(q: string): Promise<Person[]> {
    const answer = await readMentionable(this.api, q);
    return answer.ok ? answer.value.people : [];
  }

  /** What to write for that person: the bare name, unless it already means somebody else. */
  pick({ id, name }: Pick<Person, 'id' | 'name'>): string {
    const plain = name.replace(/[[\]\n]/g, ' ').trim();
    if ((this.known.get(plain) ?? id) !== id) return `@[${plain}](person/${id})`;
    this.known.set(plain, id);
    this.keeper.write(shelfName, Object.fromEntries(this.known));
    return `@${plain}`;
  }

  /** The text as it is sent. */
  expand(text: string): string {
    // The longest name first: @Ada Adams is not @Ada.
    const names = [...this.known.keys()].sort((a, b) => b.length - a.length);
    if (names.length === 0) return text;
    const named = new RegExp(`(^|[^\\p{L}\\p{N}])@(${names.map(escaped).join('|')})(?![\\p{L}\\p{N}])`, 'gu');
    return text.replace(named, (_, before: string, name: string) => {
      return `${before}@[${name}](person/${String(this.known.get(name))})`;
    });
  }

  /** The text as it is written. */
  collapse(text: string): string {
    return text.replace(marked, (_, name: string, id: string) => this.pick({ id: Number(id) as PersonId, name }));
  }
}

const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
