// SPDX-License-Identifier: Apache-2.0
import type { PostId } from '../protocol/ids';
import type { Cancel, Time } from '../transport/time';

const flushMs = 4_000;
const batchMax = 200;

/** Tells the server which posts stood on screen, so that support can be read beside how many saw an idea. */
export class Exposure {
  private readonly told = new Set<PostId>();
  private readonly waiting = new Set<PostId>();
  private flushing: Cancel | null = null;

  constructor(
    private readonly time: Time,
    private readonly tell: (posts: PostId[]) => boolean,
  ) {}

  /** The post has been visible for a second. */
  saw(post: PostId): void {
    if (this.told.has(post)) return;
    this.waiting.add(post);
    this.flushing ??= this.time.after(flushMs, () => this.flush());
  }

  /** The page is left: what is not told by now is lost, as when it is closed. */
  stop(): void {
    if (this.waiting.size > 0) this.flush();
    this.flushing?.();
  }

  private flush(): void {
    this.flushing?.();
    this.flushing = null;
    const batch = [...this.waiting].slice(0, batchMax);
    if (this.tell(batch)) {
      for (const post of batch) {
        this.waiting.delete(post);
        this.told.add(post);
      }
    }
    if (this.waiting.size > 0) this.flushing = this.time.after(flushMs, () => this.flush());
  }
}
