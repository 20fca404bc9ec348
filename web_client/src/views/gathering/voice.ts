// SPDX-License-Identifier: Apache-2.0
import { t } from '../../i18n/gathering';
import type { Happening } from '../../store/happenings';
import type { JamLine } from '../../store/jam-line';
import { plainText } from '../../ui/markdown';
import { announcer } from '../../ui/speak';

/** What is said aloud when something is put before everybody; null for all else. */
export function sentenceOf(line: JamLine, happening: Happening): string | null {
  switch (happening.type) {
    case 'post_spotlighted':
      return happening.text === null ? null : t('say_spotlight', { text: plainText(happening.text) });
    case 'poll_opened':
      return t('say_poll', { question: happening.question });
    case 'poll_closed': {
      const closed = line.view.get().polls.find(({ poll }) => poll === happening.poll);
      return closed ? t('say_poll_closed', { question: closed.question }) : null;
    }
    case 'guest_introduced':
      return t('say_guest', { name: happening.person.name, text: plainText(happening.text ?? '') });
    case 'responded':
      return t('say_responded');
    case 'plan_changed':
      return t('say_plan');
    case 'unseal_asked':
      return t('unseal_asked', { name: happening.person?.name ?? t('an_organizer') });
    case 'unsealed':
      return t('unsealed');
    default:
      return null;
  }
}

/** Says it; returns its own end. */
export function speakGathering(line: JamLine): () => void {
  return line.happenings.listen((happening) => {
    const sentence = sentenceOf(line, happening);
    if (sentence !== null) announcer.say(sentence);
  });
}
