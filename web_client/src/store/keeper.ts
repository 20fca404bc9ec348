// SPDX-License-Identifier: Apache-2.0

/** What this device remembers; `localStorage` in the browser. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** What the names of this client begin with on the shelf; after it a jam, a person and a name. */
export const shelfRoot = 'jamhall/';

/** Values of one person in one jam on this device. A full or forbidden shelf loses only the memory, never the page. */
export class Keeper {
  constructor(
    private readonly shelf: Shelf | null,
    private readonly prefix: string,
  ) {}

  read<T>(name: string, decoder: (value: unknown, path: string) => T): T | null {
    try {
      const text = this.shelf?.getItem(this.prefix + name);
      return text === null || text === undefined ? null : decoder(JSON.parse(text), name);
    } catch {
      return null;
    }
  }

  write(name: string, value: unknown): void {
    try {
      this.shelf?.setItem(this.prefix + name, JSON.stringify(value));
    } catch {
      // The shelf is full or closed; the value still lives on the page.
    }
  }

  remove(name: string): void {
    try {
      this.shelf?.removeItem(this.prefix + name);
    } catch {
      // As above.
    }
  }

  /** Names that begin with `start`. */
  names(start: string): string[] {
    const found: string[] = [];
    const whole = this.prefix + start;
    for (let index = 0; index < (this.shelf?.length ?? 0); index += 1) {
      const name = this.shelf?.key(index);
      if (name?.startsWith(whole)) found.push(name.slice(this.prefix.length));
    }
    return found;
  }
}

/** The browser's shelf, or none where it is switched off. */
export function deviceShelf(): Shelf | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
