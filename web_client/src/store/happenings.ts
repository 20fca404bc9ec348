// SPDX-License-Identifier: Apache-2.0
import type { ClockEvent, EndEvent, PlanEvent, PollEvent, PostEvent, SteeringEvent } from '../protocol/events';
import type { Refused } from '../protocol/frames';

/** Something that is said aloud once, beside changing what stands on screen. */
export type Happening =
  | ClockEvent
  | EndEvent
  | PlanEvent
  | (PostEvent & { type: 'announced' | 'post_spotlighted' })
  | (PollEvent & { type: 'poll_opened' | 'poll_closed' })
  | (SteeringEvent & { type: 'guest_introduced' | 'responded' })
  | { type: 'opened' }
  | { type: 'text_refused'; refused: Refused };

type Hear = (happening: Happening) => void;

/** Tells whoever listens; what nobody hears is gone. */
export class Happenings {
  private readonly ears = new Set<Hear>();

  /** Returns its own end. */
  listen(hear: Hear): () => void {
    this.ears.add(hear);
    return () => this.ears.delete(hear);
  }

  tell(happening: Happening): void {
    for (const hear of [...this.ears]) hear(happening);
  }
}
