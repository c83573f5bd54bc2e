import type { ParquetParsers } from 'hyparquet';
import { trimEndOf } from '../../../../scoring/codec/trim-end-of.ts';

/**
 * Dates and times as texts of ISO 8601, without a zone, to the last digit that the file has (a JavaScript Date has
 * milliseconds only). JSON stays the text that it is.
 */
export const parsers: Partial<ParquetParsers> = {
  dateFromDays: (days: number) => new Date(days * 86_400_000).toISOString().slice(0, 10),
  timestampFromMilliseconds: (ms: bigint | number) => timestamp(BigInt(ms), 3),
  timestampFromMicroseconds: (us: bigint | number) => timestamp(BigInt(us), 6),
  timestampFromNanoseconds: (ns: bigint | number) => timestamp(BigInt(ns), 9),
  jsonFromBytes: (bytes: Uint8Array) => Buffer.from(bytes).toString(),
};

/** `digits` of a second are counted; zeros at the end are left out. */
function timestamp(count: bigint, digits: number): string {
  const perSecond = 10n ** BigInt(digits);
  const part = ((count % perSecond) + perSecond) % perSecond;
  const seconds = new Date(Number((count - part) / perSecond) * 1000).toISOString().slice(0, -5);
  const fraction = trimEndOf(part.toString().padStart(digits, '0'), '0');
  return fraction === '' ? seconds : `${seconds}.${fraction}`;
}
