import { RecordTooLargeError, type SplitLimits } from '../splitter.ts';

const newline = 10;

/** Blocks of whole lines, of about `blockBytes`. */
export async function* splitLines(source: AsyncIterable<Uint8Array>, limits: SplitLimits): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let length = 0;
  let lineStart = 0; // where the unfinished last line starts, within the bytes held
  let lines = 0; // newlines given away so far
  for await (const chunk of source) {
    const part = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const lastNewline = part.lastIndexOf(newline);
    if (lastNewline >= 0) lineStart = length + lastNewline + 1;
    parts.push(part);
    length += part.length;
    if (length - lineStart > limits.maxRecordBytes) {
      throw new RecordTooLargeError(lines + countNewlines(Buffer.concat(parts)) + 1, limits.maxRecordBytes);
    }
    if (lineStart < limits.blockBytes) continue;
    const held = Buffer.concat(parts, length);
    for (const block of cut(held.subarray(0, lineStart), limits, lines)) yield block;
    lines += countNewlines(held.subarray(0, lineStart));
    parts = [held.subarray(lineStart)];
    length -= lineStart;
    lineStart = 0;
  }
  const rest = Buffer.concat(parts, length);
  if (rest.length > 0) for (const block of cut(rest, limits, lines)) yield block;
}

/** Cuts whole lines into blocks: each as many lines as fit in `blockBytes`, at least one. */
function* cut(lines: Buffer, limits: SplitLimits, linesBefore: number): Generator<Buffer> {
  for (let start = 0; start < lines.length; ) {
    let end = lines.length;
    if (end - start > limits.blockBytes) {
      end = lines.lastIndexOf(newline, start + limits.blockBytes - 1) + 1;
      if (end <= start) end = lines.indexOf(newline, start) + 1 || lines.length;
      if (end - start > limits.maxRecordBytes + 1) {
        throw new RecordTooLargeError(linesBefore + countNewlines(lines.subarray(0, start)) + 1, limits.maxRecordBytes);
      }
    }
    yield lines.subarray(start, end);
    start = end;
  }
}

export function countNewlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) count++;
  return count;
}
