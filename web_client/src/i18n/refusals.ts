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

/** Why the jam did not take something, in a sentence that says what to do. */
export function refusalSentence({ code, message, retry_after_ms: waitMs }: Refusal): string {
  if (code === 'rate_limited') return t('rate_limited', { seconds: Math.ceil((waitMs ?? 0) / 1000) });
  if (isKnown(code)) return t(code);
  return t('other', { message: message || code });
}

/** A refusal that came over HTTP: of the jam, or of the request itself. */
export const sentenceOf = (problem: Problem): string =>
  problem.code !== 'bad_field' && (problem.status === 409 || isKnown(problem.code))
    ? refusalSentence({ ...problem, message: problem.detail })
    : problemSentence(problem);
