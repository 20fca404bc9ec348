// SPDX-License-Identifier: Apache-2.0
import type { ForumId, PersonId, PhaseId, PollId, PostId } from './ids';
import type { Role } from './jam';
import type { PollKind, PollResults } from './poll';
import type { Choice, Outcome } from './post';
import type { ErasureScope } from './records';

/** What this client may ask of a jam (contract, section 6); `ref` and `key` are added by the transport. */
export type Command =
  ParticipantCommand | SteeringCommand | ModerationCommand | ShiftCommand | OrganizerCommand | RecordsCommand;

/** What everybody does. */
export type ParticipantCommand =
  | { do: 'join'; charter: number; rules: number; privacy?: number }
  | { do: 'ask_erasure'; what: ErasureScope; post?: PostId; note?: string }
  | {
      do: 'add_post';
      forum: ForumId;
      kind: 'idea' | 'comment' | 'prompt';
      text: string;
      parent?: PostId;
      builds_on?: PostId;
      drafted_in?: PhaseId;
    }
  | { do: 'edit_post'; post: PostId; text: string; drafted_in?: PhaseId }
  | { do: 'withdraw_post'; post: PostId }
  | { do: 'cast_ballot'; post: PostId; choice: Choice | number; over?: PostId }
  | { do: 'cast_ballot'; post: PostId; over: PostId }
  | { do: 'follow' | 'unfollow'; post: PostId }
  | { do: 'follow' | 'unfollow'; forum: ForumId }
  | { do: 'mark_read'; feed: string; offset: number }
  | { do: 'raise_flag'; post: PostId; rule: string; note?: string }
  | { do: 'appeal'; post: PostId; text: string }
  | { do: 'answer_poll'; poll: PollId; options: number[] }
  | { do: 'move_support'; post: PostId; accept: boolean };

/** What facilitators do with posts, polls and the people's attention. */
export type SteeringCommand =
  | { do: 'spotlight_post'; post: PostId; minutes?: number }
  | { do: 'end_spotlight' | 'split_post' | 'claim_thread' | 'release_thread'; post: PostId }
  | { do: 'connect_posts'; post: PostId; with: PostId }
  | { do: 'move_post'; post: PostId; forum: ForumId }
  | { do: 'merge_post'; post: PostId; into: PostId }
  | {
      do: 'open_poll';
      forum: ForumId | null;
      question: string;
      options: string[];
      kind: PollKind;
      results: PollResults;
      minutes?: number;
    }
  | { do: 'close_poll'; poll: PollId }
  | { do: 'publish_summary'; forum: ForumId; text: string }
  | { do: 'announce'; text: string; forum: ForumId | null }
  | { do: 'introduce_guest'; person: PersonId; text: string };

/** What is decided about posts and people; everything of it can be taken back. */
export type ModerationCommand =
  | { do: 'hide_post' | 'ask_edit'; post: PostId; rule: string; note: string }
  | { do: 'approve_post'; post: PostId }
  | { do: 'restore_post'; post: PostId; note: string }
  | { do: 'decide_appeal'; post: PostId; uphold: boolean; note: string }
  | { do: 'mute_person'; person: PersonId; minutes: number; note: string }
  | { do: 'mute_person'; post: PostId; minutes: number; note: string }
  | { do: 'unmute_person'; person: PersonId }
  | { do: 'remove_person' | 'readmit_person'; person: PersonId; note: string };

/** What facilitators say and promise to each other. */
export type ShiftCommand =
  | { do: 'take_shift' | 'drop_shift'; forum: ForumId; starts_at_ms: number; hours: number }
  | { do: 'offer_shift'; forum: ForumId; starts_at_ms: number; hours: number; to: PersonId }
  | { do: 'hand_over'; forum: ForumId; text: string }
  | { do: 'say'; text: string; forum: ForumId | null }
  | { do: 'look_at'; post: PostId | null };

/** What organizers do. */
export type OrganizerCommand =
  | { do: 'advance_phase' | 'pause_clock' | 'resume_clock' | 'close_jam' }
  | { do: 'extend_phase'; minutes: number }
  | { do: 'cancel_jam'; note: string }
  | { do: 'grant_role'; person: PersonId; role: Role; forums?: ForumId[] }
  | { do: 'revoke_role'; person: PersonId; role: Role }
  | { do: 'unseal'; phase: PhaseId }
  | { do: 'change_plan'; plan: unknown }
  | { do: 'respond'; post: PostId; outcome: Outcome; text: string; owner?: string; due?: string };

/** What records officers do. */
export type RecordsCommand =
  | { do: 'erase_post'; post: PostId; text?: string; note?: string }
  | { do: 'erase_person'; person: PersonId; what: 'identity' | 'everything'; note?: string }
  | { do: 'refuse_erasure'; person: PersonId; note: string }
  | { do: 'set_legal_hold' | 'lift_legal_hold'; note: string };
