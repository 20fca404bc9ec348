// SPDX-License-Identifier: Apache-2.0

import { removed, signedOut } from './close-codes';

export interface SocketListener {
  opened(): void;
  received(text: string): void;
  /** Called once; `code` is 1006 when the line broke without a word. */
  closed(code: number): void;
}

/** One WebSocket, reduced to what the connection needs. */
export interface Socket {
  /** False when the line is going down, which `closed` is about to tell; nothing was sent then. */
  send(text: string): boolean;
  close(): void;
}

export type OpenSocket = (listener: SocketListener) => Socket;

/** Opens browser sockets of a jam; the login cookie signs them in. */
export function browserSocket(jam: string): OpenSocket {
  return (listener) => {
    const page = `/api/v1/jams/${encodeURIComponent(jam)}`;
    const address = new URL(`${page}/live`, location.href);
    address.protocol = address.protocol.replace('http', 'ws');
    const socket = new WebSocket(address, 'jamhall.v1');
    let isWanted = true;
    let wasOpen = false;
    socket.onopen = () => {
      wasOpen = true;
      listener.opened();
    };
    socket.onmessage = ({ data }) => typeof data === 'string' && listener.received(data);
    socket.onclose = async ({ code }) => listener.closed((isWanted && !wasOpen && (await endOf(page))) || code);
    const send = (text: string) => {
      const isUp = socket.readyState === WebSocket.OPEN;
      if (isUp) socket.send(text);
      return isUp;
    };
    const close = () => {
      isWanted = false;
      socket.close();
    };
    return { send, close };
  };
}

/** Browsers keep to themselves how a handshake was answered: whether it is the end for somebody, other questions tell. */
async function endOf(page: string): Promise<number | null> {
  try {
    const ask = { method: 'HEAD', credentials: 'same-origin', cache: 'no-store', redirect: 'manual' } as const;
    const { status, type } = await fetch(page, ask);
    // Nothing of ours leads away from there: a proxy sends to its own sign-in.
    if (type === 'opaqueredirect') return signedOut;
    if (status !== 401) return null;
    // Signed in as somebody of other jams: then it is this one that they are no longer in.
    return (await fetch('/api/v1/login', ask)).status === 200 ? removed : signedOut;
  } catch {
    return null;
  }
}
