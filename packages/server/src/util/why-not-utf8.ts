import { isUtf8 } from 'node:buffer';

const LF = 10;

/** What is wrong with bytes that are not UTF-8, and what to do; undefined if they are. For messages. */
export function whyNotUtf8(bytes: Uint8Array): string | undefined {
  const line = lineNotUtf8(bytes);
  if (line === undefined) return undefined;
  return `line ${line} has other bytes, perhaps those of Latin-1. To have it read, write it as UTF-8.`;
}

/** The first line that is not UTF-8, counted from 1. */
function lineNotUtf8(bytes: Uint8Array): number | undefined {
  if (isUtf8(bytes)) return undefined;
  // A line feed is part of no longer character, so lines can be looked at one by one.
  let line = 1;
  for (let start = 0; ; line++) {
    const end = bytes.indexOf(LF, start);
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
}
