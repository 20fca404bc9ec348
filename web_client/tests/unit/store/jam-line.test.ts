// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import { JamLine } from '../../../src/store/jam-line';
import { isOpenPoll } from '../../../src/store/steering-fold';
import { arrive, FakeHttp } from '../../support/fake-http';
import { FakeServer } from '../../support/fake-server';
import { FakeTime } from '../../support/fake-time';
import { aJam, jamOnWire, pollOnWire, postOnWire } from '../../support/samples';

const root = '/api/v1/jams/covjam';

let time: FakeTime;
let server: FakeServer;
let http: FakeHttp;
let line: JamLine;

function open(more: Record<string, unknown> = {}) {
  server.more = more;
  line = new JamLine(aJam('ideas', more), { api: http.jam(), openSocket: server.open, time, shelf: null });
  line.start();
  server.settle();
}

function append(event: Record<string, unknown>) {
  server.append('lobby', event);
  server.settle();
}

async function pass(ms: number) {
  time.advance(ms);
  await arrive();
  server.settle();
}

const pageAt = (offset: number, running: string, more: Record<string, unknown> = {}) =>
  http.set(root, jamOnWire(running, { offset, ...more }));

const phaseBegan = (running: string) => {
  const { phase, jam } = jamOnWire(running);
  return { type: 'phase_began', phase, agenda: jam.agenda, cause: 'clock' };
};

beforeEach(() => {
  time = new FakeTime();
  server = new FakeServer();
  http = new FakeHttp();
});

describe('a page that was read before the newest event', () => {
  it('takes nothing back, and is read again', async () => {
    open();
    pageAt(10, 'ideas');
    append(phaseBegan('choose'));
    expect(await line.refresh()).toBe(false);
    expect(line.view.get().phase.id).toBe('choose');
    pageAt(11, 'choose', { forums: [{ ...jamOnWire().forums[0], ideas: 9 }] });
    await pass(3_000);
    expect(line.view.get().forums).toMatchObject([{ ideas: 9 }]);
  });

  it('does not bring a spotlight back', async () => {
    const lit = { spotlights: [{ post: postOnWire(1), until_ms: 9_000_000 }] };
    open(lit);
    pageAt(10, 'ideas', lit);
    append({ ...postOnWire(1), type: 'spotlight_ended', post: 1, forum: 'known-for' });
    await line.refresh();
    expect(line.view.get().spotlights).toEqual([]);
  });

  it('is taken after a restore from a backup, whose log counts anew', async () => {
    open();
    append(phaseBegan('choose'));
    append(phaseBegan('ideas'));
    server.log.length = 0;
    server.epoch = 2;
    server.cut();
    await pass(2_000);
    pageAt(10, 'write');
    expect(await line.refresh()).toBe(true);
    expect(line.view.get().phase.id).toBe('write');
  });
});

describe('a poll that pages tell no more', () => {
  const asked = pollOnWire(7, { closes_at_ms: null, counts: [3, 1], answered: 4 });
  const isOpen = () => line.view.get().polls.map((poll) => isOpenPoll(poll, time.now()));

  it('has closed, also where the feed fell behind and never tells', async () => {
    open({ polls: [asked] });
    expect(isOpen()).toEqual([true]);
    pageAt(12, 'ideas', { polls: [] });
    await line.refresh();
    expect(isOpen()).toEqual([false]);
  });

  it('keeps its place for the result that the feed tells after a reconnect', async () => {
    open({ polls: [asked] });
    server.cut();
    server.more = { polls: [] };
    server.append('lobby', { type: 'poll_closed', poll: 7, cause: 'clock', answered: 5, counts: [4, 1] });
    await pass(2_000);
    expect(line.view.get().polls).toMatchObject([{ poll: 7, counts: [4, 1], answered: 5, closed_at_ms: 11 }]);
  });
});

describe('the lobby feed', () => {
  it('is watched again once the jam can be read, however often that fails before', async () => {
    open();
    server.leaveBehind('lobby');
    server.settle();
    for (let second = 0; second < 10; second += 1) await pass(1_000);
    const tries = http.asked.length;
    expect(tries).toBeGreaterThan(1);
    pageAt(10, 'ideas');
    await pass(20_000);
    append(phaseBegan('choose'));
    expect(line.view.get().phase.id).toBe('choose');
    expect(http.asked).toHaveLength(tries + 1);
  });

  it('is left alone once the jam was left', async () => {
    open();
    server.leaveBehind('lobby');
    server.settle();
    await pass(3_000);
    line.stop();
    await pass(60_000);
    expect(http.asked).toHaveLength(1);
  });
});
