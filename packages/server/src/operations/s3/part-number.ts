import { invalidArgument } from './invalid-argument.ts';

const most = 10_000;

/** The query's `partNumber`, 1 to 10,000, in digits alone. Throws `S3Error` (InvalidArgument). */
export function readPartNumber(text: string): number {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= most) return number;
  throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive', 'partNumber', text);
}
