const decimal = /^\p{Nd}$/u;

/** The value of a decimal digit of any script (Unicode category Nd), whose digits stand in tens from their zero on; undefined for anything else. */
export function decimalDigit(character: string): number | undefined {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return code >= 0x30 && code <= 0x39 ? code - 0x30 : undefined;
  if (!decimal.test(character)) return undefined;
  let zero = code;
  while (decimal.test(String.fromCodePoint(zero - 1))) zero--;
  return (code - zero) % 10;
}
