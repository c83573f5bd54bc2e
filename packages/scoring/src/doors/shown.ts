/** A value as error messages show it: short, and only the beginning of a text. */
export function shown(value: unknown): string {
  if (typeof value === 'string')
    return value === '' ? 'an empty text' : `the text ${JSON.stringify(value.slice(0, 40))}`;
  if (typeof value === 'bigint') return `the bigint ${String(value).slice(0, 40)}n`;
  if (typeof value !== 'object' && typeof value !== 'function') return String(value);
  if (value === null) return 'null';
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  return `${'AEIOU'.includes(tag.charAt(0)) ? 'an' : 'a'} ${tag}`;
}
