import { ScoringError } from '../scoring-error.ts';
import { decodeUtf8 } from '../text/decode-utf8.ts';
import { crc32 } from './compression/crc32.ts';
import { inflate } from './compression/inflate.ts';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const LARGE_LOCATOR = 0x07064b50;
const LARGE_END = 0x06064b50;

/** More files than any model has arrays. */
const MAX_ENTRIES = 1_000_000;

/** Where a file stands in the archive. */
interface Place {
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly start: number;
}

/**
 * The files of a zip archive, read when they are asked for: stored or deflated, as Python's `zipfile` writes them.
 * Source: PKWARE's APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.14 to 4.3.16. Files over 4 GiB are refused.
 */
export class ZipEntries {
  readonly #file: Uint8Array;
  readonly #view: DataView;
  readonly #places = new Map<string, Place>();
  #bytesLeft: number;

  /** `maxBytes`: most bytes that all files together may expand to. Throws `bad_model` for a broken directory. */
  constructor(file: Uint8Array, maxBytes: number) {
    this.#file = file;
    this.#view = new DataView(file.buffer, file.byteOffset, file.byteLength);
    this.#bytesLeft = maxBytes;
    this.#readDirectory();
  }

  /** Of all entries, folders too, whose names end in a slash. */
  get names(): readonly string[] {
    return [...this.#places.keys()];
  }

  /** What all files together expand to, as the directory says; none expands to more than it says. */
  get expandedBytes(): number {
    let sum = 0;
    for (const { size } of this.#places.values()) sum += size;
    return sum;
  }

  has(name: string): boolean {
    return this.#places.has(name);
  }

  /** A file's content; a view of the archive if it is stored. Throws `bad_model` if it is damaged or not there. */
  read(name: string): Uint8Array {
    const place = this.#places.get(name);
    if (place === undefined) throw damagedArchive(`has no file ${JSON.stringify(name.slice(0, 80))}`);
    this.#bytesLeft -= place.size;
    if (this.#bytesLeft < 0) throw damagedArchive('expands to more than a model may take');
    const bytes = this.#unpack(place, this.#startOfData(place));
    if (bytes.length !== place.size || crc32(bytes) !== place.crc) throw damagedArchive('has a wrong checksum');
    return bytes;
  }

  #unpack({ method, packed, size }: Place, start: number): Uint8Array {
    const content = this.#file.subarray(start, start + packed);
    if (method === 0) return content;
    if (method === 8) return inflate(content, 0, size).bytes;
    throw new ScoringError(
      'unsupported_model',
      `The archive is compressed by zip method ${method}, which is not read natively; save it stored or deflated.`,
    );
  }

  #startOfData({ start, packed }: Place): number {
    if (start + 30 > this.#file.length || this.#view.getUint32(start, true) !== LOCAL_ENTRY) throw damagedArchive();
    const data = start + 30 + this.#view.getUint16(start + 26, true) + this.#view.getUint16(start + 28, true);
    if (data + packed > this.#file.length) throw damagedArchive('is cut off');
    return data;
  }

  #readDirectory(): void {
    const end = this.#findEnd();
    const large = this.#findLargeEnd(end);
    const count = large === undefined ? this.#view.getUint16(end + 10, true) : this.#number(large + 32);
    let at = large === undefined ? this.#view.getUint32(end + 16, true) : this.#number(large + 48);
    if (count > MAX_ENTRIES) throw damagedArchive(`has ${count} files`);
    for (let entry = 0; entry < count; entry++) at = this.#readDirectoryEntry(at);
  }

  /** ZIP64's end of the directory, which archives of more than 65,535 files have: a model over texts has a file a word. */
  #findLargeEnd(end: number): number | undefined {
    const locator = end - 20;
    if (locator < 0 || this.#view.getUint32(locator, true) !== LARGE_LOCATOR) return undefined;
    const at = this.#number(locator + 8);
    if (!(at + 56 <= locator) || this.#view.getUint32(at, true) !== LARGE_END) throw damagedArchive();
    return at;
  }

  /** An unsigned number of 64 bits. */
  #number(at: number): number {
    return Number(this.#view.getBigUint64(at, true));
  }

  /** The last 22 bytes, or earlier if a comment follows. */
  #findEnd(): number {
    const first = Math.max(0, this.#file.length - 22 - 0xffff);
    for (let at = this.#file.length - 22; at >= first; at--) {
      if (this.#view.getUint32(at, true) === END_OF_DIRECTORY) return at;
    }
    throw damagedArchive('has no directory; it may be cut off');
  }

  #readDirectoryEntry(at: number): number {
    const view = this.#view;
    if (at + 46 > this.#file.length || view.getUint32(at, true) !== DIRECTORY_ENTRY) throw damagedArchive();
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    const next = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > this.#file.length) throw damagedArchive();
    if ((view.getUint16(at + 8, true) & 1) !== 0) throw damagedArchive('is encrypted');
    const name = decodeUtf8(this.#file.subarray(at + 46, nameEnd));
    if (this.#places.has(name)) throw damagedArchive('has two files of one name');
    this.#places.set(name, {
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      start: view.getUint32(at + 42, true),
    });
    return next;
  }
}

function damagedArchive(what = 'is damaged'): ScoringError {
  return new ScoringError('bad_model', `The zip archive ${what}.`);
}
