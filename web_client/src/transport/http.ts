// SPDX-License-Identifier: Apache-2.0
import { decode, DecodeError, type Decoder } from '../protocol/decode';
import { problem, type Problem } from '../protocol/problem';

/** What came of a request: a value, or a problem that can be put in words. */
export type Result<T> = { ok: true; value: T } | { ok: false; problem: Problem };

export interface Ask {
  method?: 'GET' | 'POST' | 'DELETE';
  json?: unknown;
  csv?: string;
}

/** The HTTP side of the contract: JSON in, decoded values or problem documents out; never throws. */
export class HttpClient {
  constructor(private readonly fetcher: typeof fetch = (input, init) => fetch(input, init)) {}

  async json<T>(path: string, decoder: Decoder<T>, ask: Ask = {}): Promise<Result<T>> {
    const answer = await this.text(path, ask);
    if (!answer.ok) return answer;
    try {
      return { ok: true, value: decode(decoder, JSON.parse(answer.value)) };
    } catch (error) {
      const path = error instanceof DecodeError ? error.message : 'not JSON';
      return { ok: false, problem: localProblem('unexpected_answer', path) };
    }
  }

  async text(path: string, ask: Ask = {}): Promise<Result<string>> {
    let response: Response;
    let body: string;
    try {
      response = await this.fetcher(`/api/v1${path}`, settings(ask));
      body = await response.text();
    } catch {
      return { ok: false, problem: localProblem('unreachable') };
    }
    if (response.ok) return { ok: true, value: body };
    return { ok: false, problem: readProblem(body, response.status) };
  }
}

function settings(ask: Ask): RequestInit {
  const method = ask.method ?? 'GET';
  const shared: RequestInit = { method, credentials: 'same-origin', cache: 'no-store' };
  if (ask.csv !== undefined) return { ...shared, body: ask.csv, headers: { 'Content-Type': 'text/csv' } };
  if (ask.json !== undefined)
    return { ...shared, body: JSON.stringify(ask.json), headers: { 'Content-Type': 'application/json' } };
  return shared;
}

function localProblem(code: string, detail = ''): Problem {
  return { title: '', status: 0, detail, code, field: null, retry_after_ms: null, faults: [] };
}

function readProblem(body: string, status: number): Problem {
  try {
    const read = decode(problem, JSON.parse(body));
    return { ...read, status, code: read.code || `http_${status}` };
  } catch {
    return { ...localProblem(`http_${status}`), status };
  }
}
