// SPDX-License-Identifier: Apache-2.0
import { Announcer } from '../store/announcer';
import { deviceTime } from '../store/device';

/** The voice of the whole client. */
export const announcer = new Announcer(deviceTime);
