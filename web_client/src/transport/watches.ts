// SPDX-License-Identifier: Apache-2.0
import type { EventsFrame } from '../protocol/frames';
import type { Feed } from '../protocol/ids';

interface Watch {
  /** The last offset of this feed that has been seen; null means "from now". */
  offset: number | null;
  /** The watch command that is not answered yet; until then frames belong to an earlier watch and are dropped. */
  pending: number | null;
}

/** Which feeds are watched and how far each has been seen: all that a resume needs. */
export class Watches {
  private readonly feeds = new Map<Feed, Watch>();

  has(feed: Feed): boolean {
    return this.feeds.has(feed);
  }

  put(feed: Feed, offset: number | null): void {
    this.feeds.set(feed, { offset, pending: null });
  }

  remove(feed: Feed): boolean {
    return this.feeds.delete(feed);
  }

  /** The `feeds` of a watch command, marked as asked for by that command. */
  ask(ref: number, only: Iterable<Feed> = this.feeds.keys()): Record<string, number | null> {
    const asked: Record<string, number | null> = {};
    for (const feed of only) {
      const watch = this.feeds.get(feed);
      if (!watch) continue;
      watch.pending = ref;
      asked[feed] = watch.offset;
    }
    return asked;
  }

  /** The watch command was accepted. A feed watched from now starts at `offset`; the others still get what they missed. */
  accept(ref: number, offset: number | null): void {
    for (const watch of this.feeds.values()) {
      if (watch.pending !== ref) continue;
      watch.pending = null;
      watch.offset ??= offset;
    }
  }

  /** The watch command was refused: its feeds are watched no more. */
  refuse(ref: number): Feed[] {
    const lost = [...this.feeds].filter(([, watch]) => watch.pending === ref).map(([feed]) => feed);
    for (const feed of lost) this.feeds.delete(feed);
    return lost;
  }

  /** What of a frame is new, or null when the frame is not for a current watch. */
  take(frame: EventsFrame): EventsFrame | null {
    const watch = this.feeds.get(frame.feed);
    if (!watch || watch.pending !== null) return null;
    const seen = watch.offset ?? -1;
    watch.offset = Math.max(seen, frame.upto);
    return { ...frame, events: frame.events.filter((event) => event.offset > seen) };
  }

  /** Offsets of another epoch mean nothing. */
  forgetOffsets(): void {
    for (const watch of this.feeds.values()) watch.offset = null;
  }
}
