// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { PersonId } from '../../../src/protocol/ids';
import { Keeper } from '../../../src/store/keeper';
import { mentionBegun, Mentions } from '../../../src/store/mentions';
import { nudgedBy } from '../../../src/store/nudge';
import { FakeHttp } from '../../support/fake-http';
import { MemoryShelf } from '../../support/memory-shelf';

const ada = { id: 3 as PersonId, name: 'Ada Adams' };
const otherAda = { id: 8 as PersonId, name: 'Ada Adams' };
const shortAda = { id: 5 as PersonId, name: 'Ada' };

describe('naming somebody', () => {
  let http: FakeHttp;
  let shelf: MemoryShelf;
  let mentions: Mentions;
  const reload = () => (mentions = new Mentions(http.jam(), new Keeper(shelf, 'x/')));

  beforeEach(() => {
    http = new FakeHttp();
    shelf = new MemoryShelf();
    reload();
  });

  it.each([
    ['Ask @ad', 'ad', 4],
    ['@Ada Ad', 'Ada Ad', 0],
    ['(@ön', 'ön', 1],
  ])('begins after an @ and two letters: %j', (text, q, from) => {
    expect(mentionBegun(text, text.length)).toEqual({ q, from });
  });

  it.each(['@a', 'ada@example', 'Ask @', '@ad!', '@@ad', '@Ada said to Ben and'])('does not begin in %j', (text) => {
    expect(mentionBegun(text, text.length)).toBeNull();
  });

  it('asks the server who can be named', async () => {
    http.set('/api/v1/jams/covjam/mentionable', { people: [{ id: 3, name: 'Ada Adams', roles: [] }] });
    expect(await mentions.find('ad')).toMatchObject([ada]);
    expect(http.asked).toEqual(['/api/v1/jams/covjam/mentionable?q=ad']);
  });

  it('writes a bare name and sends whose it is, the longest name first', () => {
    expect([mentions.pick(shortAda), mentions.pick(ada)]).toEqual(['@Ada', '@Ada Adams']);
    expect(mentions.expand('@Ada Adams and @Ada, not @Adam, a@Ada')).toBe(
      '@[Ada Adams](person/3) and @[Ada](person/5), not @Adam, a@Ada',
    );
  });

  it('writes out whose it is where two have one name', () => {
    mentions.pick(ada);
    expect(mentions.pick(otherAda)).toBe('@[Ada Adams](person/8)');
    expect(mentions.expand('@Ada Adams @[Ada Adams](person/8)')).toBe('@[Ada Adams](person/3) @[Ada Adams](person/8)');
  });

  it('shows a sent text as it was written, also after a reload, and sends the same again', () => {
    mentions.pick(ada);
    reload();
    const sent = mentions.expand('Ask @Ada Adams.');
    expect(sent).toBe('Ask @[Ada Adams](person/3).');
    expect(mentions.collapse(sent)).toBe('Ask @Ada Adams.');
    expect(mentions.expand(mentions.collapse(sent))).toBe(sent);
  });

  it('takes names for text, whatever signs they hold', () => {
    mentions.pick({ id: 9 as PersonId, name: 'A.+(B)' });
    expect(mentions.expand('@A.+(B) @AxxB')).toBe('@[A.+(B)](person/9) @AxxB');
  });
});

describe('the gentle nudge', () => {
  it('hears whole words in any case, in any script', () => {
    expect(nudgedBy('What an IDIOT!', ['idiot'])).toBe('idiot');
    expect(nudgedBy('du Dummkopf', ['dummkopf', 'idiot'])).toBe('dummkopf');
    expect(nudgedBy('shut up, please', ['shut up'])).toBe('shut up');
  });

  it('leaves words alone that only contain one', () => {
    expect(nudgedBy('Scunthorpe classes pass', ['ass', 'cunt'])).toBeNull();
    expect(nudgedBy('anything', [''])).toBeNull();
  });
});
