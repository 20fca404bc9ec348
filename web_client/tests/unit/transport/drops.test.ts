// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Feed, ForumId } from '../../../src/protocol/ids';
import { Connection } from '../../../src/transport/connection';
import { FakeServer } from '../../support/fake-server';
import { FakeTime } from '../../support/fake-time';
import { random } from '../../support/random';

const feeds: Feed[] = ['lobby', 'forum/known-for', 'thread/4'];
const roundsPerSeed = 400;
const seeds = Array.from({ length: 40 }, (_, index) => index + 1);

/** A line that breaks at random moments, with frames under way, while events and commands go on. */
function run(seed: number) {
  const next = random(seed);
  const time = new FakeTime(0, seed);
  const server = new FakeServer();
  const got = new Map<string, number[]>(feeds.map((feed) => [feed, []]));
  let answered = 0;
  let sent = 0;
  const connection = new Connection(server.open, time, {
    line: () => undefined,
    frame: (frame) => {
      if (frame.type === 'events') got.get(frame.feed)?.push(...frame.events.map(({ offset }) => offset));
    },
    newEpoch: () => undefined,
    watchRefused: () => undefined,
    fault: (error) => {
      throw error;
    },
  });
  for (const feed of feeds) connection.watch(feed, 10);
  connection.connect();
  const acts = [
    () => server.append(feeds[Math.floor(next() * feeds.length)] ?? 'lobby', { type: 'later' }),
    () => {
      sent += 1;
      const command = { do: 'add_post', forum: 'known-for' as ForumId, kind: 'idea', text: `${sent}` } as const;
      void connection.send(command, `key-${sent}`).then(() => (answered += 1));
    },
    () => next() < 0.2 && server.cut(next() < 0.5 ? 1006 : 4002),
    () => time.advance(next() * 3_000),
    ...Array.from({ length: 6 }, () => () => server.step(next)),
  ];
  for (let round = 0; round < roundsPerSeed; round += 1) acts[Math.floor(next() * acts.length)]?.();
  for (let minute = 0; minute < 3; minute += 1) {
    time.advance(30_000);
    server.settle();
  }
  return { server, got, sent, answered: () => answered };
}

describe('a line that keeps breaking', () => {
  it.each(seeds)('loses and repeats nothing (seed %i)', async (seed) => {
    const { server, got, sent, answered } = run(seed);
    await Promise.resolve();
    for (const feed of feeds) {
      expect(got.get(feed)).toEqual(server.log.filter((logged) => logged.feed === feed).map(({ offset }) => offset));
    }
    expect([...server.done.values()].every((times) => times === 1)).toBe(true);
    expect(server.done.size).toBe(sent);
    expect(answered()).toBe(sent);
  });
});
