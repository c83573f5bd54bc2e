import { MathError } from './math-error.ts';
import { isList, type MathValue, type SeriesValue } from './math-value.ts';

type Binary = (left: number, right: number) => number;

const truth = (holds: boolean) => (holds ? 1 : 0);
const binary: Readonly<Record<string, Binary>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '^': (left, right) => left ** right,
  '<': (left, right) => truth(left < right),
  '<=': (left, right) => truth(left <= right),
  '>': (left, right) => truth(left > right),
  '>=': (left, right) => truth(left >= right),
  '==': (left, right) => truth(left === right),
  '!=': (left, right) => truth(left !== right),
};

/** Operators by their sign or word: each makes one value of two. */
export const operators: Readonly<Record<string, (values: readonly MathValue[]) => MathValue>> = {
  ...Object.fromEntries(Object.entries(binary).map(([sign, of]) => [sign, ([left, right]) => apply(of, left, right)])),
  ...logical(['&&', 'AND'], (left, right) => left !== 0 && right !== 0),
  ...logical(['||', 'OR'], (left, right) => left !== 0 || right !== 0),
};

function logical(names: readonly string[], holds: (left: number, right: number) => boolean) {
  const of: Binary = (left, right) => truth(holds(left, right));
  return Object.fromEntries(
    names.map((name) => [name, ([left, right]: readonly MathValue[]) => apply(of, left, right)]),
  );
}

/**
 * A number is combined with every value of a series; two series where both have a value; each of several series by itself.
 * A result that is no number (a division by zero) is no value.
 */
function apply(of: Binary, left: MathValue | undefined, right: MathValue | undefined): MathValue {
  if (left === undefined || right === undefined) throw new MathError('an operand is missing');
  if (isList(left) || isList(right)) return applyToEach(of, left, right);
  if (typeof left === 'number' && typeof right === 'number') return of(left, right);
  if (typeof left === 'number') return mapped(right as SeriesValue, (value) => of(left, value));
  if (typeof right === 'number') return mapped(left, (value) => of(value, right));
  return mapped(left, (value, time) => {
    const opposite = right.get(time);
    return opposite === undefined ? undefined : of(value, opposite);
  });
}

function applyToEach(of: Binary, left: MathValue, right: MathValue): MathValue {
  if (isList(left) && isList(right))
    throw new MathError('two lists of series cannot be combined: use SUM, AVG, MIN or MAX');
  if (isList(left)) return left.map((one) => apply(of, one, right) as SeriesValue);
  return (right as readonly SeriesValue[]).map((one) => apply(of, left, one) as SeriesValue);
}

/** Replaces each value of a series; results that are not finite are left out. */
export function mapped(series: SeriesValue, of: (value: number, time: number) => number | undefined): SeriesValue {
  const results = new Map<number, number>();
  for (const [time, value] of series) {
    const result = of(value, time);
    if (result !== undefined && Number.isFinite(result)) results.set(time, result);
  }
  return results;
}
