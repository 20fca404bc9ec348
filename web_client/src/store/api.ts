// SPDX-License-Identifier: Apache-2.0
import { optional, object, integer, maybe, type Decoder } from '../protocol/decode';
import { checkedPlan, created, directory, login, loginAnswer, peoplePage, rosterAnswer } from '../protocol/http';
import type { ForumId, JamId, PostId } from '../protocol/ids';
import { jamPage, type Order } from '../protocol/jam';
import type { Command } from '../protocol/commands';
import { mePage, postsPage, searchPage, threadPage } from '../protocol/post';
import { report } from '../protocol/report';
import type { Ask, HttpClient } from '../transport/http';

const commandReply = object({ offset: optional(maybe(integer), null), post: optional(maybe(integer), null) });

const query = (values: Record<string, string | number | null | undefined>): string => {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  const search = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return search ? `?${search}` : '';
};

/** The calls of the hall (contract, section 5). */
export class HallApi {
  constructor(private readonly http: HttpClient) {}

  login = () => this.http.json('/login', login);
  signIn = (token: string, jam?: JamId) => this.post('/login', loginAnswer, { json: jam ? { token, jam } : { token } });
  signOut = () => this.http.text('/logout', { method: 'POST' });
  jams = () => this.http.json('/jams', directory);
  createJam = (plan: unknown) => this.post('/jams', created, { json: plan });
  checkPlan = (plan: unknown) => this.post('/plans/check', checkedPlan, { json: plan });

  jam = (jam: JamId): JamApi => new JamApi(this.http, jam);

  private post = <T>(path: string, decoder: Decoder<T>, ask: Ask) =>
    this.http.json(path, decoder, { ...ask, method: 'POST' });
}

/** The calls of one jam. */
export class JamApi {
  private readonly path: string;

  constructor(
    private readonly http: HttpClient,
    readonly jam: JamId,
  ) {
    this.path = `/jams/${encodeURIComponent(jam)}`;
  }

  page = () => this.get('', jamPage);
  me = () => this.get('/me', mePage);
  thread = (post: PostId, after: string | null, limit: number) =>
    this.get(`/posts/${post}/thread${query({ after, limit })}`, threadPage);
  search = (q: string) => this.get(`/search${query({ q })}`, searchPage);
  report = () => this.get('/report', report);
  people = (after: string | null, limit: number) => this.get(`/people${query({ after, limit })}`, peoplePage);

  forumPosts = (forum: ForumId, order: Order | null, after: string | null, limit: number) =>
    this.get(`/forums/${encodeURIComponent(forum)}/posts${query({ order, after, limit })}`, postsPage);

  command = (command: Command, key: string) =>
    this.http.json(`${this.path}/commands`, commandReply, { method: 'POST', json: { ...command, ref: 1, key } });

  roster = (csv: string, options: { dryRun: boolean; partial: boolean }) =>
    this.http.json(
      `${this.path}/roster${query({ dry_run: options.dryRun ? 'true' : null, partial: options.partial ? 'true' : null })}`,
      rosterAnswer,
      { method: 'POST', csv },
    );

  /** CSV of `email,name,link,token`. */
  links = (renew: { email: string } | 'all' | null) =>
    this.http.text(`${this.path}/links${renew === 'all' ? query({ renew }) : query({ email: renew?.email })}`, {
      method: 'POST',
    });

  readonly files = {
    plan: () => `/api/v1${this.path}/plan`,
    reportHtml: () => `/api/v1${this.path}/report.html`,
    reportJson: () => `/api/v1${this.path}/report`,
    dataPackage: () => `/api/v1${this.path}/export.zip`,
  };

  private get = <T>(path: string, decoder: Decoder<T>) => this.http.json(`${this.path}${path}`, decoder);
}
