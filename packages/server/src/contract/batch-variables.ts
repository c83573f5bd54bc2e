import { own } from '@catenary/scoring/internal/names';

/** What is said of a variable; docs/batch.md has a row for each. */
export interface BatchVariableRow {
  /** What its values are, for the page. */
  readonly values: string;
  /** All that it may be, where that is a choice. */
  readonly choices?: readonly string[];
  /** What it is where a job does not set it. */
  readonly default?: string;
  /** What the page says of a job that does not set it, instead of the default or behind it. */
  readonly otherwise?: string;
}

/** The variables by which a transform job asks, in its Environment, for what goes beyond the service. */
export const batchVariables = {
  CATENARY_BATCH_BAD_RECORDS: {
    values: '`fail`: a record that fails, fails its object; `quarantine`: it is set apart',
    choices: ['fail', 'quarantine'],
    default: 'fail',
  },
  CATENARY_BATCH_REJECTED_LINE: {
    values:
      'what stands in the output for a record that was set apart: `empty` (an empty line), `null`, `omit` (nothing)',
    choices: ['empty', 'null', 'omit'],
    default: 'empty',
  },
  CATENARY_BATCH_MAX_REJECTED_SHARE: {
    values: 'an object of which more than this share (0 to 1) is set apart fails',
    default: '1',
    otherwise: 'no limit',
  },
  CATENARY_BATCH_ROW_IDENTITY: {
    values: '`on`: a container must answer with one line for each record; `off`',
    choices: ['off', 'on'],
    otherwise: '`on` with `quarantine`, else `off`',
  },
  CATENARY_BATCH_INPUT_FORMAT: {
    values: '`split`: as SplitType says; `parquet`',
    choices: ['split', 'parquet'],
    default: 'split',
  },
  CATENARY_BATCH_CSV_HEADER: {
    values: '`on`: each object begins with a header line, which is no record; `off`',
    choices: ['off', 'on'],
    default: 'off',
  },
  CATENARY_BATCH_CSV_QUOTED_NEWLINES: {
    values: '`on`: a line break in quotes does not end a record; `off`',
    choices: ['off', 'on'],
    default: 'off',
  },
  CATENARY_BATCH_CSV_DELIMITER: {
    values: 'what stands between cells: one ASCII character, or `tab`',
    default: ',',
  },
  CATENARY_BATCH_CSV_QUOTE: {
    values: 'what stands around cells, and is doubled within them: one ASCII punctuation mark',
    default: '"',
  },
  CATENARY_BATCH_COLUMNS: {
    values: 'names of the columns that the chain gets, in its order, as a line of CSV',
    otherwise: 'all columns',
  },
  CATENARY_BATCH_OUTPUT_FORMAT: {
    values: '`plain`: as AssembleWith says; `parquet`',
    choices: ['plain', 'parquet'],
    default: 'plain',
  },
  CATENARY_BATCH_OUTPUT_COLUMNS: {
    values:
      'names of the columns of Parquet outputs as a line of CSV, each with a type if it has to be one: `id:int64,price`',
    otherwise: 'see below',
  },
  CATENARY_BATCH_ENGINE: {
    values: '`local`: the server; `spark`: a [Spark](spark.md#transform-jobs-by-spark) that it is configured with',
    choices: ['local', 'spark'],
    default: 'local',
  },
} as const satisfies Readonly<Record<string, BatchVariableRow>>;

type Table = typeof batchVariables;
export type BatchVariable = keyof Table;
type WordOf<Row> = Row extends { readonly choices: readonly (infer Choice)[] } ? Choice : string;
type UnsetOf<Row> = Row extends { readonly default: string } ? never : undefined;

/** The variables of a job as its Environment has them, or their defaults; undefined where there is none. */
export type BatchValues = { readonly [Name in BatchVariable]: WordOf<Table[Name]> | UnsetOf<Table[Name]> };

type Environment = Readonly<Record<string, string>>;
const rows: readonly (readonly [string, BatchVariableRow])[] = Object.entries(batchVariables);

export const batchVariableNames: readonly string[] = rows.map(([name]) => name).sort();

/** Of an environment in which `wrongBatchValue` finds nothing. */
export function readBatchVariables(environment: Environment): BatchValues {
  return Object.fromEntries(rows.map(([name, row]) => [name, own(environment, name) ?? row.default])) as BatchValues;
}

/** What is wrong with the value of a variable that is a choice; undefined if nothing is. */
export function wrongBatchValue(environment: Environment): string | undefined {
  for (const [name, { choices }] of rows) {
    const value = own(environment, name);
    if (value === undefined || choices === undefined || choices.includes(value)) continue;
    return `${name} must be one of ${choices.join(', ')}; it is "${value}".`;
  }
  return undefined;
}
