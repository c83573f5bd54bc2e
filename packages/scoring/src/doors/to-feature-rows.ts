import type { Column } from '../frame/column.ts';
import { describeType } from '../frame/data-type.ts';
import type { Frame } from '../frame/frame.ts';
import type { Field } from '../frame/schema.ts';
import type { VectorColumn } from '../frame/vector-column.ts';
import { numberFeatures, vectorFeatures } from '../frame/vector-features.ts';
import { nearestName } from '../util/nearest-name.ts';
import { ScoringError } from '../scoring-error.ts';
import { copyFrame } from './copy-frame.ts';
import { expectPlainFrame } from './expect-frame.ts';
import { expectOptions, someNames } from './expect-options.ts';
import { type FeatureRows, fromInnerRows } from './feature-rows.ts';

export interface FeatureRowsOptions {
  /** The columns that are the features, in their order: one of vectors, or some of numbers. Default: all of the frame. */
  readonly columns?: readonly string[];
}

/**
 * What a bundle or a saved pipeline made, as rows for `loadXgboost` or `loadLightgbm`: as one container of a chain
 * hands its answer to the next. Positions that a sparse vector lacks are zeros, never missing. The rows are the
 * caller's own. Throws `ScoringError` for a frame with rows that failed, with nulls, or with columns that are not
 * features.
 *
 * @example
 * const features = toFeatureRows(bundle.score(decodeJsonRows(rows, bundle.inputSchema))); const prices =
 * model.predict(features);
 */
export function toFeatureRows(frame: Frame, options?: FeatureRowsOptions): FeatureRows {
  const checked = expectPlainFrame(frame);
  const { columns: names } = expectOptions(options, { columns: someNames });
  expectAllRows(checked);
  const { schema, columns, rowCount } = copyFrame(withColumns(checked, names));
  const [first] = columns;
  if (columns.length === 1 && first?.kind === 'vector')
    return fromInnerRows(vectorFeatures(first, rowCount) ?? refuseVectors(first, schema.fields[0], rowCount));
  schema.fields.forEach((field, at) => expectNumbers(columns[at], field));
  return numberFeatures(columns, rowCount);
}

function expectAllRows({ rejections, rowCount }: Frame): void {
  for (const [row, rejection] of rejections ?? []) {
    const why = rejection.kind === 'failed' ? `failed: ${rejection.error.message}` : 'was skipped';
    const count = `${rejections?.size} of ${rowCount} rows have no answer`;
    throw new ScoringError('invalid_value', `${count}; row ${row + 1} ${why}. Score the others without them.`, { row });
  }
}

function withColumns(frame: Frame, names: readonly string[] | undefined): Frame {
  if (names === undefined) return frame;
  const { fields } = frame.schema;
  const known = fields.map(({ name }) => name);
  const places = names.map((name) => {
    const place = known.indexOf(name);
    if (place >= 0) return place;
    throw new ScoringError('missing_column', `The frame has no column "${name}"${nearestName(name, known)}`, {
      column: name,
    });
  });
  return {
    schema: { fields: places.map((at) => fields[at]) },
    columns: places.map((at) => frame.columns[at]),
    rowCount: frame.rowCount,
  };
}

function refuseVectors({ sizes, nulls }: VectorColumn, { name }: Field, rowCount: number): never {
  for (let row = 0; row < rowCount; row++) {
    const place = { row, column: name };
    if (nulls?.[row] === 1) throw new ScoringError('null_value', `Column "${name}", row ${row + 1} is null.`, place);
    if (sizes[row] === sizes[0]) continue;
    throw new ScoringError(
      'wrong_size',
      `Column "${name}", row ${row + 1} has ${sizes[row]} positions, row 1 has ${sizes[0]}.`,
      place,
    );
  }
  throw new ScoringError('wrong_size', `Column "${name}" has values that no row owns.`, { column: name });
}

function expectNumbers(column: Column, { name, type }: Field): void {
  if (column.kind !== 'number' || type.base === 'boolean') {
    const what = 'features are one column of vectors, or columns of numbers: name them with the option "columns"';
    throw new ScoringError('wrong_type', `Column "${name}" is of ${describeType(type)}; ${what}.`, { column: name });
  }
  const row = column.nulls?.indexOf(1) ?? -1;
  if (row >= 0)
    throw new ScoringError('null_value', `Column "${name}", row ${row + 1} is null.`, { row, column: name });
}
