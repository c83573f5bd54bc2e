import { ScoringError } from '../../scoring-error.ts';
import { defined } from '../../util/defined.ts';
import { crc32 } from './crc32.ts';
import { crc64 } from './crc64.ts';
import { damaged, GrowingBytes } from './growing-bytes.ts';
import { LzmaDecoder } from './lzma-decoder.ts';

const HEADER_BYTES = 12;
const LZMA2 = 0x21;
/** Most bits that choose the probabilities of a literal: LZMA itself has up to 12, and a table of megabytes for them. */
const MAX_LITERAL_BITS = 4;

/** Kind of check → its size in bytes, of those that are read. */
const checks: Readonly<Record<number, number>> = { 0: 0, 1: 4, 4: 8 };

/**
 * What the first stream of an xz file expands to: blocks of LZMA2, each with its check. The index behind them, which says the
 * sizes once more, is not looked at. Throws `unsupported_model` for other filters and checks, `bad_model` for damaged data
 * and beyond `maxBytes` of output.
 * Source: The .xz File Format, 1.2.1.
 */
export function unxz(file: Uint8Array, maxBytes: number): Uint8Array {
  if (file.length < HEADER_BYTES) throw damaged();
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (view.getUint32(8, true) !== crc32(file.subarray(6, 8)) || file[6] !== 0) throw damaged();
  const check = defined(file[7]);
  const checkBytes = checks[check];
  if (checkBytes === undefined) throw unread(`check ${check} of its xz stream`);
  const out = new GrowingBytes(maxBytes, file.length * 4);
  let at = HEADER_BYTES;
  // A size of 0 is the index.
  while (file[at] !== 0) {
    const start = out.length;
    const end = decodeChunks(file, blockHeaderEnd(file, view, at), out);
    at += Math.ceil((end - at) / 4) * 4;
    const stored = file.subarray(at, at + checkBytes);
    if (stored.length < checkBytes || !isChecked(stored, check, out.since(start))) throw damaged();
    at += checkBytes;
  }
  return out.take();
}

/** The header of a block: its size, flags, sizes (not needed here), and the filters. Returns where the data begins. */
function blockHeaderEnd(file: Uint8Array, view: DataView, start: number): number {
  const end = start + (file[start] ?? Number.NaN) * 4;
  if (!(end + 4 <= file.length) || view.getUint32(end, true) !== crc32(file.subarray(start, end))) throw damaged();
  const flags = defined(file[start + 1]);
  let at = start + 2;
  for (const flag of [0x40, 0x80]) if ((flags & flag) !== 0) while (((file[at++] ?? 0) & 0x80) !== 0);
  if ((flags & 0x3f) !== 0 || file[at] !== LZMA2) throw unread('a filter of its xz stream');
  return end + 4;
}

/** Chunks of LZMA2, each with a byte that says what it is and what it sets back. Returns where they end. */
function decodeChunks(file: Uint8Array, start: number, out: GrowingBytes): number {
  const decoder = new LzmaDecoder(file, out);
  for (let at = start; ; ) {
    if (at + 6 > file.length) throw damaged();
    const control = defined(file[at]);
    if (control === 0) return at + 1;
    if (control === 1 || control >= 0xe0) decoder.resetDictionary();
    const size = ((control & 0x1f) << 16) + (defined(file[at + 1]) << 8) + defined(file[at + 2]) + 1;
    if (control < 0x80) {
      if (control > 2) throw damaged();
      const plain = size - ((control & 0x1f) << 16);
      if (at + 3 + plain > file.length) throw damaged();
      out.append(file.subarray(at + 3, at + 3 + plain));
      at += 3 + plain;
      continue;
    }
    const hasProperties = control >= 0xc0;
    if (hasProperties) decoder.setProperties(checkProperties(defined(file[at + 5])));
    else if (control >= 0xa0) decoder.resetState();
    const data = at + (hasProperties ? 6 : 5);
    const end = data + (defined(file[at + 3]) << 8) + defined(file[at + 4]) + 1;
    if (end > file.length || decoder.decode(data, end, size) !== end) throw damaged();
    at = end;
  }
}

function checkProperties(byte: number): number {
  if ((byte % 9) + (Math.floor(byte / 9) % 5) > MAX_LITERAL_BITS) throw damaged();
  return byte;
}

/** Whether the check stored behind a block is that of its bytes. */
function isChecked(stored: Uint8Array, check: number, bytes: Uint8Array): boolean {
  if (check === 0) return true;
  const view = new DataView(stored.buffer, stored.byteOffset, stored.byteLength);
  if (check === 1) return view.getUint32(0, true) === crc32(bytes);
  const [low, high] = crc64(bytes);
  return view.getUint32(0, true) === low && view.getUint32(4, true) === high;
}

function unread(what: string): ScoringError {
  return new ScoringError(
    'unsupported_model',
    `The model is compressed with ${what}, which is not read natively; save it with compress=("zlib", 3).`,
  );
}
