// SPDX-License-Identifier: Apache-2.0
import type { JamPage } from '../protocol/jam';
import type { SwitchName } from './plan-switches';

/** What of a phase stays as it is (rule PL1), by what the clock has made of it. */
export type PhaseLock = 'over' | 'running' | null;

/** What of a plan cannot be changed any more; the server judges the same. */
export interface PlanLocks {
  /** The first bell has rung: when it starts, and the zone its hours are in, stay. */
  start: boolean;
  /** Forums that people may have written in: they keep their id and place. */
  forums: ReadonlySet<string>;
  phase: (id: string) => PhaseLock;
}

export const noLocks: PlanLocks = { start: false, forums: new Set(), phase: () => null };

/** Ballots of the running phase count what they were promised to count. */
export const lockedWhileRunning: ReadonlySet<SwitchName> = new Set<SwitchName>(['ballot', 'tallies']);

export function locksOf({ jam, phase, forums }: Pick<JamPage, 'jam' | 'phase' | 'forums'>): PlanLocks {
  const hasBegun = jam.state !== 'scheduled';
  const running = jam.agenda.findIndex(({ id }) => id === phase.id);
  const places = new Map(jam.agenda.map(({ id }, place) => [id as string, place]));
  return {
    start: hasBegun,
    forums: new Set(forums.map(({ id }) => id)),
    phase(id) {
      const place = places.get(id);
      if (!hasBegun || place === undefined) return null;
      if (jam.state === 'closed' || running === -1 || place < running) return 'over';
      return place === running ? 'running' : null;
    },
  };
}
