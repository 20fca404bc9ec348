// SPDX-License-Identifier: Apache-2.0
import { HttpClient } from '../transport/http';
import { browserSocket } from '../transport/socket';
import { deviceTime } from '../transport/time';
import type { JamId } from '../protocol/ids';
import type { JamPage } from '../protocol/jam';
import { HallApi } from './api';
import { deviceShelf } from './keeper';
import { JamLine } from './jam-line';

export { deviceTime };

/** The hall that this page came from. */
export const hall = new HallApi(new HttpClient());

/** A jam over this device's clock, network and shelf. */
export function jamLine(page: JamPage): JamLine {
  const jam: JamId = page.jam.id;
  return new JamLine(page, {
    api: hall.jam(jam),
    openSocket: browserSocket(jam),
    time: deviceTime,
    shelf: deviceShelf(),
  });
}
