// SPDX-License-Identifier: Apache-2.0
import type { Command } from '../protocol/commands';
import { integer, maybe, object, type Decoder } from '../protocol/decode';
import { login, loginAnswer, type Shown } from '../protocol/login';
import type { JamId } from '../protocol/ids';
import { jamPage } from '../protocol/jam';
import type { Ask, HttpClient } from '../transport/http';

const commandReply = object({ offset: maybe(integer), post: maybe(integer), poll: maybe(integer) });

/** `?a=1&b=2` of what is given. */
export function query(values: Record<string, string | number | null | undefined>): string {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return search ? `?${search}` : '';
}

/** The calls of the hall that everybody needs (contract, section 5). */
export class HallApi {
  constructor(readonly http: HttpClient) {}

  login = () => this.http.json('/login', login);
  signIn = (token: string, jam?: JamId) => this.signInWith(jam ? { token, jam } : { token });
  /** By what the server takes for signing in: a personal token, a mail's link or code, a typed code. */
  signInWith = (shown: Shown) => this.http.json('/login', loginAnswer, { method: 'POST', json: shown });
  signOut = () => this.http.text('/logout', { method: 'POST' });
  jam = (jam: JamId): JamApi => new JamApi(this.http, jam);
}

/** The calls of one jam; what only some pages need stands in `reading.ts` and `organizing.ts`. */
export class JamApi {
  readonly path: string;

  constructor(
    readonly http: HttpClient,
    readonly jam: JamId,
  ) {
    this.path = `/jams/${encodeURIComponent(jam)}`;
  }

  page = () => this.get('', jamPage);

  command = (command: Command, key: string) =>
    this.http.json(`${this.path}/commands`, commandReply, { method: 'POST', json: { ...command, ref: 1, key } });

  get = <T>(path: string, decoder: Decoder<T>) => this.http.json(`${this.path}${path}`, decoder);
  post = <T>(path: string, decoder: Decoder<T>, ask: Ask) =>
    this.http.json(`${this.path}${path}`, decoder, { ...ask, method: 'POST' });
}
