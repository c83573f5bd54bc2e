import { decompress } from '../formats/compression/decompress.ts';
import { isZip } from '../formats/is-zip.ts';
import { isTar, pathOf, readTarFiles } from '../formats/tar-files.ts';
import { ZipEntries } from '../formats/zip-entries.ts';
import type { ModelFiles } from '../model-files.ts';
import { ScoringError } from '../scoring-error.ts';
import { type Bytes, expectBytes } from './expect-bytes.ts';
import { aCount, expectOptions } from './expect-options.ts';
import { onlyScoringErrors } from './only-scoring-errors.ts';

export interface ArchiveOptions {
  /** Most bytes that the archive may expand to. @default 2 ** 30 */
  readonly maxBytes?: number;
}

/** Most bytes that a model may expand to where the caller does not say. */
export const MAX_BYTES = 2 ** 30;

/**
 * The files of a zip, tar, tar.gz, tar.bz2 or tar.xz archive: path (forward slashes, no leading `./`) -> bytes, some of them views of the
 * archive. Throws `ScoringError`: `bad_model` for a damaged or hostile archive, or one that expands to more than `maxBytes`,
 * `wrong_type` for what is no archive.
 */
export function openArchive(bytes: Bytes, options?: ArchiveOptions): ModelFiles {
  const archive = expectBytes(bytes, 'An archive');
  const { maxBytes = MAX_BYTES } = expectOptions(options, { maxBytes: aCount });
  const files = onlyScoringErrors('bad_model', () => filesOf(archive, maxBytes));
  if (files !== undefined) return files;
  throw new ScoringError('wrong_type', 'The bytes are no archive: neither zip nor tar, nor a compressed tar.');
}

function filesOf(archive: Uint8Array, maxBytes: number): ModelFiles | undefined {
  if (isZip(archive)) return zipFiles(new ZipEntries(archive, maxBytes));
  const plain = isCompressed(archive) ? decompress(archive, maxBytes) : archive;
  return isTar(plain) ? readTarFiles(plain) : undefined;
}

/** All files of a zip archive. */
export function zipFiles(entries: ZipEntries): ModelFiles {
  const names = entries.names.filter((name) => !name.endsWith('/'));
  return new Map(names.map((name) => [pathOf(name), entries.read(name)]));
}

/** Whether bytes begin as gzip, bzip2 or xz. */
export function isCompressed(bytes: Uint8Array): boolean {
  const starts = (...mark: readonly number[]) => mark.every((byte, at) => bytes[at] === byte);
  return starts(0x1f, 0x8b) || starts(0x42, 0x5a, 0x68) || starts(0xfd, 0x37, 0x7a, 0x58, 0x5a);
}
