/** What bytes are that were expected to be UTF-8 text, and what to do about it. */
export interface ForeignFormat {
  readonly name: 'UTF-32' | 'UTF-16' | 'RecordIO' | 'gzip' | 'zstd' | 'ZIP' | 'Parquet';
  /** As it completes "The body is ...", with what was found. */
  readonly found: string;
  /** A clause without a subject, such as "write it as UTF-8". */
  readonly advice: string;
}

interface Signature extends ForeignFormat {
  readonly bytes: readonly number[];
}

const asUtf8 = 'write it as UTF-8';

/** First bytes of formats that none of our text formats begins with. UTF-32 stands before UTF-16, whose mark it begins with. */
const signatures: readonly Signature[] = [
  marked('UTF-32', [0xff, 0xfe, 0, 0]),
  marked('UTF-32', [0, 0, 0xfe, 0xff]),
  marked('UTF-16', [0xff, 0xfe]),
  marked('UTF-16', [0xfe, 0xff]),
  {
    name: 'RecordIO',
    bytes: [0x0a, 0x23, 0xd7, 0xce],
    found: 'RecordIO (it begins with 0A 23 D7 CE)',
    advice:
      'send it as application/x-recordio-protobuf, or its records without their framing, as a transform job does with SplitType RecordIO and BatchStrategy SingleRecord',
  },
  { name: 'gzip', bytes: [0x1f, 0x8b], found: 'gzip (it begins with 1F 8B)', advice: 'decompress it' },
  {
    name: 'zstd',
    bytes: [0x28, 0xb5, 0x2f, 0xfd],
    found: 'zstd (it begins with 28 B5 2F FD)',
    advice: 'decompress it',
  },
  {
    name: 'ZIP',
    bytes: [0x50, 0x4b, 3, 4],
    found: 'a ZIP archive or an Excel workbook (it begins with PK 03 04)',
    advice: 'write its table as CSV',
  },
  {
    name: 'Parquet',
    bytes: [0x50, 0x41, 0x52, 0x31],
    found: 'Parquet (it begins with PAR1)',
    advice: 'write its table as CSV',
  },
];

function marked(name: 'UTF-16' | 'UTF-32', bytes: readonly number[]): Signature {
  const mark = bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
  return { name, bytes, found: `${name} (it begins with the byte order mark ${mark})`, advice: asUtf8 };
}

const firstBytes: ReadonlySet<number | undefined> = new Set(signatures.map(({ bytes }) => bytes[0]));

/** Bytes that are looked at. */
const SAMPLE_BYTES = 64;

/** What bytes are by their beginning if they are not UTF-8 text; undefined if nothing speaks against that. */
export function foreignFormat(bytes: Uint8Array): ForeignFormat | undefined {
  const known = firstBytes.has(bytes[0])
    ? signatures.find((signature) => signature.bytes.every((byte, at) => bytes[at] === byte))
    : undefined;
  return known ?? utf16WithoutMark(bytes);
}

/** In UTF-16 every other byte of ASCII text is zero; no text format of ours has a zero byte. */
function utf16WithoutMark(bytes: Uint8Array): ForeignFormat | undefined {
  const length = Math.min(bytes.length, SAMPLE_BYTES);
  let first = 0;
  while (first < length && bytes[first] !== 0) first++;
  if (first === length) return undefined;
  const sample = bytes.subarray(0, length);
  const parity = first % 2;
  let zeros = 0;
  for (let at = 0; at < sample.length; at++) {
    if (sample[at] !== 0) continue;
    const other = parity === 1 ? sample[at - 1] : sample[at + 1];
    if (at % 2 !== parity || (other !== undefined && !isAsciiText(other))) return undefined;
    zeros++;
  }
  if (zeros < Math.min(2, sample.length >> 1)) return undefined;
  const order = parity === 1 ? 'little' : 'big';
  const found = `UTF-16 without a byte order mark (its zero bytes are those of ${order}-endian text)`;
  return { name: 'UTF-16', found, advice: asUtf8 };
}

const isAsciiText = (byte: number) => (byte >= 0x20 && byte < 0x7f) || byte === 9 || byte === 10 || byte === 13;

/** Whether bytes begin as UTF-8 text does, where a binary format was expected. */
export function looksLikeText(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  return sample.length > 0 && sample.every((byte) => isAsciiText(byte) || byte >= 0x80);
}
