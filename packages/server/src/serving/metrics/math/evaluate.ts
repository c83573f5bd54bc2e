import { own } from '@catenary/scoring/internal/names';
import { functions } from './functions.ts';
import { MathError } from './math-error.ts';
import { isList, isSeries, type MathValue, type Periods, type SeriesValue } from './math-value.ts';
import { operators } from './operators.ts';
import type { Expression } from './parse-expression.ts';

/** What an expression is computed from. */
export interface MathInput {
  /** By the id of the query; undefined if there is none. */
  find(id: string): MathValue | undefined;
  /** All metrics of the request by id, in its order: METRICS() takes all of them, METRICS("m") those with `m` in their id. */
  readonly metrics: ReadonlyMap<string, SeriesValue>;
  readonly periods: Periods;
  /** How many values may still be computed: other requests wait meanwhile. */
  readonly budget: { left: number };
}

/** Throws `MathError`. */
export function evaluate(expression: Expression, input: MathInput): MathValue {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'text':
      throw new MathError(`the text "${expression.value}" is no value`);
    case 'list':
      return expression.items.flatMap((item) => spendList(input, seriesOf(evaluate(item, input))));
    case 'id':
      return valueOf(expression.name, input);
    case 'call':
      return call(expression, input);
  }
}

function valueOf(id: string, input: MathInput): MathValue {
  const value = input.find(id);
  if (value === undefined) throw new MathError(`there is no query with the id ${id}`);
  return value;
}

function call({ name, operands }: Extract<Expression, { kind: 'call' }>, input: MathInput): MathValue {
  if (name === 'METRICS') return metricsNamed(operands, input);
  const operator = own(operators, name);
  if (operator !== undefined)
    return operator(
      spend(
        input,
        operands.map((operand) => evaluate(operand, input)),
      ),
    );
  const known = own(functions, name);
  if (known === undefined)
    throw new MathError(
      `the function ${name} is not offered; there are ${Object.keys(functions).toSorted().join(', ')}, METRICS`,
    );
  // FILL(m1, REPEAT)
  const values = operands.map((operand) =>
    operand.kind === 'id' && /^(REPEAT|LINEAR)$/.test(operand.name) ? operand.name : evaluate(operand, input),
  );
  input.budget.left -= input.periods.begins.length;
  return known(spend(input, values), input.periods);
}

/** The operands, if there are not too many values in them. */
function spend<Operand>({ budget }: MathInput, operands: readonly Operand[]): readonly Operand[] {
  for (const operand of operands) budget.left -= sizeOf(operand);
  if (budget.left < 0) throw new MathError('it takes too many values: take a longer period, or a shorter time');
  return operands;
}

/** Each series of a list is counted as well as its values: lists of lists may double with each expression. */
function spendList(input: MathInput, list: readonly SeriesValue[]): readonly SeriesValue[] {
  input.budget.left -= list.length;
  spend(input, list);
  return list;
}

function sizeOf(operand: unknown): number {
  if (isSeries(operand)) return operand.size;
  return isList(operand) ? operand.reduce((sum, { size }) => sum + size, 0) : 1;
}

function metricsNamed([first, ...more]: readonly Expression[], { metrics }: MathInput): MathValue {
  if (more.length > 0 || (first !== undefined && first.kind !== 'text'))
    throw new MathError('METRICS takes one text or nothing');
  return [...metrics].flatMap(([id, series]) => (first === undefined || id.includes(first.value) ? [series] : []));
}

function seriesOf(value: MathValue): readonly SeriesValue[] {
  if (typeof value === 'number') throw new MathError('a list holds series, and no numbers');
  return isList(value) ? value : [value];
}
