const semicolons =
  ' It seems that cells are separated by semicolons and numbers have decimal commas: write commas between cells and numbers with a point.';

/** A sentence, with a blank before it, about text whose lines a carriage return alone separates. */
export const carriageReturns = ' It holds a carriage return: lines must end in \\n or \\r\\n, not in \\r alone.';

const tabs = ' It seems that cells are separated by tabs: write commas between them.';

/** Longest text that is looked at. */
const SAMPLE_LENGTH = 4096;

/**
 * A sentence, with a blank before it, about a cell that is not a number because of how it was written; empty if nothing
 * explains it.
 */
export function numberAdvice(cell: string): string {
  if (cell.length > SAMPLE_LENGTH) return '';
  if (cell.startsWith('\uFEFF')) return ' It begins with a byte order mark (EF BB BF): write the text without one.';
  if (cell.includes('\r')) return carriageReturns;
  if (/\d; ?[+-]?\d/.test(cell)) return semicolons;
  if (/\d\t[+-]?\d/.test(cell)) return tabs;
  if (/^\s*[+-]?\d[\d.\u00a0\u202f' ]*,[\d,]*$/.test(cell.trimEnd()))
    return ' It has a decimal comma, or separators of thousands: write numbers with a point, as in 1234.5.';
  return '';
}

/** The same about the first lines of CSV that was refused for its columns: how many there are, or their names. */
export function csvAdvice(text: string): string {
  const [first = '', second = ''] = text.slice(0, SAMPLE_LENGTH).split('\n', 2);
  const isBy = (mark: string) => first.includes(mark) && !first.includes(',');
  if (/\d,\d+"?;"?[+-]?\d/.test(first) || (isBy(';') && /\d,\d/.test(second))) return semicolons;
  if (isBy('\t')) return tabs;
  return isBy(';') ? ' It seems that cells are separated by semicolons: write commas between them.' : '';
}

/** The same about JSON that does not parse. */
export function jsonAdvice(text: string): string {
  if (text.startsWith('\uFEFF'))
    return ' It begins with a byte order mark (EF BB BF), which JSON does not allow: write it without one.';
  return /[}\]]\r[{[]/.test(text.slice(0, SAMPLE_LENGTH)) ? carriageReturns : '';
}
