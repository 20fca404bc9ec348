// SPDX-License-Identifier: Apache-2.0

/** A note after a draft was put into it. */
export interface DraftedNote {
  /** What was written before it. */
  before: string;
  text: string;
}

/** A fresh draft takes the place of the one before as long as nobody touched it; what was written stays above `mark`. */
export function withFreshDraft(written: string, last: DraftedNote | null, fresh: string, mark: string): DraftedNote {
  const before = last && written === last.text ? last.before : written.trimEnd();
  return { before, text: before === '' ? fresh : `${before}\n\n${mark}\n\n${fresh}` };
}
