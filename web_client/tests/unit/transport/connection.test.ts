// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../../src/protocol/commands';
import type { Feed, ForumId, PostId } from '../../../src/protocol/ids';
import { Connection, type Answer, type Line, type PushFrame } from '../../../src/transport/connection';
import { FakeServer } from '../../support/fake-server';
import { FakeTime } from '../../support/fake-time';

const idea = (text: string): Command => ({ do: 'add_post', forum: 'known-for' as ForumId, kind: 'idea', text });
const forum: Feed = 'forum/known-for';

let time: FakeTime;
let server: FakeServer;
let connection: Connection;
let lines: Line[];
let frames: PushFrame[];
let epochs: number;
let refusedWatches: Feed[];
let faults: unknown[];

beforeEach(() => {
  time = new FakeTime();
  server = new FakeServer();
  [lines, frames, refusedWatches, faults, epochs] = [[], [], [], [], 0];
  connection = new Connection(server.open, time, {
    line: (line) => lines.push(line),
    frame: (frame) => frames.push(frame),
    newEpoch: () => (epochs += 1),
    watchRefused: (feed) => refusedWatches.push(feed),
    fault: (error) => faults.push(error),
  });
});

const offsets = () =>
  frames.flatMap((frame) => (frame.type === 'events' ? frame.events.map(({ offset }) => offset) : []));

function connect() {
  connection.connect();
  server.settle();
}

describe('the live line', () => {
  it('is open once the server has greeted', () => {
    connection.connect();
    expect(lines.at(-1)?.state).toBe('connecting');
    server.settle();
    expect(lines.at(-1)?.state).toBe('open');
    expect(frames[0]?.type).toBe('hello');
  });

  it('comes back within two seconds after the first break, then with growing pauses up to twenty', () => {
    connect();
    server.cut();
    expect(server.opened).toBe(1);
    time.advance(2_000);
    expect(server.opened).toBe(2);
    for (let attempt = 0; attempt < 20; attempt += 1) {
      server.cut();
      const before = server.opened;
      let waitedMs = 0;
      for (; server.opened === before; waitedMs += 500) time.advance(500);
      expect(server.opened).toBe(before + 1);
      expect(waitedMs).toBeLessThanOrEqual(20_000);
    }
  });

  it('gives up on a server that takes the line and does not greet', () => {
    connection.connect();
    time.advance(14_999);
    expect(server.opened).toBe(1);
    time.advance(2_001);
    expect(server.opened).toBe(2);
    server.settle();
    expect(lines.at(-1)?.state).toBe('open');
    time.advance(15_000);
    expect(server.opened).toBe(2);
  });

  it.each([1012, 1013, 1006, 4000, 4001, 4499])('comes back after code %i', (code) => {
    connect();
    server.cut(code);
    time.advance(2_000);
    expect(server.opened).toBe(2);
  });

  it.each([
    [4500, 'signed_out'],
    [4501, 'cancelled'],
    [4502, 'removed'],
    [4999, 'refused'],
  ])('stays away after code %i and says why', async (code, reason) => {
    connect();
    const answer = connection.send(idea('late'), 'k1');
    server.cut(code);
    time.advance(600_000);
    connection.wake();
    expect(server.opened).toBe(1);
    expect(lines.at(-1)).toMatchObject({ state: 'stopped', reason });
    expect(await answer).toMatchObject({ ok: false, refused: { code: reason } });
    expect(await connection.send(idea('later'), 'k2')).toMatchObject({ ok: false, refused: { code: reason } });
  });

  it('answers nothing once it is closed from here: nobody has refused it', async () => {
    connect();
    const answers: Answer[] = [];
    const send = (key: string) => void connection.send(idea('mine'), key).then((answer) => answers.push(answer));
    send('k1');
    connection.close();
    send('k2');
    connection.wake();
    time.advance(600_000);
    server.settle();
    await Promise.resolve();
    expect(answers).toEqual([]);
    expect(server.opened).toBe(1);
  });

  it('connects at once when the network or the tab is back', () => {
    connect();
    server.cut();
    connection.wake();
    expect(server.opened).toBe(2);
    server.settle();
    time.advance(30_000);
    expect(server.opened).toBe(2);
  });

  it('finds out that a silent line is dead', () => {
    connect();
    time.advance(45_000);
    time.advance(10_000);
    expect(lines.at(-1)?.state).toBe('connecting');
    time.advance(2_000);
    expect(server.opened).toBe(2);
  });

  it('keeps a silent line that answers', () => {
    connect();
    for (let minute = 0; minute < 10; minute += 1) {
      time.advance(45_000);
      server.settle();
    }
    expect(server.opened).toBe(1);
  });

  it('resumes a feed after the last event it has seen, without gap or repeat', () => {
    connect();
    connection.watch(forum, server.offset);
    server.settle();
    server.append(forum, { type: 'later' });
    server.settle();
    server.append(forum, { type: 'later' });
    server.cut();
    server.append(forum, { type: 'later' });
    time.advance(2_000);
    server.settle();
    expect(offsets()).toEqual([11, 12, 13]);
  });

  it('does not count events as seen that were still under way when the line broke', () => {
    connect();
    server.append(forum, { type: 'later' });
    connection.watch(forum, 10);
    server.step(); // the watch reaches the server
    server.step(); // only its reply, which names offset 11, reaches the client
    server.cut();
    time.advance(2_000);
    server.settle();
    expect(offsets()).toEqual([11]);
  });

  it('drops frames of an earlier watch of the same feed', () => {
    connect();
    connection.watch(forum, 10);
    server.settle();
    server.append(forum, { type: 'later' });
    connection.unwatch(forum);
    connection.watch(forum, 10);
    server.settle();
    expect(offsets()).toEqual([11]);
  });

  it('starts from now where no offset is known', () => {
    connect();
    server.append(forum, { type: 'later' });
    connection.watch(forum, null);
    server.settle();
    server.cut();
    server.append(forum, { type: 'later' });
    time.advance(2_000);
    server.settle();
    expect(offsets()).toEqual([12]);
  });

  it('passes on that it fell behind and watches that feed no more', () => {
    connect();
    connection.watch(forum, 10);
    server.settle();
    server.leaveBehind(forum);
    server.settle();
    server.cut();
    server.append(forum, { type: 'later' });
    time.advance(2_000);
    server.settle();
    expect(frames.some(({ type }) => type === 'behind')).toBe(true);
    expect(offsets()).toEqual([]);
  });

  it('says that offsets mean nothing after a restore from a backup', () => {
    connect();
    connection.watch(forum, 10);
    server.settle();
    server.cut();
    server.epoch = 2;
    time.advance(2_000);
    server.settle();
    expect(epochs).toBe(1);
  });

  it('resends what was not answered by its key, so that it is done once', async () => {
    connect();
    const answer = connection.send(idea('mine'), 'key-1');
    server.step(); // carried out, the reply is lost
    server.cut();
    time.advance(2_000);
    server.settle();
    expect(await answer).toMatchObject({ ok: true, reply: { post: 101 } });
    expect(server.done.get('key-1')).toBe(1);
  });

  it('sends what was written while cut off, in order', async () => {
    const answers: Promise<Answer>[] = ['a', 'b', 'c'].map((text) => connection.send(idea(text), text));
    connect();
    expect((await Promise.all(answers)).map((answer) => answer.ok && answer.reply.post)).toEqual([101, 102, 103]);
  });

  it('asks again by key when storage failed, and gives up in the end', async () => {
    connect();
    let attempts = 0;
    server.refuse = () => ((attempts += 1) < 3 ? { code: 'storage_failed', message: '' } : null);
    const answer = connection.send(idea('mine'), 'key-1');
    for (let second = 0; second < 10; second += 1) {
      server.settle();
      time.advance(1_000);
    }
    expect(await answer).toMatchObject({ ok: true });
    server.refuse = () => ({ code: 'storage_failed', message: '' });
    const hopeless = connection.send(idea('mine'), 'key-2');
    for (let second = 0; second < 60; second += 1) {
      server.settle();
      time.advance(1_000);
    }
    expect(await hopeless).toMatchObject({ ok: false, refused: { code: 'storage_failed' } });
  });

  it('hands on a refusal', async () => {
    connect();
    server.refuse = () => ({ code: 'rate_limited', message: 'slow down', retry_after_ms: 1500 });
    const answer = connection.send(idea('mine'), 'key-1');
    server.settle();
    expect(await answer).toMatchObject({ ok: false, refused: { code: 'rate_limited', retry_after_ms: 1500 } });
  });

  it('reports a frame it cannot read and goes on', () => {
    connect();
    server.broadcast({ type: 'presence', here: 'many' });
    server.broadcast({ type: 'presence', here: 7 });
    server.settle();
    expect(String(faults[0])).toContain('/here: expected an integer');
    expect(frames.at(-1)).toEqual({ type: 'presence', here: 7 });
  });

  it('says what was seen only while connected', () => {
    expect(connection.saw([1 as PostId])).toBe(false);
    connect();
    expect(connection.saw([1 as PostId])).toBe(true);
    server.settle();
    expect(server.seen).toEqual([[1]]);
  });

  it('loses nothing that a line going down did not take', async () => {
    connect();
    server.hang();
    const answer = connection.send(idea('mine'), 'key-1');
    expect(connection.saw([1 as PostId])).toBe(false);
    server.cut();
    time.advance(2_000);
    server.settle();
    expect(await answer).toMatchObject({ ok: true, reply: { post: 101 } });
    expect(server.seen).toEqual([]);
  });
});
