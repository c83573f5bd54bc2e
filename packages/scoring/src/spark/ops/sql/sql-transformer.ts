import { ScoringError } from '../../../scoring-error.ts';
import { StepBudget } from '../../../text/java-regex/step-budget.ts';
import { defined } from '../../../util/defined.ts';
import { operator } from '../../operator.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { Register } from '../../plan/register.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';
import { bindStatement } from '../../sql/bound-statement.ts';
import { decimalText } from '../../sql/decimal.ts';
import { SqlRowError } from '../../sql/sql-error.ts';
import { fromDataType, type SqlValue, toDataType } from '../../sql/sql-type.ts';
import type { Typed } from '../../sql/typed.ts';
import { readStatement, type SqlStatement } from './read-statement.ts';

/**
 * `sql`: the expressions of a SELECT list, `output0` ... those that make a column, and the rows that WHERE keeps.
 * Source: Spark `SQLTransformer`.
 */
export const sqlTransformer = operator<SqlStatement>({
  op: 'sql',
  spark: { classes: ['SQLTransformer'], read: (stage, scope) => [readStatement(stage, scope)] },
  compile({ statement, inputs, mode }, ports, context) {
    const names = [...inputs.keys()];
    const registers = names.map((name, at) => ports.rawInput(`input${at}`, defined(inputs.get(name))));
    const columns = new Map(names.map((name, at) => [name, readRegister(name, registers[at])]));
    const budget = new StepBudget();
    const { values, where } = bindStatement(statement, (name) => columns.get(name), { ...mode, budget });
    const outputs = values.flatMap((value, at) => {
      if (!ports.hasOutput(`output${at}`)) return [];
      return [{ value, register: ports.output(`output${at}`, toDataType(value.type)) }];
    });
    const run: Run = { context, outputs, where, place: registers[0] ?? outputs[0]?.register };
    return (rowCount) => {
      budget.renew();
      for (const { register } of outputs) reserve(register, rowCount);
      for (let row = 0; row < rowCount; row++) {
        if (context.hasFailed(row)) closeEmpty(outputs);
        else runRow(run, row, rowCount);
      }
    };
  },
});

interface Output {
  readonly value: Typed;
  readonly register: Register;
}

interface Run {
  readonly context: NodeContext;
  readonly outputs: readonly Output[];
  readonly where: Typed | undefined;
  /** The column that a failing row is named by. */
  readonly place: Register | undefined;
}

function runRow({ context, outputs, where, place }: Run, row: number, rowCount: number): void {
  let written = 0;
  try {
    const isKept = where === undefined || where.evaluate(row) === true;
    if (!isKept) context.skip(row);
    for (const { value, register } of outputs) {
      const cell = isKept ? value.evaluate(row) : null;
      if (register.kind === 'vector') copyVector(register, cell, rowCount);
      else writeCell({ value, register }, row, cell);
      written++;
    }
  } catch (error) {
    closeEmpty(outputs.slice(written));
    if (!(error instanceof SqlRowError) && !(error instanceof ScoringError)) throw error;
    const failure = { code: 'invalid_value', message: error.message, value: undefined } as const;
    if (place !== undefined) context.fail(row, { ...failure, input: place });
  }
}

function readRegister(name: string, register: Register): Typed {
  const type = fromDataType(register.type);
  const isBoolean = type.kind === 'boolean';
  const evaluate = (row: number): SqlValue => {
    if (register.kind === 'number') {
      if (register.isNull(row)) return null;
      return isBoolean ? register.values[row] !== 0 : register.values[row];
    }
    if (register.kind === 'vector') return register.isNull(row) ? null : { register, row };
    return register.values[row] ?? null;
  };
  return { type, text: name, evaluate };
}

function reserve(register: Register, rowCount: number): void {
  if (register.kind === 'number' || register.kind === 'vector') register.reserve(rowCount);
  else register.values.length = rowCount;
}

function closeEmpty(outputs: readonly Output[]): void {
  for (const { register } of outputs) if (register.kind === 'vector') register.closeEmpty();
}

function writeCell(
  { value: { type }, register }: { readonly value: Typed; readonly register: Exclude<Register, VectorRegister> },
  row: number,
  cell: SqlValue,
): void {
  if (register.kind !== 'number') register.values[row] = cell;
  else if (cell === null) register.setNull(row);
  else register.values[row] = Number(type.kind === 'decimal' ? decimalText(cell as bigint, type.scale) : cell);
}

/** A vector that is handed on under another name. */
function copyVector(to: VectorRegister, cell: SqlValue, rowCount: number): void {
  if (cell === null) return to.closeNull(rowCount);
  const { register: from, row } = cell as unknown as { register: typeof to; row: number };
  const [start, end] = [from.starts[row], from.starts[row + 1]];
  to.room(end - start);
  to.values.set(from.values.subarray(start, end), to.length);
  if (!from.isSparse(row)) return to.closeDense(end - start);
  to.indices.set(from.indices.subarray(start, end), to.length);
  to.closeSparse(from.sizes[row], end - start);
}
