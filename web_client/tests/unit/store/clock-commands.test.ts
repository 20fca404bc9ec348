// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/protocol/commands';
import type { JamId } from '../../../src/protocol/ids';
import { HallApi } from '../../../src/store/api';
import { sendNow } from '../../../src/store/at-once';
import { JamDesk } from '../../../src/store/jam-desk';
import { JamLine } from '../../../src/store/jam-line';
import { Keeper } from '../../../src/store/keeper';
import { Outbox } from '../../../src/store/outbox';
import { HttpClient } from '../../../src/transport/http';
import { arrive, FakeHttp } from '../../support/fake-http';
import { FakeServer } from '../../support/fake-server';
import { FakeTime } from '../../support/fake-time';
import { MemoryShelf } from '../../support/memory-shelf';
import { aJam, jamOnWire, replied } from '../../support/samples';

const advance: Command = { do: 'advance_phase' };

describe('moving the clock from the jam', () => {
  const open = () => {
    const server = new FakeServer();
    const world = { api: new FakeHttp().jam(), openSocket: server.open, time: new FakeTime(), shelf: null };
    const line = new JamLine(aJam(), world);
    line.start();
    return { server, line, time: world.time };
  };

  it('is sent while connected', async () => {
    const { server, line } = open();
    server.settle();
    const answer = sendNow(line, advance);
    server.settle();
    expect((await answer).ok).toBe(true);
    expect([...server.done.values()]).toEqual([1]);
  });

  it('is refused while cut off, and not sent once the line is back', async () => {
    const { server, line, time } = open();
    server.settle();
    server.cut();
    expect(await sendNow(line, advance)).toMatchObject({ ok: false, refused: { code: 'cut_off' } });
    time.advance(60_000);
    server.settle();
    expect(line.line.get()?.state).toBe('open');
    expect(server.done.size).toBe(0);
  });

  it('is not taken up again from an earlier visit; a text is', async () => {
    const keeper = new Keeper(new MemoryShelf(), 'jamhall/covjam/1/');
    const moves = ['advance_phase', 'extend_phase', 'pause_clock', 'resume_clock', 'close_jam', 'cancel_jam'];
    const commands = [...moves.map((name) => ({ do: name })), { do: 'edit_post', post: 7, text: 'Better' }];
    keeper.write(
      'outbox',
      commands.map((command, index) => ({ key: `k${index}`, command })),
    );
    const sent: string[] = [];
    const outbox = new Outbox(
      keeper,
      (command) => (sent.push(command.do), Promise.resolve(replied())),
      () => undefined,
    );
    outbox.resume();
    await arrive();
    expect(sent).toEqual(['edit_post']);
    expect(keeper.read('outbox', (value) => value)).toBeNull();
  });
});

describe('the clock before an organizer', () => {
  /** A desk whose requests are answered by hand, in any order. */
  function desk() {
    const asked: { path: string; answer: (value: unknown) => void }[] = [];
    const fetcher = (path: unknown) =>
      new Promise<Response>((resolve) => {
        asked.push({ path: String(path), answer: (value) => resolve(new Response(JSON.stringify(value))) });
      });
    const api = new HallApi(new HttpClient(fetcher as typeof fetch)).jam('covjam' as JamId);
    const pages = () => asked.filter(({ path }) => path.endsWith('/covjam'));
    return { desk: new JamDesk(api, new FakeTime()), asked, pages };
  }

  it('shows the page as soon as it is there, before the report', async () => {
    const { desk: jam, pages } = desk();
    const read = jam.refresh();
    pages()[0]?.answer(jamOnWire('choose'));
    await read;
    expect(jam.state.get().page?.phase.id).toBe('choose');
  });

  it('is not set back by an answer that comes late', async () => {
    const { desk: jam, pages } = desk();
    const reads = [jam.refresh(), jam.refresh()];
    pages()[1]?.answer(jamOnWire('choose'));
    await reads[1];
    pages()[0]?.answer(jamOnWire('ideas'));
    await Promise.all(reads);
    expect(jam.state.get().page?.phase.id).toBe('choose');
  });
});
