import { UsageError } from './usage-error.ts';

export type Range = readonly [from: number, to: number];

/** The value of a flag that is a whole number of up to six digits. Throws `UsageError`. */
export function wholeNumber(flag: string, text: string | undefined, range?: Range): number | undefined {
  if (text === undefined) return undefined;
  const [from, to] = range ?? [0, 999_999];
  if (/^\d{1,6}$/.test(text) && Number(text) >= from && Number(text) <= to) return Number(text);
  const bounds = range === undefined ? '' : ` from ${from} to ${to}`;
  throw new UsageError(`${flag} must be a whole number${bounds}; it is "${text}".`);
}
