// SPDX-License-Identifier: Apache-2.0
import { integer, text, type Decoder } from './decode';

type Branded<Base, Name extends string> = Base & { readonly brand: Name };

export type PostId = Branded<number, 'post'>;
export type PollId = Branded<number, 'poll'>;
export type PersonId = Branded<number, 'person'>;
export type JamId = Branded<string, 'jam'>;
export type ForumId = Branded<string, 'forum'>;
export type PhaseId = Branded<string, 'phase'>;

export const postId = integer as Decoder<number> as Decoder<PostId>;
export const pollId = integer as Decoder<number> as Decoder<PollId>;
export const personId = integer as Decoder<number> as Decoder<PersonId>;
export const jamId = text as Decoder<string> as Decoder<JamId>;
export const forumId = text as Decoder<string> as Decoder<ForumId>;
export const phaseId = text as Decoder<string> as Decoder<PhaseId>;

/** The name of a feed (contract, section 6). */
export type Feed = 'lobby' | 'me' | `forum/${string}` | `thread/${number}` | `desk/${string}`;

export const forumFeed = (forum: ForumId): Feed => `forum/${forum}`;
export const threadFeed = (post: PostId): Feed => `thread/${post}`;
export const deskFeed = (forum: ForumId): Feed => `desk/${forum}`;
