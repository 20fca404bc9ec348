// SPDX-License-Identifier: Apache-2.0
import type { Problem } from '../protocol/problem';
import { Backoff } from '../transport/backoff';
import type { Cancel, Time } from '../transport/time';

const spreadMs = 3_000;

/** Whether the same may go well another time: no network, too much at once, a server in trouble. */
export const isPassing = ({ status }: Problem): boolean => status === 0 || status === 429 || status >= 500;

/** When something is loaded anew: not by everybody at once, and after a failure with growing pauses until it goes well. */
export class Reloads {
  private readonly backoff: Backoff;
  private cancel: Cancel | null = null;

  constructor(
    private readonly time: Time,
    private readonly load: () => void,
  ) {
    this.backoff = new Backoff(time);
  }

  /** The server stopped watching for us, maybe for all: everybody comes back spread over three seconds. */
  soon(): void {
    this.after(this.time.random() * spreadMs);
  }

  /** It failed. */
  again(problem: Problem | null): void {
    if (problem && !isPassing(problem)) return;
    this.after(Math.max(problem?.retry_after_ms ?? 0, this.backoff.next()));
  }

  /** It went well. */
  done(): void {
    this.backoff.reset();
  }

  /** What was to come is loaded now, or wanted no more. */
  stop(): void {
    this.cancel?.();
    this.cancel = null;
  }

  private after(delayMs: number): void {
    this.stop();
    this.cancel = this.time.after(delayMs, this.load);
  }
}
