// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { JamId } from '../../../src/protocol/ids';
import { Keeper } from '../../../src/store/keeper';
import { forgetOn, unsentOn } from '../../../src/store/leaving';
import { MemoryShelf } from '../../support/memory-shelf';

const jam = (id: string) => id as JamId;

describe('what a device keeps when a sign-in ends', () => {
  let shelf: MemoryShelf;
  const names = () => Array.from({ length: shelf.length }, (_, index) => shelf.key(index));

  beforeEach(() => {
    shelf = new MemoryShelf();
    const mine = new Keeper(shelf, 'jamhall/covjam/7/');
    for (const name of ['draft/idea/floor', 'draft/comment/3', 'own_posts', 'own_wishes', 'seen_ideas'])
      mine.write(name, 1);
    mine.write('keys_everywhere', true);
    const waiting = (command: Record<string, unknown>) => ({ key: 'k', command });
    mine.write('outbox', [
      waiting({ do: 'add_post', text: 'A bridge' }),
      waiting({ do: 'add_post', text: 'A tram' }),
      waiting({ do: 'mark_read', feed: 'me', offset: 9 }),
      waiting({ do: 'cast_ballot', post: 1, choice: 'support' }),
    ]);
    new Keeper(shelf, 'jamhall/draft/8/').write('mentions', {});
    shelf.setItem('another_program', 'stays');
  });

  it('counts texts that have reached nobody', () => {
    expect(unsentOn(shelf)).toBe(4);
    shelf.setItem('jamhall/covjam/7/outbox', 'broken');
    expect(unsentOn(shelf)).toBe(2);
    expect(unsentOn(null)).toBe(0);
  });

  it('is nothing of ours when one signs out', () => {
    forgetOn(shelf, { jam: null, ownWords: true });
    expect(names()).toEqual(['another_program']);
    expect(unsentOn(shelf)).toBe(0);
  });

  it('is one’s own words, and which keys one likes, when one was signed out', () => {
    forgetOn(shelf, { jam: null, ownWords: false });
    expect(names()).toEqual([
      'jamhall/covjam/7/draft/idea/floor',
      'jamhall/covjam/7/draft/comment/3',
      'jamhall/covjam/7/keys_everywhere',
      'jamhall/covjam/7/outbox',
      'another_program',
    ]);
  });

  it('stays of other jams when one was removed from one', () => {
    new Keeper(shelf, 'jamhall/covjam2/7/').write('own_posts', 1);
    forgetOn(shelf, { jam: jam('covjam'), ownWords: false });
    expect(names()).toContain('jamhall/covjam2/7/own_posts');
    expect(names()).toContain('jamhall/draft/8/mentions');
    expect(names()).not.toContain('jamhall/covjam/7/own_posts');
  });

  it('is no fault where the shelf is switched off', () => {
    expect(() => forgetOn(null, { jam: null, ownWords: true })).not.toThrow();
  });
});
