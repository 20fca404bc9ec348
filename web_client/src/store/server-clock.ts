// SPDX-License-Identifier: Apache-2.0
import type { Cancel, Time } from '../transport/time';
import type { Readable } from './cell';

/** The server's time as far as this device can know it, and a tick each second while somebody looks. */
export class ServerClock {
  private offsetMs = 0;

  constructor(private readonly time: Time) {}

  /** The server said what time it was; what it took to arrive is small beside a second. */
  sync(nowMs: number): void {
    this.offsetMs = nowMs - this.time.now();
  }

  /** Units: UTC milliseconds by the server. */
  now(): number {
    return this.time.now() + this.offsetMs;
  }

  /** The time, told anew each second: for clocks. */
  readonly seconds = this.ticks(1_000);
  /** The time, told three times a minute: for words like "4 min". */
  readonly moments = this.ticks(20_000);

  private ticks(periodMs: number): Readable<number> {
    return {
      get: () => this.now(),
      subscribe: (run) => {
        let cancel: Cancel;
        const tick = () => {
          const now = this.now();
          run(now);
          cancel = this.time.after(periodMs - (((now % periodMs) + periodMs) % periodMs), tick);
        };
        tick();
        return () => cancel();
      },
    };
  }
}
