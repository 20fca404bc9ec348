// SPDX-License-Identifier: Apache-2.0

/** The first of the jam's nudge words that a text contains as a word of its own, whatever its case. */
export function nudgedBy(text: string, words: readonly string[]): string | null {
  const folded = fold(text);
  return words.find((word) => isIn(folded, fold(word).trim())) ?? null;
}

function isIn(text: string, word: string): boolean {
  if (word === '') return false;
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
    if (!isLetter(text[at - 1]) && !isLetter(text[at + word.length])) return true;
  return false;
}

const isLetter = (character: string | undefined): boolean => /[\p{L}\p{N}]/u.test(character ?? '');

const fold = (text: string): string => text.normalize('NFC').toLocaleLowerCase();
