import { defined } from '@catenary/scoring/internal/values';
import { MathError } from './math-error.ts';
import { isSeries, type MathValue, type SeriesValue } from './math-value.ts';

/** A value of a series, and when. */
type Known = readonly [time: number, value: number];

/** Gives each period without a value one: a number, that of another series, the value before, or one on the line between its neighbours. */
export function fill(
  series: SeriesValue,
  filling: MathValue | string | undefined,
  begins: readonly number[],
): SeriesValue {
  const choose = chooser(filling);
  const filled = new Map<number, number>();
  const known = [...series];
  let next = 0;
  for (const time of begins) {
    while (next < known.length && defined(known[next])[0] < time) next++;
    const value = series.get(time) ?? choose(time, known[next - 1], known[next]);
    if (value !== undefined) filled.set(time, value);
  }
  return filled;
}

type Chooser = (time: number, before: Known | undefined, after: Known | undefined) => number | undefined;

function chooser(filling: MathValue | string | undefined): Chooser {
  if (typeof filling === 'number') return () => filling;
  if (isSeries(filling)) return (time) => filling.get(time);
  if (filling === 'REPEAT') return (_time, before) => before?.[1];
  if (filling === 'LINEAR') return onLine;
  throw new MathError('FILL takes a number, a series, REPEAT or LINEAR for what is missing');
}

const onLine: Chooser = (time, before, after) => {
  if (before === undefined || after === undefined) return undefined;
  return before[1] + ((after[1] - before[1]) * (time - before[0])) / (after[0] - before[0]);
};
