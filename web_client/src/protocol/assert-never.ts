// SPDX-License-Identifier: Apache-2.0

/** Closes a union: the compiler refuses a case that is not handled. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
