// SPDX-License-Identifier: Apache-2.0
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { beginningOf, parseMarkdown, plainText, safeAddress, type Block, type Inline } from '../../../src/ui/markdown';

const words = (text: string): Inline => ({ type: 'text', text });
const paragraph = (...children: Inline[]): Block => ({ type: 'paragraph', children });

describe('the Markdown of posts', () => {
  it.each<[string, Block[]]>([
    ['plain', [paragraph(words('plain'))]],
    ['a **b** c', [paragraph(words('a '), { type: 'strong', children: [words('b')] }, words(' c'))]],
    [
      '*a* _b_',
      [paragraph({ type: 'em', children: [words('a')] }, words(' '), { type: 'em', children: [words('b')] })],
    ],
    ['one\ntwo\n\nthree', [paragraph(words('one'), { type: 'break' }, words('two')), paragraph(words('three'))]],
    ['- a\n- b', [{ type: 'list', ordered: false, items: [[words('a')], [words('b')]] }]],
    ['1. a\n2. b', [{ type: 'list', ordered: true, items: [[words('a')], [words('b')]] }]],
    ['> a', [{ type: 'quote', children: [paragraph(words('a'))] }]],
    ['```\n<b>\n```', [{ type: 'code', text: '<b>' }]],
    ['`*x*`', [paragraph({ type: 'code', text: '*x*' })]],
    ['snake_case_name and 2*3*4', [paragraph(words('snake_case_name and 2*3*4'))]],
    ['\\*not\\*', [paragraph(words('*not*'))]],
    ['* not emphasis * here', [{ type: 'list', ordered: false, items: [[words('not emphasis * here')]] }]],
    ['<script>x</script>', [paragraph(words('<script>x</script>'))]],
  ])('%j becomes a tree', (source, tree) => {
    expect(parseMarkdown(source)).toEqual(tree);
  });

  it('links words and addresses', () => {
    expect(parseMarkdown('[map](https://example.org/m)')).toEqual([
      paragraph({ type: 'link', href: 'https://example.org/m', children: [words('map')] }),
    ]);
    expect(parseMarkdown('see https://example.org/m.')).toEqual([
      paragraph(
        words('see '),
        { type: 'link', href: 'https://example.org/m', children: [words('https://example.org/m')] },
        words('.'),
      ),
    ]);
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    '/relative',
    '//example.org',
    'blob:x',
  ])('does not link %s', (target) => {
    expect(safeAddress(target)).toBeNull();
    expect(JSON.stringify(parseMarkdown(`[x](${target})`))).not.toContain('"link"');
  });

  it('PO14 and PO15: names people, posts and tags', () => {
    expect(parseMarkdown('@[Ada Adams](person/3) see #12 on #Trams.')).toEqual([
      paragraph(
        { type: 'mention', person: 3, name: 'Ada Adams' },
        words(' see '),
        { type: 'post', post: 12, children: [words('#12')] },
        words(' on '),
        { type: 'tag', tag: 'Trams' },
        words('.'),
      ),
    ]);
    expect(parseMarkdown('[the trams](#7)')).toEqual([
      paragraph({ type: 'post', post: 7, children: [words('the trams')] }),
    ]);
  });

  it.each(['C#12', '&#12;', '#12th', '##trams', 'a@[b](person/1)', '@[b](person/0)', '@[b](person/x)', '#0', '# 12'])(
    'takes %j for nothing but text',
    (source) => {
      expect(JSON.stringify(parseMarkdown(source))).not.toMatch(/"(post|tag|mention)"/);
    },
  );

  it('puts no link into a link', () => {
    const nodes = parseMarkdown('[a #12 https://b.example](https://example.org)').flatMap(nodesOf);
    expect(nodes.filter(({ type }) => type === 'link' || type === 'post')).toHaveLength(1);
    expect(
      parseMarkdown('[#12](https://example.org)')
        .flatMap(nodesOf)
        .map(({ type }) => type),
    ).toEqual(['link', 'text']);
  });

  it('gives plain words for previews', () => {
    expect(plainText('@[Ada](person/3): [that one](#7), #8 and #trams')).toBe('@Ada: that one, #8 and #trams');
    expect(plainText('**A** [map](https://example.org)\n\n- one\n- two')).toBe('A map one two');
  });

  it.each([
    '*',
    '**',
    '_',
    '`',
    '[',
    '[a](',
    '@[a](',
    '#1',
    '#a',
    '> ',
    '- ',
    '**a ',
    '*a _b ',
    '![',
    'https://',
    '\\',
  ])('reads 200,000 times %j before the runner loses patience', (piece) => {
    expect(parseMarkdown(piece.repeat(200_000)).length).toBeGreaterThan(0);
  });
});

function inlineNodes(nodes: Inline[]): Inline[] {
  return nodes.flatMap((node) => ('children' in node ? [node, ...inlineNodes(node.children)] : [node]));
}

function nodesOf(block: Block): Inline[] {
  switch (block.type) {
    case 'paragraph':
      return inlineNodes(block.children);
    case 'list':
      return block.items.flatMap(inlineNodes);
    case 'quote':
      return block.children.flatMap(nodesOf);
    case 'code':
      return [];
  }
}

const ownNastiness = [
  '<img src=x onerror=alert(1)>',
  '[x](javascript:alert(1))',
  '[x](https://a"onmouseover=alert(1))',
  '\u202Eevil\u202C',
  'Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤',
  '\u0000\u0007',
  '```',
  '> '.repeat(500),
];

/** The shared collection of strings that break software, where it is at hand. */
const folder = process.env['JAMHALL_NASTY_TEXT'] ?? '';
const collected = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => name.endsWith('.txt'))
      .flatMap((name) => readFileSync(`${folder}/${name}`, 'utf8').split('\n'))
  : [];

describe('strings that break software', () => {
  it(`never become anything but text and safe links (${collected.length} collected)`, () => {
    for (const nasty of [...ownNastiness, ...collected]) {
      for (const node of parseMarkdown(nasty).flatMap(nodesOf)) {
        if (node.type === 'link') expect(node.href).toMatch(/^(https?|mailto):/);
      }
    }
  });
});

it('a long text is shown by its first words, without its marks, and says that it goes on', () => {
  expect(beginningOf('**Trees** in every street', 5)).toBe('Trees…');
  expect(beginningOf('**Trees**', 5)).toBe('Trees');
  expect(beginningOf('')).toBe('');
});
