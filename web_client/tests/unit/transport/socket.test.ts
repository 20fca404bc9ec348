// SPDX-License-Identifier: Apache-2.0
import { afterEach, expect, it, vi } from 'vitest';
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
