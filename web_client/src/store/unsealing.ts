// SPDX-License-Identifier: Apache-2.0
import type { JamPage } from '../protocol/jam';

/**
 * Opening the counts before the bell (rule PH6), as this organizer sees it:
 * `none`: there is nothing to open; `ask`: nobody has asked; `wait`: they asked, a second organizer has to agree;
 * `confirm`: somebody else asked; `watch`: somebody asked, and the administrator, who is nobody in the jam, cannot agree.
 */
export type Unsealing = 'none' | 'ask' | 'wait' | 'confirm' | 'watch';

export function unsealingOf({ jam, phase, unseal, you }: Pick<JamPage, 'jam' | 'phase' | 'unseal' | 'you'>): Unsealing {
  if (jam.state !== 'running' || phase.switches.tallies !== 'sealed') return 'none';
  if (unseal === null || unseal.phase !== phase.id) return 'ask';
  if (you === null) return 'watch';
  return unseal.person?.id === you.id ? 'wait' : 'confirm';
}
