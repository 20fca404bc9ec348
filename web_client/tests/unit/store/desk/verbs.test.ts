// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { decode } from '../../../../src/protocol/decode';
import { moderationCase } from '../../../../src/protocol/desk';
import { delayed, offersFor, verbs, type Situation, type Verb } from '../../../../src/store/desk/verbs';
import { viewOf } from '../../../../src/store/jam-fold';
import { asFay, ben, caseOnWire, fay } from '../../../support/desk-samples';
import { aJam, aPost, jamOnWire, switchesOnWire } from '../../../support/samples';

const view = (more: Record<string, unknown> = {}) => viewOf(aJam('ideas', { ...asFay, ...more }), null);
const situation = (post: Record<string, unknown> = {}, more: Partial<Situation> = {}): Situation => ({
  ...{ view: view(), post: aPost(7, post), waiting: null, claim: null, isOpen: true, isPending: false },
  ...more,
});
const offered = (...given: Parameters<typeof situation>): Verb[] =>
  offersFor(situation(...given)).map(({ verb }) => verb);
const obstacle = (verb: Verb, ...given: Parameters<typeof situation>) =>
  offersFor(situation(...given)).find((offer) => offer.verb === verb)?.obstacle;
const waiting = (more: Record<string, unknown>) => decode(moderationCase, caseOnWire(7, more));
const hiddenBy = (person: unknown) => ({ rule: 'civil', note: '', person, at_ms: 5 });
const appealed = (person: unknown = ben) =>
  waiting({ hidden: hiddenBy(person), appeal: { text: 'Please', at_ms: 6 }, sources: ['appeal'] });

describe('the verbs of a post', () => {
  it('follow its kind and state', () => {
    expect(offered()).toEqual(['hide', 'ask_edit', 'claim', 'spotlight', 'connect', 'merge', 'move', 'mute']);
    expect(offered({ kind: 'comment', parent: 3 })).toEqual(['hide', 'ask_edit', 'spotlight', 'split', 'mute']);
    expect(offered({ state: 'held' })).toEqual(['approve', 'hide', 'ask_edit', 'move', 'mute']);
    expect(offered({ state: 'hidden', text: null })).toEqual(['restore', 'mute']);
    expect(offered({ state: 'merged' })).toContain('restore');
    expect(offered({ state: 'withdrawn', text: null })).toEqual(['mute']);
  });

  it('a published post in the queue can be approved: that settles its flags', () => {
    expect(offered({}, { waiting: waiting({}) })).toContain('approve');
  });

  it('a merged post is still read, so it is judged like a published one', () => {
    expect(offered({ state: 'merged' })).toEqual(['hide', 'restore', 'mute']);
    expect(offered({ state: 'merged' }, { waiting: waiting({}) })).toContain('approve');
  });

  it('MO8: an appeal is decided, not simply restored', () => {
    expect(offered({ state: 'hidden' }, { waiting: appealed() })).toEqual(['decide', 'mute']);
  });
});

describe('what stands in a verb’s way', () => {
  it('nothing, on somebody else’s post of one’s own forum', () => {
    expect(offersFor(situation()).every((offer) => offer.obstacle === null)).toBe(true);
  });

  it('a cut line, for all of them', () => {
    expect(offersFor(situation({}, { isOpen: false })).every((offer) => offer.obstacle === 'cut')).toBe(true);
  });

  it('SV1: a forum that is not one’s own, and a role that only reads', () => {
    const elsewhere = view({ you: { ...fay, forums: ['green'] } });
    expect(obstacle('hide', {}, { view: elsewhere })).toBe('elsewhere');
    const host = view({ you: { ...fay, roles: ['host'] } });
    expect(obstacle('hide', {}, { view: host })).toBe('elsewhere');
  });

  it('MO5: a closed jam still takes moderation, not steering', () => {
    const { jam } = jamOnWire();
    const closed = view({ jam: { ...jam, state: 'closed' } });
    expect(obstacle('hide', {}, { view: closed })).toBeNull();
    expect(obstacle('merge', {}, { view: closed })).toBe('over');
    expect(obstacle('spotlight', {}, { view: closed })).toBe('over');
  });

  it('MO7: one’s own post, and one that names one, in any case', () => {
    expect(obstacle('hide', { author: fay })).toBe('own');
    expect(obstacle('spotlight', { author: fay })).toBeNull();
    expect(obstacle('hide', { text: 'I blame FAY FIELD for this' })).toBe('names_you');
    expect(obstacle('hide', { text: 'I like fields' })).toBeNull();
    expect(obstacle('hide', { text: 'Fay Fielding said so' })).toBeNull();
    expect(obstacle('hide', { text: '@[The chair](person/1) said so' })).toBe('names_you');
    expect(obstacle('mute', { text: 'I blame Fay Field' })).toBe('names_you');
    expect(obstacle('spotlight', { text: 'I blame Fay Field' })).toBeNull();
    expect(obstacle('restore', { state: 'merged', text: 'I blame Fay Field' })).toBeNull();
    expect(obstacle('hide', { state: 'merged', author: fay })).toBe('own');
    expect(obstacle('restore', { state: 'merged', author: fay })).toBeNull();
  });

  it('MO9: a post without a name, through which nobody is muted', () => {
    expect(obstacle('mute', { author: null })).toBe('nameless');
    expect(obstacle('hide', { author: null })).toBeNull();
  });

  const during = (more: Record<string, unknown>, kind = 'ideate') => {
    const { phase } = jamOnWire('ideas');
    return { view: view({ phase: { ...phase, kind, switches: switchesOnWire(more) } }) };
  };

  it.each(['hidden', 'sampled'])('SV1: nothing is shown anew while others are %s', (others) => {
    const comment = { kind: 'comment', parent: 3 };
    for (const verb of ['spotlight', 'connect', 'merge'] as const)
      expect(obstacle(verb, {}, during({ others }))).toBe('unseen');
    for (const verb of ['spotlight', 'split'] as const)
      expect(obstacle(verb, comment, during({ others }))).toBe('unseen');
    for (const verb of ['hide', 'ask_edit', 'claim', 'move', 'mute'] as const)
      expect(obstacle(verb, {}, during({ others }))).toBeNull();
    expect(obstacle('spotlight', { kind: 'prompt' }, during({ others }))).toBeNull();
    expect(obstacle('connect', { kind: 'prompt' }, during({ others }))).toBeNull();
    expect(obstacle('spotlight', {}, { ...during({ others }), isLit: true })).toBeNull();
  });

  it('SV6: no comment becomes an idea once results are shown', () => {
    expect(obstacle('split', { kind: 'comment', parent: 3 }, during({}, 'reveal'))).toBe('no_ideas');
    expect(obstacle('split', { kind: 'comment', parent: 3 }, during({ ideas: 'closed' }, 'prioritise'))).toBeNull();
    expect(obstacle('merge', {}, during({}, 'reveal'))).toBeNull();
  });

  it('MO8: whoever hid a post does not decide about the appeal', () => {
    expect(obstacle('decide', { state: 'hidden' }, { waiting: appealed(fay) })).toBe('you_hid');
    expect(obstacle('decide', { state: 'hidden' }, { waiting: appealed(ben) })).toBeNull();
  });

  it('SV7: somebody else’s claim; one’s own can be released', () => {
    const post = aPost(7).post;
    const claimOf = (person: typeof fay) => ({ post, person: { ...person, id: person.id as never }, until_ms: 9 });
    expect(obstacle('claim', {}, { claim: claimOf(ben) as Situation['claim'] })).toBe('claimed');
    expect(obstacle('claim', {}, { claim: claimOf(fay) as Situation['claim'] })).toBeNull();
  });

  it('a deed about the same post that still waits', () => {
    expect(obstacle('merge', {}, { isPending: true })).toBe('pending');
    expect(obstacle('spotlight', {}, { isPending: true })).toBeNull();
  });

  it('whatever changes what others see, or tells somebody, waits ten seconds', () => {
    expect(verbs.filter((verb) => !delayed.has(verb))).toEqual(['approve', 'claim', 'spotlight']);
  });
});
