// SPDX-License-Identifier: Apache-2.0

/** Why the server asked this client to stay away (contract, section 6). */
export type StopReason = 'signed_out' | 'cancelled' | 'removed' | 'refused';

export const signedOut = 4500;
export const removed = 4502;

/** What a close code asks for: 4500-4999 stay away, everything else come back. */
export function stopReason(code: number): StopReason | null {
  if (code < 4500 || code > 4999) return null;
  if (code === signedOut) return 'signed_out';
  if (code === 4501) return 'cancelled';
  if (code === removed) return 'removed';
  return 'refused';
}
