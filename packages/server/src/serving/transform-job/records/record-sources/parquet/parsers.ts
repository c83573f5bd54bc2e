import { trimEndOf } from '@catenary/scoring/internal/text';
import type { ParquetParsers } from 'hyparquet';
import type { ParquetColumn } from './parquet-columns.ts';

/**
 * Dates and times as texts of ISO 8601, to the last digit that the file has (a JavaScript Date has milliseconds only). An instant
 * (`isInstant`) ends in Z, as pyarrow and Spark write it; what a clock on the wall shows has no zone. Texts and JSON stay the bytes
 * that they are.
 */
export function parsersFor({ isInstant }: Pick<ParquetColumn, 'isInstant'>): Partial<ParquetParsers> {
  const zone = isInstant === true ? 'Z' : '';
  return {
    dateFromDays: (days: number) => new Date(days * 86_400_000).toISOString().slice(0, -'T00:00:00.000Z'.length),
    timestampFromMilliseconds: (ms: bigint | number) => timestamp(BigInt(ms), 3) + zone,
    timestampFromMicroseconds: (us: bigint | number) => timestamp(BigInt(us), 6) + zone,
    timestampFromNanoseconds: (ns: bigint | number) => timestamp(BigInt(ns), 9) + zone,
    stringFromBytes: asTheyAre,
    jsonFromBytes: asTheyAre,
  };
}

const asTheyAre = (bytes: Uint8Array) => bytes;

/** `digits` of a second are counted; zeros at the end are left out. */
function timestamp(count: bigint, digits: number): string {
  const perSecond = 10n ** BigInt(digits);
  const part = ((count % perSecond) + perSecond) % perSecond;
  const seconds = new Date(Number((count - part) / perSecond) * 1000).toISOString().slice(0, -5);
  const fraction = trimEndOf(part.toString().padStart(digits, '0'), '0');
  return fraction === '' ? seconds : `${seconds}.${fraction}`;
}
