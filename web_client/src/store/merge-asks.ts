// SPDX-License-Identifier: Apache-2.0
import type { Command } from '../protocol/commands';
import type { SteeringEvent } from '../protocol/events';
import type { Refused } from '../protocol/frames';
import type { PhaseId, PostId } from '../protocol/ids';
import type { MePage } from '../protocol/pages';
import type { Answer } from '../transport/connection';
import { Cell } from './cell';

export interface MergeAsk {
  post: PostId;
  into: PostId;
  phase: PhaseId;
  isPending: boolean;
  refused: Refused | null;
}

/** Ideas one supported that became part of another: each asks once whether the support goes along (rule SV5). */
export class MergeAsks {
  readonly open = new Cell<readonly MergeAsk[]>([]);

  constructor(private readonly send: (command: Command) => Promise<Answer>) {}

  load(asks: MePage['merge_asks']): void {
    const open = asks.flatMap(({ phase, ...ask }) => (phase === null ? [] : [{ ...ask, phase }]));
    this.open.set(open.map((ask) => ({ ...ask, isPending: false, refused: null })));
  }

  /** A merge of what one supported, its answer, or a phase that ends the question (rule BA6). */
  fold(event: SteeringEvent, isCaster: boolean): void {
    if (event.type === 'support_moved') this.drop(event.post);
    if (event.type !== 'post_merged' || event.phase === null || !isCaster) return;
    const { post, into, phase } = event;
    this.open.update((asks) => [
      ...asks.filter((ask) => ask.post !== post),
      { post, into, phase, isPending: false, refused: null },
    ]);
  }

  drop(post: PostId): void {
    this.open.update((asks) => asks.filter((ask) => ask.post !== post));
  }

  enter(phase: PhaseId): void {
    const asks = this.open.get();
    if (asks.some((ask) => ask.phase !== phase)) this.open.set(asks.filter((ask) => ask.phase === phase));
  }

  async answer(post: PostId, accept: boolean): Promise<Answer> {
    this.change(post, { isPending: true, refused: null });
    const answer = await this.send({ do: 'move_support', post, accept });
    if (answer.ok) this.drop(post);
    else this.change(post, { isPending: false, refused: answer.refused });
    return answer;
  }

  private change(post: PostId, how: Pick<MergeAsk, 'isPending' | 'refused'>): void {
    this.open.update((asks) => asks.map((ask) => (ask.post === post ? { ...ask, ...how } : ask)));
  }
}
