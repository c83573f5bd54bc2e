import { present } from '@catenary/scoring/internal/values';
import { type FileMetaData, parquetSchema, type SchemaElement, type SchemaTree } from 'hyparquet';
import { FormatError } from '../../splitter.ts';

/** A column whose values are single ones. */
export interface ParquetColumn {
  readonly name: string;
  /** Digits behind the point, of a decimal. */
  readonly scale?: number;
  /** Whether its times are instants (those of a zone, which is UTC in the file). */
  readonly isInstant?: boolean;
  readonly isBoolean?: boolean;
  /** Whether it has texts, which may be empty. */
  readonly isText?: boolean;
  /** The value of all rows, for a column that comes from the folder's name; null for none. */
  readonly constant?: string | null;
}

/**
 * Columns as they are wanted, or all in the file's order; `constants` are those that come from the names of its
 * folders. Throws `FormatError`, which names all that cannot be read.
 */
export function parquetColumns(
  metadata: FileMetaData,
  wanted: readonly string[] | undefined,
  constants: ReadonlyMap<string, string | null>,
): ParquetColumn[] {
  const all = parquetSchema(metadata).children;
  const names = all.map(({ element }) => element.name);
  const picked = (wanted ?? names).map((name): SchemaTree | ParquetColumn => {
    const found = all[names.indexOf(name)];
    const constant = constants.get(name);
    if (found === undefined && constant !== undefined) return { name, constant };
    if (found === undefined) throw new FormatError(`The file has no column "${name}"; it has ${names.join(', ')}.`);
    return found;
  });
  const chosen = picked.map((column) =>
    'element' in column && isEmpty(column, metadata) ? { name: column.element.name, constant: null } : column,
  );
  const problems = chosen.flatMap((column) => ('element' in column ? (describeProblem(column) ?? []) : []));
  if (problems.length > 0) {
    throw new FormatError(
      `Columns that cannot be a cell: ${problems.join('; ')}. Name the columns to read in CATENARY_BATCH_COLUMNS, or write others.`,
    );
  }
  return chosen.map((column) => ('element' in column ? describeColumn(column) : column));
}

/**
 * A column of one file that holds nothing, which writers give any type, or a type of its own: its cells are those of
 * any other column that are null. Its own statement of that is trusted for single columns only.
 */
function isEmpty({ element, children }: SchemaTree, { row_groups: groups }: FileMetaData): boolean {
  if (children.length > 0 || element.repetition_type !== 'OPTIONAL') return false;
  if (element.logical_type?.type === 'NULL') return true;
  if (typeProblem(element) === undefined) return false;
  return groups.every(({ columns }) => {
    const chunk = columns.find(({ meta_data: meta }) => meta?.path_in_schema[0] === element.name)?.meta_data;
    return chunk?.statistics?.null_count !== undefined && chunk.statistics.null_count === chunk.num_values;
  });
}

function describeColumn({ element }: SchemaTree): ParquetColumn {
  const { name, type, converted_type: converted, logical_type: logical, scale = 0 } = element;
  if (type === 'BOOLEAN') return { name, isBoolean: true };
  // Files from before logical types have the converted type, which means an instant.
  const isInstant =
    logical === undefined
      ? converted?.startsWith('TIMESTAMP') === true
      : 'isAdjustedToUTC' in logical && logical.isAdjustedToUTC;
  return {
    name,
    ...present({
      scale: converted === 'DECIMAL' ? scale : undefined,
      isInstant: isInstant || undefined,
      isText: isOfTexts(element) || undefined,
    }),
  };
}

const isOfTexts = ({ converted_type: converted, logical_type: logical }: SchemaElement) =>
  /^(UTF8|ENUM|JSON)$/.test(converted ?? '') || ['STRING', 'ENUM', 'JSON'].includes(logical?.type ?? '');

function describeProblem({ element, children }: SchemaTree): string | undefined {
  const isNested = children.length > 0 || element.repetition_type === 'REPEATED';
  const kind = isNested ? `nested (${element.converted_type ?? 'struct'})` : typeProblem(element);
  return kind === undefined ? undefined : `"${element.name}" is ${kind}`;
}

const plainTypes: readonly (string | undefined)[] = ['BOOLEAN', 'INT32', 'INT64', 'INT96', 'FLOAT', 'DOUBLE'];
const readTypes = /^(UTF8|ENUM|JSON|DATE|TIMESTAMP_MILLIS|TIMESTAMP_MICROS|U?INT_(8|16|32|64))$/;
const readLogicalTypes: readonly string[] = [
  'STRING',
  'ENUM',
  'JSON',
  'DATE',
  'TIMESTAMP',
  'INTEGER',
  'UUID',
  'FLOAT16',
];

/** Why values of a single column have no text that all writers agree on; undefined if they have. */
function typeProblem({ type, converted_type: converted, logical_type: logical }: SchemaElement) {
  if (converted === 'DECIMAL') return undefined;
  if (converted !== undefined) return readTypes.test(converted) ? undefined : `of type ${converted}`;
  if (logical !== undefined) return readLogicalTypes.includes(logical.type) ? undefined : `of type ${logical.type}`;
  return plainTypes.includes(type) ? undefined : `of bytes (${type})`;
}
