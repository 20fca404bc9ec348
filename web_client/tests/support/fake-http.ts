// SPDX-License-Identifier: Apache-2.0
import { HttpClient } from '../../src/transport/http';
import { HallApi, type JamApi } from '../../src/store/api';
import type { JamId } from '../../src/protocol/ids';

type Answer = unknown | (() => unknown);

/** Answers requests by path, without a network. What is not prepared is unreachable. */
export class FakeHttp {
  readonly asked: string[] = [];
  private readonly answers = new Map<string, { status: number; answer: Answer }>();

  set(path: string, answer: Answer, status = 200): void {
    this.answers.set(path, { status, answer });
  }

  readonly client = new HttpClient((input) => {
    const { pathname, search } = new URL(String(input), 'http://hall.example');
    this.asked.push(pathname + search);
    const found = this.answers.get(pathname + search) ?? this.answers.get(pathname);
    if (!found) return Promise.reject(new TypeError('no network'));
    const value = typeof found.answer === 'function' ? (found.answer as () => unknown)() : found.answer;
    const body = typeof value === 'string' ? value : JSON.stringify(value);
    return Promise.resolve(new Response(body, { status: found.status }));
  });

  jam(): JamApi {
    return new HallApi(this.client).jam('covjam' as JamId);
  }
}

/** Lets answers that are already there arrive. */
export const arrive = async (): Promise<void> => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
  await new Promise((resolve) => setImmediate(resolve));
};
