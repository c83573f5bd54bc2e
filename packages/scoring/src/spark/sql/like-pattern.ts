import { defined } from '../../util/defined.ts';

/** What stands between two %: texts, and how many characters of any kind (_). */
type Segment = readonly (string | number)[];

/**
 * The test of a pattern whose items are characters, `any` (%) or `one` (_). What is between two % is taken where it
 * comes first, so the time is linear in the text.
 */
export function likePattern(items: readonly LikeItem[]): (text: string) => boolean {
  const segments = toSegments(items);
  const [first = [], ...rest] = segments;
  const last = rest.pop();
  if (last === undefined) return (text) => matchFrom(text, 0, first) === text.length;
  return (text) => {
    let at = matchFrom(text, 0, first);
    for (const segment of rest) if (at >= 0) at = find(text, at, segment);
    const start = at < 0 ? -1 : matchTo(text, last);
    return start >= at && at >= 0;
  };
}

export type LikeItem = 'any' | 'one' | { readonly character: string };

function toSegments(items: readonly LikeItem[]): Segment[] {
  const segments: (string | number)[][] = [[]];
  for (const item of items) {
    const segment = defined(segments.at(-1));
    const before = segment.at(-1);
    if (item === 'any') segments.push([]);
    else if (item === 'one') {
      if (typeof before === 'number') segment[segment.length - 1] = before + 1;
      else segment.push(1);
    } else if (typeof before === 'string') segment[segment.length - 1] = before + item.character;
    else segment.push(item.character);
  }
  return segments;
}

/** Where the segment ends that begins at this place, or -1. */
function matchFrom(text: string, start: number, segment: Segment): number {
  let at = start;
  for (const piece of segment) {
    if (typeof piece === 'string') {
      if (!text.startsWith(piece, at)) return -1;
      at += piece.length;
      continue;
    }
    for (let count = 0; count < piece; count++) {
      const point = text.codePointAt(at);
      if (point === undefined) return -1;
      at += point > 0xffff ? 2 : 1;
    }
  }
  return at;
}

/** Where the segment begins that ends with the text, or -1. */
function matchTo(text: string, segment: Segment): number {
  let at = text.length;
  for (const piece of [...segment].reverse()) {
    if (typeof piece === 'string') {
      if (!text.endsWith(piece, at)) return -1;
      at -= piece.length;
      continue;
    }
    for (let count = 0; count < piece; count++) {
      if (at === 0) return -1;
      at -= at >= 2 && (text.codePointAt(at - 2) as number) > 0xffff ? 2 : 1;
    }
  }
  return at;
}

/** Where the first such segment from this place on ends, or -1. */
function find(text: string, from: number, segment: Segment): number {
  const [head] = segment;
  for (let at = from; at <= text.length; at++) {
    if (typeof head === 'string') at = text.indexOf(head, at);
    if (at < 0) return -1;
    const end = matchFrom(text, at, segment);
    if (end >= 0) return end;
    if ((text.codePointAt(at) ?? 0) > 0xffff) at++;
  }
  return -1;
}
