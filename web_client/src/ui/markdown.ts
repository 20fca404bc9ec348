// SPDX-License-Identifier: Apache-2.0

/** A small part of Markdown as a tree; whatever is not understood stays as written. */
export type Inline =
  | { type: 'text'; text: string }
  | { type: 'break' }
  | { type: 'code'; text: string }
  | { type: 'strong'; children: Inline[] }
  | { type: 'em'; children: Inline[] }
  | { type: 'link'; href: string; children: Inline[] }
  /** `@[Name](person/12)`. */
  | { type: 'mention'; person: number; name: string }
  /** `#12`, or `[words](#12)`. */
  | { type: 'post'; post: number; children: Inline[] }
  | { type: 'tag'; tag: string };

export type Block =
  | { type: 'paragraph'; children: Inline[] }
  | { type: 'list'; ordered: boolean; items: Inline[][] }
  | { type: 'quote'; children: Block[] }
  | { type: 'code'; text: string };

const depthMax = 6;
const bullet = /^ {0,3}[-*+] +(?=\S)/;
const numbered = /^ {0,3}\d{1,9}[.)] +(?=\S)/;
const quoted = /^ {0,3}> ?/;
const fence = /^ {0,3}```/;

export function parseMarkdown(source: string): Block[] {
  return parseBlocks(source.split('\n'), 0);
}

function parseBlocks(lines: string[], depth: number): Block[] {
  const blocks: Block[] = [];
  let index = 0;
  const takeWhile = (wanted: (line: string) => boolean): string[] => {
    const first = index;
    while (index < lines.length && wanted(lines[index] ?? '')) index += 1;
    return lines.slice(first, index);
  };
  while (index < lines.length) {
    const line = lines[index] ?? '';
    if (line.trim() === '') {
      index += 1;
    } else if (fence.test(line)) {
      index += 1;
      blocks.push({ type: 'code', text: takeWhile((next) => !fence.test(next)).join('\n') });
      index += 1;
    } else if (quoted.test(line) && depth < depthMax) {
      const inner = takeWhile((next) => quoted.test(next)).map((next) => next.replace(quoted, ''));
      blocks.push({ type: 'quote', children: parseBlocks(inner, depth + 1) });
    } else if (bullet.test(line)) {
      blocks.push(
        listOf(
          takeWhile((next) => bullet.test(next)),
          bullet,
          false,
        ),
      );
    } else if (numbered.test(line)) {
      blocks.push(
        listOf(
          takeWhile((next) => numbered.test(next)),
          numbered,
          true,
        ),
      );
    } else {
      const begun = index;
      index += 1;
      takeWhile((next) => !startsBlock(next));
      blocks.push({ type: 'paragraph', children: parseInline(lines.slice(begun, index).join('\n'), 0) });
    }
  }
  return blocks;
}

function startsBlock(line: string): boolean {
  return line.trim() === '' || fence.test(line) || quoted.test(line) || bullet.test(line) || numbered.test(line);
}

function listOf(lines: string[], marker: RegExp, ordered: boolean): Block {
  return { type: 'list', ordered, items: lines.map((line) => parseInline(line.replace(marker, ''), 0)) };
}

const link = /\[([^\][]{1,500})\]\(([^()\s]{1,2000})\)/y;
const mention = /@\[([^\][\n]{1,200})\]\(person\/([1-9]\d{0,14})\)/y;
const reference = /#([1-9]\d{0,14})(?![\p{L}\p{N}_-])/uy;
const tag = /#([\p{L}][\p{L}\p{N}_-]{0,49})/uy;
const address = /https?:\/\/[^\s<>"]{1,2000}/y;
const wordCharacter = /[\p{L}\p{N}]/u;
const punctuation = /[!-/:-@[-`{-~]/;

/** Reads one run of text from left to right. Each kind of mark is searched at most once in vain, so time stays linear. */
function parseInline(source: string, depth: number): Inline[] {
  const nodes: Inline[] = [];
  const unclosed = new Set<string>();
  let plain = '';
  let index = 0;
  const push = (node: Inline) => {
    if (plain) nodes.push({ type: 'text', text: plain });
    plain = '';
    nodes.push(node);
  };
  /** The text up to the closing mark, or null; the mark itself may not stand beside a space. */
  const enclosed = (mark: string): string | null => {
    if (unclosed.has(mark)) return null;
    const from = index + mark.length;
    const end = source.indexOf(mark, from + 1);
    if (end === -1) unclosed.add(mark);
    const inner = end === -1 ? '' : source.slice(from, end);
    return inner && inner.trim() === inner ? inner : null;
  };
  while (index < source.length) {
    const found = spanAt(source, index, depth, enclosed);
    if (found) {
      push(found.node);
      index += found.length;
    } else if (source[index] === '\\' && punctuation.test(source[index + 1] ?? '')) {
      plain += source[index + 1];
      index += 2;
    } else {
      plain += source[index];
      index += 1;
    }
  }
  if (plain) nodes.push({ type: 'text', text: plain });
  return nodes;
}

interface Span {
  node: Inline;
  length: number;
}

function spanAt(source: string, index: number, depth: number, enclosed: (mark: string) => string | null): Span | null {
  // The words of a link are read at the greatest depth: links hold no links.
  if (depth >= depthMax && '[@#h'.includes(source[index] ?? '')) return null;
  switch (source[index]) {
    case '\n':
      return { node: { type: 'break' }, length: 1 };
    case '`': {
      const text = enclosed('`');
      return text === null ? null : { node: { type: 'code', text }, length: text.length + 2 };
    }
    case '*':
    case '_':
      return emphasisAt(source, index, depth, enclosed);
    case '[':
      return linkAt(source, index);
    case '@':
      return mentionAt(source, index);
    case '#':
      return hashAt(source, index);
    case 'h':
      return addressAt(source, index);
    default:
      return null;
  }
}

function emphasisAt(
  source: string,
  index: number,
  depth: number,
  enclosed: (mark: string) => string | null,
): Span | null {
  if (depth >= depthMax) return null;
  const mark = source[index] ?? '';
  // snake_case and 2*3*4 are not emphasis.
  if (wordCharacter.test(source[index - 1] ?? '')) return null;
  const doubled = mark + mark;
  const isStrong = source.startsWith(doubled, index);
  const used = isStrong ? doubled : mark;
  const inner = enclosed(used);
  if (inner === null) return null;
  const children = parseInline(inner, depth + 1);
  return { node: { type: isStrong ? 'strong' : 'em', children }, length: inner.length + 2 * used.length };
}

function linkAt(source: string, index: number): Span | null {
  link.lastIndex = index;
  const found = link.exec(source);
  const [whole, words, target] = found ?? [];
  if (whole === undefined || words === undefined || target === undefined) return null;
  const children = parseInline(words, depthMax);
  const post = /^#([1-9]\d{0,14})$/.exec(target)?.[1];
  if (post !== undefined) return { node: { type: 'post', post: Number(post), children }, length: whole.length };
  const href = safeAddress(target);
  return href === null ? null : { node: { type: 'link', href, children }, length: whole.length };
}

function mentionAt(source: string, index: number): Span | null {
  if (wordCharacter.test(source[index - 1] ?? '')) return null;
  mention.lastIndex = index;
  const [whole, name, person] = mention.exec(source) ?? [];
  if (whole === undefined || name === undefined) return null;
  return { node: { type: 'mention', person: Number(person), name }, length: whole.length };
}

/** A post by its number, or a tag; not within a word, an address or an entity. */
function hashAt(source: string, index: number): Span | null {
  if (/[\p{L}\p{N}&/#]/u.test(source[index - 1] ?? '')) return null;
  reference.lastIndex = index;
  const post = reference.exec(source)?.[1];
  if (post !== undefined)
    return {
      node: { type: 'post', post: Number(post), children: [{ type: 'text', text: `#${post}` }] },
      length: post.length + 1,
    };
  tag.lastIndex = index;
  const word = tag.exec(source)?.[1];
  return word === undefined ? null : { node: { type: 'tag', tag: word }, length: word.length + 1 };
}

function addressAt(source: string, index: number): Span | null {
  if (wordCharacter.test(source[index - 1] ?? '')) return null;
  address.lastIndex = index;
  const text = address.exec(source)?.[0].replace(/[.,;:!?)\]}'*_]+$/, '');
  const href = text === undefined ? null : safeAddress(text);
  if (text === undefined || href === null) return null;
  return { node: { type: 'link', href, children: [{ type: 'text', text }] }, length: text.length };
}

/** The address if it is absolute and of a kind that cannot run anything. */
export function safeAddress(target: string): string | null {
  try {
    const { protocol, href } = new URL(target);
    return ['http:', 'https:', 'mailto:'].includes(protocol) ? href : null;
  } catch {
    return null;
  }
}

/** The text without marks, on one line: for previews and names. */
export function plainText(source: string): string {
  return parseMarkdown(source).map(blockText).join(' ').replace(/\s+/g, ' ').trim();
}

function blockText(block: Block): string {
  switch (block.type) {
    case 'paragraph':
      return inlineText(block.children);
    case 'list':
      return block.items.map(inlineText).join(' ');
    case 'quote':
      return block.children.map(blockText).join(' ');
    case 'code':
      return block.text;
  }
}

function inlineText(nodes: Inline[]): string {
  return nodes
    .map((node) => {
      switch (node.type) {
        case 'break':
          return ' ';
        case 'text':
        case 'code':
          return node.text;
        case 'mention':
          return `@${node.name}`;
        case 'tag':
          return `#${node.tag}`;
        default:
          return inlineText(node.children);
      }
    })
    .join('');
}

/** The words of a text, only so many characters of them where it is longer. */
export function beginningOf(source: string, most = 140): string {
  const words = plainText(source);
  return words.length > most ? `${words.slice(0, most)}…` : words;
}
