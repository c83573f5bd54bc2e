import { RecordTooLargeError, type SplitLimits } from '../splitter.ts';

/** The whole object is one record. */
export async function* splitNone(source: AsyncIterable<Uint8Array>, limits: SplitLimits): AsyncGenerator<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of source) {
    length += part.length;
    if (length > limits.maxRecordBytes) throw new RecordTooLargeError(1, limits.maxRecordBytes);
    parts.push(part);
  }
  yield Buffer.concat(parts);
}
