// SPDX-License-Identifier: Apache-2.0

/** What the server will count: NFC, one kind of line end, no white space around. */
export const normalised = (text: string): string => text.replace(/\r\n?/g, '\n').normalize('NFC').trim();

export const codePoints = (text: string): number => [...text].length;

export const words = (text: string): number => text.split(/\s+/u).filter(Boolean).length;

export interface Room {
  unit: 'words' | 'characters';
  left: number;
}

/** How much room is left: in words where the phase limits them, else in characters near the limit. */
export function roomLeft(text: string, limits: { wordsMax: number | null; textMax: number }): Room {
  const whole = normalised(text);
  const characters = limits.textMax - codePoints(whole);
  if (limits.wordsMax === null || characters < 0) return { unit: 'characters', left: characters };
  return { unit: 'words', left: limits.wordsMax - words(whole) };
}
