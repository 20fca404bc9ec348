// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it, vi } from 'vitest';
import { browserSocket } from '../../../src/transport/socket';

afterEach(() => vi.unstubAllGlobals());

it('hands a browser nothing that it could only complain of', () => {
  const sent: string[] = [];
  const browsers = { readyState: 0, send: (text: string) => void sent.push(text), close: () => undefined };
  const states = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 };
  vi.stubGlobal('location', { href: 'https://hall.example.org/jam/a' });
  vi.stubGlobal('WebSocket', Object.assign(function () { return browsers; }, states)); // prettier-ignore
  const socket = browserSocket('a')({ opened: () => undefined, received: () => undefined, closed: () => undefined });
  const taken = Object.entries(states).map(([name, state]) => {
    browsers.readyState = state;
    return [name, socket.send(name)];
  });
  expect(Object.fromEntries(taken)).toEqual({ CONNECTING: false, OPEN: true, CLOSING: false, CLOSED: false });
  expect(sent).toEqual(['OPEN']);
});

describe('a socket that never opened', () => {
  /** What the listener is told once the browser's socket has closed, where the server answers `asked` to a plain request. */
  async function toldAfter(asked: (path: string) => Promise<Partial<Response>>, before?: 'open' | 'given up') {
    const fetched = vi.fn(asked);
    const browsers = { onopen: () => undefined, onclose: (_: { code: number }) => undefined, close: () => undefined };
    vi.stubGlobal('location', { href: 'https://hall.example.org/jam/a' });
    vi.stubGlobal('WebSocket', function () { return browsers; }); // prettier-ignore
    vi.stubGlobal('fetch', fetched);
    const closed = new Promise<number>((told) => {
      const socket = browserSocket('a')({ opened: () => undefined, received: () => undefined, closed: told });
      if (before === 'open') browsers.onopen();
      if (before === 'given up') socket.close();
      browsers.onclose({ code: 1006 });
    });
    return { code: await closed, asked: fetched.mock.calls.map(([path]: unknown[]) => path) };
  }

  it.each<[string, (path: string) => Promise<Partial<Response>>, number]>([
    ['a proxy leads to its own sign-in', async () => ({ status: 0, type: 'opaqueredirect' }), 4500],
    ['all is well there', async () => ({ status: 200, type: 'basic' }), 1006],
    ['the server is full', async () => ({ status: 503, type: 'basic' }), 1006],
    ['nobody answers', () => Promise.reject(new TypeError('Failed to fetch')), 1006],
  ])('tells the right end where %s', async (_, asked, code) => {
    expect(await toldAfter(asked)).toEqual({ code, asked: ['/api/v1/jams/a'] });
  });

  const isJam = (path: string) => path === '/api/v1/jams/a';
  it.each<[string, (path: string) => Promise<Partial<Response>>, number]>([
    ['nobody is signed in', async () => ({ status: 401 }), 4500],
    ['somebody is signed in, but no longer in this jam', async (path) => ({ status: isJam(path) ? 401 : 200 }), 4502],
    [
      'the line breaks in between',
      async (path) => (isJam(path) ? { status: 401 } : Promise.reject(new TypeError())),
      1006,
    ],
  ])('asks who is signed in at all, and tells the right end where %s', async (_, asked, code) => {
    expect(await toldAfter(asked)).toEqual({ code, asked: ['/api/v1/jams/a', '/api/v1/login'] });
  });

  it.each(['open', 'given up'] as const)('asks nothing where it was %s', async (before) => {
    expect(await toldAfter(async () => ({ status: 401 }), before)).toEqual({ code: 1006, asked: [] });
  });
});
