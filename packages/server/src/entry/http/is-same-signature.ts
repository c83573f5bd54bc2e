import { timingSafeEqual } from 'node:crypto';

/** Whether it is the expected one, 64 hexadecimal digits, in a time that does not reveal how much of it is right. */
export function isSameSignature(stated: string, expected: string): boolean {
  // 64 bytes whatever was sent: the comparison takes the same time, and takes place.
  const given = Buffer.from(stated.padEnd(64).slice(0, 64), 'latin1');
  return timingSafeEqual(Buffer.from(expected), given) && stated.length === 64;
}
