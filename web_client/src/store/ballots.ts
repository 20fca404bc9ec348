// SPDX-License-Identifier: Apache-2.0
import type { Refused } from '../protocol/frames';
import type { PhaseId, PostId } from '../protocol/ids';
import type { Choice } from '../protocol/post';
import type { Answer } from '../transport/connection';
import { Cell, computed, KeyedCells, type Readable } from './cell';

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
  /** Pairwise: the idea that this one was preferred to. */
  over: PostId | null;
}

interface Wish {
  readonly choice: Choice | number;
}

/** What is asked of the server; `over` only for a pair. */
export type Cast = (post: PostId, choice: Choice | number | null, over: PostId | null) => Promise<Answer>;

/** One's own ballots; who else cast what is nobody's business (rule BA7). */
export class Ballots {
  /** All that stand, of every phase. */
  readonly standing = new Cell<readonly StandingBallot[]>([]);
  /** How many dots one may spend in a phase. */
  readonly budget = new Cell(0);
  /** Dots not spent yet in the running phase, those on their way counted as spent. */
  readonly dotsLeft: Readable<number>;
  private readonly own = new KeyedCells<PostId, OwnBallot>();
  /** What was chosen last of each idea whose answer is still awaited. */
  private readonly wishes = new Cell<ReadonlyMap<PostId, Wish>>(new Map());
  private readonly phase = new Cell<PhaseId | null>(null);

  constructor(private readonly send: Cast) {
    this.dotsLeft = computed(
      [this.standing, this.budget, this.phase, this.wishes],
      (standing, budget, phase, wishes) => {
        const stand = standing.filter((ballot) => ballot.phase === phase && !wishes.has(ballot.post));
        const chosen = [
          ...stand.map(({ choice }) => choice),
          ...[...wishes.values()].map((wish) => String(wish.choice)),
        ];
        return chosen.reduce((left, choice) => left - dotsOf(choice), budget);
      },
    );
  }

  load(ballots: StandingBallot[]): void {
    this.standing.set(ballots);
    this.refresh();
  }

  /** A bell: each phase has ballots of its own (rule BA1). */
  enter(phase: PhaseId): void {
    if (phase === this.phase.get()) return;
    this.phase.set(phase);
    this.wishes.set(new Map());
    this.refresh();
  }

  at(post: PostId): Readable<OwnBallot | undefined> {
    return this.own.at(post);
  }

  get(post: PostId): OwnBallot | undefined {
    return this.own.get(post);
  }

  /** Whether a ballot of the running phase stands on that post. */
  stands(post: PostId): boolean {
    return this.standing.get().some((ballot) => ballot.post === post && ballot.phase === this.phase.get());
  }

  /** Whether one has said in the running phase which of the two one prefers. */
  hasPair(first: PostId, second: PostId): boolean {
    const phase = this.phase.get();
    return this.standing.get().some((ballot) => ballot.phase === phase && isSame(ballot, first, second));
  }

  /** The server says that this ballot stands, maybe cast on another device. */
  fold(phase: PhaseId, post: PostId, choice: string, over: PostId | null = null): void {
    const others = this.standing.get().filter((ballot) => ballot.phase !== phase || !isSame(ballot, post, over));
    this.standing.set(isNothing(choice) ? others : [...others, { phase, post, choice, over }]);
    if (over === null && phase === this.phase.get() && !this.own.get(post)?.isPending) this.settle(post, null);
  }

  /**
   * Casts a ballot; the same choice again takes it back. Shown at once, confirmed by the answer. Returns what stands
   * then; null if a later choice or the bell overtook it.
   */
  async cast(post: PostId, choice: Exclude<Choice, 'withdraw'> | number): Promise<OwnBallot | null> {
    const isSameAgain = this.own.get(post)?.choice === String(choice);
    return this.put(post, isSameAgain ? 'withdraw' : choice);
  }

  /** Lays that many dots on an idea; none takes them back. Returns what `cast` does. */
  async spend(post: PostId, dots: number): Promise<OwnBallot | null> {
    return this.put(post, dots);
  }

  /** Prefers one idea to another; a later choice of the same two replaces it. */
  async prefer(post: PostId, over: PostId): Promise<Answer> {
    return this.castPair(post, over, null);
  }

  /** Takes back which of two one preferred. */
  async forget(post: PostId, over: PostId): Promise<Answer> {
    return this.castPair(post, over, 'withdraw');
  }

  /** After a merge that one agreed to: the ballot stands on the other idea, unless one had a ballot there already. */
  move(phase: PhaseId, post: PostId, into: PostId): void {
    const moved = this.standing.get().find((ballot) => ballot.phase === phase && ballot.post === post);
    const hasOne = this.standing.get().some((ballot) => ballot.phase === phase && ballot.post === into);
    if (!moved) return;
    this.fold(phase, post, 'withdraw', moved.over);
    if (!hasOne) this.fold(phase, into, moved.choice, moved.over);
  }

  private async castPair(post: PostId, over: PostId, choice: 'withdraw' | null): Promise<Answer> {
    const phase = this.phase.get();
    const answer = await this.send(post, choice, over);
    if (answer.ok && phase !== null) this.fold(phase, post, choice ?? '', over);
    return answer;
  }

  /** Choices are sent as they are made and answered in their order; the last one is what is shown. */
  private async put(post: PostId, choice: Choice | number): Promise<OwnBallot | null> {
    const phase = this.phase.get();
    if (phase === null) return null;
    const wish: Wish = { choice };
    this.own.set(post, { choice: isNothing(choice) ? null : String(choice), isPending: true, refused: null });
    this.wish(post, wish);
    const answer = await this.send(post, choice, null);
    if (this.phase.get() !== phase) return null;
    if (answer.ok) this.fold(phase, post, String(choice));
    if (this.wishes.get().get(post) !== wish) return null;
    this.wish(post, null);
    return this.settle(post, answer.ok ? null : answer.refused);
  }

  private wish(post: PostId, wanted: Wish | null): void {
    const others = [...this.wishes.get()].filter(([other]) => other !== post);
    this.wishes.set(new Map(wanted === null ? others : [...others, [post, wanted]]));
  }

  private settle(post: PostId, refused: Refused | null): OwnBallot {
    const phase = this.phase.get();
    const stands = this.standing.get().find((one) => one.phase === phase && one.post === post && one.over === null);
    const own: OwnBallot = { choice: stands?.choice ?? null, isPending: false, refused };
    this.own.set(post, own);
    return own;
  }

  private refresh(): void {
    for (const [post] of [...this.own.entries()]) this.own.set(post, undefined);
    for (const { phase, post, over } of this.standing.get())
      if (phase === this.phase.get() && over === null) this.settle(post, null);
  }
}

/** Two ideas are one pair, whichever was preferred. */
const isSame = (ballot: StandingBallot, post: PostId, over: PostId | null): boolean =>
  over === null
    ? ballot.over === null && ballot.post === post
    : (ballot.post === post && ballot.over === over) || (ballot.post === over && ballot.over === post);

const isNothing = (choice: string | number): boolean => choice === 'withdraw' || String(choice) === '0';

const dotsOf = (choice: string): number => (/^\d+$/.test(choice) ? Number(choice) : 0);
