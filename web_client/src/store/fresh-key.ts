// SPDX-License-Identifier: Apache-2.0

/** A key for a command that is sent without the outbox. */
export { randomKey as freshKey } from '../transport/key';
