import { rowTypes } from '../../frame/row-types.ts';
import { columnCount, newMatrix, type Table, toMatrix } from '../../frame/table.ts';
import { PickleGlobal, PickleObject } from '../../pickle/pickle-object.ts';
import { ScoringError } from '../../scoring-error.ts';
import { defined } from '../../util/defined.ts';
import { own } from '../../util/own.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { numpyFunctions } from './numpy-functions.ts';

/** FunctionTransformer of a function of numpy that is known here, or of none (the input as it is). */
export function readFunctionTransformer(fitted: Fitted): Estimator {
  const map = isArrayCheck(fitted.raw('func')) ? undefined : readFunction(fitted, 'func');
  const hasArguments =
    fitted.raw('kw_args') instanceof Map && (fitted.raw('kw_args') as Map<unknown, unknown>).size > 0;
  if (hasArguments) throw fitted.refuse('its function is called with arguments');
  const check = fitted.flag('validate', false);
  const ofIntegers = integerFunction(fitted, map);
  const transform = (table: Table) => {
    if (map === undefined) return table;
    const { rows, columns, values } = check ? finiteMatrix(table, fitted) : toMatrix(table);
    const mapped = values.map((x) => map(x));
    if (ofIntegers !== undefined && table.kind === 'mixed')
      mapIntegers(table, { from: values, to: mapped }, ofIntegers);
    return newMatrix(rows, columns, mapped);
  };
  if (answersTruth(fitted)) return { transform, transformType: { type: 'boolean' } };
  return map === undefined || ofIntegers !== undefined ? { transform, rowTypes, keepsTypes: true } : { transform };
}

/** Functions of numpy whose answers to integers are integers. */
const whole = /\.(sign|abs|absolute|square|negative|positive|conjugate)$/;
/** The same since numpy 2.1, which came before scikit-learn 1.6. */
const rounding = /\.(floor|ceil|trunc)$/;

/** What its function makes of integers, where these are integers too. */
function integerFunction(
  fitted: Fitted,
  map: ((x: number) => number) | undefined,
): ((x: number) => number) | undefined {
  const path = fitted.path('func') ?? '';
  if (path.endsWith('.reciprocal')) return (x) => Math.trunc(1 / x);
  return whole.test(path) || (rounding.test(path) && fitted.atLeast(1, 6)) ? map : undefined;
}

/** Rows of integers have answers of their own. Throws `invalid_value` for those beyond what doubles hold. */
function mapIntegers(
  table: Table,
  { from, to }: { readonly from: Float64Array; readonly to: Float64Array },
  map: (x: number) => number,
): void {
  const width = columnCount(table);
  rowTypes(table).forEach((type, row) => {
    if (type !== 'integer') return;
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      const value = defined(from[at]);
      to[at] = map(value) + 0;
      if (!Number.isSafeInteger(value) || !Number.isSafeInteger(to[at]))
        throw new ScoringError(
          'invalid_value',
          `Row ${row + 1}, column ${column} is ${value}, an integer whose answer is not known exactly.`,
          { row, column, value },
        );
    }
  });
}

/** Whether the function is one of those that answer True or False. */
const answersTruth = (fitted: Fitted): boolean => /\.is|_not$/.test(fitted.path('func') ?? '');

/** `functools.partial(check_array, ...)`, which HistGradientBoosting sets in front of its numeric columns. */
function isArrayCheck(value: unknown): boolean {
  if (!(value instanceof PickleObject) || value.global.name !== 'partial') return false;
  const [target] = value.constructorArguments;
  return target instanceof PickleGlobal && target.path === 'sklearn.utils.validation.check_array';
}

/** The function that an attribute names; undefined for None. Throws `unsupported_model` for any that is not known. */
export function readFunction(fitted: Fitted, name: string): ((x: number) => number) | undefined {
  if (!fitted.has(name)) return undefined;
  const path = fitted.path(name) ?? 'no function';
  const short = /^(numpy|scipy\.special)\b.*\.(\w+)$/.exec(path)?.[2];
  const known = own(numpyFunctions, short ?? '');
  if (known === undefined) throw fitted.refuse(`its function ${path} is not known`);
  return known;
}
