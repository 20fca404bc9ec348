// SPDX-License-Identifier: Apache-2.0
import type { CaseSource, DeskPage, ForumDesk, ModerationCase, Muted, Saying } from '../../protocol/desk';
import type { LookingAt } from '../../protocol/looking';
import {
  isPostEvent,
  type DeskEvent,
  type JamEvent,
  type ModerationEvent,
  type PostEvent,
} from '../../protocol/events';
import type { ForumId, PostId } from '../../protocol/ids';
import type { Post } from '../../protocol/post';
import type { Problem } from '../../protocol/problem';
import { foldPost } from '../post-fold';
import { foldShift, gapsBeside } from './shifts';

const claimMs = 15 * 60_000;

/** Everything that waits for facilitators, and what they tell each other. */
export interface DeskView extends Omit<DeskPage, 'offset' | 'now_ms' | 'looking'> {
  status: 'loading' | 'ready' | 'failed';
  problem: Problem | null;
  /** Who has which post open, by the forum that told it. */
  looking: Readonly<Record<string, readonly LookingAt[]>>;
}

export const emptyDesk: DeskView = {
  ...{ status: 'loading', problem: null },
  ...{ forums: [], said: [], shifts: [], gaps: [], muted: [], looking: {} },
};

export type FindPost = (post: PostId) => Post | undefined;

export function deskOf(page: DeskPage, find: FindPost): DeskView {
  const { forums, said, shifts, gaps, muted } = page;
  const looking: Record<string, LookingAt[]> = {};
  for (const one of page.looking) (looking[find(one.post)?.forum ?? ''] ??= []).push(one);
  return { status: 'ready', problem: null, forums, said, shifts, gaps, muted, looking };
}

/** Posts that a page of the desk tells whole. */
export const postsOf = ({ forums }: DeskPage): Post[] =>
  forums.flatMap((desk) => [...desk.queue, ...desk.with_authors, ...desk.unanswered].map(({ post }) => post));

/** An event of the feed of one forum's desk. */
export function foldDesk(view: DeskView, forum: ForumId, event: JamEvent, find: FindPost): DeskView {
  if (isPostEvent(event)) return foldPostEvent(view, forum, event);
  switch (event.type) {
    case 'edit_asked':
      return mapForum(view, forum, (desk) => foldAsked(desk, event, find));
    case 'post_hidden':
      return mapForum(view, forum, (desk) =>
        withoutAsked({ ...withoutUnanswered(desk, event), queue: foldCase(desk.queue, event, find) }, event),
      );
    case 'post_merged':
      return mapForum(view, forum, (desk) => withoutUnanswered(desk, event));
    case 'flag_raised':
    case 'appealed':
    case 'appeal_decided':
      return mapForum(view, forum, (desk) => ({ ...desk, queue: foldCase(desk.queue, event, find) }));
    case 'thread_claimed':
    case 'thread_released':
      return mapForum(view, forum, (desk) => foldClaim(desk, event));
    case 'shift_taken':
      return { ...view, shifts: foldShift(view.shifts, event), gaps: gapsBeside(view.gaps, event) };
    case 'shift_dropped':
    case 'shift_offered':
      return { ...view, shifts: foldShift(view.shifts, event) };
    case 'handed_over': {
      const { text, person, at_ms } = event;
      return mapForum(view, forum, (desk) => ({ ...desk, handover: { text, person, at_ms } }));
    }
    case 'said':
      if (event.forum === null) return { ...view, said: withSaid(view.said, event) };
      return mapForum(view, forum, (desk) => ({ ...desk, said: withSaid(desk.said, event) }));
    case 'person_muted':
    case 'person_unmuted':
    case 'person_removed':
      return { ...view, muted: foldMuted(view.muted, event) };
    default:
      return view;
  }
}

/** Somebody commented: a post that waited for an answer waits no more. */
export function foldAnswered(view: DeskView, forum: ForumId, answered: ReadonlySet<PostId>): DeskView {
  const waits = ({ post }: { post: Post }) => !answered.has(post.post);
  return mapForum(view, forum, (desk) =>
    desk.unanswered.every(waits) ? desk : { ...desk, unanswered: desk.unanswered.filter(waits) },
  );
}

function mapForum(view: DeskView, forum: ForumId, change: (desk: ForumDesk) => ForumDesk): DeskView {
  return { ...view, forums: view.forums.map((desk) => (desk.forum === forum ? change(desk) : desk)) };
}

/** It is with its author: no longer in the queue (rule MO11). */
function foldAsked(
  desk: ForumDesk,
  event: Extract<ModerationEvent, { type: 'edit_asked' }>,
  find: FindPost,
): ForumDesk {
  const before = desk.queue.find(({ post }) => post.post === event.post);
  const known = before?.post ?? find(event.post);
  const { queue, with_authors: others } = withoutAsked(desk, event);
  if (!known) return desk;
  const { rule, note, at_ms } = event;
  const asked = { ...(before ?? newCase(known, at_ms)), waits_since_ms: at_ms };
  return {
    ...desk,
    queue: queue.filter((one) => one !== before),
    with_authors: [...others, { ...asked, edit_asked: { rule, note: note ?? '', at_ms } }],
  };
}

/** It waits for no answer, or no longer for one of its own. */
const withoutUnanswered = (desk: ForumDesk, { post }: { post: PostId }): ForumDesk => ({
  ...desk,
  unanswered: desk.unanswered.filter((one) => one.post.post !== post),
});

const withoutAsked = (desk: ForumDesk, { post }: { post: PostId }): ForumDesk => ({
  ...desk,
  with_authors: desk.with_authors.filter((one) => one.post.post !== post),
});

/** Posts come to a desk held or with a signal; approved, restored and withdrawn ones leave it. */
function foldPostEvent(view: DeskView, forum: ForumId, event: PostEvent): DeskView {
  return mapForum(view, forum, (whole) => {
    const desk = event.type === 'post_spotlighted' ? whole : withoutAsked(whole, event);
    const before = desk.queue.find(({ post }) => post.post === event.post);
    const others = desk.queue.filter((one) => one !== before);
    switch (event.type) {
      case 'post_added':
      case 'post_edited': {
        const sources: CaseSource[] = [...(event.held ? (['held'] as const) : []), ...event.signals];
        // Of edits a desk hears those that want a look: for what the new text shows, or because it changed at all.
        if (sources.length === 0 && event.type === 'post_edited') sources.push('edited');
        if (!before && sources.length === 0) return desk;
        const changed = { ...(before ?? newCase(foldPost(undefined, event), event.at_ms)), edit_asked: null };
        const post = foldPost(before?.post, event);
        return { ...desk, queue: [...others, { ...changed, post, sources: unite(changed.sources, sources) }] };
      }
      case 'post_withdrawn':
      case 'erased':
      case 'post_approved':
      case 'post_restored':
        return { ...withoutUnanswered(desk, event), queue: others };
      case 'post_moved':
        return event.forum === forum ? desk : { ...desk, queue: others };
      default:
        return desk;
    }
  });
}

type CaseEvent = Extract<ModerationEvent, { type: 'flag_raised' | 'post_hidden' | 'appealed' | 'appeal_decided' }>;

function foldCase(queue: ModerationCase[], event: CaseEvent, find: FindPost): ModerationCase[] {
  const before = queue.find(({ post }) => post.post === event.post);
  const others = queue.filter((one) => one !== before);
  const { at_ms } = event;
  // What is not known here comes with the next page.
  const known = find(event.post);
  const waiting = before ?? (known ? newCase(known, at_ms) : null);
  switch (event.type) {
    case 'post_hidden':
    case 'appeal_decided':
      return others;
    case 'flag_raised': {
      if (!waiting) return queue;
      const flags = [...waiting.flags, { rule: event.rule, note: event.note ?? '', at_ms }];
      return [...others, { ...waiting, flags, sources: unite(waiting.sources, ['flag']) }];
    }
    case 'appealed':
      if (!waiting) return queue;
      return [
        ...others,
        { ...waiting, appeal: { text: event.text ?? '', at_ms }, sources: unite(waiting.sources, ['appeal']) },
      ];
  }
}

function newCase(post: Post, atMs: number): ModerationCase {
  const nothing = { hidden: null, appeal: null, edit_asked: null };
  return { post, first_time: false, waits_since_ms: atMs, sources: [], flags: [], ...nothing };
}

const unite = (first: CaseSource[], second: CaseSource[]): CaseSource[] => [...new Set([...first, ...second])];

function foldClaim(
  desk: ForumDesk,
  event: Extract<DeskEvent, { type: 'thread_claimed' | 'thread_released' }>,
): ForumDesk {
  const others = desk.claims.filter(({ post }) => post !== event.post);
  if (event.type === 'thread_released') return { ...desk, claims: others };
  const { post, person, until_ms, at_ms } = event;
  return { ...desk, claims: [...others, { post, person, until_ms: until_ms ?? at_ms + claimMs }] };
}

function withSaid(said: Saying[], event: Extract<DeskEvent, { type: 'said' }>): Saying[] {
  const { offset, at_ms, person, forum, text } = event;
  return said.some((one) => one.offset === offset) ? said : [...said, { offset, at_ms, person, forum, text }];
}

type PersonEvent = Extract<ModerationEvent, { type: 'person_muted' | 'person_unmuted' | 'person_removed' }>;

function foldMuted(muted: Muted[], event: PersonEvent): Muted[] {
  const others = muted.filter(({ person }) => person.id !== event.person.id);
  if (event.type !== 'person_muted') return others;
  return [...others, { person: event.person, until_ms: event.until_ms, note: event.note ?? '' }];
}
