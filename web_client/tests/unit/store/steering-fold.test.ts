// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { decode } from '../../../src/protocol/decode';
import { jamEvent, type JamEvent } from '../../../src/protocol/events';
import { serverFrame, type PollsFrame } from '../../../src/protocol/frames';
import { viewOf, type JamView } from '../../../src/store/jam-fold';
import { deedsOf } from '../../../src/store/post-fold';
import { foldPolls, foldSteering } from '../../../src/store/steering-fold';
import { aJam, aPost, jamOnWire, postEventOnWire } from '../../support/samples';

const event = (type: string, more: Record<string, unknown> = {}): JamEvent =>
  decode(jamEvent, { offset: 11, at_ms: 5, type, ...more });
const about = (type: string, id: number, more: Record<string, unknown> = {}): JamEvent =>
  decode(jamEvent, postEventOnWire(11, id, { type, ...more }));
const after = (...events: JamEvent[]): JamView => events.reduce(foldSteering, viewOf(aJam(), null));

const asks = {
  poll: 3,
  forum: null,
  question: 'Which first?',
  options: ['Bus', 'Bike'],
  kind: 'single',
  results: 'live',
  closes_at_ms: 90,
};

describe('what is put before everybody', () => {
  it('SV2: a spotlight stands until it ends; a second one only sets a new end', () => {
    const twice = after(about('post_spotlighted', 4, { until_ms: 50 }), about('post_spotlighted', 4, { until_ms: 80 }));
    expect(twice.spotlights).toMatchObject([{ post: { post: 4, text: 'Idea 4' }, until_ms: 80 }]);
    expect(foldSteering(twice, event('spotlight_ended', { post: 4 })).spotlights).toEqual([]);
  });

  it('takes the spotlight off a post that is hidden', () => {
    const lit = after(about('post_spotlighted', 4, { until_ms: 50 }), event('post_hidden', { post: 4, rule: 'civil' }));
    expect(lit.spotlights).toEqual([]);
  });

  it('opens a poll, counts its answers while they are live, and closes it', () => {
    const open = after(event('poll_opened', asks));
    expect(open.polls).toMatchObject([{ poll: 3, answered: 0, counts: null, closed_at_ms: null, opened_at_ms: 5 }]);
    const told = { type: 'polls', feed: 'lobby', upto: 12, polls: [{ poll: 3, answered: 2, counts: [2, 0] }] };
    const counted = foldPolls(open, decode(serverFrame, told) as PollsFrame);
    expect(counted.polls).toMatchObject([{ answered: 2, counts: [2, 0], question: 'Which first?' }]);
    const closed = foldSteering(
      counted,
      event('poll_closed', { poll: 3, cause: 'clock', answered: 5, counts: [4, 1] }),
    );
    expect(closed.polls).toMatchObject([{ answered: 5, counts: [4, 1], closed_at_ms: 5 }]);
  });

  it('PH6: the counts open when a second organizer says so too', () => {
    const person = { id: 9, name: 'Olga', roles: ['organizer'] };
    const asked = after(event('unseal_asked', { phase: 'ideas', person }));
    expect(asked).toMatchObject({ unseal: { phase: 'ideas', person }, phase: { switches: { tallies: 'sealed' } } });
    const opened = foldSteering(asked, event('unsealed', { phase: 'ideas' }));
    expect(opened).toMatchObject({ unseal: null, phase: { switches: { tallies: 'live' } } });
  });

  it('PL1: a changed plan brings its agenda and title', () => {
    const { phase, jam } = jamOnWire('ideas');
    const agenda = jam.agenda.slice(0, 2);
    const view = after(event('plan_changed', { version: 2, phase, agenda, title: 'CovJam 2' }));
    expect(view).toMatchObject({
      plan_changes: 1,
      jam: { title: 'CovJam 2', agenda: [{ id: 'write' }, { id: 'ideas' }] },
    });
  });
});

describe('what a deed changes in posts', () => {
  const done = (post: number, deed: JamEvent, more: Record<string, unknown> = {}) => {
    const change = Object.entries(deedsOf(deed)).find(([id]) => Number(id) === post)?.[1];
    return change?.(aPost(post, more));
  };

  it('SV3: connecting links both ways', () => {
    const deed = event('posts_connected', { post: 4, with: 5 });
    expect(done(4, deed, { connected: [9] })?.connected).toEqual([9, 5]);
    expect(done(5, deed)?.connected).toEqual([4]);
  });

  it('SV5: a merged post keeps its text and points to where it went', () => {
    const deed = event('post_merged', { post: 4, into: 5, phase: 'ideas' });
    expect(done(4, deed)).toMatchObject({ text: 'Idea 4', state: 'merged', merged_into: 5 });
  });

  it('MO2: a hidden post leaves a tombstone with the rule and the role, not the text', () => {
    const deed = event('post_hidden', { post: 4, rule: 'civil', role: 'facilitator' });
    const tombstone = { rule: 'civil', role: 'facilitator', at_ms: 5 };
    expect(done(4, deed)).toMatchObject({ text: null, state: 'hidden', rule: 'civil', tombstone });
  });

  it('keeps the official answer with the idea', () => {
    const deed = event('responded', {
      post: 4,
      outcome: 'in_part',
      text: 'From May',
      owner: 'Parks',
      due: '2027-05-01',
    });
    expect(done(4, deed)?.response).toMatchObject({ outcome: 'in_part', text: 'From May', owner: 'Parks' });
  });
});
