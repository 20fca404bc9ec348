// SPDX-License-Identifier: Apache-2.0
import { dictionary, flag, integer, maybe, object, text as words } from '../protocol/decode';
import type { JamEvent } from '../protocol/events';
import type { ForumId, PostId } from '../protocol/ids';
import type { MinePage } from '../protocol/mine';
import type { MePage } from '../protocol/pages';
import type { PostState, Response } from '../protocol/post';
import { KeyedCells, type Readable } from './cell';
import type { Keeper } from './keeper';

/** How a post of one's own stands; only its author is told all of it. */
export interface OwnPost {
  state: PostState;
  /** Why it is hidden. */
  hidden: { rule: string; note: string; atMs: number | null; role: string | null } | null;
  /** One's own text of a post that nobody else can read now. */
  text: string | null;
  appeal: { text: string; decided: { uphold: boolean; note: string } | null } | null;
  editAsked: { rule: string; note: string } | null;
  mergedInto: PostId | null;
  movedTo: ForumId | null;
  response: Response | null;
}

/** Whether its author has something to read or to do about it. */
export const hasNote = (state: PostState, own: OwnPost | undefined): boolean =>
  state === 'held' || state === 'hidden' || Boolean(own?.editAsked) || own?.appeal?.decided?.uphold === true;

const published: OwnPost = {
  ...{ state: 'published', hidden: null, text: null, appeal: null },
  ...{ editAsked: null, mergedInto: null, movedTo: null, response: null },
};

const shelfName = 'own_posts';

/** What was said to the author and stands on no page: kept on this device. */
const told = object({
  hidden: maybe(object({ rule: words, note: words, atMs: maybe(integer), role: maybe(words) })),
  text: maybe(words),
  appeal: maybe(object({ text: words, decided: maybe(object({ uphold: flag, note: words })) })),
  editAsked: maybe(object({ rule: words, note: words })),
});

/** One's own posts as they stand, by what one was told on `me` and what the pages say. */
export class OwnPosts {
  private readonly posts = new KeyedCells<PostId, OwnPost>();

  constructor(private readonly keeper: Keeper) {
    for (const [id, kept] of Object.entries(keeper.read(shelfName, dictionary(told)) ?? {}))
      this.posts.put(Number(id) as PostId, { ...published, ...kept });
  }

  at(post: PostId): Readable<OwnPost | undefined> {
    return this.posts.at(post);
  }

  get(post: PostId): OwnPost | undefined {
    return this.posts.get(post);
  }

  /** The short list of `me`: states, without what was said about them. */
  load(posts: MePage['posts']): void {
    for (const { post, state, rule, merged_into: mergedInto } of posts) {
      const before = this.posts.get(post) ?? published;
      const hidden = state === 'hidden' ? (before.hidden ?? reasonOf(rule)) : null;
      this.posts.set(post, { ...before, state, hidden, mergedInto });
    }
  }

  /** The page of My jam: everything that was said to the author. */
  loadMine(posts: MinePage['posts']): void {
    for (const { post, hidden, appeal, edit_asked: editAsked, moved_to: movedTo } of posts) {
      const role = post.tombstone?.role ?? null;
      const isOpen = post.state === 'published';
      this.posts.set(post.post, {
        ...{ state: post.state, mergedInto: post.merged_into, response: post.response, editAsked, movedTo },
        hidden: hidden && { rule: hidden.rule, note: hidden.note, atMs: hidden.at_ms, role },
        text: isOpen ? null : post.text,
        appeal: appeal && appealOf(appeal),
      });
    }
    this.keep();
  }

  /** Something on `me`; `text` is what this device still holds of the post. */
  fold(event: JamEvent, text: string | null = null): void {
    switch (event.type) {
      case 'post_hidden': {
        const { rule, note, role, at_ms: atMs } = event;
        // A new hide can be appealed anew (rule MO8).
        const hidden = { rule, note: note ?? '', role, atMs };
        return this.change(event.post, (post) => ({ ...post, state: 'hidden', hidden, appeal: null, text }));
      }
      case 'post_approved':
      case 'post_restored':
        return this.change(event.post, (post) => ({
          ...post,
          ...{ state: event.state, hidden: null, mergedInto: null, text: null },
        }));
      case 'post_added':
        return this.posts.get(event.post) || event.state === 'published'
          ? undefined
          : this.posts.set(event.post, { ...published, state: event.state });
      case 'post_edited':
        return this.change(event.post, (post) => ({ ...post, state: event.state, editAsked: null }));
      case 'post_withdrawn':
        return this.change(event.post, (post) => ({ ...post, state: 'withdrawn', editAsked: null }));
      case 'erased':
        return this.change(event.post, (post) => ({ ...post, state: event.state, text: null, editAsked: null }));
      case 'edit_asked':
        return this.change(event.post, (post) => ({
          ...post,
          editAsked: { rule: event.rule, note: event.note ?? '' },
        }));
      case 'appealed':
        return this.change(event.post, (post) => ({ ...post, appeal: { text: event.text ?? '', decided: null } }));
      case 'appeal_decided': {
        const decided = { uphold: event.uphold, note: event.note ?? '' };
        return this.change(event.post, (post) => ({ ...post, appeal: { text: post.appeal?.text ?? '', decided } }));
      }
      case 'post_merged':
        return this.change(event.post, (post) => ({ ...post, state: 'merged', mergedInto: event.into }));
      case 'post_moved':
        return this.change(event.post, (post) => ({ ...post, movedTo: event.forum }));
      case 'responded': {
        const { outcome, text: reason, owner, due, at_ms } = event;
        return this.change(event.post, (post) => ({ ...post, response: { outcome, text: reason, owner, due, at_ms } }));
      }
      default:
        return;
    }
  }

  private change(id: PostId, change: (post: OwnPost) => OwnPost): void {
    this.posts.set(id, change(this.posts.get(id) ?? published));
    this.keep();
  }

  private keep(): void {
    const kept = [...this.posts.entries()]
      .filter(([, post]) => post.hidden ?? post.appeal ?? post.editAsked)
      .map(([id, { hidden, text, appeal, editAsked }]) => [id, { hidden, text, appeal, editAsked }] as const);
    if (kept.length > 0) this.keeper.write(shelfName, Object.fromEntries(kept));
    else this.keeper.remove(shelfName);
  }
}

const reasonOf = (rule: string | null) => ({ rule: rule ?? '', note: '', atMs: null, role: null });

function appealOf({ text, upheld, note }: NonNullable<MinePage['posts'][number]['appeal']>): OwnPost['appeal'] {
  return { text: text ?? '', decided: upheld === null ? null : { uphold: upheld, note: note ?? '' } };
}
