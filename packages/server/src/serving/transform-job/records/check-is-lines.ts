import { type ForeignFormat, foreignFormat, looksLikeText } from '@catenary/scoring/internal/text';
import { FormatError } from './splitter.ts';

/** What to do about a format where an object is to be lines. */
const advice: Readonly<Partial<Record<ForeignFormat['name'], string>>> = {
  RecordIO: 'use SplitType RecordIO',
  gzip: 'use CompressionType Gzip, or a name that ends in .gz and no CompressionType',
  Parquet: 'use CATENARY_BATCH_INPUT_FORMAT=parquet',
};

/**
 * An object whose lines are cut has to be text with lines: of UTF-16, RecordIO or gzip every line would be broken, and
 * each of its records be blamed for it. Throws `FormatError` with what it is by its first bytes.
 */
export function checkIsLines(beginning: Uint8Array): void {
  const foreign = foreignFormat(beginning);
  if (foreign === undefined) return;
  const action = advice[foreign.name] ?? foreign.advice;
  throw new FormatError(
    `The object is to be lines of UTF-8 text (SplitType Line), but is ${foreign.found}: ${action}.`,
  );
}

/** What an object seems to be that does not begin as its binary format does: the next sentence of the message; empty if unknown. */
export function describeBeginning(beginning: Uint8Array): string {
  const foreign = foreignFormat(beginning);
  if (foreign?.name === 'gzip') return ` It is ${foreign.found}: ${advice.gzip}.`;
  if (foreign !== undefined) return ` It is ${foreign.found}.`;
  return looksLikeText(beginning) ? ' It looks like lines of text: use SplitType Line for those.' : '';
}
