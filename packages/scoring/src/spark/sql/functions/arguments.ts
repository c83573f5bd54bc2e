import { refuse, type Typed } from '../typed.ts';

/** Refuses a call with too few or too many arguments. */
export function count(text: string, args: readonly Typed[], least: number, most = least): void {
  if (args.length >= least && args.length <= most) return;
  const wanted = least === most ? `${least}` : `${least} to ${most}`;
  throw refuse(text, `it has ${args.length} arguments where ${wanted} are due`);
}
