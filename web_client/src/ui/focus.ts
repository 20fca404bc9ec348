// SPDX-License-Identifier: Apache-2.0
import { tick } from 'svelte';
import type { Attachment } from 'svelte/attachments';

/** Notes what has the focus. When that has left the page by the time the answer is called, one goes on `there`, not at the top. */
export function keepFocus(there: () => HTMLElement | null | undefined): () => Promise<void> {
  const before = document.activeElement;
  return async () => {
    await tick();
    const now = document.activeElement;
    const isLost = now === null || now === document.body;
    if (isLost && before !== null && before !== document.body) there()?.focus();
  };
}

/** The field that what one just did has brought: one goes on there. */
export const takesFocus: Attachment<HTMLElement> = (field) => field.focus();
