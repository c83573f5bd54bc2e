import { murmur3 } from '../../math/murmur3.ts';

/** The hash of a term as scikit-learn's FeatureHasher has it: MurmurHash3 (x86, 32 bits, seed 0) of its UTF-8 form, signed. */
export function hashTerm(term: string): number {
  return murmur3(Uint8Array.from(utf8(term)), 0, 2);
}

function utf8(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) as number;
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63));
    else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
    else bytes.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
  }
  return bytes;
}
