// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { decode } from '../../../src/protocol/decode';
import { serverFrame } from '../../../src/protocol/frames';
import { jamOnWire, postEventOnWire } from '../../support/samples';

describe('server frames', () => {
  it('greet with the jam, the phase and who one is', () => {
    const frame = decode(serverFrame, { ...jamOnWire(), type: 'hello', protocol: 'jamhall.v1', epoch: 3 });
    expect(frame).toMatchObject({ type: 'hello', epoch: '3', offset: 10, you: { name: 'Ana' } });
  });

  it('greet the administrator, who is nobody in the jam', () => {
    const frame = decode(serverFrame, { ...jamOnWire(), type: 'hello', protocol: 'jamhall.v1', epoch: 'a', you: null });
    expect(frame).toMatchObject({ you: null });
  });

  it('carry events in order', () => {
    const events = [postEventOnWire(11, 4), postEventOnWire(12, 4, { type: 'post_withdrawn', text: null })];
    const frame = decode(serverFrame, { type: 'events', feed: 'forum/known-for', upto: 12, events });
    expect(frame).toMatchObject({ upto: 12, events: [{ type: 'post_added' }, { type: 'post_withdrawn', text: null }] });
  });

  it('say where an event is wrong', () => {
    const events = [postEventOnWire(11, 4), postEventOnWire(12, 5, { kind: 'thought' })];
    expect(() => decode(serverFrame, { type: 'events', feed: 'lobby', upto: 12, events })).toThrow(
      '/events/1/kind: expected one of idea',
    );
  });

  it('keep the place of an event type of a later server', () => {
    const events = [{ offset: 11, at_ms: 5, type: 'post_spotlit', post: 4 }];
    const frame = decode(serverFrame, { type: 'events', feed: 'lobby', upto: 11, events });
    expect(frame).toMatchObject({ events: [{ type: 'unknown', offset: 11 }] });
  });

  it('ignore a frame type of a later server', () => {
    expect(decode(serverFrame, { type: 'fireworks' })).toEqual({ type: 'unknown' });
    expect(decode(serverFrame, { type: 'toString' })).toEqual({ type: 'unknown' });
  });

  it('read tallies of either ballot', () => {
    const tallies = [
      { post: 1, phase: 'ideas', support: 4 },
      { post: 2, phase: 'choose', agree: 1, disagree: 2, pass: 3, by_audience: null },
    ];
    const frame = decode(serverFrame, { type: 'tallies', feed: 'forum/known-for', upto: 9, tallies });
    expect(frame).toMatchObject({
      tallies: [
        { post: 1, support: 4, agree: null },
        { post: 2, agree: 1, support: null },
      ],
    });
  });
});
