// SPDX-License-Identifier: Apache-2.0
import { t } from '../../i18n/desk';
import type { Desk } from '../../store/desk/desk';
import type { LiveJam } from '../../store/live-jam';
import { plainText } from '../../ui/markdown';
import { announcer } from '../../ui/speak';
import { speakFor } from '../live/voice';

/** Says aloud, sparingly, what comes to the desk: new cases, and what others say. Returns its own end. */
export function hearDesk(jam: LiveJam, desk: Desk): () => void {
  const silent = speakFor(jam);
  let waiting: number | null = null;
  let heardUpTo: number | null = null;
  const deaf = desk.view.subscribe((view) => {
    if (view.status !== 'ready') return;
    const queue = view.forums.reduce((sum, forum) => sum + forum.queue.length, 0);
    if (waiting !== null && queue > waiting) announcer.say(t('queue_new', { n: queue - waiting }));
    waiting = queue;
    const said = [...view.said, ...view.forums.flatMap((forum) => forum.said)];
    const newest = said.reduce<(typeof said)[number] | null>((a, b) => (a && a.offset > b.offset ? a : b), null);
    const isNew = newest !== null && heardUpTo !== null && newest.offset > heardUpTo;
    if (isNew && newest.person && newest.person.id !== jam.view.get().you?.id) {
      announcer.say(t('channel_heard', { name: newest.person.name, text: plainText(newest.text ?? '') }));
    }
    heardUpTo = Math.max(heardUpTo ?? 0, newest?.offset ?? 0);
  });
  return () => {
    silent();
    deaf();
  };
}
