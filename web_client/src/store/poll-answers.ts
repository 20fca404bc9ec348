// SPDX-License-Identifier: Apache-2.0
import type { Command } from '../protocol/commands';
import type { Refused } from '../protocol/frames';
import type { PollId } from '../protocol/ids';
import type { MePage } from '../protocol/pages';
import type { Answer } from '../transport/connection';
import { KeyedCells, type Readable } from './cell';
import type { JamLine } from './jam-line';
import { readMe } from './reading';

/** One's own answer to one poll; what others answered is nobody's business (rule BA7). */
export interface OwnAnswer {
  options: readonly number[] | null;
  isPending: boolean;
  refused: Refused | null;
}

const nothing: OwnAnswer = { options: null, isPending: false, refused: null };

/** One's own answers to quick polls; the last one given stands. */
export class PollAnswers {
  /** What is chosen and not sent yet: a page may be laid out anew in between. */
  readonly picks = new Map<PollId, readonly number[]>();
  private readonly answers = new KeyedCells<PollId, OwnAnswer>();

  constructor(private readonly send: (command: Command) => Promise<Answer>) {}

  load(answers: MePage['poll_answers']): void {
    for (const { poll, options } of answers) this.fold(poll, options);
  }

  at(poll: PollId): Readable<OwnAnswer | undefined> {
    return this.answers.at(poll);
  }

  get(poll: PollId): OwnAnswer | undefined {
    return this.answers.get(poll);
  }

  /** The server says that this answer stands, maybe given on another device. */
  fold(poll: PollId, options: readonly number[]): void {
    if (!this.answers.get(poll)?.isPending) this.answers.set(poll, { ...nothing, options });
  }

  /** A later answer replaces the earlier one; what is refused leaves that standing. */
  async answer(poll: PollId, options: number[]): Promise<OwnAnswer> {
    const before = this.answers.get(poll) ?? nothing;
    if (before.isPending) return before;
    this.picks.delete(poll);
    this.answers.set(poll, { options, isPending: true, refused: null });
    const answer = await this.send({ do: 'answer_poll', poll, options });
    const now = answer.ok ? { ...nothing, options } : { ...before, refused: answer.refused };
    // Where none stood before, the choice does: it may be sent again.
    if (!answer.ok && before.options === null) this.picks.set(poll, options);
    this.answers.set(poll, now);
    return now;
  }
}

/** One's own answers while there is no running jam to keep them: in the lobby. */
export function answersOf(line: JamLine): PollAnswers {
  const answers = new PollAnswers((command) => line.send(command));
  if (line.view.get().you)
    void readMe(line.api).then((page) => {
      if (page.ok) answers.load(page.value.poll_answers);
    });
  return answers;
}
