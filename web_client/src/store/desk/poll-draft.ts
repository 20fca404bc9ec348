// SPDX-License-Identifier: Apache-2.0
import type { PollKind } from '../../protocol/poll';

const questionMax = 500;
const optionMax = 200;
const optionsMin = 2;
const optionsMax = 12;

export type PollFault = 'question' | 'options' | 'labels';

/** The answers of a poll: one per line, or the words at both ends of a scale. */
export function pollOptions(kind: PollKind, lines: string, ends: { low: string; high: string }): string[] {
  if (kind === 'scale') {
    const labels = [ends.low.trim(), ends.high.trim()];
    return labels.every((label) => label === '') ? [] : labels;
  }
  const written = lines.split('\n').map((line) => line.trim());
  return [...new Set(written.filter((line) => line !== ''))];
}

/** What is wrong with a poll before it is sent. */
export function pollFault(kind: PollKind, question: string, options: readonly string[]): PollFault | null {
  const length = [...question.trim()].length;
  if (length === 0 || length > questionMax) return 'question';
  const fits = (option: string) => option !== '' && [...option].length <= optionMax;
  if (kind === 'scale') return options.every(fits) ? null : 'labels';
  const { length: count } = options;
  return count >= optionsMin && count <= optionsMax && options.every(fits) ? null : 'options';
}
