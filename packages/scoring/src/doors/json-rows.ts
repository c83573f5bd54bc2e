import { decodeJsonRows as decode, encodeJsonRows as encode, parseJsonRow as parse } from '../formats/json-rows.ts';
import type { Frame } from '../frame/frame.ts';
import type { Schema } from '../frame/schema.ts';
import { ScoringError } from '../scoring-error.ts';
import { expectObject } from './expect-count.ts';
import { expectPlainFrame } from './expect-frame.ts';
import { expectNames } from './expect-names.ts';
import { aFlag, expectOptions } from './expect-options.ts';
import { expectSchema } from './expect-schema.ts';
import { onlyScoringErrors } from './only-scoring-errors.ts';
import { shown } from './shown.ts';

export interface JsonRowsOptions {
  /** False: a column that a row lacks is null, and unknown ones are ignored, as Spark reads JSON. @default true */
  readonly strict?: boolean;
}

/** Parses one line of row JSON for `decodeJsonRows`, so that `1.0` stays a double. Throws `bad_input`. */
export function parseJsonRow(line: string): unknown {
  if (typeof line !== 'string') throw new ScoringError('wrong_type', `A line of JSON is a text, not ${shown(line)}.`);
  try {
    return parse(line);
  } catch {
    throw new ScoringError('bad_input', `The line is no JSON: ${line.slice(0, 80)}`);
  }
}

/**
 * Rows, one object by column name each, to a frame. Numbers may be the texts "NaN", "Infinity", "-Infinity"; a vector is
 * `{"type":"dense","values"}`, `{"type":"sparse","size","indices","values"}` or an array.
 * Throws `missing_column`, `unknown_column` with the nearest name, and `bad_input`, naming row and column.
 */
export function decodeJsonRows(rows: readonly unknown[], schema: Schema, options?: JsonRowsOptions): Frame {
  if (!Array.isArray(rows))
    throw new ScoringError('wrong_type', `Rows are to be given as a list of objects, not as ${shown(rows)}.`);
  const names = expectSchema(schema).fields.map(({ name }) => name);
  const { strict } = expectOptions(options, { strict: aFlag });
  rows.forEach((row: unknown, at) => {
    const object = expectObject(row, `Row ${at + 1} is`);
    if (strict !== false) expectNames(Object.keys(object), names, names, at);
    refuseStrange(object, at);
  });
  return onlyScoringErrors('bad_input', () => decode(rows, schema));
}

/** A scored frame as one value a row: `{row, output}`, `{row, skipped: true}` or `{row, error}`; write them with `JSON.stringify`. */
export function encodeJsonRows(frame: Frame): unknown[] {
  const checked = expectPlainFrame(frame);
  return onlyScoringErrors('bad_input', () => encode(checked));
}

/** Values that JSON cannot hold. */
function refuseStrange(row: Readonly<Record<string, unknown>>, at: number): void {
  for (const [column, cell] of Object.entries(row)) {
    if (!['undefined', 'bigint', 'function', 'symbol'].includes(typeof cell)) continue;
    const what = `is ${shown(cell)}; write null for a missing cell, and a number for a bigint`;
    throw new ScoringError('wrong_type', `Row ${at + 1}, column "${column}" ${what}.`, { row: at, column });
  }
}
