// SPDX-License-Identifier: Apache-2.0
import type { Command } from '../protocol/commands';
import type { Problem } from '../protocol/problem';
import type { JamPage } from '../protocol/jam';
import type { Funnel } from '../protocol/report';
import { randomKey } from '../transport/key';
import type { Result } from '../transport/http';
import type { Cancel, Time } from '../transport/time';
import type { JamApi } from './api';
import { Cell } from './cell';
import { readReport } from './organizing';
import { ServerClock } from './server-clock';

const refreshEveryMs = 10_000;

export interface DeskState {
  page: JamPage | null;
  /** How many people took which step; null until the report answers. */
  people: Funnel | null;
  problem: Problem | null;
}

/** One jam as its organizer looks after it: over HTTP, since the administrator of a hall is nobody in the jam. */
export class JamDesk {
  readonly state = new Cell<DeskState>({ page: null, people: null, problem: null });
  readonly clock: ServerClock;
  private requests = 0;
  /** The request whose answer is shown; one sent earlier that comes later is old. */
  private readonly shown = { page: 0, people: 0 };

  constructor(
    readonly api: JamApi,
    private readonly time: Time,
  ) {
    this.clock = new ServerClock(time);
  }

  /** Keeps the state fresh; returns its own end. */
  watch(): Cancel {
    void this.refresh();
    return this.time.every(refreshEveryMs, () => void this.refresh());
  }

  /** Returns once the page is there; the report, which has to be made first, may take longer. */
  async refresh(): Promise<void> {
    const request = ++this.requests;
    void this.countPeople(request);
    const page = await this.api.page();
    if (request < this.shown.page) return;
    this.shown.page = request;
    if (page.ok) this.clock.sync(page.value.now_ms);
    this.state.update((state) => ({
      ...state,
      page: page.ok ? page.value : state.page,
      problem: page.ok ? null : page.problem,
    }));
  }

  /** Sends one command and reads the jam again. */
  async send(command: Command): Promise<Result<unknown>> {
    const answer = await this.api.command(command, randomKey());
    await this.refresh();
    return answer;
  }

  private async countPeople(request: number): Promise<void> {
    const report = await readReport(this.api);
    if (!report.ok || request < this.shown.people) return;
    this.shown.people = request;
    this.state.update((state) => ({ ...state, people: report.value.participation }));
  }
}
