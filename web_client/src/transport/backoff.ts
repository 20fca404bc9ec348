// SPDX-License-Identifier: Apache-2.0
import type { Time } from './time';

const firstMaxMs = 2_000;
const baseMs = 1_000;
const capMs = 20_000;

/**
 * Delays between attempts to connect: the first uniform in 0-2 s, so that a restart does not bring everybody back in the
 * same instant, then decorrelated jitter up to 20 s: whoever was away is back half a minute after the server is.
 */
export class Backoff {
  private previousMs: number | null = null;

  constructor(private readonly time: Time) {}

  next(): number {
    const delay =
      this.previousMs === null
        ? this.time.random() * firstMaxMs
        : Math.min(capMs, baseMs + this.time.random() * (Math.max(baseMs, this.previousMs * 3) - baseMs));
    this.previousMs = delay;
    return delay;
  }

  reset(): void {
    this.previousMs = null;
  }
}
