import type { CharTest } from './regex-node.ts';

/** Where the character at this place ends, or -1 if it does not belong to the class, or there is none. */
export function charEnd(text: string, at: number, test: CharTest): number {
  const point = text.codePointAt(at);
  if (point === undefined || !test(point)) return -1;
  return point > 0xffff ? at + 2 : at + 1;
}
