// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { decode } from '../../../src/protocol/decode';
import { deskPage, handoverDraft } from '../../../src/protocol/desk';
import { jamEvent } from '../../../src/protocol/events';
import { serverFrame } from '../../../src/protocol/frames';
import { aJam, aPost, postEventOnWire, postOnWire } from '../../support/samples';

const placed = { offset: 11, at_ms: 5 };
const ana = { id: 1, name: 'Ana', roles: ['facilitator'] };
const slot = { forum: 'green', starts_at_ms: 60_000, hours: 2, person: ana };

/** Every event of steering as the server tells it, without its place and its type. */
const told: Record<string, Record<string, unknown>> = {
  post_spotlighted: { ...postEventOnWire(11, 4), until_ms: 90 },
  post_moved: { ...postEventOnWire(11, 4), from: 'green' },
  post_split: { ...postEventOnWire(11, 4), split_from: 3 },
  summary_published: postEventOnWire(11, 4, { kind: 'summary' }),
  post_approved: postEventOnWire(11, 4),
  post_restored: { ...postEventOnWire(11, 4), note: 'A mistake' },
  spotlight_ended: { post: 4 },
  posts_connected: { post: 4, with: 5 },
  post_merged: { post: 4, into: 5, phase: 'ideas' },
  support_moved: { phase: 'ideas', post: 4, into: 5, accepted: true },
  guest_introduced: { person: { id: 7, name: 'Prof. Vo', roles: ['guest'] }, text: 'Welcome' },
  responded: { post: 4, outcome: 'adopted', text: 'Yes', owner: null, due: null },
  poll_opened: {
    ...{ poll: 3, forum: 'green', question: 'Q', options: ['a', 'b'], kind: 'multiple', results: 'sealed' },
    closes_at_ms: null,
  },
  poll_answered: { poll: 3, options: [0, 1] },
  poll_closed: { poll: 3, cause: 'person', answered: 4, counts: [3, 2] },
  flag_raised: { post: 4, rule: 'civil', note: '' },
  post_hidden: { post: 4, rule: 'civil', role: 'facilitator' },
  edit_asked: { post: 4, rule: 'civil', note: 'Please', person: ana },
  appealed: { post: 4, text: 'I meant it kindly' },
  appeal_decided: { post: 4, uphold: true, note: 'So it was' },
  person_muted: { person: ana, until_ms: 900, note: 'Cool down' },
  person_unmuted: { person: ana },
  person_removed: { person: ana, note: 'Spam' },
  person_readmitted: { person: ana },
  thread_claimed: { post: 4, person: ana },
  thread_released: { post: 4, person: ana },
  shift_taken: slot,
  shift_dropped: slot,
  shift_offered: { ...slot, to: { id: 2, name: 'Ben', roles: [] } },
  handed_over: { forum: 'green', text: 'All calm', person: ana },
  said: { forum: null, text: 'Lunch?', person: ana },
  unseal_asked: { phase: 'ideas', person: ana },
  unsealed: { phase: 'ideas' },
};

describe('steering on the wire', () => {
  it.each(Object.entries(told))('%s is understood', (type, body) => {
    const event = decode(jamEvent, { ...body, ...placed, type });
    expect(event.type).toBe(type);
    for (const [name, value] of Object.entries(body)) {
      if (value !== undefined && name in event) expect(event).toHaveProperty(name);
    }
  });

  it('a desk says who else has a post open', () => {
    const looking = [{ post: 4, people: [{ id: 2, name: 'Ben' }] }];
    expect(decode(serverFrame, { type: 'looking', feed: 'desk/green', looking })).toMatchObject({ looking });
  });

  it('the reply to a new poll carries its number', () => {
    expect(decode(serverFrame, { type: 'reply', ref: 1, offset: 9, poll: 3 })).toMatchObject({ poll: 3 });
  });

  it('a server that knows nothing of steering yet is read all the same', () => {
    expect(aJam()).toMatchObject({ spotlights: [], polls: [], guests: [], unseal: null, plan_changes: 0 });
    expect(aPost(4)).toMatchObject({ connected: [], merged: [], split_from: null, tombstone: null, response: null });
  });

  it('a desk is read whole, with the words of posts that others do not see', () => {
    const post = postOnWire(4, { state: 'hidden', rule: 'civil' });
    const waiting = {
      ...{ post, first_time: true, waits_since_ms: 9, sources: ['flag', 'appeal'] },
      flags: [{ rule: 'civil', note: 'Rude', at_ms: 9 }],
      hidden: { rule: 'civil', note: '…', person: ana, at_ms: 10 },
      appeal: { text: 'Kindly meant', at_ms: 12 },
      edit_asked: null,
    };
    const page = decode(deskPage, {
      ...{ offset: 20, now_ms: 100, said: [], gaps: [{ forum: 'green', from_ms: 1, to_ms: 2 }], looking: [] },
      shifts: [{ ...slot, offered_to: null }],
      muted: [{ person: ana, until_ms: 5, note: '' }],
      forums: [
        {
          ...{ forum: 'green', on_now: [ana], queue: [waiting], claims: [{ post: 4, person: ana, until_ms: 9 }] },
          ...{ unanswered: [{ post: postOnWire(5), waits_since_ms: 3 }], unheard: [6], handover: null, said: [] },
        },
      ],
    });
    expect(page.forums[0]?.queue[0]).toMatchObject({ post: { text: 'Idea 4' }, appeal: { text: 'Kindly meant' } });
    expect(() => decode(deskPage, { ...page, forums: [{ forum: 'green' }] })).toThrow('/forums/0/queue');
  });

  it('the draft of a handover is words', () => {
    const draft = { since_ms: 5, text: 'Two threads were opened.', opened: 2, unanswered: [4], flags: 0 };
    expect(decode(handoverDraft, { ...draft, busiest: [postOnWire(4)], quietest: [] })).toMatchObject(draft);
  });
});
