// SPDX-License-Identifier: Apache-2.0
import { integer, list, nullable, object, text, word, type Decoded } from '../protocol/decode';
import type { JamEvent } from '../protocol/events';
import { postId } from '../protocol/ids';
import { Cell, type Readable } from './cell';
import type { Keeper } from './keeper';

const wishesMax = 100;
const shelfName = 'own_wishes';

/** Something of one's own that one asked to have erased, and what became of that. Rule ER2. */
const wish = object({
  what: word('post', 'identity', 'everything'),
  post: nullable(postId),
  /** `changed`: the post says less now than it did, instead of nothing. */
  state: word('waiting', 'refused', 'erased', 'changed'),
  /** Why it was refused. */
  note: text,
});
export type Wish = Decoded<typeof wish>;

/** Answers stand on no page, only on `me`: kept on this device, with the offset up to which they were heard. */
const told = object({ upTo: integer, wishes: list(wish) });

/** One's wishes for erasure, oldest first. That one's identity was erased nobody hears: it ends the sign-in. */
export class OwnWishes {
  readonly all = new Cell<readonly Wish[]>([]);
  private upTo = 0;
  /** What an earlier life of the page had heard. */
  private heardBefore = 0;

  constructor(
    private readonly keeper: Keeper,
    private readonly news: Readable<readonly JamEvent[]>,
  ) {
    const kept = keeper.read(shelfName, told);
    if (!kept) return;
    this.upTo = this.heardBefore = kept.upTo;
    this.all.set(kept.wishes);
  }

  /** Hears what `me` tells, from the beginning; returns its own end. */
  listen(): () => void {
    return this.news.subscribe((news) => this.hear(news));
  }

  /** Where the jam stood after this page was opened. A hall restored from a copy has forgotten what came later; so do we. */
  meet(offset: number): void {
    if (offset >= this.heardBefore) return;
    this.heardBefore = 0;
    this.set([], 0);
    this.hear(this.news.get());
  }

  private hear(news: readonly JamEvent[]): void {
    for (const event of news) {
      if (event.offset <= this.upTo) continue;
      const before = this.all.get();
      const after = foldWishes(before, event);
      if (after !== before) this.set(after.slice(-wishesMax), event.offset);
    }
  }

  private set(wishes: readonly Wish[], upTo: number): void {
    this.upTo = upTo;
    this.all.set(wishes);
    this.keeper.write(shelfName, { upTo, wishes });
  }
}

function foldWishes(wishes: readonly Wish[], event: JamEvent): readonly Wish[] {
  switch (event.type) {
    case 'erasure_asked': {
      const { what, post } = event;
      const others = wishes.filter((one) => one.what !== what || one.post !== post);
      return [...others, { what, post, state: 'waiting', note: '' }];
    }
    case 'erasure_refused':
      return wishes.map((one) => (one.state === 'waiting' ? { ...one, state: 'refused', note: event.note } : one));
    case 'erased': {
      const { post } = event;
      if (!wishes.some((one) => one.post === post)) return wishes;
      const state = event.state === 'erased' ? 'erased' : 'changed';
      return wishes.map((one) => (one.post === post ? { ...one, state, note: '' } : one));
    }
    default:
      return wishes;
  }
}
