// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { decode } from '../../src/protocol/decode';
import { planTemplates, writtenPlan, type PlanTemplate, type WrittenPlan } from '../../src/protocol/plan';

const folder = new URL('../../../engine/net/plan_templates/', import.meta.url);
export const templateNames = ['two-hours', 'one-day', 'three-days', 'two-parts'] as const;

/** A template as the product ships it. */
export function template(name: (typeof templateNames)[number]): PlanTemplate {
  const written: unknown = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
  const [read] = decode(planTemplates, { templates: [written] }).templates;
  if (!read) throw new Error('one template was read');
  return read;
}

/** A plan that uses everything a plan may say, as its organizer wrote it. */
export const planOnWire = (more: Record<string, unknown> = {}) => ({
  plan_version: 1,
  title: 'CovJam',
  purpose: 'Twenty-year strategy',
  charter: { asks: 'Ideas', decides: 'Cabinet', criteria: 'Use', answer_by: '2027-01-31' },
  time_zone: 'Europe/London',
  starts_at: '2026-12-01T09:00',
  audiences: [{ id: 'staff', title: 'Staff' }],
  forums: [
    { id: 'known-for', title: 'Sent to Coventry', question: 'What for?' },
    { id: 'green', title: 'Green city', question: 'How?' },
  ],
  agenda: [
    { id: 'write', kind: 'brainwrite', lasts: 'PT10M', switches: { sample_size: 5, words_max: null } },
    { id: 'ideas', kind: 'ideate', lasts: 'PT36H' },
    { id: 'choose', kind: 'prioritise', ends_at: '2026-12-03T12:00', switches: { ballot: 'dots' } },
  ],
  rules: [{ id: 'civil', text: 'No personal attacks.' }],
  guests: [{ name: 'Prof. Vo', at: '2026-12-02T15:00', minutes: 60, forum: 'green', about: 'Trees' }],
  policies: {
    ...{ grace_s: 60, support_word: 'back', facilitators_move_clock: true, dots: 7 },
    signals: { links: false, words: ['idiot', 'fool'], fast_posts_per_minute: null },
    limits: { posts_per_minute: 20 },
  },
  ...more,
});

export const aPlan = (more?: Record<string, unknown>): WrittenPlan => decode(writtenPlan, planOnWire(more));
