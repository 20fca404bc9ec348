// SPDX-License-Identifier: Apache-2.0
import type { Attachment } from 'svelte/attachments';
import { Router } from './router';

export const router = new Router(window);

const greeted = new WeakSet<Element>();

/**
 * Marks the heading of a page: it names the browser's tab, and takes focus once when the page was reached by a link.
 * Not `leading`, it stands behind something else that does both.
 */
export function heading(title: string, leading = true): Attachment<HTMLElement> {
  return (element) => {
    element.tabIndex = -1;
    if (leading) document.title = title;
    if (leading && router.hasMoved && !greeted.has(element)) element.focus();
    greeted.add(element);
  };
}
