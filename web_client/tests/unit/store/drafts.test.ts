// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { Refused } from '../../../src/protocol/frames';
import type { ForumId, PhaseId, PostId } from '../../../src/protocol/ids';
import { buildOn, commentOn, Drafts, editOf, ideaIn, promptIn, targetOf } from '../../../src/store/drafts';
import { Keeper } from '../../../src/store/keeper';
import { FakeTime } from '../../support/fake-time';
import { MemoryShelf } from '../../support/memory-shelf';

const idea = ideaIn('known-for' as ForumId);
const phase = 'ideas' as PhaseId;
const refused: Refused = {
  type: 'refused',
  ref: 1,
  code: 'phase_closed',
  message: null,
  field: null,
  retry_after_ms: null,
};

let shelf: MemoryShelf;
let time: FakeTime;
const open = (person = '1') => new Drafts(new Keeper(shelf, `jamhall/covjam/${person}/`), time);

beforeEach(() => {
  shelf = new MemoryShelf();
  time = new FakeTime();
});

describe('drafts', () => {
  it('are on the shelf a second after a key was pressed, and survive a reload', () => {
    open().edit(idea, 'A bridge', phase);
    time.advance(1_000);
    expect(open().get(idea)).toEqual({ text: 'A bridge', phase, refused: null });
  });

  it('are saved at once when the page goes', () => {
    const drafts = open();
    drafts.edit(idea, 'A bridge', phase);
    drafts.save();
    expect(open().get(idea)?.text).toBe('A bridge');
    expect(time.pending).toBe(0);
  });

  it('belong to one person', () => {
    const drafts = open('1');
    drafts.edit(idea, 'A bridge', phase);
    drafts.save();
    expect(open('2').get(idea)).toBeUndefined();
  });

  it('remember the phase in which the last key was pressed', () => {
    const drafts = open();
    drafts.edit(idea, 'A', phase);
    drafts.edit(idea, 'A b', 'refine' as PhaseId);
    expect(drafts.get(idea)?.phase).toBe('refine');
  });

  it('keep what was written while a text was on its way', () => {
    const drafts = open();
    const send = (text: string, since: string) => {
      drafts.edit(idea, text, phase);
      drafts.edit(idea, since, phase);
      drafts.sent(idea, text);
      return drafts.get(idea)?.text;
    };
    expect(send('A bridge', 'A bridge')).toBeUndefined();
    expect(send('A bridge\n', 'A bridge\n\n')).toBeUndefined();
    expect(send('A bridge', 'A bridge\n\nand a tunnel')).toBe('and a tunnel');
    expect(send('A bridge', 'The bridge')).toBe('The bridge');
    drafts.remove(idea);
    drafts.sent(idea, 'A bridge');
    expect(drafts.get(idea)).toBeUndefined();
  });

  it('say which text came back last, until it is written on, sent again, or another one comes', () => {
    const drafts = open();
    const other = commentOn(7 as PostId);
    expect(drafts.cameBack.get()).toBeNull();
    drafts.restore(idea, 'Too late', phase, refused);
    expect(drafts.cameBack.get()).toBe(idea);
    drafts.edit(other, 'Something else', phase);
    expect(drafts.cameBack.get()).toBe(idea);
    drafts.edit(idea, 'Too late?', phase);
    expect(drafts.cameBack.get()).toBeNull();
    drafts.restore(idea, 'Too late', phase, refused);
    drafts.restore(other, 'As well', phase, refused);
    expect(drafts.cameBack.get()).toBe(other);
    drafts.remove(other);
    expect(drafts.cameBack.get()).toBeNull();
  });

  it('leave nothing behind when emptied or sent', () => {
    const drafts = open();
    drafts.edit(idea, 'A', phase);
    drafts.save();
    drafts.edit(idea, '  ', phase);
    drafts.save();
    expect(shelf.length).toBe(0);
    drafts.edit(idea, 'B', phase);
    drafts.remove(idea);
    time.advance(5_000);
    expect(open().get(idea)).toBeUndefined();
  });

  it('come back with the reason when the server did not take them', () => {
    const drafts = open();
    drafts.restore(idea, 'A bridge', phase, refused);
    expect(drafts.get(idea)).toEqual({ text: 'A bridge', phase, refused });
    drafts.edit(idea, 'A bridge!', phase);
    expect(drafts.get(idea)?.refused).toBeNull();
  });

  it('come back in front of what was begun since', () => {
    const drafts = open();
    drafts.edit(idea, 'A tunnel', phase);
    drafts.restore(idea, 'A bridge', phase, refused);
    expect(drafts.get(idea)?.text).toBe('A bridge\n\nA tunnel');
  });

  it('are listed', () => {
    const drafts = open();
    drafts.edit(idea, 'A', phase);
    drafts.edit(commentOn(4 as PostId), 'B', phase);
    expect(drafts.all().sort()).toEqual(['comment/4', 'idea/known-for']);
  });

  it('live on the page when the shelf is full', () => {
    shelf.isFull = true;
    const drafts = open();
    drafts.edit(idea, 'A bridge', phase);
    time.advance(1_000);
    expect(drafts.get(idea)?.text).toBe('A bridge');
  });

  it('tell when the list of them changes: begun, given back, sent', () => {
    const drafts = open();
    const lists: string[][] = [];
    drafts.changes.subscribe(() => lists.push(drafts.all()));
    drafts.edit(idea, 'A bridge', phase);
    time.advance(1_000);
    drafts.remove(idea);
    drafts.restore(idea, 'A bridge', phase, refused);
    expect(lists).toEqual([[], [idea], [], [idea]]);
  });

  it('ignore a shelf that holds something else', () => {
    shelf.setItem(`jamhall/covjam/1/draft/${idea}`, '{"text":7}');
    expect(open().get(idea)).toBeUndefined();
    shelf.setItem(`jamhall/covjam/1/draft/${idea}`, '{');
    expect(open().get(idea)).toBeUndefined();
  });

  it('know the draft that a command came from', () => {
    const forum = 'known-for' as ForumId;
    const post = 4 as PostId;
    expect(targetOf({ do: 'add_post', forum, kind: 'idea', text: '' })).toBe(idea);
    expect(targetOf({ do: 'add_post', forum, kind: 'idea', text: '', builds_on: post })).toBe(buildOn(post));
    expect(targetOf({ do: 'add_post', forum, kind: 'comment', text: '', parent: post })).toBe(commentOn(post));
    expect(targetOf({ do: 'add_post', forum, kind: 'prompt', text: '' })).toBe(promptIn(forum));
    expect(targetOf({ do: 'edit_post', post, text: '' })).toBe(editOf(post));
    expect(targetOf({ do: 'announce', text: '', forum: null })).toBe('announcement');
    expect(targetOf({ do: 'pause_clock' })).toBeNull();
  });
});
