// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/protocol/commands';
import type { PostId } from '../../../../src/protocol/ids';
import { Pending } from '../../../../src/store/desk/pending';
import type { Answer } from '../../../../src/transport/connection';
import { arrive } from '../../../support/fake-http';
import { FakeTime } from '../../../support/fake-time';

const post = 7 as PostId;
const hide: Command = { do: 'hide_post', post, rule: 'civil', note: 'Rude' };
const done: Answer = { ok: true, reply: { type: 'reply', ref: 1, offset: 9, post: null, poll: null } };
const refused: Answer = {
  ok: false,
  refused: { type: 'refused', ref: 1, code: 'cut_off', message: null, field: null, retry_after_ms: null },
};

let time: FakeTime;
let sent: Command[];
let answer: Answer;
let told: string[];
let pending: Pending;

beforeEach(() => {
  time = new FakeTime();
  sent = [];
  told = [];
  answer = done;
  const send = (command: Command) => {
    sent.push(command);
    return Promise.resolve(answer);
  };
  pending = new Pending(time, send, ({ verb }, { ok }) => told.push(`${verb} ${ok}`));
});

describe('ten seconds to take it back', () => {
  it('sends nothing before they are over', async () => {
    pending.add('hide', post, hide);
    time.advance(9_999);
    expect(sent).toEqual([]);
    expect([pending.isAbout(post), pending.isAbout(8 as PostId)]).toEqual([true, false]);
    time.advance(1);
    await arrive();
    expect(sent).toEqual([hide]);
    expect(told).toEqual(['hide true']);
    expect(pending.deeds.get()).toEqual([]);
  });

  it('sends nothing at all once it is undone', () => {
    const { id } = pending.add('hide', post, hide);
    time.advance(9_000);
    expect(pending.undo(id)?.post).toBe(post);
    time.advance(60_000);
    expect(sent).toEqual([]);
    expect(time.pending).toBe(0);
  });

  it('undoes the last deed first', () => {
    pending.add('hide', post, hide);
    pending.add('move', 8 as PostId, hide);
    expect(pending.undoLast()?.verb).toBe('move');
    expect(pending.undoLast()?.verb).toBe('hide');
    expect(pending.undoLast()).toBeNull();
  });

  it('does it at once when asked, and only once', async () => {
    const { id } = pending.add('hide', post, hide);
    void pending.doNow(id);
    expect(pending.undo(id)).toBeNull();
    await arrive();
    time.advance(60_000);
    expect(sent).toHaveLength(1);
  });

  it('keeps what was not taken, with the reason, until it is tried again or left', async () => {
    answer = refused;
    const { id } = pending.add('hide', post, hide);
    time.advance(10_000);
    await arrive();
    expect(pending.deeds.get()).toMatchObject([{ state: 'failed', refused: { code: 'cut_off' } }]);
    answer = done;
    await pending.doNow(id);
    expect(pending.deeds.get()).toEqual([]);
    expect(told).toEqual(['hide false', 'hide true']);
  });

  it('does what still waits when the desk is left', async () => {
    pending.add('hide', post, hide);
    await pending.flush();
    expect(sent).toEqual([hide]);
    expect(pending.deeds.get()).toEqual([]);
  });
});

describe('what is done at once', () => {
  const approve: Command = { do: 'approve_post', post };

  it('leaves nothing behind when it was done', async () => {
    expect((await pending.atOnce('approve', post, approve)).ok).toBe(true);
    expect(sent).toEqual([approve]);
    expect(pending.deeds.get()).toEqual([]);
  });

  it('stands with its reason when it was refused, once, until it is tried again or left', async () => {
    answer = refused;
    await pending.atOnce('approve', post, approve);
    await pending.atOnce('approve', post, approve);
    expect(pending.isAbout(post)).toBe(false);
    expect(pending.deeds.get()).toMatchObject([{ verb: 'approve', state: 'failed', refused: { code: 'cut_off' } }]);
    answer = done;
    await pending.doNow(pending.deeds.get()[0]?.id ?? 0);
    expect(told).toEqual(['approve true']);
    expect(pending.deeds.get()).toEqual([]);
  });
});
