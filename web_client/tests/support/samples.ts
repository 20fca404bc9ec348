// SPDX-License-Identifier: Apache-2.0
import { decode } from '../../src/protocol/decode';
import type { Reply } from '../../src/protocol/frames';
import { jamPage, type JamPage } from '../../src/protocol/jam';
import { post, type Post } from '../../src/protocol/post';
import type { Answer } from '../../src/transport/connection';

/** The switches of a phase as they stand on the wire. */
export const switchesOnWire = (more: Record<string, unknown> = {}) => ({
  ideas: 'open',
  comments: 'open',
  others: 'visible',
  ballot: 'support',
  tallies: 'sealed',
  order: 'newest',
  names: 'shown',
  moderation: 'after',
  words_max: null,
  slow_mode_s: 0,
  ...more,
});

const startsAtMs = 1_000_000;

const agendaOnWire = [
  { id: 'write', kind: 'brainwrite', minutes: 10, switches: { comments: 'closed', others: 'hidden', ballot: 'none' } },
  { id: 'ideas', kind: 'ideate', minutes: 45, switches: {} },
  { id: 'choose', kind: 'prioritise', minutes: 20, switches: { ideas: 'closed', comments: 'closed', ballot: 'agree' } },
];

/** `GET /api/v1/jams/JAM` as a server would answer while that phase runs. */
export function jamOnWire(running = 'ideas', more: Record<string, unknown> = {}) {
  let beginsAtMs = startsAtMs;
  const agenda = agendaOnWire.map(({ id, kind, minutes, switches }) => {
    const entry = {
      id,
      kind,
      begins_at_ms: beginsAtMs,
      ends_at_ms: beginsAtMs + minutes * 60_000,
      switches: switchesOnWire(switches),
    };
    beginsAtMs = entry.ends_at_ms;
    return entry;
  });
  const entry = agenda.find(({ id }) => id === running);
  const lobby = { id: 'lobby', kind: 'lobby', begins_at_ms: null, ends_at_ms: startsAtMs };
  const phase = entry ?? { ...lobby, switches: switchesOnWire({ ideas: 'closed', ballot: 'none' }) };
  const { begins_at_ms: began_at_ms, ...rest } = phase;
  return {
    offset: 10,
    now_ms: startsAtMs,
    jam: {
      id: 'covjam',
      title: 'CovJam',
      purpose: 'Twenty-year strategy',
      charter: { asks: 'Ideas', decides: 'Cabinet', criteria: 'Use', answer_by: '2027-01-31' },
      time_zone: 'Europe/London',
      starts_at_ms: startsAtMs,
      state: entry ? 'running' : 'scheduled',
      audiences: [{ id: 'all', title: 'Everyone' }],
      rules: [{ id: 'civil', text: 'No personal attacks.' }],
      support_word: 'support',
      text_max: 5000,
      grace_s: 30,
      agenda,
    },
    phase: { ...rest, began_at_ms, paused: false },
    forums: [
      { id: 'known-for', title: 'Sent to Coventry', question: 'What for?', ideas: 3, last_at_ms: null },
      { id: 'green', title: 'Green city', question: 'How?', ideas: 0, last_at_ms: null },
    ],
    you: { id: 1, name: 'Ana', roles: ['participant'], forums: [] },
    versions: { charter: 1, rules: 1, privacy: 1 },
    accepted: { charter: 1, rules: 1, privacy: 1 },
    ...more,
  };
}

export const aJam = (running?: string, more?: Record<string, unknown>): JamPage =>
  decode(jamPage, jamOnWire(running, more));

/** A post as it stands on a page. */
export const postOnWire = (id: number, more: Record<string, unknown> = {}) => ({
  post: id,
  kind: 'idea',
  forum: 'known-for',
  parent: null,
  builds_on: null,
  author: { id: 2, name: 'Tom', roles: [] },
  text: `Idea ${id}`,
  at_ms: startsAtMs + id,
  edited_at_ms: null,
  state: 'published',
  rule: null,
  merged_into: null,
  comments: 0,
  tally: null,
  ...more,
});

export const aPost = (id: number, more?: Record<string, unknown>): Post => decode(post, postOnWire(id, more));

/** An event about a post as it stands in a feed. */
export const postEventOnWire = (offset: number, id: number, more: Record<string, unknown> = {}) => {
  // An event carries neither counts nor a tally.
  return { ...postOnWire(id), comments: undefined, tally: undefined, offset, type: 'post_added', ...more };
};

/** A quick poll as it stands in hello. */
export const pollOnWire = (id: number, more: Record<string, unknown> = {}) => ({
  poll: id,
  forum: null,
  question: 'Bus or bike?',
  options: ['Bus', 'Bike'],
  kind: 'single',
  results: 'live',
  opened_at_ms: startsAtMs,
  closes_at_ms: startsAtMs + 600_000,
  closed_at_ms: null,
  answered: 0,
  counts: null,
  ...more,
});

/** The answer to a command that was done. */
export const replied = (more: Partial<Reply> = {}): Answer => ({
  ok: true,
  reply: { type: 'reply', ref: 1, offset: 9, post: null, poll: null, ...more },
});

/** The answer to a command that was not taken. */
export const refusedWith = (code: string, retryAfterMs: number | null = null): Answer => ({
  ok: false,
  refused: { type: 'refused', ref: 1, code, message: null, field: null, retry_after_ms: retryAfterMs },
});
