// SPDX-License-Identifier: Apache-2.0
import { t } from '../../i18n/ways';
import { problemSentence } from '../../i18n/problems';
import { router } from '../../navigation';
import type { JamId } from '../../protocol/ids';
import type { Shown } from '../../protocol/login';
import { to } from '../../router';
import { hall } from '../../store/device';
import { announcer } from '../../ui/speak';

/** Shows something to sign in with, and what came of it: in, a name to be said first, or a fault in words. */
export class SigningIn {
  isBusy = $state(false);
  fault = $state<string | null>(null);
  /** A newcomer says their name, then what was shown is shown again. */
  asksName = $state(false);
  nameFault = $state<string | null>(null);
  name = $state('');
  private shown: Shown = {};

  constructor(
    private readonly jam: JamId | undefined,
    private readonly wrong: () => string,
  ) {}

  show = async (shown: Shown): Promise<void> => {
    this.shown = shown;
    await this.again();
  };

  again = async (): Promise<void> => {
    if (this.isBusy) return;
    this.isBusy = true;
    this.fault = null;
    this.nameFault = null;
    const name = this.name.trim();
    const answer = await hall.signInWith(name ? { ...this.shown, name } : this.shown);
    this.isBusy = false;
    if (answer.ok) {
      const jams = answer.value.jams.map(({ jam }) => jam);
      const into = this.jam ?? (jams.length === 1 ? jams[0] : undefined);
      router.go(into && jams.includes(into) ? to.jam(into) : '/', { replace: true });
      return;
    }
    const { status, field, retry_after_ms: wait } = answer.problem;
    if (status === 400 && field === 'name') {
      if (this.asksName) this.nameFault = problemSentence(answer.problem);
      this.asksName = true;
      return announcer.say(this.nameFault ?? t('name_field'));
    }
    if (status === 429 && wait !== null && wait !== undefined)
      this.fault = t('code_wait', { seconds: Math.ceil(wait / 1000) });
    else this.fault = status === 401 ? this.wrong() : problemSentence(answer.problem);
    announcer.warn(this.fault);
  };
}
