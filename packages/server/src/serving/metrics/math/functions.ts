import { fill } from './fill.ts';
import { MathError } from './math-error.ts';
import { isList, isSeries, type MathValue, type Periods, type SeriesValue } from './math-value.ts';
import { mapped } from './operators.ts';

type Operand = MathValue | string | undefined;
type MathFunction = (operands: readonly Operand[], periods: Periods) => MathValue;

/** One number out of all values of a period, or of a series. */
type Summary = (values: readonly number[]) => number;

const sum: Summary = (values) => values.reduce((total, value) => total + value, 0);
const average: Summary = (values) => sum(values) / values.length;
const deviation: Summary = (values) => {
  const mean = average(values);
  return Math.sqrt(average(values.map((value) => (value - mean) ** 2)));
};

/** CloudWatch user guide, "Using metric math". */
export const functions: Readonly<Record<string, MathFunction>> = {
  SUM: summary(sum),
  AVG: summary(average),
  MIN: summary((values) => Math.min(...values)),
  MAX: summary((values) => Math.max(...values)),
  STDDEV: summary(deviation),
  ABS: each(Math.abs),
  CEIL: each(Math.ceil),
  FLOOR: each(Math.floor),
  LOG: each(Math.log),
  LOG10: each(Math.log10),
  PERIOD: ([series], { seconds }) => mapped(one(series, 'PERIOD'), () => seconds),
  DATAPOINT_COUNT: ([series]) => one(series, 'DATAPOINT_COUNT').size,
  RATE: ([series]) => differences(one(series, 'RATE'), (value, milliseconds) => value / (milliseconds / 1000)),
  DIFF: ([series]) => differences(one(series, 'DIFF'), (value) => value),
  RUNNING_SUM: ([series]) => {
    let total = 0;
    return mapped(one(series, 'RUNNING_SUM'), (value) => (total += value));
  },
  TIME_SERIES: ([value], { begins }) => {
    if (typeof value !== 'number') throw new MathError('TIME_SERIES takes a number');
    return new Map(begins.map((time) => [time, value]));
  },
  IF: ([condition, chosen, otherwise], { begins }) => choose({ condition, chosen, otherwise }, begins),
  FILL: ([series, filling], { begins }) => fill(one(series, 'FILL'), filling, begins),
};

function summary(of: Summary): MathFunction {
  return ([value]) => {
    if (isList(value)) {
      const times = [...new Set(value.flatMap((series) => [...series.keys()]))].toSorted((a, b) => a - b);
      const valuesAt = (time: number) => value.flatMap((series) => series.get(time) ?? []);
      return new Map(times.map((time) => [time, of(valuesAt(time))]));
    }
    if (isSeries(value)) return value.size === 0 ? new Map<number, number>() : of([...value.values()]);
    throw new MathError('SUM, AVG, MIN, MAX and STDDEV take a series or a list of series');
  };
}

function each(of: (value: number) => number): MathFunction {
  return ([value]) => {
    if (typeof value === 'number') return of(value);
    if (isList(value)) return value.map((series) => mapped(series, of));
    if (isSeries(value)) return mapped(value, of);
    throw new MathError('a number, a series or a list of series is expected');
  };
}

function one(value: Operand, name: string): SeriesValue {
  if (isSeries(value)) return value;
  throw new MathError(`${name} takes one series`);
}

/** `of`: takes the difference between a value and the one before it, and the time between them. */
function differences(series: SeriesValue, of: (difference: number, milliseconds: number) => number): SeriesValue {
  let before: readonly [number, number] | undefined;
  return mapped(series, (value, time) => {
    const [lastTime, last] = before ?? [time, Number.NaN];
    before = [time, value];
    return of(value - last, time - lastTime);
  });
}

interface Choice {
  readonly condition: Operand;
  /** The value where the condition is not zero. */
  readonly chosen: Operand;
  readonly otherwise: Operand;
}

function choose({ condition, chosen, otherwise }: Choice, begins: readonly number[]): MathValue {
  if (isNumber(condition) && isNumber(chosen) && isNumber(otherwise ?? 0)) {
    if (condition !== 0) return chosen;
    return isNumber(otherwise) ? otherwise : new Map<number, number>();
  }
  const values = new Map<number, number>();
  for (const time of begins) {
    const holds = at(condition, time);
    const value = holds === undefined ? undefined : at(holds === 0 ? otherwise : chosen, time);
    if (value !== undefined) values.set(time, value);
  }
  return values;
}

const isNumber = (value: Operand): value is number => typeof value === 'number';

function at(value: Operand, time: number): number | undefined {
  if (typeof value === 'number' || value === undefined) return value;
  if (isSeries(value)) return value.get(time);
  throw new MathError('IF takes numbers and series');
}
