// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../../src/protocol/commands';
import { decode } from '../../../src/protocol/decode';
import { jamEvent, type SteeringEvent } from '../../../src/protocol/events';
import type { PhaseId, PostId } from '../../../src/protocol/ids';
import { MergeAsks } from '../../../src/store/merge-asks';
import type { Answer } from '../../../src/transport/connection';
import { refusedWith, replied } from '../../support/samples';

const [post, into, phase] = [4 as PostId, 5 as PostId, 'ideas' as PhaseId];
const steering = (type: string, more: Record<string, unknown>): SteeringEvent =>
  decode(jamEvent, { offset: 11, at_ms: 5, type, post, into, phase, ...more }) as SteeringEvent;
const merged = steering('post_merged', {});

let sent: Command[];
let answer: Answer;
let asks: MergeAsks;
const open = () => asks.open.get().map((ask) => ask.post);

beforeEach(() => {
  sent = [];
  answer = replied();
  asks = new MergeAsks((command) => {
    sent.push(command);
    return Promise.resolve(answer);
  });
});

describe('the question of a merge', () => {
  it('SV5: is asked of whoever supported the merged idea in the running phase, nobody else', () => {
    asks.fold(merged, false);
    expect(open()).toEqual([]);
    asks.fold(steering('post_merged', { phase: null }), true);
    expect(open()).toEqual([]);
    asks.fold(merged, true);
    asks.fold(merged, true);
    expect(open()).toEqual([4]);
  });

  it('SV5: takes one tap, and is not asked again', async () => {
    asks.load([{ post, into, phase }]);
    await asks.answer(post, false);
    expect(sent).toEqual([{ do: 'move_support', post, accept: false }]);
    expect(open()).toEqual([]);
  });

  it('stays with the reason when it was refused', async () => {
    asks.load([{ post, into, phase }]);
    answer = refusedWith('storage_failed');
    await asks.answer(post, true);
    expect(asks.open.get()).toMatchObject([{ post, isPending: false, refused: { code: 'storage_failed' } }]);
  });

  it('BA6: ends with its phase, and when it was answered elsewhere', () => {
    asks.load([{ post, into, phase }]);
    asks.enter(phase);
    expect(open()).toEqual([4]);
    asks.enter('choose' as PhaseId);
    expect(open()).toEqual([]);
    asks.load([{ post, into, phase }]);
    asks.fold(steering('support_moved', { accepted: true }), false);
    expect(open()).toEqual([]);
  });
});
