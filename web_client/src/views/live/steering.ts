// SPDX-License-Identifier: Apache-2.0
import type { JamView } from '../../store/jam-fold';
import { mayMoveClock, maySteer } from '../../store/permissions';

/** Whether there is anything behind the button that steers. */
export const maySteerAnything = (view: JamView): boolean =>
  mayMoveClock(view) || view.forums.some(({ id }) => maySteer(view, id));
