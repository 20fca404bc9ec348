// SPDX-License-Identifier: Apache-2.0
import { assertNever } from '../protocol/assert-never';
import type { ClockEvent, EndEvent, PostEvent } from '../protocol/events';
import type { PhaseId } from '../protocol/ids';
import type { AgendaEntry, JamPage, Phase } from '../protocol/jam';
import type { Poll } from '../protocol/poll';

/** The phase that ended last: posts drafted in it have a short grace. */
export interface Ended {
  id: PhaseId;
  atMs: number;
}

/** A jam as this person sees it: what hello said, with every event since folded in. */
export interface JamView extends Omit<JamPage, 'now_ms' | 'offset'> {
  ended: Ended | null;
  cancelNote: string | null;
}

export function viewOf(page: Omit<JamPage, 'offset'>, before: JamView | null): JamView {
  const { jam, phase, forums, you, versions, accepted } = page;
  const { spotlights, guests, unseal, nudge_words, plan_changes } = page;
  const isSame = before?.phase.id === phase.id;
  return {
    ...{ jam, phase, forums, you, versions, accepted },
    ...{ spotlights, guests, unseal, nudge_words, plan_changes },
    polls: withClosed(page, before?.polls ?? []),
    ended: before ? (isSame ? before.ended : endOf(before.phase, phase)) : endedBefore(jam.agenda, phase),
    cancelNote: before?.cancelNote ?? null,
  };
}

/**
 * A page tells the open polls; those that closed are remembered from the feed. What a page leaves out has closed, also
 * where the feed has not told that yet, or never will because it fell behind.
 */
function withClosed({ polls: open, now_ms }: Pick<JamPage, 'polls' | 'now_ms'>, before: Poll[]): Poll[] {
  const told = new Set(open.map(({ poll }) => poll));
  const others = before.filter(({ poll }) => !told.has(poll));
  return [...others.map((one) => ({ ...one, closed_at_ms: one.closed_at_ms ?? now_ms })), ...open];
}

export function foldClock(view: JamView, event: ClockEvent): JamView {
  const jam = { ...view.jam, agenda: event.agenda };
  switch (event.type) {
    case 'phase_began': {
      const state = event.phase.kind === 'archive' ? 'closed' : jam.state === 'scheduled' ? 'running' : jam.state;
      return {
        ...view,
        unseal: null,
        jam: { ...jam, state },
        phase: event.phase,
        // Whoever closes a jam by hand says so first, and leaves no grace (rules PH11, PH12).
        ended: view.jam.state === 'closed' ? null : endOf(view.phase, event.phase),
      };
    }
    case 'clock_extended':
    case 'clock_paused':
    case 'clock_resumed':
      return { ...view, jam, phase: event.phase };
    default:
      return assertNever(event);
  }
}

export function foldEnd(view: JamView, event: EndEvent): JamView {
  switch (event.type) {
    case 'jam_closed':
      return { ...view, jam: { ...view.jam, state: 'closed' } };
    case 'jam_cancelled':
      return { ...view, jam: { ...view.jam, state: 'cancelled' }, cancelNote: event.note };
    default:
      return assertNever(event);
  }
}

/** Counts an idea that has come to its forum. */
export function foldForum(view: JamView, event: PostEvent): JamView {
  if (event.type !== 'post_added' || event.kind !== 'idea') return view;
  const forums = view.forums.map((forum) =>
    forum.id === event.forum ? { ...forum, ideas: forum.ideas + 1, last_at_ms: event.at_ms } : forum,
  );
  return { ...view, forums };
}

/** What comes after the running phase, if anything. */
export function nextPhase(view: JamView): AgendaEntry | null {
  const { agenda } = view.jam;
  const index = agenda.findIndex((entry) => entry.id === view.phase.id);
  return agenda[index + 1] ?? null;
}

function endOf(before: Phase, after: Phase): Ended | null {
  if (before.id === after.id) return null;
  return { id: before.id, atMs: after.began_at_ms ?? 0 };
}

function endedBefore(agenda: AgendaEntry[], phase: Phase): Ended | null {
  const index = agenda.findIndex((entry) => entry.id === phase.id);
  const before = index === -1 ? agenda.at(-1) : agenda[index - 1];
  if (!before || phase.began_at_ms === null || (index === -1 && phase.kind !== 'archive')) return null;
  return { id: before.id, atMs: phase.began_at_ms };
}
