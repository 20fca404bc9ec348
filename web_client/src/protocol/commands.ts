// SPDX-License-Identifier: Apache-2.0
import type { ForumId, PersonId, PhaseId, PostId } from './ids';
import type { Role } from './jam';
import type { Choice } from './post';

/** What this client may ask of a jam (contract, section 6); `ref` and `key` are added by the transport. */
export type Command =
  | { do: 'join'; charter: number; rules: number }
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
  | { do: 'cast_ballot'; post: PostId; choice: Choice }
  | { do: 'follow' | 'unfollow'; post: PostId }
  | { do: 'mark_read'; feed: string; offset: number }
  | { do: 'announce'; text: string; forum: ForumId | null }
  | { do: 'advance_phase' | 'pause_clock' | 'resume_clock' | 'close_jam' }
  | { do: 'extend_phase'; minutes: number }
  | { do: 'cancel_jam'; note: string }
  | { do: 'grant_role'; person: PersonId; role: Role; forums?: ForumId[] }
  | { do: 'revoke_role'; person: PersonId; role: Role };
