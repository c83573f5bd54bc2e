import type { Answer } from '../from-mleap-bundle/golden-case.ts';

/** A row that MLeap's runtime 0.20.0 answers otherwise than Spark. */
export interface Difference {
  /** Classes of the pipeline's stages. */
  readonly kinds: ReadonlySet<string>;
  /** The row as JSON. */
  readonly row: string;
  readonly runtime: Answer;
  readonly spark: Answer;
}

/** Why MLeap answers otherwise, of what docs/mleap-differences.md says; undefined where that explains nothing: a fault of the bundle. */
export function explain(difference: Difference): string | undefined {
  return Object.entries(explanations).find(([, isIt]) => isIt(difference))?.[0];
}

const explanations: Readonly<Record<string, (difference: Difference) => boolean>> = {
  'fails at a null': ({ row, runtime }) =>
    hasError(runtime, /^(NullPointerException|MatchError: null)/) && hasNull(row),
  'refuses an index with a fraction': ({ kinds, runtime }) =>
    hasError(runtime, /^IllegalArgumentException: invalid label/) && hasKind(kinds, 'OneHotEncoder'),
  'takes what Spark refuses': ({ runtime, spark }) => runtime.output !== undefined && hasError(spark, refusedBySpark),
  'hashes are one tensor': ({ kinds, runtime, spark }) =>
    hasKind(kinds, 'BucketedRandomProjectionLSH') && isSame(numbersOf(runtime), numbersOf(spark)),
  'scaled values are clamped': ({ kinds, runtime, spark }) =>
    hasKind(kinds, 'MaxAbsScaler') && isSame(numbersOf(runtime), numbersOf(spark).map(clamp)),
  'replaces a NaN although another value is missing': ({ kinds, row, spark }) =>
    hasKind(kinds, 'Imputer') && row.includes('"NaN"') && numbersOf(spark).some(Number.isNaN),
  'fills short vectors up with zeros': ({ kinds, runtime, spark }) => {
    const [ours, theirs] = [numbersOf(runtime), numbersOf(spark)];
    const isFilled = ours.length > theirs.length && ours.slice(theirs.length).every((value) => value === 0);
    return hasKind(kinds, 'PolynomialExpansion') && isFilled && isSame(ours.slice(0, theirs.length), theirs);
  },
  'margins are infinite': ({ kinds, row }) => hasKind(kinds, 'LogisticRegression') && /"-?Infinity"/.test(row),
};

const refusedBySpark =
  /sizes do not match|Expecting a vector of size|Encountered NaN|CAST_OVERFLOW|Both norms|nonnegative|zero-length vectors|null vector/;

const hasError = ({ error }: Answer, text: RegExp) => error !== undefined && text.test(error);
const hasKind = (kinds: ReadonlySet<string>, name: string) => kinds.has(name) || kinds.has(`${name}Model`);
const hasNull = (row: string) => /[:[,]null\b/.test(row);
/** A zero loses its sign. */
const clamp = (value: number) => Math.min(1, Math.max(-1, value));

const isSame = (some: readonly number[], others: readonly number[]) =>
  some.length === others.length && some.every((value, at) => isNear(value, others[at] ?? 0));

const isNear = (value: number, other: number) =>
  Object.is(value, other) || Math.abs(value - other) <= 1e-12 * Math.abs(other);

/** All numbers of an answer's values, in their order. */
function numbersOf({ output }: Answer): number[] {
  return Object.values(output ?? {}).flatMap(numbersIn);
}

function numbersIn(value: unknown): number[] {
  if (Array.isArray(value)) return value.flatMap(numbersIn);
  if (typeof value === 'object' && value !== null && 'values' in value) return numbersIn(value.values);
  return typeof value === 'number' || value === 'NaN' || value === 'Infinity' || value === '-Infinity'
    ? [Number(value)]
    : [];
}
