import { own } from '../../../util/own.ts';
import { operator } from '../../operator.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { NumberRegister } from '../../plan/number-register.ts';
import type { Ports } from '../../plan/ports.ts';

interface MathBinary {
  readonly operation: string;
  /** The operands where no column is wired to their ports. */
  readonly a: number | undefined;
  readonly b: number | undefined;
}

/**
 * `math_binary`: one function of two numbers, each from its port or from its default (`da`, `db`). Null in either gives
 * null, as in Spark. Source: MLeap `MathBinaryModel.scala`.
 */
export const mathBinary = operator<MathBinary>({
  op: 'math_binary',
  bundle: {
    read: (attributes) => ({
      operation: attributes.string('operation'),
      a: attributes.optionalNumber('da'),
      b: attributes.optionalNumber('db'),
    }),
  },
  compile({ operation, a: defaultA, b: defaultB }, ports, context) {
    const compute = own(functions, operation);
    if (compute === undefined) throw context.bad(`key not found: ${operation} (operation)`);
    const a = openOperand({ name: 'a', constant: defaultA }, ports, context);
    const b = openOperand({ name: 'b', constant: defaultB }, ports, context);
    const output = ports.outputNumbers('output');
    return (rowCount) => {
      output.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) {
        if (a.input?.isNull(row) || b.input?.isNull(row)) output.setNull(row);
        else output.values[row] = compute(a.input?.values[row] ?? a.constant, b.input?.values[row] ?? b.constant);
      }
    };
  },
});

interface Operand {
  readonly input: NumberRegister | undefined;
  readonly constant: number;
}

function openOperand(
  { name, constant }: { readonly name: string; readonly constant: number | undefined },
  ports: Ports,
  context: NodeContext,
): Operand {
  const port = `input_${name}`;
  if (ports.hasInput(port)) return { input: ports.numbers(port), constant: Number.NaN };
  if (constant !== undefined) return { input: undefined, constant };
  throw context.bad(`has neither the port ${port} nor its default d${name}`);
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
