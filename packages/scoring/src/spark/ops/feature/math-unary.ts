import type { Op } from '../../op.ts';
import { mapNumbers } from '../../plan/map-numbers.ts';
import { own } from '../../../util/own.ts';

/** `math_unary`: one function of one number. Source: MLeap `MathUnaryModel.scala`. */
export const mathUnary: Op = {
  name: 'math_unary',
  compile(context) {
    const name = context.attributes.string('operation');
    const compute = own(functions, name);
    if (compute === undefined && name !== 'logit') throw context.bad(`key not found: ${name} (operation)`);
    const input = context.numbers('input');
    const output = context.outputNumbers('output');
    if (compute !== undefined) return mapNumbers(input, output, compute);
    return mapNumbers(input, output, (value, row) => {
      if (value < 0 || value > 1) context.fail(row, 'invalid_value', `${value} out of [0, 1] range`, value, input);
      return Math.log(value / (1 - value));
    });
  },
};

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
