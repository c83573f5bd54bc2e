import { defined } from '../../../util/defined.ts';
import { refuse, type Typed } from '../typed.ts';

/** Refuses a call with too few or too many arguments; `wanted` is how many are due, or the least and the most. */
export function checkCount(text: string, args: readonly Typed[], wanted: number | readonly [number, number]): void {
  const [least, most] = typeof wanted === 'number' ? [wanted, wanted] : wanted;
  if (args.length >= least && args.length <= most) return;
  const due = least === most ? `${least}` : `${least} to ${most}`;
  throw refuse(text, `it has ${args.length} arguments where ${due} are due`);
}

/** The argument of a call that takes one. */
export function onlyArgument(text: string, args: readonly Typed[]): Typed {
  checkCount(text, args, 1);
  return defined(args[0]);
}
