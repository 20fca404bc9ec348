// SPDX-License-Identifier: Apache-2.0

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
    const address = new URL(`/api/v1/jams/${encodeURIComponent(jam)}/live`, location.href);
    address.protocol = address.protocol.replace('http', 'ws');
    const socket = new WebSocket(address, 'jamhall.v1');
    socket.onopen = () => listener.opened();
    socket.onmessage = ({ data }) => typeof data === 'string' && listener.received(data);
    socket.onclose = ({ code }) => listener.closed(code);
    const send = (text: string) => {
      const isUp = socket.readyState === WebSocket.OPEN;
      if (isUp) socket.send(text);
      return isUp;
    };
    return { send, close: () => socket.close() };
  };
}
