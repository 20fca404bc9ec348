// SPDX-License-Identifier: Apache-2.0
import type { Command } from '../../protocol/commands';
import type { Post } from '../../protocol/post';
import type { Desk } from '../../store/desk/desk';
import type { Done, Verb } from '../../store/desk/verbs';

/** Verbs that need nothing more: what they send; null for those that ask first. */
export function immediate(verb: Verb, { post }: Post, desk: Desk): { command: Command; done: Done } | null {
  switch (verb) {
    case 'approve':
      return { command: { do: 'approve_post', post }, done: 'approve' };
    case 'claim':
      return desk.claimOf(post)
        ? { command: { do: 'release_thread', post }, done: 'release' }
        : { command: { do: 'claim_thread', post }, done: 'claim' };
    case 'spotlight':
      return desk.isLit(post) ? { command: { do: 'end_spotlight', post }, done: 'end_spotlight' } : null;
    default:
      return null;
  }
}
