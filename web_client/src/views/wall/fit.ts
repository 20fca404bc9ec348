// SPDX-License-Identifier: Apache-2.0
import type { Attachment } from 'svelte/attachments';

const steps = ['fit-1', 'fit-2', 'fit-3', 'fit-4'] as const;

/** Sets what does not fit its place in smaller type, a step at a time, and anew when its words or the place change. */
export const fit: Attachment<HTMLElement> = (element) => {
  const isOver = () => element.scrollHeight > element.clientHeight + 1 && element.clientHeight > 0;

  function measure() {
    element.classList.remove(...steps);
    for (const step of steps) {
      if (!isOver()) break;
      element.classList.remove(...steps);
      element.classList.add(step);
    }
  }

  const place = new ResizeObserver(measure);
  place.observe(element);
  const words = new MutationObserver(measure);
  words.observe(element, { childList: true, characterData: true, subtree: true });
  return () => {
    place.disconnect();
    words.disconnect();
  };
};
