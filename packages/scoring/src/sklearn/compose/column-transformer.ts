import { selectColumns } from '../../frame/select-columns.ts';
import { columnCount, joinColumns, newMatrix, type Table } from '../../frame/table.ts';
import { NdArray } from '../../pickle/numpy/nd-array.ts';
import { PickleObject } from '../../pickle/pickle-object.ts';
import { ScoringError } from '../../scoring-error.ts';
import { defined } from '../../util/defined.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { readPart } from '../pipeline/feature-union.ts';
import { namedItems } from '../pipeline/pipeline.ts';
import { joinedTypes, withType } from '../transform-type.ts';

/** Columns of the input: by place (from 0; negative from the end) or by name. */
type Selection = readonly number[] | readonly string[];

/**
 * ColumnTransformer: each transformer gets its own columns, and their outputs stand next to each other. Columns given by
 * name are found by the names of the input or, if it has none, by their place when the model was fitted.
 */
export function readColumnTransformer(fitted: Fitted): Estimator {
  const count = fitted.columns ?? fitted.number('_n_features', -1);
  const names = readNames(fitted);
  const parts = namedItems(fitted, 'transformers_').flatMap(({ name, value, further }) => {
    const selection = readSelection(fitted, further, count);
    if (selection.length === 0) return [];
    const part = readPart(fitted, name, value);
    return part === undefined ? [] : [{ ...part, selection }];
  });
  if (!takesAll(parts, { names, count })) fitted.readCells();
  const places = new Map<string, readonly Int32Array[]>();
  const keepsForms = parts.some((part) => part.rowTypes !== undefined);
  const placesOf = (table: Table): readonly Int32Array[] => {
    const key = table.names?.join('\u0000') ?? String(columnCount(table));
    let resolved = places.get(key);
    if (resolved === undefined) {
      resolved = parts.map(({ selection }) => resolve(selection, table, { names, count }));
      if (places.size < 16) places.set(key, resolved);
    }
    return resolved;
  };
  const transform = (table: Table) => {
    const found = placesOf(table);
    if (parts.length === 0) return newMatrix(table.rows, 0);
    return joinColumns(
      parts.map(({ transform: run, transformType }, at) => {
        const part = run(selectColumns(table, defined(found[at])));
        return keepsForms && transformType !== undefined ? withType(part, transformType.type) : part;
      }),
      table.rows,
    );
  };
  const picking = parts.map((part, at) => ({
    ...part,
    pick: (table: Table) => selectColumns(table, defined(placesOf(table)[at])),
  }));
  return { transform, findsColumns: true, ...joinedTypes(picking) };
}

/** The columns that the transformer was fitted on. */
interface FittedColumns {
  /** Undefined if they had none. */
  readonly names: readonly string[] | undefined;
  /** -1 if the file does not say. */
  readonly count: number;
}

/** Whether every column goes into some part; others may hold anything, and are not to be read as numbers. */
function takesAll(parts: readonly { readonly selection: Selection }[], { names, count }: FittedColumns): boolean {
  const taken = new Set<number>();
  for (const { selection } of parts) {
    for (const item of selection)
      taken.add(typeof item === 'string' ? (names?.indexOf(item) ?? -1) : item < 0 ? item + count : item);
  }
  return Array.from(taken).filter((column) => column >= 0 && column < count).length >= count;
}

/** Names of the frame it was fitted on: `feature_names_in_`, before release 1.0 private attributes. */
function readNames(fitted: Fitted): string[] | undefined {
  const name = ['feature_names_in_', '_feature_names_in', '_df_columns'].find((attribute) => fitted.has(attribute));
  return name === undefined ? undefined : fitted.list(name).map(String);
}

function resolve(selection: Selection, table: Table, fitted: FittedColumns): Int32Array {
  const width = columnCount(table);
  const names = table.names ?? (fitted.names?.length === width ? fitted.names : undefined);
  if (table.names === undefined && fitted.count >= 0 && width !== fitted.count) {
    throw new ScoringError('wrong_size', `The input has ${width} columns; the model was fitted on ${fitted.count}.`);
  }
  return Int32Array.from<string | number>(selection, (item) => {
    if (typeof item === 'number') return placeOf(item, table, fitted);
    const place = names?.indexOf(item) ?? -1;
    if (place < 0)
      throw new ScoringError('missing_column', `The input lacks the column "${item}".`, {
        column: item,
        isHeader: true,
      });
    return place;
  });
}

/** A place counts in the table as fitted; where both have names, the name at that place is what is meant. */
function placeOf(item: number, table: Table, fitted: FittedColumns): number {
  const width = columnCount(table);
  const place = item < 0 ? item + (fitted.names?.length ?? width) : item;
  const name = table.names === undefined ? undefined : fitted.names?.[place];
  const found = name === undefined ? place : (table.names as readonly string[]).indexOf(name);
  if (found < 0 || found >= width)
    throw new ScoringError('missing_column', `The input lacks the column ${name ?? item}.`, {
      column: name ?? item,
      isHeader: true,
    });
  return found;
}

function readSelection(fitted: Fitted, value: unknown, count: number): Selection {
  if (typeof value === 'number' || typeof value === 'string') return [value] as Selection;
  if (value instanceof PickleObject && value.global.name === 'slice')
    return sliced(fitted, value.constructorArguments, count);
  if (value instanceof PickleObject && value.state instanceof Map && Array.isArray(value.state.get('data'))) {
    return readSelection(fitted, value.state.get('data'), count); // _RemainderColsList of release 1.5 on
  }
  const items = value instanceof NdArray ? value.values() : Array.isArray(value) ? (value as unknown[]) : undefined;
  if (items?.every((item) => typeof item === 'boolean') === true)
    return items.flatMap((item, at) => (item ? [at] : []));
  if (items?.every((item) => Number.isInteger(item)) === true) return items as number[];
  if (items?.every((item) => typeof item === 'string') === true) return items;
  throw fitted.unknown('transformers_', 'a list with columns by name, place, slice or mask');
}

/** Python's slice over places, or over names, where its end is included. */
function sliced(fitted: Fitted, [start, stop, step]: readonly unknown[], count: number): Selection {
  if (step !== null && step !== 1) throw fitted.refuse('it takes columns by a slice with a step');
  if (typeof start === 'string' || typeof stop === 'string') {
    const names = readNames(fitted) ?? [];
    const from = typeof start === 'string' ? names.indexOf(start) : 0;
    const to = typeof stop === 'string' ? names.indexOf(stop) + 1 : names.length;
    return names.slice(from, to);
  }
  const all = Array.from({ length: Math.max(0, count) }, (_none, at) => at);
  return all.slice(typeof start === 'number' ? start : 0, typeof stop === 'number' ? stop : undefined);
}
