import { type Column, type Field, type Frame, type Schema, ScoringError } from '@catenary/scoring/internal/frame';
import { own } from '@catenary/scoring/internal/names';
import { isObject } from '../../../../util/is-object.ts';
import { decodeJsonRecords } from './decode-json-records.ts';

/** A record of JSON by the names of its columns; numbers with their texts (`WrittenNumber`). */
export type NamedRecord = Readonly<Record<string, unknown>>;

/**
 * Whether JSON is a record by name: an object that has not the members of a request of AWS's container. A column that is
 * called `data` has others beside it.
 */
export function isNamedRecord(value: unknown): value is NamedRecord {
  if (!isObject(value)) return false;
  const names = Object.keys(value);
  return names.length > 0 && !names.every((name) => name === 'data' || name === 'schema');
}

/**
 * Records by name to a frame, each column where the schema has its name; other columns are passed over. null is null,
 * which records by position cannot have. Throws `missing_column`, `bad_input` with row and column.
 */
export function decodeNamedRecords(records: readonly NamedRecord[], schema: Schema): Frame {
  records.forEach((record, row) => refuseStranger(record, row, schema));
  const columns = schema.fields.map((field) => decodeColumn(records, field));
  return { schema, columns, rowCount: records.length };
}

/** A record without any of the columns is hardly one: its members are misspelt, or those of another request. */
function refuseStranger(record: NamedRecord, row: number, { fields }: Schema): void {
  if (fields.length === 0 || fields.some(({ name }) => Object.hasOwn(record, name))) return;
  const [unknown = ''] = Object.keys(record);
  const wanted = fields.map(({ name }) => JSON.stringify(name)).join(', ');
  const message = `The request has the unknown property ${JSON.stringify(unknown)} (row ${row + 1}): it has neither "data" nor, by name, ${wanted}.`;
  throw new ScoringError('missing_column', message, { row });
}

function decodeColumn(records: readonly NamedRecord[], field: Field): Column {
  const { name } = field;
  const cells = records.map((record, row) => {
    const cell = own(record, name);
    if (cell !== undefined) return cell;
    const message = `The record lacks the column "${name}" (row ${row + 1}); write null for a value that is missing.`;
    throw new ScoringError('missing_column', message, { row, column: name });
  });
  const nulls = Uint8Array.from(cells, (cell) => (cell === null ? 1 : 0));
  const given = cells.map((cell) => [cell ?? placeholderOf(field)]);
  const column = decodeJsonRecords(given, { fields: [field] }, true).columns[0] as Column;
  if (!nulls.includes(1)) return column;
  if (column.kind === 'number' || column.kind === 'vector') return { ...column, nulls };
  const isNull = (row: number) => nulls[row] === 1;
  if (column.kind === 'string')
    return { kind: 'string', values: column.values.map((value, row) => (isNull(row) ? null : value)) };
  return { kind: 'value', values: column.values.map((value, row) => (isNull(row) ? null : value)) };
}

/** What stands at a null's place until it is known to be one. */
function placeholderOf({ type }: Field): unknown {
  if (type.shape !== 'scalar') return [];
  if (type.base === 'string') return '';
  return type.base === 'boolean' ? false : 0;
}
