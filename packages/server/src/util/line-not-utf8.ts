import { isUtf8 } from 'node:buffer';

const LF = 10;

/** The first line of some bytes that is not UTF-8, counted from 1; undefined if all of them are. */
export function lineNotUtf8(bytes: Uint8Array): number | undefined {
  if (isUtf8(bytes)) return undefined;
  // A line feed is part of no longer character, so lines can be looked at one by one.
  let line = 1;
  for (let start = 0; ; line++) {
    const end = bytes.indexOf(LF, start);
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
}
