// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { PostId } from '../../../src/protocol/ids';
import { Announcer } from '../../../src/store/announcer';
import { Cell, computed, KeyedCells } from '../../../src/store/cell';
import { parseCsv } from '../../../src/store/csv';
import { Exposure } from '../../../src/store/exposure';
import { PostTable } from '../../../src/store/post-table';
import { Search } from '../../../src/store/search';
import { ServerClock } from '../../../src/store/server-clock';
import { normalised, roomLeft } from '../../../src/store/text-measure';
import { Backoff } from '../../../src/transport/backoff';
import { arrive, FakeHttp } from '../../support/fake-http';
import { FakeTime } from '../../support/fake-time';
import { postOnWire } from '../../support/samples';

describe('cells', () => {
  it('tell their readers of changes only', () => {
    const cell = new Cell(1);
    const seen: number[] = [];
    const end = cell.subscribe((value) => seen.push(value));
    cell.set(1);
    cell.set(2);
    end();
    cell.set(3);
    expect(seen).toEqual([1, 2]);
  });

  it('are computed from others', () => {
    const [a, b] = [new Cell(1), new Cell(2)];
    const seen: number[] = [];
    computed([a, b], (one, two) => one + two).subscribe((sum) => seen.push(sum));
    a.set(5);
    b.set(6);
    expect(seen).toEqual([3, 7, 11]);
  });

  it('tell a row of its own key only', () => {
    const cells = new KeyedCells<number, string>();
    const seen: (string | undefined)[] = [];
    cells.at(1).subscribe((value) => seen.push(value));
    cells.set(2, 'b');
    cells.set(1, 'a');
    cells.set(1, undefined);
    expect(seen).toEqual([undefined, 'a', undefined]);
  });
});

describe('the server’s clock', () => {
  it('goes by the server, however wrong the device', () => {
    const time = new FakeTime(5_000_400);
    const clock = new ServerClock(time);
    clock.sync(9_000_100);
    const seen: number[] = [];
    const end = clock.seconds.subscribe((now) => seen.push(now));
    time.advance(2_000);
    expect(seen).toEqual([9_000_100, 9_001_000, 9_002_000]);
    end();
    expect(time.pending).toBe(0);
  });
});

describe('the live regions', () => {
  it('speak politely at most every five seconds; the newest waits', () => {
    const time = new FakeTime();
    const announcer = new Announcer(time);
    const spoken: string[] = [];
    announcer.status.subscribe((words) => words && spoken.push(words));
    announcer.say('one');
    announcer.say('two');
    announcer.say('three');
    expect(spoken).toEqual(['one']);
    time.advance(5_000);
    expect(spoken).toEqual(['one', 'three']);
    time.advance(60_000);
    expect(spoken).toHaveLength(2);
  });

  it('speak the same words again as a change', () => {
    const time = new FakeTime();
    const announcer = new Announcer(time);
    announcer.say('Posted');
    time.advance(6_000);
    announcer.say('Posted');
    expect(announcer.status.get()).toBe('Posted\u00a0');
    announcer.warn('Refused');
    announcer.warn('Refused');
    expect(announcer.alert.get()).toBe('Refused\u00a0');
  });
});

describe('exposure', () => {
  it('is told every four seconds, each post once', () => {
    const time = new FakeTime();
    const told: PostId[][] = [];
    const exposure = new Exposure(time, (posts) => told.push(posts) > 0);
    for (const post of [1, 2, 1]) exposure.saw(post as PostId);
    time.advance(4_000);
    exposure.saw(1 as PostId);
    exposure.saw(3 as PostId);
    time.advance(4_000);
    expect(told).toEqual([[1, 2], [3]]);
    time.advance(60_000);
    expect(told).toHaveLength(2);
  });

  it('waits while cut off, and goes in batches of at most 200', () => {
    const time = new FakeTime();
    let isOpen = false;
    const told: number[] = [];
    const exposure = new Exposure(time, (posts) => isOpen && told.push(posts.length) > 0);
    for (let post = 1; post <= 250; post += 1) exposure.saw(post as PostId);
    time.advance(8_000);
    expect(told).toEqual([]);
    isOpen = true;
    time.advance(8_000);
    expect(told).toEqual([200, 50]);
  });
});

describe('search', () => {
  it('asks once after a pause, and drops a late answer to an earlier question', async () => {
    const http = new FakeHttp();
    const time = new FakeTime();
    http.set('/api/v1/jams/covjam/search?q=tram', { posts: [postOnWire(1)] });
    http.set('/api/v1/jams/covjam/search?q=trams', { posts: [postOnWire(2)] });
    const search = new Search(http.jam(), new PostTable(time), time);
    for (const query of ['t', 'tr', 'tram']) search.type(query);
    time.advance(300);
    search.type('trams');
    await arrive();
    expect(search.view.get().found).toBeNull();
    time.advance(300);
    await arrive();
    expect(search.view.get()).toMatchObject({ found: [2], answered: 'trams' });
    expect(http.asked).toHaveLength(2);
    search.type('');
    time.advance(300);
    expect(search.view.get().found).toBeNull();
  });
});

describe('room for text', () => {
  it('counts what the server counts', () => {
    expect(normalised(' e\u0301 \r\n')).toBe('é');
    expect(roomLeft('👩‍👩‍👧', { wordsMax: null, textMax: 10 })).toEqual({ unit: 'characters', left: 5 });
    expect(roomLeft(' one  two\nthree ', { wordsMax: 120, textMax: 5000 })).toEqual({ unit: 'words', left: 117 });
    expect(roomLeft('', { wordsMax: 120, textMax: 5000 }).left).toBe(120);
    expect(roomLeft('x'.repeat(12), { wordsMax: 120, textMax: 10 })).toEqual({ unit: 'characters', left: -2 });
  });
});

describe('CSV', () => {
  it.each([
    [
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      '"a,b","say ""hi"""\n"two\nlines",x',
      [
        ['a,b', 'say "hi"'],
        ['two\nlines', 'x'],
      ],
    ],
    ['\ufeffa\n\nb', [['a'], ['b']]],
    ['', []],
  ])('is read as RFC 4180 says: %j', (text, rows) => {
    expect(parseCsv(text)).toEqual(rows);
  });
});

describe('pauses between attempts', () => {
  it('begin within two seconds and stay between one and thirty', () => {
    const backoff = new Backoff(new FakeTime(0, 7));
    const delays = Array.from({ length: 200 }, () => backoff.next());
    expect(delays[0]).toBeLessThanOrEqual(2_000);
    expect(delays.slice(1).every((delay) => delay >= 1_000 && delay <= 30_000)).toBe(true);
    expect(new Set(delays).size).toBeGreaterThan(50);
    backoff.reset();
    expect(backoff.next()).toBeLessThanOrEqual(2_000);
  });
});
