// SPDX-License-Identifier: Apache-2.0
import type { Refused } from '../protocol/frames';
import type { PhaseId, PostId } from '../protocol/ids';
import type { Choice } from '../protocol/post';
import type { Answer } from '../transport/connection';
import { Cell, KeyedCells, type Readable } from './cell';

/** One's own ballot on one idea in the running phase, as the button shows it. */
export interface OwnBallot {
  choice: string | null;
  /** Chosen here, not yet confirmed. */
  isPending: boolean;
  refused: Refused | null;
}

export interface StandingBallot {
  phase: PhaseId;
  post: PostId;
  choice: string;
}

/** One's own ballots; who else cast what is nobody's business (rule BA7). */
export class Ballots {
  /** All that stand, of every phase. */
  readonly standing = new Cell<readonly StandingBallot[]>([]);
  private readonly own = new KeyedCells<PostId, OwnBallot>();
  private phase: PhaseId | null = null;

  constructor(private readonly send: (post: PostId, choice: Choice) => Promise<Answer>) {}

  load(ballots: StandingBallot[]): void {
    this.standing.set(ballots);
    this.refresh();
  }

  /** A bell: each phase has ballots of its own (rule BA1). */
  enter(phase: PhaseId): void {
    if (phase === this.phase) return;
    this.phase = phase;
    this.refresh();
  }

  at(post: PostId): Readable<OwnBallot | undefined> {
    return this.own.at(post);
  }

  get(post: PostId): OwnBallot | undefined {
    return this.own.get(post);
  }

  /** The server says that this ballot stands, maybe cast on another device. */
  fold(phase: PhaseId, post: PostId, choice: string): void {
    const others = this.standing.get().filter((ballot) => ballot.phase !== phase || ballot.post !== post);
    this.standing.set(choice === 'withdraw' ? others : [...others, { phase, post, choice }]);
    if (phase === this.phase && !this.own.get(post)?.isPending) this.settle(post, null);
  }

  /** Casts a ballot; the same choice again takes it back. Shown at once, confirmed by the answer. */
  async cast(post: PostId, choice: Exclude<Choice, 'withdraw'>): Promise<void> {
    const phase = this.phase;
    const before = this.own.get(post);
    if (phase === null || before?.isPending) return;
    const wanted: Choice = before?.choice === choice ? 'withdraw' : choice;
    this.own.set(post, { choice: wanted === 'withdraw' ? null : wanted, isPending: true, refused: null });
    const answer = await this.send(post, wanted);
    if (this.phase !== phase) return;
    this.settle(post, answer.ok ? null : answer.refused);
    if (answer.ok) this.fold(phase, post, wanted);
  }

  private settle(post: PostId, refused: Refused | null): void {
    const stands = this.standing.get().find((ballot) => ballot.phase === this.phase && ballot.post === post);
    this.own.set(post, { choice: stands?.choice ?? null, isPending: false, refused });
  }

  private refresh(): void {
    for (const [post] of [...this.own.entries()]) this.own.set(post, undefined);
    for (const { phase, post } of this.standing.get()) if (phase === this.phase) this.settle(post, null);
  }
}
