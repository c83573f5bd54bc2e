import { madeByPandas, trimEndOf, writeCsvCell } from '@catenary/scoring/internal/text';
import { present } from '@catenary/scoring/internal/values';
import type { FileColumn } from './container/file-facts.ts';
import { QuotedText } from './quoted-text.ts';

/** The cells of one CSV record, unquoted; undefined if its quotes are broken. */
export function readCsvLine(text: string, delimiter: string, quote = '"'): string[] | undefined {
  return takeCells(text, { delimiter, quote }, (cell) => cell);
}

/** The names in the header line of a file or request, which may have its line end, and a byte order mark before it. */
export function readCsvHeader(line: Buffer, delimiter: string, quote?: string): string[] | undefined {
  const text = line
    .toString()
    .replace(/^\uFEFF/, '')
    .replace(/\n$/, '');
  return readCsvLine(trimEndOf(text, '\r'), delimiter, quote);
}

/** What is wrong with such a line, after its subject. */
export const innerReturn = 'holds a carriage return: lines must end in \\n or \\r\\n, not in \\r alone';

/** Whether a line has a carriage return that is neither in quotes nor before its line feed or end: what may be several lines. */
export function hasInnerReturn(line: string, quote = '"'): boolean {
  const text = trimEndOf(line, '\r\n');
  let isQuoted = false;
  for (let at = text.includes('\r') ? 0 : text.length; at < text.length; at++) {
    if (text[at] === quote) isQuoted = !isQuoted;
    else if (text[at] === '\r' && !isQuoted) return true;
  }
  return false;
}

/** The same of a record with commas; a quoted cell is distinguished from others. */
export function readMarkedCsvLine(text: string): (string | QuotedText)[] | undefined {
  return takeCells(text, { delimiter: ',', quote: '"' }, (cell) => new QuotedText(cell));
}

function takeCells<T>(
  text: string,
  { delimiter, quote }: { readonly delimiter: string; readonly quote: string },
  quoted: (cell: string) => T,
): (string | T)[] | undefined {
  if (!text.includes(quote)) return text.split(delimiter);
  const cells: (string | T)[] = [];
  for (let at = 0; ; at++) {
    if (text[at] === quote) {
      let close = text.indexOf(quote, at + 1);
      while (close >= 0 && text[close + 1] === quote) close = text.indexOf(quote, close + 2);
      if (close < 0) return undefined;
      cells.push(quoted(text.slice(at + 1, close).replaceAll(quote + quote, quote)));
      at = close + 1;
      if (at < text.length && text[at] !== delimiter) return undefined;
    } else {
      const found = text.indexOf(delimiter, at);
      const end = found < 0 ? text.length : found;
      cells.push(text.slice(at, end));
      at = end;
    }
    if (at >= text.length) return cells;
  }
}

/** One record with commas. A single empty cell stands in quotes: an empty line would be no record. */
export function writeCsvLine(cells: readonly string[]): string {
  return cells.length === 1 && cells[0] === '' ? '""' : cells.map(writeCsvCell).join(',');
}

/** The columns that a header names; those that have their name twice, or none, with what pandas calls them too. */
export function headerColumns(names: readonly string[]): FileColumn[] {
  const made = madeByPandas(names);
  return names.map((name, at) => ({ name, ...present({ pandasName: made?.[at] }) }));
}
