import { ScoringError } from '../../scoring-error.ts';
import { carriageReturns } from '../../text/advice.ts';

/** One CSV cell: its text, and whether it stood in quotes. */
export interface CsvCell {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** What is known about the records of a CSV text before it is read. */
export interface CsvShape {
  /** Cells of each record; those of the first one if absent. */
  readonly width?: number;
  /** What has that number of cells, for messages. */
  readonly widthOf?: string;
  /** Whether a byte order mark may stand before the first record; true if absent. */
  readonly isStart?: boolean;
}

/**
 * The records of a CSV text (RFC 4180: quotes, doubled quotes inside them, line breaks inside them; LF or CRLF, and CRCRLF as
 * programs write it that make CRLF of a file's line ends twice). A carriage return elsewhere outside of quotes is refused: to
 * pandas and Spark it ends a line, to AWS's containers it is a part of the cell.
 * All records must be as wide as the first, or as `shape` says. A blank line is a record of one empty cell where records have one cell, and
 * nothing elsewhere; the line break at the end of the text begins no record.
 * Throws `ScoringError` `bad_input` with the row.
 */
export function readCsvCells(text: string, shape: CsvShape = {}): CsvCell[][] {
  const records: CsvCell[][] = [];
  let at = shape.isStart !== false && text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    const record: CsvCell[] = [];
    do {
      const { cell, end } = readCell(text, at, records.length);
      record.push(cell);
      at = end + 1;
    } while (text[at - 1] === ',');
    if (text[at - 1] === '\r') at = behindLineEnd(text, at, records.length);
    addRecord(records, record, shape);
  }
  return records;
}

/** A cell as it must be written: in quotes if it holds a comma, a quote or a line break. */
export function writeCsvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function addRecord(records: CsvCell[][], record: CsvCell[], { width: known, widthOf }: CsvShape): void {
  const width = known ?? records[0]?.length ?? record.length;
  if (record.length === width) {
    records.push(record);
    return;
  }
  if (isBlank(record)) return;
  // Blank lines before the first row.
  if (known === undefined && records.every(isBlank)) {
    records.splice(0, records.length, record);
    return;
  }
  const row = records.length;
  const other = known === undefined ? 'the rows before it' : `${widthOf ?? 'the others'} has`;
  throw new ScoringError('bad_input', `Row ${row + 1} has ${record.length} cells, ${other} ${width}.`, { row });
}

const isBlank = ([only, another]: readonly CsvCell[]) => another === undefined && only?.text === '' && !only.isQuoted;

/** The cell that begins at `start`, and the place of the comma or line break (or of the end of the text) after it. */
function readCell(text: string, start: number, row: number): { cell: CsvCell; end: number } {
  if (text[start] !== '"') {
    const end = endOfCell(text, start);
    return { cell: { text: text.slice(start, end), isQuoted: false }, end };
  }
  let close = text.indexOf('"', start + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close < 0) throw new ScoringError('bad_input', `A quoted cell does not end (row ${row + 1}).`, { row });
  const end = endOfCell(text, close + 1);
  if (text.slice(close + 1, end).trim() !== '') {
    throw new ScoringError('bad_input', `There is text after a closing quote (row ${row + 1}).`, { row });
  }
  return { cell: { text: text.slice(start + 1, close).replaceAll('""', '"'), isQuoted: true }, end };
}

function endOfCell(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 44 || unit === 10 || unit === 13) break;
  }
  return at;
}

/** The place behind a line end whose first carriage return stands before `start`. */
function behindLineEnd(text: string, start: number, row: number): number {
  let at = start;
  while (text[at] === '\r') at++;
  if (at < text.length && text[at] !== '\n')
    throw new ScoringError('bad_input', `Row ${row + 1} cannot be told from the next.${carriageReturns}`, { row });
  return at + 1;
}

/**
 * A header's names as `pandas.read_csv` makes them, where the model has them so: `Unnamed: 2` of an empty name (counted from 0), and `a.1` of
 * a second `a`. Names that the model does not have stay as they are.
 */
export function pandasNames(names: readonly string[], known: readonly string[] | undefined): readonly string[] {
  const made = known === undefined ? undefined : madeByPandas(names);
  if (made === undefined) return names;
  const wanted = new Set(known);
  return names.map((name, at) => {
    const other = made[at];
    return other !== undefined && wanted.has(other) ? other : name;
  });
}

/** All of a header's names as pandas makes them; undefined where it leaves them. */
export function madeByPandas(names: readonly string[]): readonly string[] | undefined {
  if (new Set(names).size === names.length && !names.includes('')) return undefined;
  return distinct(
    names.map((name, at) => (name === '' ? `Unnamed: ${at}` : name)),
    names,
  );
}

/** Names that are there keep theirs before empty ones get any. Source: `TextReader._get_header` of pandas 3. */
function distinct(names: readonly string[], given: readonly string[]): readonly string[] {
  const made = [...names];
  const taken = new Set(names);
  const counts = new Map<string, number>();
  const order = Array.from(made.keys());
  for (const at of [...order.filter((place) => given[place] !== ''), ...order.filter((place) => given[place] === '')]) {
    const old = names[at] ?? '';
    let name = old;
    let count = counts.get(name) ?? 0;
    while (count > 0) {
      counts.set(old, count + 1);
      name = `${old}.${count}`;
      count = taken.has(name) ? count + 1 : (counts.get(name) ?? 0);
    }
    made[at] = name;
    taken.add(name);
    counts.set(name, count + 1);
  }
  return made;
}
