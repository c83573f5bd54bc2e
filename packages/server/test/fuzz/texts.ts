import type { Random } from './random.ts';

/** Texts that code has tripped over: names that objects inherit, paths, controls, numbers, marks of other languages. */
const nasty: readonly string[] = [
  '',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '__defineGetter__',
  '..',
  '.',
  '../../etc/passwd',
  '..\\..\\x',
  '%2e%2e%2f',
  '%',
  '%zz',
  '%00',
  '\0',
  '\r\nX-Evil: 1\r\n\r\n',
  '\n',
  '\t',
  '\x7f',
  '\x85',
  '\xa0',
  '\xff',
  '\u2028',
  '\u202e',
  '\u2603',
  '\ufeff',
  '\ufffe',
  '\u{1f600}',
  'a'.repeat(300),
  '\u00e9'.repeat(700),
  '0',
  '-1',
  '-0',
  '1e309',
  '0x10',
  '2147483648',
  '18446744073709551616',
  'NaN',
  'Infinity',
  'null',
  'true',
  '1970-01-01',
  "'; DROP TABLE model; --",
  '" OR ""="',
  '${7*7}',
  '<a>&constructor;&#0;&#xD800;</a>',
  ']]>',
  '{"a":1}',
  '[[[[[[[[',
  '*',
  '?',
  '#',
  '+',
  '/',
  '//',
  '~',
  ' ',
  '  a  b  ',
  'a,b,,c',
  'a=b&c=d',
  '(a+)+$',
];

export function nastyText(random: Random): string {
  return random.chance(0.15) ? nastyText(random) + nastyText(random) : random.pick(nasty);
}

/** As a header's bytes would have it: one byte a character, and none that ends the line. */
export function headerText(random: Random): string {
  return Buffer.from(nastyText(random).replaceAll(/[\r\n\0]/g, ''), 'utf8').toString('latin1');
}

/** Percent-encoded as SigV4 has it; a lone surrogate has no encoding. */
export function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
