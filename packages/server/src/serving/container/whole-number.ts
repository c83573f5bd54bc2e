import { own } from '@catenary/scoring/internal/names';

/** A number from 1 to `most` (1,000 by default) of the container's environment. Throws for a value that is none. */
export function wholeNumber(
  environment: Readonly<Record<string, string>>,
  name: string,
  { byDefault, most = 1000 }: { readonly byDefault: number; readonly most?: number },
): number {
  const text = own(environment, name);
  if (text === undefined || text === '') return byDefault;
  if (/^[1-9]\d{0,5}$/.test(text) && Number(text) <= most) return Number(text);
  throw new Error(`${name} is "${text}"; it must be a whole number from 1 to ${most}.`);
}
