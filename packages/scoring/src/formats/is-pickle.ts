/** Protocol 2 and later begin with 0x80; protocols 0 and 1 with the global `copy_reg ...` (`c`) or a wrapper's (`i`, `(`). */
export function isPickle(bytes: Uint8Array): boolean {
  return bytes[0] === 0x80 || (bytes[0] === 0x63 && bytes[1] === 0x63 && bytes[2] === 0x6f);
}
