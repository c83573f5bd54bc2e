import { own } from '../../../util/own.ts';
import { operator } from '../../operator.ts';
import { mapNumbers } from '../../plan/map-numbers.ts';

interface MathUnary {
  readonly operation: string;
}

/** `math_unary`: one function of one number. Source: MLeap `MathUnaryModel.scala`. */
export const mathUnary = operator<MathUnary>({
  op: 'math_unary',
  bundle: { read: (attributes) => ({ operation: attributes.string('operation') }) },
  compile({ operation }, ports, context) {
    const compute = own(functions, operation);
    if (compute === undefined && operation !== 'logit') throw context.bad(`key not found: ${operation} (operation)`);
    const input = ports.numbers('input');
    const output = ports.outputNumbers('output');
    if (compute !== undefined) return mapNumbers(input, output, compute);
    return mapNumbers(input, output, (value, row) => {
      if (value < 0 || value > 1) {
        const message = `${value} out of [0, 1] range`;
        context.fail(row, { code: 'invalid_value', message, value, input });
      }
      return Math.log(value / (1 - value));
    });
  },
});

const functions: Readonly<Record<string, (value: number) => number>> = {
  log: Math.log,
  exp: Math.exp,
  sqrt: Math.sqrt,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  abs: Math.abs,
  floor: Math.floor,
  ceil: Math.ceil,
  // Java's Math.round gives a long: NaN is 0, and its limits hold.
  round: (value) => (value !== value ? 0 : Math.min(Math.max(Math.round(value), -(2 ** 63)), 2 ** 63)) + 0,
};
