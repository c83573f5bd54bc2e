import { defined } from '@catenary/scoring/internal/values';
import { ArtifactError } from './artifact-error.ts';
import { quote } from './entry-guard.ts';

/**
 * A tar header block of 512 bytes (POSIX.1-1988 "ustar", and GNU's):
 *   0 name 100 · 100 mode 8 · 124 size 12 · 148 checksum 8 · 156 type 1 · 257 magic 6 · 345 prefix 155
 * Numbers are octal text, or, with the first bit set, big-endian two's complement (GNU).
 */
export interface TarHeader {
  readonly rawName: Buffer;
  readonly type: string;
  readonly size: number;
  readonly mode: number;
}

export const blockBytes = 512;

export function isTarHeader(block: Uint8Array): boolean {
  return block.length === blockBytes && checksumMatches(block);
}

export function readTarHeader(block: Buffer): TarHeader {
  if (!checksumMatches(block))
    throw new ArtifactError('The tar archive is damaged: the checksum of a header is wrong.');
  const name = textField(block, 0, 100);
  const isUstar = block.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = isUstar ? textField(block, 345, 155) : Buffer.alloc(0);
  const rawName = prefix.length === 0 ? name : Buffer.concat([prefix, Buffer.from('/'), name]);
  const type = String.fromCharCode(block[156] as number);
  const mode = numberField(block, 100, 8);
  const size = numberField(block, 124, 12);
  if (!Number.isSafeInteger(size) || size < 0)
    throw new ArtifactError(`The archive's entry ${quote(rawName.toString())} is refused: its size cannot be.`);
  return { rawName, type, size, mode: Number.isSafeInteger(mode) ? mode : 0 };
}

function checksumMatches(block: Uint8Array): boolean {
  let sum = 0;
  for (let index = 0; index < blockBytes; index++) sum += index >= 148 && index < 156 ? 32 : defined(block[index]);
  return sum === numberField(Buffer.from(block.buffer, block.byteOffset, block.length), 148, 8);
}

function textField(block: Buffer, start: number, length: number): Buffer {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return end < 0 ? field : field.subarray(0, end);
}

/** NaN if it is no number. */
function numberField(block: Buffer, start: number, length: number): number {
  const first = defined(block[start]);
  if (first & 0x80) {
    let value = BigInt.asIntN(7, BigInt(first & 0x7f));
    for (let index = start + 1; index < start + length; index++) value = value * 256n + BigInt(defined(block[index]));
    return Number(value);
  }
  const text = textField(block, start, length).toString('latin1').trim();
  return text === '' ? 0 : /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN;
}
