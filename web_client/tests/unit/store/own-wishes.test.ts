// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import { decode } from '../../../src/protocol/decode';
import { jamEvent, type JamEvent } from '../../../src/protocol/events';
import type { PostId } from '../../../src/protocol/ids';
import { Cell } from '../../../src/store/cell';
import { Keeper } from '../../../src/store/keeper';
import { OwnWishes } from '../../../src/store/own-wishes';
import { MemoryShelf } from '../../support/memory-shelf';
import { postEventOnWire } from '../../support/samples';

const [fourth, fifth] = [4 as PostId, 5 as PostId];

describe('ER2: one’s wishes for erasure', () => {
  let shelf: MemoryShelf;
  let wishes: OwnWishes;
  let offset: number;
  let news: Cell<readonly JamEvent[]>;
  /** The page is opened anew: it hears from the beginning what its feed tells from now on. */
  const reload = () => {
    news = new Cell<readonly JamEvent[]>([]);
    wishes = new OwnWishes(new Keeper(shelf, 'x/'), news);
    wishes.listen();
  };
  const tell = (event: JamEvent) => news.update((before) => [...before, event]);
  const event = (type: string, more: Record<string, unknown>): JamEvent =>
    decode(jamEvent, { offset: (offset += 1), at_ms: 5, type, ...more });
  const asked = (what: string, post: PostId | null = null) => event('erasure_asked', { what, post });
  const refused = (note: string) => event('erasure_refused', { note });
  const erased = (post: PostId, more: Record<string, unknown> = { state: 'erased', text: null }) =>
    decode(jamEvent, postEventOnWire((offset += 1), post, { type: 'erased', ...more }));
  const told = () => wishes.all.get().map(({ what, post, state, note }) => [post ?? what, state, note]);

  beforeEach(() => {
    shelf = new MemoryShelf();
    offset = 100;
    reload();
  });

  it('wait by themselves, each until it is answered', () => {
    for (const one of [asked('post', fourth), asked('post', fifth), asked('identity')]) tell(one);
    tell(erased(fourth));
    expect(told()).toEqual([
      [fourth, 'erased', ''],
      [fifth, 'waiting', ''],
      ['identity', 'waiting', ''],
    ]);
  });

  it('are all refused at once, with the ground, but not what was answered before', () => {
    for (const one of [asked('post', fourth), asked('post', fifth), erased(fourth), refused('It is quoted')]) tell(one);
    expect(told()).toEqual([
      [fourth, 'erased', ''],
      [fifth, 'refused', 'It is quoted'],
    ]);
    tell(asked('post', fifth));
    expect(told()).toContainEqual([fifth, 'waiting', '']);
    expect(told()).toHaveLength(2);
  });

  it('tell a text that was changed from one that is gone', () => {
    tell(asked('post', fourth));
    tell(erased(fourth, { state: 'published', text: 'Less' }));
    expect(told()).toEqual([[fourth, 'changed', '']]);
  });

  it('know nothing of posts that were erased without being asked for', () => {
    tell(erased(fourth));
    expect(told()).toEqual([]);
    expect(shelf.length).toBe(0);
  });

  it('are heard also by a page of one’s own that is opened later', () => {
    tell(asked('post', fourth));
    const later = new OwnWishes(new Keeper(new MemoryShelf(), 'x/'), news);
    const end = later.listen();
    expect(later.all.get()).toHaveLength(1);
    end();
    tell(asked('post', fifth));
    expect(later.all.get()).toHaveLength(1);
  });

  it('outlast a reload, and are not asked anew when the feed tells its past again', () => {
    const past = [asked('post', fourth), refused('No')];
    for (const one of past) tell(one);
    reload();
    for (const one of past) tell(one);
    expect(told()).toEqual([[fourth, 'refused', 'No']]);
  });

  it('are forgotten where a hall restored from a copy does not know them any more', () => {
    tell(asked('post', fourth));
    wishes.meet(offset);
    expect(told()).toHaveLength(1);
    reload();
    offset -= 1;
    tell(asked('post', fifth));
    expect(told()).toEqual([[fourth, 'waiting', '']]);
    wishes.meet(offset - 1);
    expect(told()).toEqual([[fifth, 'waiting', '']]);
    reload();
    expect(told()).toEqual([[fifth, 'waiting', '']]);
  });

  it('stay when a page was read a moment before the newest was heard', () => {
    tell(asked('post', fourth));
    reload();
    const read = offset;
    tell(refused('No'));
    wishes.meet(read);
    expect(told()).toEqual([[fourth, 'refused', 'No']]);
  });

  it('are a hundred at most', () => {
    for (let post = 1; post <= 130; post += 1) tell(asked('post', post as PostId));
    expect(told()).toHaveLength(100);
    expect(told().at(-1)).toEqual([130, 'waiting', '']);
  });

  it('survive a shelf that holds something else', () => {
    shelf.setItem('x/own_wishes', '{"upTo":"soon","wishes":[{}]}');
    reload();
    expect(told()).toEqual([]);
  });
});
