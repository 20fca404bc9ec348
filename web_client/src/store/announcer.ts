// SPDX-License-Identifier: Apache-2.0
import type { Time } from '../transport/time';
import { Cell } from './cell';

const politeGapMs = 5_000;

/**
 * The only writer of the two live regions. Polite messages come at most every five seconds; one waits, and a newer one
 * takes its place. Alerts are spoken at once and are for what costs somebody their text or their place.
 */
export class Announcer {
  readonly status = new Cell('');
  readonly alert = new Cell('');
  private waiting: string | null = null;
  private spokenAtMs = Number.NEGATIVE_INFINITY;
  private isArmed = false;

  constructor(private readonly time: Time) {}

  say(message: string): void {
    const restMs = this.spokenAtMs + politeGapMs - this.time.now();
    if (restMs <= 0) return this.speak(message);
    this.waiting = message;
    if (this.isArmed) return;
    this.isArmed = true;
    this.time.after(restMs, () => {
      this.isArmed = false;
      if (this.waiting !== null) this.speak(this.waiting);
    });
  }

  warn(message: string): void {
    // The same words again must still be a change, or they are not spoken.
    this.alert.set(this.alert.get() === message ? `${message}\u00a0` : message);
  }

  private speak(message: string): void {
    this.waiting = null;
    this.spokenAtMs = this.time.now();
    this.status.set(this.status.get() === message ? `${message}\u00a0` : message);
  }
}
