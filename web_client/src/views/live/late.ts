// SPDX-License-Identifier: Apache-2.0

/**
 * Parts of the live page that are fetched after it, since not everybody needs them and nobody needs them at the bell.
 * What a key opens to be typed into is not among them: the next key must find it there.
 */
export const late = {
  steering: () => import('./SteerDialog.svelte'),
  notes: () => import('../gathering/Notes.svelte'),
  me: () => import('./MePane.svelte'),
  keys: () => import('./KeysDialog.svelte'),
  polls: () => import('../polls/PollList.svelte'),
  asks: () => import('./MergeQuestions.svelte'),
  pairs: () => import('./PairPane.svelte'),
  flag: () => import('./FlagDialog.svelte'),
  refused: () => import('./RefusedText.svelte'),
  own: () => import('./OwnNote.svelte'),
  appeal: () => import('./AppealDialog.svelte'),
} as const;

const spreadMs = 20_000;

/** Fetches them once the page is quiet, so that they are there when the line is cut. Returns its own end. */
export function preloadLate(): () => void {
  const timer = setTimeout(
    () => {
      for (const load of Object.values(late)) void load().catch(() => undefined);
    },
    spreadMs / 4 + Math.random() * spreadMs,
  );
  return () => clearTimeout(timer);
}
