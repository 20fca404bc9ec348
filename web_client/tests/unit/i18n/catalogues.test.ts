// SPDX-License-Identifier: Apache-2.0
import { parse, type Token } from '@messageformat/parser';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { doingSentence } from '../../../src/i18n/now';
import { refusalSentence, textRefusal } from '../../../src/i18n/refusals';
import { agoOf, leftOf, crowdOf, sinceOf, whenOf } from '../../../src/i18n/times';
import { aJam } from '../../support/samples';

const source = new URL('../../../src/', import.meta.url);
const locale = new URL('i18n/locales/en/', source);

interface Catalogue {
  area: string;
  messages: Record<string, string>;
}

const catalogues: Catalogue[] = readdirSync(locale).map((name) => ({
  area: name.replace('.json', ''),
  messages: JSON.parse(readFileSync(new URL(name, locale), 'utf8')) as Record<string, string>,
}));

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|svelte)$/.test(name))
  .map((name) => readFileSync(new URL(name, source), 'utf8'));

/** Names of the gaps of an ICU message, also of those within its choices. */
function gapsOf(tokens: Token[]): string[] {
  return tokens.flatMap((token) => {
    if (token.type === 'content' || token.type === 'octothorpe') return [];
    const within = 'cases' in token ? token.cases.flatMap((one) => gapsOf(one.tokens)) : [];
    return [token.arg, ...within];
  });
}

interface Call {
  key: string;
  given: Set<string>;
}

const callee = (translate: string) => new RegExp(`\\b${translate}\\(\\s*'([a-z0-9_]+)'\\s*(\\)|,\\s*\\{)`, 'g');

/** Calls `t('key')` and `t('key', { a, b: … })` of one file, with the names given; a variable is taken on trust. */
function callsOf(text: string, translate: string): Call[] {
  return [...text.matchAll(callee(translate))].map((found) => {
    const begins = found.index + found[0].length;
    const gaps = found[2] === ')' ? '' : outermost(text.slice(begins));
    const names = [...gaps.matchAll(/(?:^|,)\s*([a-z_]\w*)\s*(?=[:,]|$)/gi)];
    return { key: found[1] ?? '', given: new Set(names.map(([, name]) => name ?? '')) };
  });
}

/** The inside of a brace that was just opened, without what stands in brackets of its own. */
function outermost(text: string): string {
  let depth = 0;
  let kept = '';
  for (const character of text) {
    if ('({['.includes(character)) depth += 1;
    else if (depth === 0 && character === '}') break;
    else if (')}]'.includes(character)) depth -= 1;
    else if (depth === 0) kept += character;
  }
  return kept.trim();
}

/** The name under which a file imports an area's words. */
function translatorIn(text: string, area: string): string | null {
  const found = new RegExp(`import \\{ t(?: as (\\w+))? \\} from '[^']*(?:i18n)?/${area}'`).exec(text);
  return found ? (found[1] ?? 't') : null;
}

describe('catalogues', () => {
  it.each(catalogues)('$area never speaks of votes', ({ messages }) => {
    for (const message of Object.values(messages)) expect(message).not.toMatch(/\bvot(e|es|ed|ing|er)\b/i);
  });

  it.each(catalogues)('$area gets every gap filled wherever it is used', ({ area, messages }) => {
    for (const text of files) {
      const translate = translatorIn(text, area);
      if (!translate) continue;
      for (const { key, given } of callsOf(text, translate)) {
        const message = messages[key];
        expect(message, `${area}: ${key}`).toBeDefined();
        const missing = gapsOf(parse(message ?? '')).filter((gap) => !given.has(gap));
        expect({ key, missing }).toEqual({ key, missing: [] });
      }
    }
  });

  it.each(catalogues)('$area holds no message that nobody says', ({ messages }) => {
    const all = files.join('\n');
    // Some keys are put together from a word and a prefix.
    const prefixes = [...all.matchAll(/`([a-z]+_)\$\{/g)].map(([, prefix]) => prefix ?? '');
    const unsaid = Object.keys(messages).filter(
      (key) => !all.includes(`'${key}'`) && !prefixes.some((prefix) => key.startsWith(prefix)),
    );
    expect(unsaid.filter((key) => !isChosenByValue(key))).toEqual([]);
  });
});

/** Refusals are said by the code that the server sends, units and steps by their own name. */
function isChosenByValue(key: string): boolean {
  const refusals = catalogues.find(({ area }) => area === 'refusals')?.messages ?? {};
  return key in refusals;
}

describe('sentences', () => {
  const { jam, phase } = aJam();

  it('say what may be done in a phase', () => {
    expect(doingSentence(phase.switches, 'support')).toMatch(
      /^Add ideas, build on others’, comment,? and support what you like\.$/,
    );
    const choosing = jam.agenda.find(({ id }) => id === 'choose')?.switches ?? phase.switches;
    expect(doingSentence(choosing, 'support')).toBe('Agree, disagree or pass.');
    const alone = jam.agenda.find(({ id }) => id === 'write')?.switches ?? phase.switches;
    expect(doingSentence(alone, 'support')).toBe('Write your own ideas; you see others’ later.');
  });

  it('say why something was refused and what to do', () => {
    expect(refusalSentence({ code: 'rate_limited', retry_after_ms: 11_200 })).toBe(
      'You can do this again in 12 seconds.',
    );
    expect(textRefusal({ code: 'phase_closed', message: 'This phase takes no ideas.' })).toContain('kept as a draft');
    expect(refusalSentence({ code: 'phase_closed', message: 'Not before the reveal.' })).toBe('Not before the reveal.');
    const hidden = 'This post is hidden already: by Ben under the rule “Stay civil”, 4 seconds ago.';
    expect(refusalSentence({ code: 'not_allowed', message: hidden })).toBe(hidden);
    expect(refusalSentence({ code: 'not_allowed', message: null })).toBe('You may not do that here.');
    expect(refusalSentence({ code: 'gone_fishing', message: 'No bait.' })).toContain('No bait.');
  });

  it('tell times shortly', () => {
    expect(leftOf(125_000)).toBe('2:05');
    expect(leftOf(3 * 3_600_000 + 12 * 60_000)).toBe('3 h 12 min');
    expect(leftOf(52 * 3_600_000)).toBe('2 d 4 h');
    expect(agoOf(0, 59_000)).toBe('just now');
    expect(agoOf(0, 5 * 60_000)).toBe('5 min');
    expect(sinceOf(0, 59_000)).toBe('just now');
    expect(sinceOf(0, 5 * 60_000)).toBe('5 min ago');
    expect(sinceOf(0, 52 * 3_600_000)).not.toContain('ago');
    expect(whenOf(Date.UTC(2036, 0, 10, 14, 30), Date.UTC(2026, 10, 27), 'UTC')).toContain('2036');
    expect(whenOf(Date.UTC(2026, 0, 10, 14, 30), Date.UTC(2026, 11, 27), 'UTC')).toContain('2026');
    expect(whenOf(Date.UTC(2027, 0, 10, 14, 30), Date.UTC(2026, 10, 27), 'UTC')).not.toContain('2027');
    expect(whenOf(Date.UTC(2026, 11, 1, 0, 30), Date.UTC(2026, 10, 30, 23, 50), 'UTC')).not.toContain('Dec');
  });

  it('count a crowd as one does', () => {
    expect([7, 43, 404, 2304].map((people) => crowdOf(people).n)).toEqual([7, 45, 400, 2300]);
    expect([7, 43].map((people) => crowdOf(people).exact)).toEqual(['yes', 'no']);
  });
});
