/**
 * The records of a block of lines, without their line ends (`\n` or `\r\n`). Empty lines carry no record: they get no
 * request and no line of output (the service's own treatment is not established; a CSV reader skips them as well).
 */
export function recordsOf(block: Buffer): Buffer[] {
  const records: Buffer[] = [];
  for (let start = 0; start < block.length; ) {
    const newline = block.indexOf(10, start);
    const next = newline < 0 ? block.length : newline;
    const end = next > start && block[next - 1] === 13 ? next - 1 : next;
    if (end > start) records.push(block.subarray(start, end));
    start = next + 1;
  }
  return records;
}

const separator = Buffer.from('\n');

/** Records joined by newlines, none at the end: the body of a MultiRecord request. */
export function joinRecords(records: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [];
  for (const record of records) parts.push(record, separator);
  parts.pop();
  return Buffer.concat(parts);
}
