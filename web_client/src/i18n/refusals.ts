// SPDX-License-Identifier: Apache-2.0
import en from './locales/en/refusals.json';
import type { Problem } from '../protocol/problem';
import { problemSentence } from './problems';
import { translator } from './translator';

const t = translator(en);

interface Refusal {
  code: string;
  message?: string | null;
  retry_after_ms?: number | null;
}

const known = new Set<string>(Object.keys(en));

const isKnown = (code: string): code is keyof typeof en => known.has(code);

/** Codes of many reasons: what the server says of them is the reason. */
const said = new Set(['bad_field', 'not_allowed', 'phase_closed', 'claimed', 'too_many']);

/** Why the jam did not take something, in a sentence that says what to do. */
export function refusalSentence({ code, message, retry_after_ms: waitMs }: Refusal): string {
  if (code === 'rate_limited') return t('rate_limited', { seconds: Math.ceil((waitMs ?? 0) / 1000) });
  if (message && said.has(code)) return message;
  if (isKnown(code)) return t(code);
  return t('other', { message: message || code });
}

/** Why a text was not taken, and where it is. */
export const textRefusal = (refused: Refusal): string =>
  refused.code === 'phase_closed' ? t('phase_closed_kept') : refusalSentence(refused);

/** A refusal that came over HTTP: of the jam, or of the request itself. */
export const sentenceOf = (problem: Problem): string =>
  problem.code !== 'bad_field' && (problem.status === 409 || isKnown(problem.code))
    ? refusalSentence({ ...problem, message: problem.detail })
    : problemSentence(problem);
