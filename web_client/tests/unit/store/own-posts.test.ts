// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import { decode } from '../../../src/protocol/decode';
import { jamEvent, type JamEvent } from '../../../src/protocol/events';
import type { PersonId, PostId } from '../../../src/protocol/ids';
import { minePage } from '../../../src/protocol/mine';
import { Keeper } from '../../../src/store/keeper';
import { Notices } from '../../../src/store/notices';
import { OwnPosts } from '../../../src/store/own-posts';
import { MemoryShelf } from '../../support/memory-shelf';
import { postEventOnWire, postOnWire } from '../../support/samples';

const post = 4 as PostId;
let offset = 100;
const event = (type: string, more: Record<string, unknown> = {}): JamEvent =>
  decode(jamEvent, { offset: (offset += 1), at_ms: 5, type, post, ...more });
const about = (type: string, more: Record<string, unknown> = {}): JamEvent =>
  decode(jamEvent, postEventOnWire((offset += 1), post, { type, ...more }));

const hide = { rule: 'civil', role: 'facilitator', note: 'Please rephrase.' };

describe('a post of one’s own', () => {
  let shelf: MemoryShelf;
  let own: OwnPosts;
  const reload = () => (own = new OwnPosts(new Keeper(shelf, 'x/')));

  beforeEach(() => {
    shelf = new MemoryShelf();
    reload();
  });

  it('MO2: says by which rule it was hidden, why, when and by which role, and keeps one’s own text', () => {
    own.fold(event('post_hidden', hide), 'My idea');
    expect(own.get(post)).toMatchObject({
      ...{ state: 'hidden', text: 'My idea', appeal: null },
      hidden: { rule: 'civil', note: 'Please rephrase.', role: 'facilitator', atMs: 5 },
    });
  });

  it('remembers that over a reload, since no page tells the note', () => {
    own.fold(event('post_hidden', hide), 'My idea');
    reload();
    own.load([{ post, state: 'hidden', rule: 'civil', merged_into: null, forum: null }]);
    expect(own.get(post)).toMatchObject({ hidden: { note: 'Please rephrase.' }, text: 'My idea' });
  });

  it('SV4: says where it was moved, also when only the page of My jam does', () => {
    own.fold(about('post_moved', { from: 'known-for', to: 'green', forum: 'green' }));
    expect(own.get(post)?.movedTo).toBe('green');
    reload();
    const line = { post: postOnWire(4), hidden: null, appeal: null, edit_asked: null, moved_to: 'green' };
    own.loadMine(decode(minePage, { offset: 1, posts: [line] }).posts);
    expect(own.get(post)?.movedTo).toBe('green');
  });

  it('MO8: tells that an appeal waits, and how it was decided', () => {
    own.fold(event('post_hidden', hide));
    own.fold(event('appealed', { text: 'It was a joke' }));
    expect(own.get(post)?.appeal).toEqual({ text: 'It was a joke', decided: null });
    own.fold(event('appeal_decided', { uphold: true, note: 'Fair enough' }));
    own.fold(about('post_restored'));
    expect(own.get(post)).toMatchObject({
      ...{ state: 'published', hidden: null },
      appeal: { text: 'It was a joke', decided: { uphold: true, note: 'Fair enough' } },
    });
  });

  it('MO8: can be appealed anew after it was hidden anew', () => {
    own.fold(event('post_hidden', hide));
    own.fold(event('appealed', { text: 'It was a joke' }));
    own.fold(event('post_hidden', { ...hide, rule: 'topic' }));
    expect(own.get(post)).toMatchObject({ appeal: null, hidden: { rule: 'topic' } });
  });

  it('MO10: waits while it is held, until it is approved', () => {
    own.fold(about('post_added', { state: 'held' }));
    expect(own.get(post)?.state).toBe('held');
    own.fold(about('post_approved'));
    expect(own.get(post)?.state).toBe('published');
  });

  it('shows what a facilitator asks to change until it is changed', () => {
    own.fold(event('edit_asked', { rule: 'civil', note: 'Softer' }));
    expect(own.get(post)?.editAsked).toEqual({ rule: 'civil', note: 'Softer' });
    own.fold(about('post_edited'));
    expect(own.get(post)?.editAsked).toBeNull();
  });

  it('says where it went and what was answered', () => {
    own.fold(event('post_merged', { into: 9, phase: 'ideas' }));
    own.fold(about('post_moved', { forum: 'green', from: 'known-for' }));
    own.fold(event('responded', { outcome: 'in_part', text: 'From May' }));
    expect(own.get(post)).toMatchObject({ mergedInto: 9, movedTo: 'green', response: { outcome: 'in_part' } });
  });

  it('takes from My jam what the server says of it', () => {
    const [told] = decode(minePage, {
      offset: 9,
      posts: [
        {
          post: postOnWire(4, { state: 'hidden', tombstone: { rule: 'civil', at_ms: 3, role: 'host' } }),
          hidden: { rule: 'civil', note: 'Too sharp', at_ms: 3 },
          appeal: { text: 'A joke', at_ms: 4, upheld: null, note: '' },
          edit_asked: null,
        },
      ],
    }).posts;
    if (told) own.loadMine([told]);
    expect(own.get(post)).toMatchObject({
      ...{ state: 'hidden', text: 'Idea 4', appeal: { text: 'A joke', decided: null } },
      hidden: { rule: 'civil', note: 'Too sharp', atMs: 3, role: 'host' },
    });
  });
});

describe('notices', () => {
  const told = (happened: JamEvent, isMine = true) => {
    const notices = new Notices();
    notices.fold(happened, 1 as PersonId, () => isMine);
    return notices.list.get()[0] ?? null;
  };

  it.each([
    [event('post_hidden', hide), { what: 'hidden', rule: 'civil', text: 'Please rephrase.' }],
    [event('edit_asked', { rule: 'civil', note: '' }), { what: 'edit_asked' }],
    [event('appeal_decided', { uphold: false, note: '' }), { what: 'appeal_denied' }],
    [event('responded', { outcome: 'declined', text: 'No money' }), { what: 'responded', outcome: 'declined' }],
    [about('post_moved', { forum: 'green', from: 'known-for' }), { what: 'moved', forum: 'green' }],
    [about('post_approved'), { what: 'approved' }],
    [about('post_spotlighted', { until_ms: 9 }), { what: 'spotlighted' }],
    [about('erased', { state: 'erased', text: null }), { what: 'erased', text: null }],
    [about('erased', { text: 'Less' }), { what: 'redacted', text: 'Less' }],
  ])('tell what happened to one’s post (%#)', (happened, expected) => {
    expect(told(happened)).toMatchObject({ post, ...expected });
  });

  it('tell who named one, and open the discussion where it was', () => {
    const named = about('post_added', { kind: 'comment', parent: 3, mentions: [{ id: 1, name: 'Ana' }] });
    expect(told(named)).toMatchObject({ what: 'mention', post: 4, about: 3 });
    const byText = about('post_added', { kind: 'comment', parent: 3, text: 'So says @[Ana](person/1)' });
    expect(told(byText)?.what).toBe('mention');
    const other = about('post_added', {
      kind: 'comment',
      parent: 3,
      text: '@[Tom](person/12)',
      mentions: [{ id: 2, name: 'Tom' }],
    });
    expect(told(other)?.what).toBe('comment');
  });

  it('PO14: tell of an edit that names one only where it is the first to do so, and nothing of one’s own', () => {
    const edited = (more: Record<string, unknown>) =>
      about('post_edited', { kind: 'comment', parent: 3, text: 'Ask @[Ana](person/1)', ...more });
    const named = edited({ newly_mentioned: [5, 1] });
    expect(told(named, false)).toMatchObject({ what: 'mention', post: 4, about: 3 });
    expect(told(edited({ newly_mentioned: [5] }), false)?.what).toBe('edited');
    expect(told(edited({}), false)?.what).toBe('edited');
    expect(told(edited({ text: null, newly_mentioned: [] }), false)).toBeNull();
    expect(told(named)).toBeNull();
  });

  it('MO10: tell of a post that was held what it has to do with one', () => {
    const approved = (more: Record<string, unknown>) => told(about('post_approved', more), false);
    expect(approved({ text: 'Ask @[Ana](person/1)' })?.what).toBe('mention');
    expect(approved({ kind: 'comment', parent: 3 })).toMatchObject({ what: 'comment', about: 3 });
    expect(approved({ builds_on: 9 })).toMatchObject({ what: 'build_on', about: 9 });
    expect(approved({})).toBeNull();
  });

  it('say nothing of what was erased of others', () => {
    expect(told(about('erased', { state: 'erased', text: null }), false)).toBeNull();
  });

  it('SV5: tell both authors of a merge which way it went', () => {
    const merged = event('post_merged', { into: 9, phase: 'ideas' });
    expect(told(merged, false)?.what).toBe('merged');
    expect(told(merged, true)?.what).toBe('merged_here');
  });
});
