// SPDX-License-Identifier: Apache-2.0
import type { Post } from '../../protocol/post';

const mention = /@\[[^[\]\n]*\]\(person\/(\d+)\)/g;
const word = /\p{Ideographic}|(?:(?!\p{Ideographic})[\p{L}\p{Nd}\p{Alphabetic}\p{M}])+/gu;

/** The words of a text as the server compares them, each with a space before and after it. */
export function foldedWords(text: string): string {
  const folded = text
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .normalize('NFKC');
  return ` ${(folded.match(word) ?? []).join(' ')} `;
}

/** Rule MO7: the full name stands there, as whole words in any case, or somebody is mentioned (PO14). */
export function names({ text }: Pick<Post, 'text'>, me: { id: number; name: string }): boolean {
  if (text === null) return false;
  if ([...text.matchAll(mention)].some(([, number]) => Number(number) === me.id)) return true;
  const wanted = foldedWords(me.name);
  return wanted.trim() !== '' && foldedWords(text).includes(wanted);
}
