// SPDX-License-Identifier: Apache-2.0
import type { Shelf } from '../../src/store/keeper';

/** What a browser would remember, for as long as the test lasts. */
export class MemoryShelf implements Shelf {
  private readonly values = new Map<string, string>();
  isFull = false;

  get length(): number {
    return this.values.size;
  }

  key(index: number): string | null {
    return [...this.values.keys()][index] ?? null;
  }

  getItem(name: string): string | null {
    return this.values.get(name) ?? null;
  }

  setItem(name: string, value: string): void {
    if (this.isFull) throw new Error('the shelf is full');
    this.values.set(name, value);
  }

  removeItem(name: string): void {
    this.values.delete(name);
  }
}
