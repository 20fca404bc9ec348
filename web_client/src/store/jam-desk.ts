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

  async refresh(): Promise<void> {
    const [page, report] = await Promise.all([this.api.page(), readReport(this.api)]);
    if (page.ok) this.clock.sync(page.value.now_ms);
    this.state.update((state) => ({
      page: page.ok ? page.value : state.page,
      people: report.ok ? report.value.participation : state.people,
      problem: page.ok ? null : page.problem,
    }));
  }

  /** Sends one command and reads the jam again. */
  async send(command: Command): Promise<Result<unknown>> {
    const answer = await this.api.command(command, randomKey());
    await this.refresh();
    return answer;
  }
}
