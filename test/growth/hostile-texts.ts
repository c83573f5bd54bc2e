// biome-ignore format: one list
/** What readers stumble over: blanks, digits, signs, quotes, brackets, separators, escapes, framing. */
const pieces: readonly string[] = [
  ' ', '\t', '\n', '\r\n', '\r', '\u00a0', '1', '0', '9', 'a', 'x', 'e', '.', '-', '+', '_', ',', ';', ':', '/', '//', '=', '&', '?', '*', '%', '"',
  '""', '\\"', "'", "''", '`', '\\', '\\\\', '(', ')', '[', ']', '{', '}', '<', '>', '<a>', '</a>', '<!--', '-->', '#', '--', '/*', '*/', '|', '$', '^',
  '@', '~', '1,', '1 ', ' 1', '1:1 ', '"a",', '{}', '{"a":1}', '[1]', '(a', 'a)', '(?:', 'a|', 'a*', 'a+', '[^a]', 'a{2}', '%41', '&amp;', '\\n', '\0',
  '\x80', 'é', '\u{1f600}', 'import ', 'a,b', "('a','b'),", "'descr': ", 'NaN', 'inf', ' -r a\n', '1\n', '(i1\n', 'K1.', 'a=1&', 'AND ',
];

/** Numbers below 1 that are the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A text that can be made of any length: how it begins, what is repeated, how it ends. */
export interface HostileText {
  readonly begin: string;
  readonly unit: string;
  readonly end: string;
}

export const textOf = ({ begin, unit, end }: HostileText, length: number): string =>
  begin + unit.repeat(Math.ceil(length / unit.length)) + end;

interface Leads {
  readonly begins?: readonly string[];
  readonly units?: readonly string[];
}

/** Each piece alone behind each beginning, with an end that it is broken by. */
export function* plainTexts({ begins = [], units = [] }: Leads): Generator<HostileText> {
  for (const unit of units) yield { begin: '', unit, end: '' };
  for (const begin of ['', ...begins]) for (const unit of [...pieces, ...units]) yield { begin, unit, end: 'x\rx' };
}

/** Random ones, of one to three pieces. */
export function* randomTexts({ begins = [], units = [] }: Leads, random: () => number): Generator<HostileText> {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const all = [...pieces, ...units, ...units];
  for (;;) {
    const unit = Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(all)).join('');
    yield { begin: pick(['', ...begins]), unit, end: random() < 0.3 ? '' : pick(pieces) };
  }
}
