import { ScoringError } from '../scoring-error.ts';
import { decodeLatin1 } from '../text/decode-latin1.ts';
import { decodeUtf8 } from '../text/decode-utf8.ts';

const BLOCK = 512;

/** More files than any model has. */
const MAX_FILES = 1_000_000;

/** Whether bytes begin with a tar header: its checksum is right. */
export function isTar(bytes: Uint8Array): boolean {
  return bytes.length >= BLOCK && bytes[0] !== 0 && sumOf(bytes.subarray(0, BLOCK)) === octal(bytes.subarray(148, 156));
}

/**
 * The files of a tar archive: path without leading `./` -> bytes, views of the archive. Of two entries with one name the later counts, as
 * tar has it. Source: POSIX.1-2017 (ustar, pax) and GNU's long names. Throws `bad_model` for what is cut off or damaged, and
 * for links and paths that lead out of the archive.
 */
export function readTarFiles(archive: Uint8Array): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= archive.length && archive[at] !== 0; ) {
    const header = archive.subarray(at, at + BLOCK);
    if (sumOf(header) !== octal(header.subarray(148, 156))) throw damaged('is damaged');
    const size = octal(header.subarray(124, 136));
    const content = archive.subarray(at + BLOCK, at + BLOCK + size);
    if (!(size >= 0) || content.length !== size) throw damaged('is cut off');
    at += BLOCK * (1 + Math.ceil(size / BLOCK));
    const kind = String.fromCharCode(header[156] ?? 0);
    if (kind === 'L') longName = textOf(content);
    else if (kind === 'x') longName = paxPath(content) ?? longName;
    else if (kind !== 'g') {
      const name = longName ?? nameOf(header);
      longName = undefined;
      if (kind === '0' || kind === '\0' || kind === '7') files.set(pathOf(name), content);
      else if (kind !== '5')
        throw damaged(`has ${JSON.stringify(name.slice(0, 80))}, which is neither a file nor a folder`);
    }
    if (files.size > MAX_FILES) throw damaged(`has more than ${MAX_FILES} files`);
  }
  return files;
}

/** A path inside of an archive without leading `./`. Throws `bad_model` for one that leads out of it. */
export function pathOf(name: string): string {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (name.startsWith('/') || parts.includes('..'))
    throw damaged(`has the path ${JSON.stringify(name.slice(0, 80))}, which leads out of it`);
  return parts.join('/');
}

function nameOf(header: Uint8Array): string {
  const name = textOf(header.subarray(0, 100));
  const isUstar = decodeLatin1(header.subarray(257, 262)) === 'ustar';
  const prefix = isUstar ? textOf(header.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Records of pax: `length key=value\n`. */
function paxPath(content: Uint8Array): string | undefined {
  let path: string | undefined;
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(0x20, at);
    const length = Number(decodeLatin1(content.subarray(at, space)));
    if (space < 0 || !(length > space - at) || at + length > content.length) throw damaged('is damaged');
    const record = decodeUtf8(content.subarray(space + 1, at + length - 1));
    if (record.startsWith('path=')) path = record.slice('path='.length);
    at += length;
  }
  return path;
}

function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return decodeUtf8(end < 0 ? bytes : bytes.subarray(0, end));
}

/** A number in octal digits, or in binary where it is too large for them. */
function octal(field: Uint8Array): number {
  if (((field[0] ?? 0) & 0x80) !== 0) return field.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
  const digits = decodeLatin1(field).replaceAll('\0', ' ').trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : digits === '' ? 0 : Number.NaN;
}

/** The sum of a header's bytes, where those of the checksum itself count as blanks. */
function sumOf(header: Uint8Array): number {
  return header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);
}

function damaged(what: string): ScoringError {
  return new ScoringError('bad_model', `The tar archive ${what}.`);
}
