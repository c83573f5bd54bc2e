import { ScoringError } from '../../scoring-error.ts';
import { defined } from '../../util/defined.ts';
import { bunzip2 } from './bunzip2.ts';
import { crc32 } from './crc32.ts';
import { damaged } from './growing-bytes.ts';
import { inflate } from './inflate.ts';
import { unlzma } from './unlzma.ts';
import { unxz } from './unxz.ts';

/** Expands a file of one compression. */
type Expand = (file: Uint8Array, maxBytes: number) => Uint8Array;

/** The compressions that joblib writes, by their first bytes; no pickle starts with any of them. */
const compressions: readonly (readonly [readonly number[], Expand])[] = [
  [[0x78], unzlib],
  [[0x1f, 0x8b], gunzip],
  [[0x42, 0x5a, 0x68], bunzip2],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], unxz],
  [[0x5d, 0x00], unlzma],
  [[0x04, 0x22, 0x4d, 0x18], refuse('lz4')],
  [[0x5a, 0x46], refuse("joblib's format before 0.10")],
];

/**
 * The pickle inside a joblib file: the file itself, or what its zlib, gzip, bzip2, xz or lzma stream expands to (known by
 * the first bytes, as joblib does). Throws `unsupported_model` for the other compressions, by name.
 */
export function decompress(file: Uint8Array, maxBytes: number): Uint8Array {
  const [, expand] = compressions.find(([magic]) => magic.every((byte, at) => file[at] === byte)) ?? [];
  return expand === undefined ? file : expand(file, maxBytes);
}

function refuse(name: string): Expand {
  return () => {
    const advice =
      'save it with compress=("zlib", 3), or serve it with Python, in an image named sagemaker-scikit-learn';
    const text = `The model is compressed as ${name}, which is not read natively; ${advice}.`;
    throw new ScoringError('unsupported_model', text);
  };
}

/** RFC 1950: two bytes of header, DEFLATE, Adler-32 of the output (big-endian). */
function unzlib(file: Uint8Array, maxBytes: number): Uint8Array {
  const [method = 0, flags = 0] = file;
  if (((method << 8) | flags) % 31 !== 0 || (flags & 0x20) !== 0) throw damaged();
  const { bytes, end } = inflate(file, 2, maxBytes);
  if (end + 4 > file.length || view(file).getUint32(end) !== adler32(bytes)) throw damaged();
  return bytes;
}

/** RFC 1952: header with optional fields, DEFLATE, CRC-32 and size (little-endian). One member, as joblib writes it. */
function gunzip(file: Uint8Array, maxBytes: number): Uint8Array {
  const { bytes, end } = inflate(file, gzipHeaderEnd(file), maxBytes);
  if (end + 8 > file.length) throw damaged();
  if (view(file).getUint32(end, true) !== crc32(bytes) || view(file).getUint32(end + 4, true) !== bytes.length >>> 0) {
    throw damaged();
  }
  return bytes;
}

function gzipHeaderEnd(file: Uint8Array): number {
  const flags = file[3] ?? 0;
  let at = 10;
  if ((flags & 4) !== 0) at += 2 + ((file[at] ?? 0) | ((file[at + 1] ?? 0) << 8));
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    const zero = file.indexOf(0, at);
    if (zero < 0) throw damaged();
    at = zero + 1;
  }
  if ((flags & 2) !== 0) at += 2;
  if (file[2] !== 8 || at > file.length) throw damaged();
  return at;
}

function view(file: Uint8Array): DataView {
  return new DataView(file.buffer, file.byteOffset, file.byteLength);
}

function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (let at = 0; at < bytes.length; ) {
    // 5552 is the most steps before `high` could pass 2^32.
    for (const end = Math.min(at + 5552, bytes.length); at < end; at++) {
      low += defined(bytes[at]);
      high += low;
    }
    low %= 65521;
    high %= 65521;
  }
  return ((high << 16) | low) >>> 0;
}
