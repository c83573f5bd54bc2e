import type { Op } from '../../op.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { NumberRegister } from '../../plan/number-register.ts';
import { own } from '../../../util/own.ts';

/**
 * `math_binary`: one function of two numbers, each from its port or from its default (`da`, `db`). Null in either gives
 * null, as in Spark. Source: MLeap `MathBinaryModel.scala`.
 */
export const mathBinary: Op = {
  name: 'math_binary',
  compile(context) {
    const name = context.attributes.string('operation');
    const compute = own(functions, name);
    if (compute === undefined) throw context.bad(`key not found: ${name} (operation)`);
    const a = openOperand(context, 'input_a', 'da');
    const b = openOperand(context, 'input_b', 'db');
    const output = context.outputNumbers('output');
    return (rowCount) => {
      output.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) {
        if (a.input?.isNull(row) || b.input?.isNull(row)) output.setNull(row);
        else output.values[row] = compute(a.input?.values[row] ?? a.constant, b.input?.values[row] ?? b.constant);
      }
    };
  },
};

interface Operand {
  readonly input: NumberRegister | undefined;
  readonly constant: number;
}

function openOperand(context: NodeContext, port: string, attribute: string): Operand {
  if (context.hasInput(port)) return { input: context.numbers(port), constant: Number.NaN };
  if (context.attributes.has(attribute)) return { input: undefined, constant: context.attributes.number(attribute) };
  throw context.bad(`has neither the port ${port} nor its default ${attribute}`);
}

const functions: Readonly<Record<string, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  rem: (a, b) => a % b,
  log_n: (a, b) => Math.log(a) / Math.log(b),
  pow: (a, b) => a ** b,
  min: Math.min,
  max: Math.max,
};
