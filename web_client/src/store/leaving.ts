// SPDX-License-Identifier: Apache-2.0
import { list, maybe, object, text } from '../protocol/decode';
import type { JamId } from '../protocol/ids';
import { deviceShelf, Keeper, shelfRoot, type Shelf } from './keeper';

/** Drafts, and what was posted and not answered yet: one's own words, which nobody else has. */
const unsent = /^[^/]+\/[^/]+\/(draft\/.+|outbox)$/;
/** Which keys one likes says nothing about anybody. */
const liking = /^[^/]+\/[^/]+\/(keys_everywhere|desk_keys|desk_keys_on)$/;

function namesOn(shelf: Shelf, jam: JamId | null): string[] {
  const start = jam === null ? shelfRoot : `${shelfRoot}${jam}/`;
  return Array.from({ length: shelf.length }, (_, index) => shelf.key(index) ?? '')
    .filter((name) => name.startsWith(start))
    .map((name) => name.slice(shelfRoot.length));
}

const posted = list(object({ command: object({ text: maybe(text) }) }));

/** How many texts on this device were begun or posted and have reached nobody. Ballots and marks wait there too. */
export function unsentOn(shelf: Shelf | null): number {
  if (shelf === null) return 0;
  const keeper = new Keeper(shelf, shelfRoot);
  const textsIn = (name: string) =>
    name.endsWith('/outbox')
      ? (keeper.read(name, posted) ?? []).filter(({ command }) => command.text !== null).length
      : 1;
  return namesOn(shelf, null)
    .filter((name) => unsent.test(name))
    .reduce((sum, name) => sum + textsIn(name), 0);
}

/**
 * Forgets what the hall, or one jam of it, told this device. Whoever signs out takes their own words along too; whoever
 * was signed out finds them again.
 */
export function forgetOn(shelf: Shelf | null, what: { jam: JamId | null; ownWords: boolean }): void {
  if (shelf === null) return;
  for (const name of namesOn(shelf, what.jam))
    if (what.ownWords || !(unsent.test(name) || liking.test(name))) shelf.removeItem(shelfRoot + name);
}

export const unsentHere = (): number => unsentOn(deviceShelf());

/** The sign-in of this device has ended, in the hall or in one jam of it; pages that keep something are closed by now. */
export const forgetHere = (what: { jam: JamId | null; ownWords: boolean }): void => forgetOn(deviceShelf(), what);
