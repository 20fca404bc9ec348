// SPDX-License-Identifier: Apache-2.0
import type { JamEvent, PlanEvent, PostEvent } from '../protocol/events';
import type { PollsFrame } from '../protocol/frames';
import type { Poll } from '../protocol/poll';
import { foldPost } from './post-fold';
import type { JamView } from './jam-fold';

/** What facilitators and organizers put before everybody: spotlights, polls, changes of the plan. */
export function foldSteering(view: JamView, event: JamEvent): JamView {
  switch (event.type) {
    case 'post_spotlighted':
      return { ...view, spotlights: [...without(view, event.post), spotlightOf(event)] };
    case 'spotlight_ended':
    case 'post_withdrawn':
    case 'post_hidden':
    case 'erased':
      return { ...view, spotlights: without(view, event.post) };
    case 'poll_opened': {
      if (view.polls.some(({ poll }) => poll === event.poll)) return view;
      const { poll, forum, question, options, kind, results, closes_at_ms, at_ms: opened_at_ms } = event;
      const asked = { poll, forum, question, options, kind, results, closes_at_ms, opened_at_ms };
      const opened: Poll = { ...asked, closed_at_ms: null, answered: 0, counts: null };
      return { ...view, polls: [...view.polls, opened] };
    }
    case 'poll_closed': {
      const { poll, answered, counts, at_ms: closed_at_ms } = event;
      return mapPolls(view, (one) => (one.poll === poll ? { ...one, answered, counts, closed_at_ms } : one));
    }
    case 'unseal_asked':
      return { ...view, unseal: { phase: event.phase, person: event.person } };
    case 'unsealed':
      return unseal(view);
    case 'plan_changed':
      return foldPlan(view, event);
    default:
      return view;
  }
}

/** New counts of polls whose results are live. */
export function foldPolls(view: JamView, { polls }: PollsFrame): JamView {
  const told = new Map(polls.map((count) => [count.poll, count]));
  return mapPolls(view, (one) => ({ ...one, ...told.get(one.poll) }));
}

const without = ({ spotlights }: JamView, post: number) => spotlights.filter((one) => one.post.post !== post);

const spotlightOf = (event: PostEvent & { type: 'post_spotlighted' }) => ({
  post: foldPost(undefined, event),
  until_ms: event.until_ms,
});

const mapPolls = (view: JamView, change: (poll: Poll) => Poll): JamView => ({
  ...view,
  polls: view.polls.map(change),
});

/** Whether a poll takes answers, by the server's clock. */
export const isOpenPoll = ({ closed_at_ms: closed, closes_at_ms: closes }: Poll, nowMs: number): boolean =>
  closed === null && (closes === null || nowMs < closes);

/** Rule PH6: two organizers opened the counts before the bell. */
function unseal(view: JamView): JamView {
  const switches = { ...view.phase.switches, tallies: 'live' as const };
  return { ...view, unseal: null, phase: { ...view.phase, switches } };
}

function foldPlan(view: JamView, { phase, agenda, title }: PlanEvent & { type: 'plan_changed' }): JamView {
  return { ...view, phase, jam: { ...view.jam, agenda, title }, plan_changes: view.plan_changes + 1 };
}
