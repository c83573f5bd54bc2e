/** Java's test for the same letter: the lower case of its upper case, each of one character. */
export function foldCase(point: number): number {
  if (point < 128) return point >= 65 && point <= 90 ? point + 32 : point;
  return lower(upper(point));
}

/** What the flag i lets stand for a character inside a range: ASCII letters only without the flag u. */
export function otherCases(
  point: number,
  { ignoreCase, unicodeCase }: { readonly ignoreCase: boolean; readonly unicodeCase: boolean },
): number[] {
  if (!ignoreCase || (point > 127 && !unicodeCase)) return [];
  const capital = upper(point);
  return unicodeCase ? [capital, lower(capital)] : [capital, lower(point)];
}

/** Mappings to several characters do not count, except for that of I with a dot, which Java has to a plain i. */
function lower(point: number): number {
  return point === 0x130 ? 0x69 : single(point, String.fromCodePoint(point).toLowerCase());
}

function upper(point: number): number {
  return single(point, String.fromCodePoint(point).toUpperCase());
}

function single(point: number, mapped: string): number {
  const found = mapped.codePointAt(0) as number;
  return mapped.length === (found > 0xffff ? 2 : 1) ? found : point;
}
