import { mediaType } from '../../../contract/media-type.ts';
import { isObject } from '../../../util/is-object.ts';
import { plainText } from '../../../util/plain-text.ts';
import { quotedLineSplitter } from '../../transform-job/records/splitters/quoted-line.ts';
import type { Cell } from '../analysis/column-profile.ts';
import type { Row } from '../analysis/data-profile.ts';
import { cellsOfCsv } from './cells-of-csv.ts';
import { positionName } from './position-name.ts';
import { type Cells, rowsOfJson } from './rows-of-json.ts';

/** What of a capture is read. */
export interface CaptureReading {
  /** Names of the cells that have none of their own, those of the answer first: those of the baseline. */
  readonly names: readonly string[];
  /** Milliseconds since 1970; what was captured at other times is left out. */
  readonly from: number;
  readonly to: number;
}

/** The rows of one line of a capture file: none of another time. Undefined if it cannot be read. */
export function capturedRows(line: string, reading: CaptureReading): Row[] | undefined {
  try {
    const event: unknown = JSON.parse(line);
    if (!isObject(event) || !isObject(event.captureData)) return undefined;
    if (!isWithin(event.eventMetadata, reading)) return [];
    const { endpointInput: input, endpointOutput: output } = event.captureData;
    return pair(sideOf(output), sideOf(input)).map((parts) => rowOf(parts, reading.names));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whether a request was captured in a span of time; one without a time is. */
export function isWithin(metadata: unknown, { from, to }: Pick<CaptureReading, 'from' | 'to'>): boolean {
  const time = isObject(metadata) ? Date.parse(plainText(metadata.inferenceTime) ?? '') : Number.NaN;
  return Number.isNaN(time) || (time >= from && time < to);
}

/** What was asked or answered, row by row. Throws `SyntaxError`. A side that was not captured has none. */
export function sideOf(side: unknown): Cells[] {
  if (!isObject(side) || typeof side.data !== 'string') return [];
  const { data, encoding, observedContentType: type } = side;
  if (encoding === 'BASE64') return readRows(Buffer.from(data, 'base64').toString(), mediaType(String(type)) ?? '');
  return readRows(data, encoding === 'JSON' ? 'application/json' : 'text/csv');
}

/** Of CSV or JSON. Throws `SyntaxError` for any other type, and for what cannot be read. */
export function readRows(text: string, type: string): Cells[] {
  if (type.includes('jsonlines')) return linesOf(text).flatMap(rowsOfJson);
  if (type.includes('json')) return rowsOfAnyJson(text);
  if (type !== 'text/csv') throw new SyntaxError(`no rows are read of ${type}`);
  return linesOf(text).map((line) => {
    const placed = cellsOfCsv(line);
    if (placed === undefined) throw new SyntaxError('broken quotes');
    return { named: new Map<string, Cell>(), placed };
  });
}

/** JSON lines are often called JSON. */
function rowsOfAnyJson(text: string): Cells[] {
  try {
    return rowsOfJson(text);
  } catch (error) {
    const lines = linesOf(text);
    if (lines.length < 2) throw error;
    return lines.flatMap(rowsOfJson);
  }
}

/** Most requests have one row, without quotes: they need not be taken apart byte by byte. */
function linesOf(text: string): string[] {
  if (!text.includes('"') && !text.includes('\n')) return text === '' ? [] : [text];
  return quotedLineSplitter.records(Buffer.from(text)).map(({ body }) => body.toString());
}

/** The rows of the answer and of the request that belong together. */
export function pair(output: readonly Cells[], input: readonly Cells[]): Cells[][] {
  const answers = output.length === 1 && input.length > 1 ? spread(output, input.length) : output;
  const count = Math.max(answers.length, input.length);
  return Array.from({ length: count }, (_, at) => [answers[at], input[at]].filter((cells) => cells !== undefined));
}

/** One line of answers with a cell for each row is as many rows. */
export function spread(output: readonly Cells[], count: number): readonly Cells[] {
  const placed = output.flatMap((cells) => cells.placed);
  return placed.length === count ? placed.map((cell) => ({ named: new Map(), placed: [cell] })) : output;
}

/** Where both have a column, that of the answer counts. */
export function rowOf(parts: readonly Cells[], names: readonly string[]): Row {
  const row = new Map<string, Cell>();
  let at = 0;
  for (const { placed } of parts)
    for (const cell of placed) {
      row.set(names[at] ?? positionName(at), cell);
      at++;
    }
  for (const { named } of parts) for (const [name, cell] of named) if (!row.has(name)) row.set(name, cell);
  return row;
}
