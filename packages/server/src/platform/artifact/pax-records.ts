import { ArtifactError } from './artifact-error.ts';

/** Largest extended header: names and sizes fit in a fraction of it. */
export const maxPaxBytes = 64 * 1024;

/** The records of a PAX extended header: `<length> <keyword>=<value>\n`, the length in bytes and counting itself. */
export function readPaxRecords(bytes: Buffer): Map<string, Buffer> {
  const records = new Map<string, Buffer>();
  for (let at = 0; at < bytes.length && bytes[at] !== 0; ) {
    const space = bytes.indexOf(0x20, at);
    const length = space < 0 ? Number.NaN : Number(bytes.toString('latin1', at, space));
    const end = at + length;
    const equals = bytes.indexOf(0x3d, space);
    if (!Number.isInteger(length) || end > bytes.length || bytes[end - 1] !== 0x0a || equals < 0 || equals >= end)
      throw new ArtifactError('The tar archive is damaged: an extended header is malformed.');
    records.set(bytes.toString('utf8', space + 1, equals), bytes.subarray(equals + 1, end - 1));
    at = end;
  }
  return records;
}
