// SPDX-License-Identifier: Apache-2.0
import { t } from '../../i18n/desk';
import { refusalSentence } from '../../i18n/refusals';
import type { Command } from '../../protocol/commands';
import type { PostId } from '../../protocol/ids';
import type { Desk } from '../../store/desk/desk';
import type { Deed } from '../../store/desk/pending';
import { delayed, type Done, type Verb } from '../../store/desk/verbs';
import { announcer } from '../../ui/speak';

type Outcome = Awaited<ReturnType<Desk['do']>>;

/** Turns what was chosen at the desk into commands, and says aloud what came of it. */
export class Deeds {
  constructor(private readonly desk: Desk) {}

  /** Does it at once, or after ten seconds where others feel it. */
  async perform(verb: Verb, post: PostId, command: Command, done: Done = verb): Promise<void> {
    if (delayed.has(verb)) {
      this.desk.pending.add(verb, post, command);
      announcer.say(t('undo_said', { verb: t(`verb_${verb}`), n: post }));
      return;
    }
    tell(done, post, await this.desk.pending.atOnce(done, post, command));
  }

  /** Sends something that is not about a post; returns the sentence that says why it was refused. */
  async send(command: Command, done: string): Promise<string | null> {
    const answer = await this.desk.do(command);
    if (answer.ok) {
      announcer.say(done);
      return null;
    }
    const why = refusalSentence(answer.refused);
    announcer.warn(why);
    return why;
  }

  undoLast(): void {
    const undone = this.desk.pending.undoLast();
    announcer.say(undone ? undoneWords(undone) : t('undo_nothing'));
  }

  undo(deed: Deed): void {
    const undone = this.desk.pending.undo(deed.id);
    if (undone) announcer.say(undoneWords(undone));
  }
}

const undoneWords = ({ verb, post }: Deed): string => t('undone', { verb: t(`verb_${verb}`), n: post });

/** Says aloud whether it happened. */
export function tell(done: Done, post: PostId, answer: Outcome): void {
  if (answer.ok) announcer.say(t(`done_${done}`, { n: post }));
  else announcer.warn(t('failed', { verb: t(`verb_${done}`), n: post, why: refusalSentence(answer.refused) }));
}
