import { own } from '../../util/own.ts';
import { SqlError } from './sql-error.ts';

export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'symbol' | 'end';
  /** Without quotes; words as they were written. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const patterns: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /(?:\s|--[^\n]*(?:\n|$)|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/)+/y],
  ['number', /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?:BD|[LSYDF])?(?![A-Za-z0-9_])/iy],
  ['word', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['quoted', /`(?:[^`]|``)*`/y],
  ['string', /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/y],
  ['symbol', /<=>|>>>|<<|>>|<>|!=|<=|>=|==|\|\||::|[-+*/%()<>=,.!&|^~]/y],
];

/** How releases of Spark differ in what a text is. */
export interface LexicalRules {
  /** `'it''s'` is `it's` since 4.0; before, it is the texts `it` and `s`, one after the other. Default: true. */
  readonly doubledQuotes?: boolean;
}

const doubledString = /'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*"/y;

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', '0': '\0', Z: '\x1a' };

/**
 * Splits a statement into tokens, the last one `end`. Throws `SqlError` for a character that begins none.
 * Source: the rule STRING_LITERAL of Spark's `SqlBaseLexer.g4`, 3.5 and 4.0.
 */
export function tokenize(text: string, { doubledQuotes = true }: LexicalRules = {}): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    let found: Token | undefined;
    let length = 0;
    for (const [kind, plain] of patterns) {
      const pattern = kind === 'string' && doubledQuotes ? doubledString : plain;
      pattern.lastIndex = at;
      const match = pattern.exec(text)?.[0];
      if (match === undefined) continue;
      length = match.length;
      if (kind !== 'space') found = { kind, text: clean(kind, match), start: at, end: at + length };
      break;
    }
    // An unfinished comment is read once, not once for each `/*` in it.
    if (text.startsWith('/*', at) && found !== undefined) throw new SqlError(`the comment at ${at} does not end`);
    if (length === 0) throw new SqlError(`the character ${JSON.stringify(text[at])} at ${at} is not understood`);
    if (found !== undefined) tokens.push(found);
    at += length;
  }
  tokens.push({ kind: 'end', text: '', start: at, end: at });
  return tokens;
}

function clean(kind: Token['kind'], match: string): string {
  if (kind === 'quoted') return match.slice(1, -1).replaceAll('``', '`');
  if (kind !== 'string') return match;
  const quote = match.charAt(0);
  return match.slice(1, -1).replace(/\\([\s\S])|''|""/g, (pair, escaped: string | undefined) => {
    if (escaped === undefined) return pair[0] === quote ? quote : pair;
    if (escaped === '%' || escaped === '_') return pair;
    return own(escapes, escaped) ?? escaped;
  });
}
