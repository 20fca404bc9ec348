// SPDX-License-Identifier: Apache-2.0
import type { ForumId, JamId, PostId } from './protocol/ids';
import { Cell } from './store/cell';

/** Where in a jam. */
export type Place =
  | { at: 'home' }
  | { at: 'forum'; forum: ForumId }
  | { at: 'post'; post: PostId }
  | { at: 'search'; q: string }
  | { at: 'me' }
  | { at: 'desk'; post: PostId | null };

export const adminTabs = [
  'overview',
  'checklist',
  'agenda',
  'people',
  'links',
  'responses',
  'wall',
  'records',
] as const;
export type AdminTab = (typeof adminTabs)[number];

export type Route =
  | { page: 'home' }
  | { page: 'join'; jam: JamId }
  /** Signing in without a jam's address, by mail or by a code. */
  | { page: 'sign_in' }
  | { page: 'code' }
  | { page: 'jam'; jam: JamId; place: Place }
  /** Of one forum, or of each in turn. */
  | { page: 'wall'; jam: JamId; forum: ForumId | null }
  | { page: 'report'; jam: JamId }
  | { page: 'answers'; jam: JamId }
  | { page: 'moderation'; jam: JamId }
  | { page: 'privacy'; jam: JamId }
  | { page: 'admin' }
  /** Begun from another jam, which it may be a rehearsal of. */
  | { page: 'new_jam'; from: JamId | null; rehearses: boolean }
  | { page: 'admin_jam'; jam: JamId; tab: AdminTab }
  | { page: 'missing' };

const postNumber = /^[1-9]\d{0,14}$/;

/** Pages about a jam that stand beside it, under the address that people pass on. */
const besides = ['answers', 'moderation', 'privacy'] as const;

export function parseRoute(path: string, search = ''): Route {
  const parts = path.split('/').filter(Boolean).map(decodePart);
  const [first, second, third, fourth] = parts;
  if (first === undefined) return { page: 'home' };
  if (first === 'sign-in' && parts.length === 1) return { page: 'sign_in' };
  if (first === 'join' && parts.length === 1) return { page: 'code' };
  if (first === 'j' && second && parts.length === 2) return { page: 'join', jam: second as JamId };
  if (first === 'j' && second && third === 'desk' && parts.length === 3)
    return { page: 'jam', jam: second as JamId, place: { at: 'desk', post: null } };
  const beside = besides.find((known) => known === third);
  if (first === 'j' && second && beside && parts.length === 3) return { page: beside, jam: second as JamId };
  if (first === 'jam' && second && third === 'search' && parts.length === 3)
    return {
      page: 'jam',
      jam: second as JamId,
      place: { at: 'search', q: new URLSearchParams(search).get('q') ?? '' },
    };
  if (first === 'j' && second && third === 'wall' && parts.length <= 4)
    return { page: 'wall', jam: second as JamId, forum: (fourth as ForumId | undefined) ?? null };
  if (first === 'jam' && second) return jamRoute(second as JamId, third, fourth, parts.length);
  if (first === 'admin' && parts.length <= 4) return adminRoute(second, third, fourth);
  return { page: 'missing' };
}

function jamRoute(jam: JamId, third: string | undefined, fourth: string | undefined, length: number): Route {
  if (length === 2) return { page: 'jam', jam, place: { at: 'home' } };
  if (length === 3 && third === 'report') return { page: 'report', jam };
  if (length === 3 && third === 'me') return { page: 'jam', jam, place: { at: 'me' } };
  if (length === 3 && third === 'desk') return { page: 'jam', jam, place: { at: 'desk', post: null } };
  if (length === 4 && third === 'desk' && postNumber.test(fourth ?? ''))
    return { page: 'jam', jam, place: { at: 'desk', post: Number(fourth) as PostId } };
  if (length === 4 && third === 'f' && fourth)
    return { page: 'jam', jam, place: { at: 'forum', forum: fourth as ForumId } };
  if (length === 4 && third === 'p' && postNumber.test(fourth ?? ''))
    return { page: 'jam', jam, place: { at: 'post', post: Number(fourth) as PostId } };
  return { page: 'missing' };
}

function adminRoute(second?: string, third?: string, fourth?: string): Route {
  if (second === undefined) return { page: 'admin' };
  const rehearses = second === 'new' && fourth === 'rehearsal';
  if (fourth !== undefined && !rehearses) return { page: 'missing' };
  if (second === 'new') return { page: 'new_jam', from: (third as JamId | undefined) ?? null, rehearses };
  const tab = adminTabs.find((known) => known === (third ?? 'overview'));
  return tab ? { page: 'admin_jam', jam: second as JamId, tab } : { page: 'missing' };
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The addresses of the client. */
export const to = {
  jam: (jam: JamId) => `/jam/${encodeURIComponent(jam)}`,
  forum: (jam: JamId, forum: ForumId) => `${to.jam(jam)}/f/${encodeURIComponent(forum)}`,
  post: (jam: JamId, post: PostId) => `${to.jam(jam)}/p/${post}`,
  search: (jam: JamId, q = '') => `${to.jam(jam)}/search${q && `?q=${encodeURIComponent(q)}`}`,
  me: (jam: JamId) => `${to.jam(jam)}/me`,
  desk: (jam: JamId, post: PostId | null = null) => `${to.jam(jam)}/desk${post === null ? '' : `/${post}`}`,
  /** The part of the desk where people take their hours. */
  shifts: (jam: JamId) => `${to.desk(jam)}#shifts`,
  report: (jam: JamId) => `${to.jam(jam)}/report`,
  answers: (jam: JamId) => `/j/${encodeURIComponent(jam)}/answers`,
  moderation: (jam: JamId) => `/j/${encodeURIComponent(jam)}/moderation`,
  privacy: (jam: JamId) => `/j/${encodeURIComponent(jam)}/privacy`,
  signIn: () => '/sign-in',
  code: () => '/join',
  admin: () => '/admin',
  rehearsal: (of: JamId) => `${to.newJam(of)}/rehearsal`,
  newJam: (from?: JamId) => `/admin/new${from ? `/${encodeURIComponent(from)}` : ''}`,
  join: (jam: JamId) => `/j/${encodeURIComponent(jam)}`,
  wall: (jam: JamId, forum: ForumId | null = null) =>
    `${to.join(jam)}/wall${forum === null ? '' : `/${encodeURIComponent(forum)}`}`,
  adminJam: (jam: JamId, tab: AdminTab = 'overview') =>
    `/admin/${encodeURIComponent(jam)}${tab === 'overview' ? '' : `/${tab}`}`,
};

/** The history API as a cell of routes; links of this hall are followed without loading a page. */
export class Router {
  readonly route: Cell<Route>;
  /** The page has been changed at least once: from then on focus follows to the new heading. */
  hasMoved = false;

  constructor(private readonly window: Window) {
    this.route = new Cell(parseRoute(window.location.pathname, window.location.search));
    window.addEventListener('popstate', () => this.arrive());
    window.document.addEventListener('click', (event) => this.follow(event));
  }

  go(address: string, how: { replace?: boolean } = {}): void {
    if (how.replace) this.window.history.replaceState(null, '', address);
    else this.window.history.pushState(null, '', address);
    this.arrive();
  }

  /** The page itself says more precisely where it is; nobody went anywhere, so focus stays. */
  settle(address: string): void {
    this.window.history.replaceState(null, '', address);
    this.route.set(parseRoute(this.window.location.pathname, this.window.location.search));
  }

  private arrive(): void {
    this.hasMoved = true;
    this.route.set(parseRoute(this.window.location.pathname, this.window.location.search));
  }

  private follow(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || link.target || link.hasAttribute('download') || link.origin !== this.window.location.origin) return;
    if (link.pathname.startsWith('/api/') || link.hash) return;
    event.preventDefault();
    this.go(link.pathname + link.search);
  }
}
