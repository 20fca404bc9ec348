// SPDX-License-Identifier: Apache-2.0
import type { Cancel, Time } from '../../src/transport/time';
import { random } from './random';

interface Timer {
  atMs: number;
  act: () => void;
}

/** A clock that moves only when told to; timers run in order, at their own instant. */
export class FakeTime implements Time {
  private timers: Timer[] = [];
  readonly random: () => number;

  constructor(
    private nowMs = 1_000_000,
    seed = 1,
  ) {
    this.random = random(seed);
  }

  now(): number {
    return this.nowMs;
  }

  after(delayMs: number, act: () => void): Cancel {
    const timer = { atMs: this.nowMs + Math.max(0, delayMs), act };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((one) => one !== timer);
    };
  }

  every(periodMs: number, act: () => void): Cancel {
    let cancel: Cancel = () => undefined;
    const again = () => {
      cancel = this.after(periodMs, () => {
        again();
        act();
      });
    };
    again();
    return () => cancel();
  }

  advance(lengthMs: number): void {
    const untilMs = this.nowMs + lengthMs;
    for (;;) {
      const next = this.timers.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (!next) break;
      this.timers = this.timers.filter((one) => one !== next);
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.act();
    }
    this.nowMs = untilMs;
  }

  get pending(): number {
    return this.timers.length;
  }
}
