// SPDX-License-Identifier: Apache-2.0
import { t } from './common';

const locale = typeof navigator !== 'undefined' && navigator.language.startsWith('en') ? navigator.language : 'en-GB';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** Further away a day and a month could be taken for those of another year. */
const yearlessMs = 300 * dayMs;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(options: Intl.DateTimeFormatOptions, zone: string | undefined): Intl.DateTimeFormat {
  const key = JSON.stringify([options, zone]);
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, zone === undefined ? options : { ...options, timeZone: zone });
  formats.set(key, made);
  return made;
}

/** 14:30; without a zone, where the reader is. */
export const hourOf = (atMs: number, zone?: string): string =>
  format({ hour: '2-digit', minute: '2-digit' }, zone).format(atMs);

/** 14, where hours stand side by side. */
export const shortHourOf = (atMs: number): string => format({ hour: '2-digit' }, undefined).format(atMs);

/** Tue 1 Dec, 14:30. */
export const momentOf = (atMs: number, zone?: string): string =>
  format({ weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }, zone).format(atMs);

/** Tuesday 1 December 2026, 14:30. */
export const wholeMomentOf = (atMs: number, zone?: string): string =>
  format({ dateStyle: 'full', timeStyle: 'short' }, zone).format(atMs);

/** 31 January 2027, from a plan's date; other words stay as they are. */
export function dateOf(written: string): string {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(written) ? Date.parse(written) : Number.NaN;
  return Number.isNaN(day) ? written : format({ dateStyle: 'long' }, 'UTC').format(day);
}

/** Tue 1 Dec 2026, 14:30. */
const datedMomentOf = (atMs: number, zone?: string): string =>
  format(
    { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
    zone,
  ).format(atMs);

/** The hour if that is clear enough (the same day, or within half a day), else the day too, and the year where that is far. */
export function whenOf(atMs: number, nowMs: number, zone?: string): string {
  if (Math.abs(atMs - nowMs) < dayMs / 2) return hourOf(atMs, zone);
  if (Math.abs(atMs - nowMs) > yearlessMs) return datedMomentOf(atMs, zone);
  const day = format({ dateStyle: 'short' }, zone);
  return day.format(atMs) === day.format(nowMs) ? hourOf(atMs, zone) : momentOf(atMs, zone);
}

/** How long ago, in one or two words. */
export function agoOf(atMs: number, nowMs: number): string {
  const passedMs = Math.max(0, nowMs - atMs);
  if (passedMs < minuteMs) return t('ago_now');
  if (passedMs < hourMs) return t('ago_minutes', { n: Math.floor(passedMs / minuteMs) });
  if (passedMs < dayMs) return t('ago_hours', { n: Math.floor(passedMs / hourMs) });
  return momentOf(atMs);
}

/** The same in a sentence: just now, 5 min ago, Tue 1 Dec, 14:30. */
export function sinceOf(atMs: number, nowMs: number): string {
  const passedMs = nowMs - atMs;
  const ago = agoOf(atMs, nowMs);
  return passedMs < minuteMs || passedMs >= dayMs ? ago : t('ago_said', { ago });
}

/** Days, hours, minutes and seconds of a length of time. */
export function partsOf(lengthMs: number): { days: number; hours: number; minutes: number; seconds: number } {
  const seconds = Math.max(0, Math.ceil(lengthMs / 1000));
  return {
    days: Math.floor(seconds / 86_400),
    hours: Math.floor(seconds / 3_600) % 24,
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
  };
}

/** 2 d 4 h, 3 h 12 min, 12:05. */
export function leftOf(lengthMs: number): string {
  const { days, hours, minutes, seconds } = partsOf(lengthMs);
  if (days > 0) return t('left_days', { d: days, h: hours });
  if (hours > 0) return t('left_hours', { h: hours, m: minutes });
  return `${minutes}:${String(seconds).padStart(2, '0')}`;
}

/** 30 s, 5 min, 3 h 12 min: a length that does not run down. */
export function lengthOf(lengthMs: number): string {
  const seconds = Math.round(Math.max(0, lengthMs) / 1000);
  if (seconds < 60) return t('length_seconds', { n: seconds });
  return lengthMs < hourMs ? t('ago_minutes', { n: Math.round(lengthMs / minuteMs) }) : leftOf(lengthMs);
}

/** Several words in one phrase: a, b and c. */
export const listOf = (words: string[]): string => new Intl.ListFormat(locale, { type: 'conjunction' }).format(words);

/** Names where the reader is and in the jam are worth saying twice only when they differ. */
export const sameZone = (zone: string, atMs: number): boolean => wholeMomentOf(atMs, zone) === wholeMomentOf(atMs);

/** A number of people as a crowd is counted: 2,300, not 2,304; a handful is counted exactly. */
export function crowdOf(people: number): { n: number; exact: 'yes' | 'no' } {
  if (people < 20) return { n: people, exact: 'yes' };
  const step = people < 100 ? 5 : people < 1000 ? 10 : 100;
  return { n: Math.round(people / step) * step, exact: 'no' };
}

export const numberOf = (value: number): string => new Intl.NumberFormat(locale).format(value);
