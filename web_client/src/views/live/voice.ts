// SPDX-License-Identifier: Apache-2.0
import { t as common } from '../../i18n/common';
import { t } from '../../i18n/live';
import { doingSentence } from '../../i18n/now';
import { textRefusal } from '../../i18n/refusals';
import type { Happening } from '../../store/happenings';
import type { LiveJam } from '../../store/live-jam';
import { plainText } from '../../ui/markdown';
import { announcer } from '../../ui/speak';
import { sentenceOf } from '../gathering/voice';

const spokenMinutes = [10, 5, 1];
const minuteMs = 60_000;

/** Says aloud what happens to the whole jam: bells, the clock, announcements. Returns its own end. */
export function speakFor(jam: LiveJam): () => void {
  const deaf = jam.happenings.listen((happening) => hear(jam, happening));
  let beforeMs: number | null = null;
  const still = jam.clock.seconds.subscribe((nowMs) => {
    const { ends_at_ms: endsAtMs } = jam.view.get().phase;
    const leftMs = endsAtMs === null ? null : endsAtMs - nowMs;
    for (const minutes of spokenMinutes) {
      const isCrossed =
        leftMs !== null && beforeMs !== null && beforeMs > minutes * minuteMs && leftMs <= minutes * minuteMs;
      if (isCrossed) speakLeft(jam, minutes);
    }
    beforeMs = leftMs;
  });
  return () => {
    deaf();
    still();
  };
}

function speakLeft(jam: LiveJam, minutes: number): void {
  if (minutes === 1 && jam.drafts.all().length > 0) announcer.warn(t('say_draft'));
  else announcer.say(t('say_left', { n: minutes }));
}

function hear(jam: LiveJam, happening: Happening): void {
  switch (happening.type) {
    case 'phase_began': {
      const kind = common('kind', { kind: happening.phase.kind });
      const now = doingSentence(happening.phase.switches, jam.view.get().jam.support_word);
      return announcer.say(t('say_phase', { kind, now }));
    }
    case 'clock_extended':
      return announcer.say(t('say_extended', { n: happening.minutes }));
    case 'clock_paused':
      return announcer.say(t('say_paused'));
    case 'clock_resumed':
      return announcer.say(t('say_resumed'));
    case 'jam_closed':
      return announcer.warn(t('say_closed'));
    case 'announced':
      if (happening.forum !== null && happening.forum !== jam.feed.get()?.forum) return;
      return announcer.say(t('say_announced', { text: plainText(happening.text ?? '') }));
    case 'text_refused':
      return announcer.warn(textRefusal(happening.refused));
    case 'opened':
    case 'jam_cancelled':
      return;
    default: {
      const sentence = sentenceOf(jam.jam, happening);
      if (sentence !== null) announcer.say(sentence);
    }
  }
}
