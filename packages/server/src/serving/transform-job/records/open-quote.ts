const newline = 10;
const quote = 34;
const comma = 44;

/**
 * Whether a quoted cell of one of these lines does not end in it. A container that reads quotes would take it and the
 * lines behind it for one row, up to the end of the request: then a line by itself is not a record.
 */
export function someQuoteStaysOpen(lines: Buffer): boolean {
  for (let at = lines.indexOf(quote); at >= 0; ) {
    const start = at === 0 ? 0 : lines.lastIndexOf(newline, at) + 1;
    const found = lines.indexOf(newline, at);
    const end = found < 0 ? lines.length : found;
    if (quoteStaysOpen(lines.subarray(start, end))) return true;
    at = lines.indexOf(quote, end);
  }
  return false;
}

/** The same of one line. A quote opens only where a cell begins (RFC 4180). */
export function quoteStaysOpen(line: Buffer): boolean {
  let isOpen = false;
  // Whether a quote is the cell's first byte here, or the second of a pair within quotes.
  let mayOpen = true;
  for (const byte of line) {
    if (byte === quote) {
      if (isOpen) {
        isOpen = false;
        mayOpen = true;
      } else {
        isOpen = mayOpen;
        mayOpen = false;
      }
    } else if (!isOpen) mayOpen = byte === comma;
  }
  return isOpen;
}
