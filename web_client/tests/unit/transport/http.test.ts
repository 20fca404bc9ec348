// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { object, text } from '../../../src/protocol/decode';
import { HttpClient } from '../../../src/transport/http';
import { FakeHttp } from '../../support/fake-http';

const name = object({ name: text });

describe('the HTTP client', () => {
  it('gives decoded values', async () => {
    const http = new FakeHttp();
    http.set('/api/v1/thing', { name: 'Ana' });
    expect(await http.client.json('/thing', name)).toEqual({ ok: true, value: { name: 'Ana' } });
  });

  it('gives problem documents with their status', async () => {
    const http = new FakeHttp();
    const faults = [{ pointer: '/title', message: 'must not be empty' }];
    http.set('/api/v1/thing', { type: 'about:blank', title: 'Bad', status: 400, code: 'bad_plan', faults }, 400);
    const answer = await http.client.json('/thing', name);
    expect(answer).toMatchObject({ ok: false, problem: { status: 400, code: 'bad_plan', faults } });
  });

  it('names a failure that has no document by its status', async () => {
    const http = new FakeHttp();
    http.set('/api/v1/thing', '<html>Bad gateway</html>', 502);
    expect(await http.client.json('/thing', name)).toMatchObject({
      ok: false,
      problem: { code: 'http_502', status: 502 },
    });
  });

  it('says when nobody answers, and when the answer is not what it should be', async () => {
    const http = new FakeHttp();
    expect(await http.client.json('/thing', name)).toMatchObject({ ok: false, problem: { code: 'unreachable' } });
    http.set('/api/v1/thing', { name: 7 });
    expect(await http.client.json('/thing', name)).toMatchObject({
      ok: false,
      problem: { code: 'unexpected_answer', detail: '/name: expected a string' },
    });
  });

  it('sends JSON and CSV as what they are', async () => {
    const sent: RequestInit[] = [];
    const client = new HttpClient((_input, init) => {
      sent.push(init ?? {});
      return Promise.resolve(new Response('{}'));
    });
    await client.text('/a', { method: 'POST', json: { a: 1 } });
    await client.text('/b', { method: 'POST', csv: 'email\n' });
    await client.text('/c');
    expect(sent.map(({ method, body, headers }) => [method, body, headers])).toEqual([
      ['POST', '{"a":1}', { 'Content-Type': 'application/json' }],
      ['POST', 'email\n', { 'Content-Type': 'text/csv' }],
      ['GET', undefined, undefined],
    ]);
    expect(sent.every(({ credentials }) => credentials === 'same-origin')).toBe(true);
  });
});
