// SPDX-License-Identifier: Apache-2.0

/** What the keyboard can ask of the live page. */
export interface KeyActs {
  compose(): void;
  open(post: number): void;
  reply(post: number): void;
  search(): void;
  close(): void;
  help(): void;
}

const isTyping = (element: Element): boolean =>
  element.closest('input, textarea, select, dialog, [contenteditable]') !== null;

function press(within: ParentNode | null, act: string): void {
  within?.querySelector<HTMLElement>(`[data-act="${act}"]`)?.click();
}

function step(from: Element | null, by: 1 | -1): void {
  const posts = [...document.querySelectorAll<HTMLElement>('[role="feed"] > article')];
  const at = from ? posts.findIndex((post) => post === from) : -1;
  const next = posts[at === -1 ? 0 : at + by];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

/** Single keys work only within the feed, unless switched on for the whole page (WCAG 2.1.4). Returns whether it was one. */
export function handleKey(event: KeyboardEvent, everywhere: boolean, acts: KeyActs): boolean {
  const target = event.target instanceof Element ? event.target : document.body;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  // Also out of a comment that is being written: its draft is kept.
  if (event.key === 'Escape' && (!isTyping(target) || target.closest('.panel textarea'))) {
    acts.close();
    return true;
  }
  if (isTyping(target)) return false;
  const inFeed = target.closest('[role="feed"]') !== null;
  if (!inFeed && !everywhere) return false;
  const article = target.closest('[role="feed"] > article');
  const post = Number(article?.getAttribute('data-post') ?? Number.NaN);
  switch (event.key) {
    case 'j':
    case 'J':
    case 'PageDown':
      step(article, 1);
      return true;
    case 'k':
    case 'K':
    case 'PageUp':
      step(article, -1);
      return true;
    case 'Enter':
      if (target !== article) return false;
      acts.open(post);
      return true;
    case 'c':
    case 'C':
      acts.compose();
      return true;
    case 'r':
    case 'R':
      if (article) acts.reply(post);
      return true;
    case 'b':
    case 'B':
      press(article, 'build');
      return true;
    case 's':
    case 'S':
      press(article, 'support');
      return true;
    case '.':
      press(document, 'new');
      return true;
    case '/':
      acts.search();
      return true;
    case '?':
      acts.help();
      return true;
    default:
      return false;
  }
}
