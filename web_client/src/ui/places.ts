// SPDX-License-Identifier: Apache-2.0
import { getContext, setContext } from 'svelte';

/** Where the names in a text lead; a page that does not say leaves them as words. */
export interface Places {
  post(id: number): string;
  tag(tag: string): string;
  /** Who reads, so that being named stands out. */
  reader(): number | null;
}

const key = Symbol('places');

export const providePlaces = (places: Places): Places => setContext(key, places);

export const usePlaces = (): Places | undefined => getContext<Places | undefined>(key);
