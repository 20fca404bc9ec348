// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import { decode } from '../../../src/protocol/decode';
import { jamEvent, type PostEvent } from '../../../src/protocol/events';
import type { Feed, PostId } from '../../../src/protocol/ids';
import { tally, type Post } from '../../../src/protocol/post';
import { foldPost } from '../../../src/store/post-fold';
import { PostTable } from '../../../src/store/post-table';
import { FakeTime } from '../../support/fake-time';
import { aPost, postEventOnWire } from '../../support/samples';

const event = (offset: number, id: number, more: Record<string, unknown> = {}) =>
  decode(jamEvent, postEventOnWire(offset, id, more)) as PostEvent;
const four = 4 as PostId;
const feed: Feed = 'forum/known-for';

describe('folding a post', () => {
  it('makes it, edits it, withdraws it', () => {
    const added = foldPost(undefined, event(11, 4));
    expect(added).toMatchObject({ post: 4, text: 'Idea 4', comments: 0, state: 'published' });
    const edited = foldPost(added, event(12, 4, { type: 'post_edited', text: 'Better', edited_at_ms: 77 }));
    expect(edited).toMatchObject({ text: 'Better', edited_at_ms: 77, at_ms: added.at_ms });
    const withdrawn = foldPost(edited, event(13, 4, { type: 'post_withdrawn', text: null, state: 'withdrawn' }));
    expect(withdrawn).toMatchObject({ text: null, state: 'withdrawn' });
  });

  it('keeps what events do not carry', () => {
    const before = aPost(4, { comments: 3, tally: { phase: 'ideas', support: 7 } });
    expect(foldPost(before, event(12, 4, { type: 'post_edited', text: 'Better' }))).toMatchObject({
      comments: 3,
      tally: { support: 7 },
    });
  });
});

describe('the table of posts', () => {
  let time: FakeTime;
  let table: PostTable;
  let told: (Post | undefined)[];

  beforeEach(() => {
    time = new FakeTime();
    table = new PostTable(time);
    table.put([aPost(4)]);
    told = [];
    table.at(four).subscribe((post) => told.push(post));
  });

  it('tells a row at most every 250 ms, whatever the rate', () => {
    for (let support = 1; support <= 50; support += 1) {
      table.tallies({ type: 'tallies', feed, upto: 12, tallies: [{ ...decode(tally, { support }), post: four }] });
      time.advance(10);
    }
    expect(told.length).toBeLessThanOrEqual(4);
    time.advance(250);
    expect(told.at(-1)?.tally?.support).toBe(50);
  });

  it('SV5: credits who wrote what went into a post, and no longer once that is taken back', () => {
    const by = (id: number) => ({ author: { id, name: `Person ${id}`, roles: [] } });
    table.put([aPost(4, by(1)), aPost(5, { ...by(2), credits: [by(3).author] }), aPost(6, by(2)), aPost(7, by(1))]);
    const merge = (post: number) => ({ type: 'post_merged', offset: 12, at_ms: 5, post, into: 4, phase: null });
    const credited = () => table.get(four)?.credits.map(({ id }) => id);
    for (const part of [5, 6, 7]) table.applyDeed(decode(jamEvent, merge(part)));
    expect(table.get(four)?.merged).toEqual([5, 6, 7]);
    expect(credited()).toEqual([2, 3]);
    table.apply(event(13, 5, { type: 'post_restored', merged_into: null }));
    expect(credited()).toEqual([2]);
    table.apply(event(14, 6, { type: 'post_restored', merged_into: null }));
    expect(credited()).toEqual([]);
  });

  it('tells rows of a hidden tab once a second', () => {
    table.isHidden = true;
    table.apply(event(11, 4, { type: 'post_edited', text: 'Better' }));
    time.advance(999);
    expect(told).toHaveLength(1);
    time.advance(1);
    expect(told.at(-1)?.text).toBe('Better');
  });

  it('takes counts of comments only for posts it knows', () => {
    const posts = [four, 9 as PostId].map((post) => ({ post, comments: 5, last_at_ms: 1 }));
    table.activity({ type: 'activity', feed, upto: 12, posts });
    expect(table.get(four)?.comments).toBe(5);
    expect(table.get(9 as PostId)).toBeUndefined();
  });

  it('tells nobody who has gone', () => {
    const end = table.at(four).subscribe(() => told.push(undefined));
    end();
    told.length = 0;
    table.put([aPost(4, { text: 'New' })]);
    expect(told).toHaveLength(1);
  });
});
