// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { decode } from '../../../../src/protocol/decode';
import { deskPage } from '../../../../src/protocol/desk';
import { jamEvent, type JamEvent } from '../../../../src/protocol/events';
import type { ForumId, PostId } from '../../../../src/protocol/ids';
import { deskOf, foldAnswered, foldDesk, type DeskView, type FindPost } from '../../../../src/store/desk/desk-fold';
import { ben, caseOnWire, deskOnWire } from '../../../support/desk-samples';
import { aPost, postEventOnWire, postOnWire } from '../../../support/samples';

const forum = 'known-for' as ForumId;
const nothing: FindPost = () => undefined;
const anyPost: FindPost = (id) => aPost(id);

const event = (type: string, more: Record<string, unknown> = {}): JamEvent =>
  decode(jamEvent, { offset: 11, at_ms: 2_000_000, type, ...more });
const about = (type: string, id: number, more: Record<string, unknown> = {}): JamEvent =>
  decode(jamEvent, postEventOnWire(11, id, { type, at_ms: 2_000_000, ...more }));

const opened = (...page: Parameters<typeof deskOnWire>): DeskView =>
  deskOf(decode(deskPage, deskOnWire(...page)), anyPost);
const queueAfter = (view: DeskView, told: JamEvent, find = nothing) =>
  foldDesk(view, forum, told, find).forums.find((desk) => desk.forum === forum)?.queue ?? [];

describe('the queue of a desk', () => {
  it('MO10: a held post waits from the moment it came, with its words', () => {
    const queue = queueAfter(opened(), about('post_added', 7, { state: 'held', held: true }));
    expect(queue).toMatchObject([{ post: { post: 7, text: 'Idea 7' }, sources: ['held'], waits_since_ms: 2_000_000 }]);
  });

  it('MO11: a signal queues a post that everybody sees; a plain one does not wait', () => {
    const signalled = queueAfter(opened(), about('post_added', 7, { signals: ['links', 'fast'] }));
    expect(signalled).toMatchObject([{ sources: ['links', 'fast'] }]);
    expect(queueAfter(opened(), about('post_added', 7))).toEqual([]);
  });

  it('MO6: a flag opens a case about a known post, and a second one joins it', () => {
    const once = foldDesk(opened(), forum, event('flag_raised', { post: 7, rule: 'civil', note: 'Rude' }), anyPost);
    const queue = queueAfter(once, event('flag_raised', { post: 7, rule: 'privacy', note: '' }), anyPost);
    expect(queue).toMatchObject([
      { post: { post: 7 }, sources: ['flag'], flags: [{ rule: 'civil', note: 'Rude' }, { rule: 'privacy' }] },
    ]);
  });

  it('leaves a case of a post that is not known here to the next page', () => {
    expect(queueAfter(opened(), event('flag_raised', { post: 7, rule: 'civil' }), nothing)).toEqual([]);
  });

  it.each([
    ['hidden', event('post_hidden', { post: 7, rule: 'civil' })],
    ['approved', about('post_approved', 7)],
    ['restored', about('post_restored', 7)],
    ['withdrawn', about('post_withdrawn', 7, { text: null, state: 'withdrawn' })],
    ['moved elsewhere', about('post_moved', 7, { forum: 'green', from: 'known-for' })],
  ])('a case that was %s waits no more', (_, told) => {
    expect(queueAfter(opened({ queue: [caseOnWire(7), caseOnWire(8)] }), told)).toMatchObject([{ post: { post: 8 } }]);
  });

  it('MO8: an appeal waits with its words until somebody decides', () => {
    const appealed = foldDesk(opened(), forum, event('appealed', { post: 7, text: 'Kindly meant' }), anyPost);
    expect(appealed.forums[0]?.queue).toMatchObject([{ sources: ['appeal'], appeal: { text: 'Kindly meant' } }]);
    expect(queueAfter(appealed, event('appeal_decided', { post: 7, uphold: false, note: 'No' }))).toEqual([]);
  });

  it.each([
    ['of the queue', opened({ queue: [caseOnWire(7)] }), nothing],
    ['of nobody’s queue', opened(), anyPost],
  ])('MO11: a post %s is with its author once they were asked to edit it', (_, before, find) => {
    const asked = foldDesk(before, forum, event('edit_asked', { post: 7, rule: 'civil', note: 'Please' }), find);
    expect(asked.forums[0]?.queue).toEqual([]);
    expect(asked.forums[0]?.with_authors).toMatchObject([
      { post: { post: 7 }, waits_since_ms: 2_000_000, edit_asked: { rule: 'civil', note: 'Please' } },
    ]);
  });

  it.each([
    ['edited', about('post_edited', 7, { text: 'Kinder' })],
    ['hidden', event('post_hidden', { post: 7, rule: 'civil' })],
    ['approved', about('post_approved', 7)],
    ['withdrawn', about('post_withdrawn', 7, { text: null, state: 'withdrawn' })],
  ])('MO11: what was %s is no longer with its author', (_, told) => {
    const asked = { edit_asked: { rule: 'civil', note: '', at_ms: 5 }, waits_since_ms: null };
    const before = opened({ with_authors: [caseOnWire(7, asked), caseOnWire(8, asked)] });
    expect(before.forums[0]?.with_authors).toMatchObject([{ waits_since_ms: 5 }, { waits_since_ms: 5 }]);
    const after = foldDesk(before, forum, told, nothing);
    expect(after.forums[0]?.with_authors).toMatchObject([{ post: { post: 8 } }]);
  });

  it('takes up what its author changed, whatever the new text shows', () => {
    expect(queueAfter(opened(), about('post_edited', 7, { text: 'Kinder' }))).toMatchObject([{ sources: ['edited'] }]);
  });

  it('concerns only its own forum', () => {
    const view = foldDesk(
      opened(),
      'green' as ForumId,
      about('post_added', 7, { held: true, forum: 'green' }),
      nothing,
    );
    expect(view.forums.map(({ queue }) => queue.length)).toEqual([0, 1]);
  });
});

describe('what facilitators tell each other', () => {
  it('SV7: a claim holds a quarter of an hour, or until it is released', () => {
    const claimed = foldDesk(opened(), forum, event('thread_claimed', { post: 7, person: ben }), nothing);
    expect(claimed.forums[0]?.claims).toMatchObject([{ post: 7, person: { id: 2 }, until_ms: 2_900_000 }]);
    const released = foldDesk(claimed, forum, event('thread_released', { post: 7, person: ben }), nothing);
    expect(released.forums[0]?.claims).toEqual([]);
  });

  it('words to all come by every desk and stand once', () => {
    const said = event('said', { forum: null, text: 'Lunch?', person: ben });
    const twice = foldDesk(foldDesk(opened(), forum, said, nothing), 'green' as ForumId, said, nothing);
    expect(twice.said).toMatchObject([{ text: 'Lunch?', person: { name: 'Ben Brown' } }]);
    const here = foldDesk(opened(), forum, event('said', { forum, text: 'Look at #7', person: ben }), nothing);
    expect(here.forums.map((desk) => desk.said.length)).toEqual([1, 0]);
  });

  it('the newest handover note stands', () => {
    const view = foldDesk(opened(), forum, event('handed_over', { forum, text: 'All calm', person: ben }), nothing);
    expect(view.forums[0]?.handover).toEqual({ text: 'All calm', person: ben, at_ms: 2_000_000 });
  });

  it('SH1: hours that somebody takes are no gap from that moment on', () => {
    const gap = { forum, from_ms: 0, to_ms: 7_200_000 };
    const told = event('shift_taken', { forum, person: ben, starts_at_ms: 0, hours: 1 });
    const view = foldDesk({ ...opened(), gaps: [gap] }, forum, told, nothing);
    expect(view.shifts).toMatchObject([{ person: { name: 'Ben Brown' }, offered_to: null }]);
    expect(view.gaps).toEqual([{ ...gap, from_ms: 3_600_000 }]);
  });

  it('MO9: somebody muted again has only the new end, and is free when unmuted', () => {
    const muted = (until: number) => event('person_muted', { person: ben, until_ms: until, note: 'Calm' });
    const twice = [muted(5), muted(9)].reduce((view, one) => foldDesk(view, forum, one, nothing), opened());
    expect(twice.muted).toEqual([{ person: ben, until_ms: 9, note: 'Calm' }]);
    expect(foldDesk(twice, forum, event('person_unmuted', { person: ben }), nothing).muted).toEqual([]);
  });

  it('a comment answers a thread that waited', () => {
    const view = opened({ unanswered: [{ post: postOnWire(7), waits_since_ms: 5 }] });
    expect(foldAnswered(view, forum, new Set([8 as PostId])).forums[0]?.unanswered).toHaveLength(1);
    expect(foldAnswered(view, forum, new Set([7 as PostId])).forums[0]?.unanswered).toEqual([]);
  });

  it('knows of which forum the posts are that others have open', () => {
    const looking = [{ post: 7, people: [{ id: 2, name: 'Ben' }] }];
    expect(opened({}, { looking }).looking).toEqual({ 'known-for': looking });
  });
});
