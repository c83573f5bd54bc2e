import { refuse, type Typed } from '../typed.ts';

/** Refuses a call with too few or too many arguments; `wanted` is how many are due, or the least and the most. */
export function checkCount(text: string, args: readonly Typed[], wanted: number | readonly [number, number]): void {
  const [least, most] = typeof wanted === 'number' ? [wanted, wanted] : wanted;
  if (args.length >= least && args.length <= most) return;
  const due = least === most ? `${least}` : `${least} to ${most}`;
  throw refuse(text, `it has ${args.length} arguments where ${due} are due`);
}
