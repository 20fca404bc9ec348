// SPDX-License-Identifier: Apache-2.0

/** A random key of 128 bits that makes resending a command safe. */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
