// SPDX-License-Identifier: Apache-2.0
import type { Rule } from '../protocol/jam';

/** The text of a rule as it stands within a sentence; the id of one that the jam no longer lists. */
export function ruleWords(rules: readonly Rule[], id: string): string {
  return (
    rules
      .find((rule) => rule.id === id)
      ?.text.trim()
      .replace(/[.。]$/u, '') ?? id
  );
}
