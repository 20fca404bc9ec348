// SPDX-License-Identifier: Apache-2.0
import { integer, list } from '../../protocol/decode';
import type { Keeper } from '../../store/keeper';

const keptMax = 200;

/** What this reader has put away, remembered on this device. */
export class Dismissed {
  private offsets = $state<number[]>([]);

  constructor(
    private readonly keeper: Keeper,
    private readonly name: string,
  ) {
    this.offsets = keeper.read(name, list(integer)) ?? [];
  }

  has(offset: number): boolean {
    return this.offsets.includes(offset);
  }

  add(offset: number): void {
    this.offsets = [...this.offsets, offset].slice(-keptMax);
    this.keeper.write(this.name, this.offsets);
  }
}
