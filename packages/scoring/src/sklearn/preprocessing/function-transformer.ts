import { newMatrix, type Table, toMatrix } from '../../frame/table.ts';
import { PickleGlobal, PickleObject } from '../../pickle/pickle-object.ts';
import { own } from '../../util/own.ts';
import { present } from '../../util/present.ts';
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
  const transform = (table: Table) => {
    if (map === undefined) return table;
    const { rows, columns, values } = check ? finiteMatrix(table, fitted) : toMatrix(table);
    return newMatrix(
      rows,
      columns,
      values.map((x) => map(x)),
    );
  };
  return { transform, ...present({ transformType: answersTruth(fitted) ? { type: 'boolean' as const } : undefined }) };
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
