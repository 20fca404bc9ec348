// SPDX-License-Identifier: Apache-2.0
import type { DeskAct, DeskKeys } from '../../store/desk/keys';

const typedIn = 'textarea, select, dialog, [contenteditable], input:not([type="checkbox"], [type="radio"])';

/** The selector of forums at the top hears keys of the desk, unless its list hangs open. */
function isTyping(element: Element): boolean {
  if (element.matches('select[data-scope]') && CSS.supports('selector(:open)')) return element.matches(':open');
  return element.closest(typedIn) !== null;
}

/** What a pressed key asks of the desk; nothing while somebody types, in a dialog, or with a modifier. */
export function actOf(event: KeyboardEvent, keys: DeskKeys): DeskAct | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.repeat) return null;
  const target = event.target instanceof Element ? event.target : document.body;
  return isTyping(target) ? null : keys.actOf(event.key);
}

/** Moves from one row of the list at hand to the next and opens it; returns its post. */
export function neighbour(current: number | null, by: 1 | -1): number | null {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')].filter((row) => row.checkVisibility());
  const ofCurrent = rows.find((row) => Number(row.dataset['row']) === current);
  const list = ofCurrent?.closest('[data-list]') ?? rows[0]?.closest('[data-list]');
  const within = rows.filter((row) => row.closest('[data-list]') === list);
  const at = ofCurrent ? within.indexOf(ofCurrent) : -1;
  const next = within[at === -1 ? 0 : at + by];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
  return next ? Number(next.dataset['row']) : null;
}
