import { present } from '../util/present.ts';
import { denseFeaturesOf } from '../model-file/feature-input.ts';
import type { Library } from '../model-file/libraries.ts';
import type { ModelFacts, ModelFile as Inner, ModelMethod } from '../model-file/model-file.ts';
import { findModelFile as find } from '../model-file/find-model-file.ts';
import { openModelFile as open } from '../model-file/open-model-file.ts';
import type { ModelFiles } from '../model-files.ts';
import { ScoringError } from '../scoring-error.ts';
import { newMatrix } from '../frame/table.ts';
import { expectBytes } from './expect-bytes.ts';
import { expectFiles } from './expect-files.ts';
import { aFlag, expectOptions } from './expect-options.ts';
import { expectRows } from './expect-rows.ts';
import { expectTable } from './expect-table.ts';
import { type SparseRows, toInnerRows } from './feature-rows.ts';
import { nearestName } from '../util/nearest-name.ts';
import { onlyScoringErrors } from './only-scoring-errors.ts';
import { shown } from './shown.ts';
import { type Table, type TableInput, toOwnTable } from './table.ts';

/** Rows for any model: objects, lists, tables, or rows that name the positions they have. */
export type ModelInput = TableInput | SparseRows;

export interface ModelOptions {
  /** False: names and numbers of columns are checked only as the library checks them. @default true */
  readonly strict?: boolean;
}

/** A row for each row of the input, and the types of the library's answer. */
export interface ModelAnswer {
  readonly table: Table;
  /** Booleans are 1 and 0 in the table. */
  readonly numbers: 'float32' | 'float64' | 'integer' | 'boolean';
  /** True if rows of one value are lists of one: numpy's shape (n, 1). */
  readonly isNested?: boolean;
  /** True if texts are what Python prints of bytes. */
  readonly isBytes?: boolean;
}

/** A model file of any library, ready to answer. Answers are the caller's own. */
export interface ModelFile {
  readonly library: string;
  /** The methods it has, the one that is meant when none is named first. */
  readonly methods: readonly ModelMethod[];
  /** Names of the input columns, if the file has them. */
  readonly columnNames: readonly string[] | undefined;
  /** How many columns it was trained on, if the file says so. */
  readonly featureCount: number | undefined;
  /** Throws `ScoringError` for a method it has not, and for rows that do not fit. */
  call(method: ModelMethod, input: ModelInput, options?: ModelOptions): ModelAnswer;
  describe(): ModelFacts;
}

/**
 * Opens one model file of any library that is read natively, recognised by its bytes; `path` is for messages and for
 * XGBoost's legacy binary, which has no signature. Throws `ScoringError`, with the path, if it is not a model file.
 */
export function openModelFile(path: string, bytes: Uint8Array): ModelFile {
  if (typeof path !== 'string')
    throw new ScoringError('wrong_type', `The path of a model file is ${shown(path)}, not a text.`);
  const file = expectBytes(bytes);
  const model = onlyScoringErrors('bad_model', () => open(path, file));
  const { library, methods, columnNames, featureCount } = model;
  return {
    library,
    methods,
    columnNames,
    featureCount,
    call: (method, input, options) => {
      const { strict } = expectOptions(options, { strict: aFlag });
      expectMethod(method, model);
      return onlyScoringErrors('bad_input', () => {
        const answer = model.call(method, inputOf(input, model, strict === false));
        return { ...answer, table: toOwnTable(answer.table) };
      });
    },
    describe: () => model.describe(),
  };
}

/** The model file in an artifact: its path and the library. Undefined if there is none; throws `ScoringError` if there are several. */
export function findModelFile(files: ModelFiles): { readonly path: string; readonly library: Library } | undefined {
  const checked = expectFiles(files);
  return onlyScoringErrors('bad_model', () => find(checked));
}

function inputOf(given: ModelInput, model: Inner, isLoose: boolean): Parameters<Inner['call']>[1] {
  const { columnNames, featureCount: columns, rowNames, takesTexts, readsCells, takesPlaces, findsNames } = model;
  const names = rowNames?.needed ?? columnNames;
  if (!isSparse(given)) {
    const reads = present({ findsNames, readsCells, takesPlaces });
    return expectTable(given, { takesTexts, ...reads, names, columns, knownNames: rowNames?.known, isLoose });
  }
  const rows = expectRows(given, { columns: columns ?? given.columnCount, isLoose });
  const inner = toInnerRows(rows);
  if (inner.kind === 'dense' || model.library === 'XGBoost') return inner as typeof given & { absent?: 0 };
  const { values, rowCount, columnCount } = denseFeaturesOf(inner, columns ?? 0, given.absent === 0 ? 0 : Number.NaN);
  return newMatrix(rowCount, columnCount, Float64Array.from(values));
}

const isSparse = (given: ModelInput): given is SparseRows =>
  typeof given === 'object' && given !== null && 'kind' in given && given.kind === 'sparse';

function expectMethod(method: unknown, { methods, library }: Inner): void {
  if (typeof method === 'string' && (methods as readonly string[]).includes(method)) return;
  const end = typeof method === 'string' ? nearestName(method, methods) : '.';
  throw new ScoringError('unsupported_model', `The ${library} model has no method ${shown(method)}${end}`);
}
