// SPDX-License-Identifier: Apache-2.0
import type { Command } from '../protocol/commands';
import type { Answer } from '../transport/connection';
import type { JamLine } from './jam-line';

/** Commands that move the clock of everybody: an hour later, or twice, they end what nobody meant to end. */
const ofTheMoment: ReadonlySet<string> = new Set<Command['do']>([
  ...(['advance_phase', 'extend_phase', 'pause_clock', 'resume_clock', 'close_jam', 'cancel_jam'] as const),
]);

export const isOfTheMoment = (command: Command): boolean => ofTheMoment.has(command.do);

/** Sends a command now or not at all: what is meant for this moment must not wait for a line. */
export async function sendNow(jam: JamLine, command: Command): Promise<Answer> {
  if (jam.line.get()?.state === 'open') return jam.send(command);
  const nothing = { ref: null, message: null, field: null, retry_after_ms: null };
  return { ok: false, refused: { type: 'refused', code: 'cut_off', ...nothing } };
}
