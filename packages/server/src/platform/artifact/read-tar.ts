import { own } from '@catenary/scoring/internal/names';
import { present } from '@catenary/scoring/internal/values';
import type { ByteReader } from '../../util/byte-reader.ts';
import type { ArchiveEntry } from './archive-entry.ts';
import { ArtifactError } from './artifact-error.ts';
import { type EntryGuard, quote } from './entry-guard.ts';
import { maxPaxBytes, readPaxRecords } from './pax-records.ts';
import { blockBytes, readTarHeader, type TarHeader } from './tar-header.ts';

/** What an entry may not be, by its type flag (POSIX.1 "ustar Interchange Format"; GNU's letters). */
const refusedTypes: Readonly<Record<string, string>> = {
  '1': 'a hard link',
  '2': 'a symbolic link',
  '3': 'a character device',
  '4': 'a block device',
  '6': 'a FIFO',
  S: 'a sparse file',
  D: 'a GNU directory dump',
  M: 'a continuation of another volume',
};

/** Extended headers before one entry: tar and Python write three at most. */
const maxExtensions = 16;

/** What extended headers say about the entry after them. */
interface Extension {
  readonly rawName?: Buffer;
  readonly size?: number;
}

/** The entries of a tar stream, one by one. Plain files and directories only; everything else is refused by name. */
export async function* readTar(reader: ByteReader, guard: EntryGuard): AsyncGenerator<ArchiveEntry> {
  let extension: Extension = {};
  let extensions = 0;
  for (;;) {
    const block = await reader.read(blockBytes);
    if (block.length < blockBytes) throw truncated();
    if (isZero(block)) break;
    const header = readTarHeader(block);
    if (isExtension(header)) {
      if (++extensions > maxExtensions)
        throw new ArtifactError(`The tar archive has more than ${maxExtensions} extended headers before one entry.`);
      extension = { ...extension, ...(await readExtension(header, reader)) };
      continue;
    }
    const size = extension.size ?? header.size;
    const rawName = extension.rawName ?? header.rawName;
    extension = {};
    extensions = 0;
    const type = typeOf(header.type, rawName);
    const path = guard.admit(rawName, type, type === 'directory' ? 0 : size);
    const body = new TarBody(reader, size);
    if (path !== '') yield { path, type, isExecutable: (header.mode & 0o100) !== 0, size, body };
    await body.skip();
  }
  await expectOnlyZeros(reader);
}

/** The content of one entry: what is not read of it is skipped. */
class TarBody {
  readonly #reader: ByteReader;
  readonly #padding: number;
  #left: number;

  constructor(reader: ByteReader, size: number) {
    this.#reader = reader;
    this.#left = size;
    this.#padding = (blockBytes - (size % blockBytes)) % blockBytes;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    while (this.#left > 0) {
      const chunk = await this.#reader.readSome(this.#left);
      if (chunk.length === 0) throw truncated();
      this.#left -= chunk.length;
      yield chunk;
    }
  }

  async skip(): Promise<void> {
    for await (const chunk of this) void chunk;
    if ((await this.#reader.read(this.#padding)).length < this.#padding) throw truncated();
  }
}

function isExtension(header: TarHeader): boolean {
  return 'xgLKX'.includes(header.type);
}

async function readExtension(header: TarHeader, reader: ByteReader): Promise<Extension> {
  if (header.size > maxPaxBytes)
    throw new ArtifactError(
      `The tar archive has an extended header of ${header.size} bytes; at most ${maxPaxBytes} are read.`,
    );
  const padded = Math.ceil(header.size / blockBytes) * blockBytes;
  const bytes = await reader.read(padded);
  if (bytes.length < padded) throw truncated();
  const content = bytes.subarray(0, header.size);
  if (header.type === 'L') return { rawName: untilNul(content) };
  // K is the target of a link, which is refused itself; g says nothing that an entry's name or size could come from.
  return header.type === 'K' || header.type === 'g' ? {} : fromPax(readPaxRecords(content));
}

function fromPax(records: Map<string, Buffer>): Extension {
  for (const keyword of records.keys())
    if (keyword.startsWith('GNU.sparse.'))
      throw new ArtifactError(
        `The archive's entry ${quote(String(records.get('path') ?? records.get('GNU.sparse.name') ?? ''))} is refused: it is a sparse file.`,
      );
  const rawName = records.get('path');
  const sizeText = records.get('size')?.toString('latin1');
  const size = sizeText === undefined ? undefined : Number(sizeText);
  if (size !== undefined && !(/^\d+$/.test(sizeText as string) && Number.isSafeInteger(size)))
    throw new ArtifactError('The tar archive is damaged: an extended header gives a size that cannot be.');
  return { ...present({ rawName, size }) };
}

function typeOf(flag: string, rawName: Buffer): 'file' | 'directory' {
  // Before POSIX, a directory was a file whose name ends in a slash.
  if (flag === '5' || ((flag === '0' || flag === '\0') && rawName.at(-1) === 0x2f)) return 'directory';
  if (flag === '0' || flag === '\0' || flag === '7') return 'file';
  const what = own(refusedTypes, flag) ?? `of the unknown type ${quote(flag)}`;
  throw new ArtifactError(
    `The archive's entry ${quote(rawName.toString())} is refused: it is ${what}. Only files and directories are allowed.`,
  );
}

/** After the end mark a tar is padded with zeros, and nothing else follows. */
async function expectOnlyZeros(reader: ByteReader): Promise<void> {
  for (;;) {
    const chunk = await reader.readSome(Number.MAX_SAFE_INTEGER);
    if (chunk.length === 0) return;
    if (!isZero(chunk)) throw new ArtifactError('The tar archive has something after its end mark.');
  }
}

const zeros = Buffer.alloc(64 * 1024);

function isZero(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += zeros.length) {
    const part = bytes.subarray(at, at + zeros.length);
    if (!zeros.subarray(0, part.length).equals(part)) return false;
  }
  return true;
}

function untilNul(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

const truncated = () => new ArtifactError('The tar archive is cut off: it ends before its end mark.');
