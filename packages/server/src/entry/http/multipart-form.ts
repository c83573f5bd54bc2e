import { MIMEType } from 'node:util';
import type { PostedForm } from '../../operations/s3/posted-object.ts';
import { S3Error } from '../../operations/s3/s3-error.ts';
import { ByteReader } from '../../util/byte-reader.ts';
import { FormHead } from './form-head.ts';
import { malformedForm } from './malformed-form.ts';

/** What may follow the file, bytes: fields behind it are not read. */
const maxBytesAfterFile = 20 * 1024;

/**
 * Reads `multipart/form-data` up to its file, which is left to be read as it arrives. Throws what S3 answers to a
 * body that is no form, or to a form without a file. Source: RFC 7578, and S3 API reference, "POST Object".
 */
export async function readMultipartForm(
  contentType: string | undefined,
  source: AsyncIterable<Uint8Array>,
): Promise<PostedForm> {
  const boundary = boundaryOf(contentType);
  const reader = new ByteReader(afterLineBreak(source));
  const head = new FormHead(reader);
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  const fields = new Map<string, string>();
  if ((await head.readTo(delimiter)).length > 0) throw malformedForm('It does not begin with its boundary.');
  for (;;) {
    if (await head.isAtEnd())
      throw new S3Error('IncorrectNumberOfFilesInPostRequest', 'POST requires exactly one file upload per request.');
    const part = readPartHead((await head.readTo(emptyLine)).toString('utf8'));
    if (part.name === 'file') {
      head.giveBack();
      return { fields, fileName: part.fileName, file: readFile(reader, delimiter) };
    }
    const value = (await head.readTo(delimiter)).toString('utf8');
    if (fields.has(part.name)) throw new S3Error('InvalidArgument', `The form has the field ${part.name} twice.`);
    fields.set(part.name, value);
  }
}

const emptyLine = Buffer.from('\r\n\r\n');

function boundaryOf(contentType = ''): string {
  let type: MIMEType | undefined;
  try {
    type = new MIMEType(contentType);
  } catch {
    // No type at all is no form either.
  }
  if (type?.essence !== 'multipart/form-data')
    throw new S3Error('PreconditionFailed', 'Bucket POST must be of the enclosure-type multipart/form-data', {
      Condition: 'Bucket POST must be of the enclosure-type multipart/form-data',
    });
  const boundary = type.params.get('boundary') ?? '';
  // RFC 2046, 5.1.1.
  if (!/^[\x20-\x7e]{1,70}$/.test(boundary))
    throw malformedForm('Its Content-Type has no boundary of 1 to 70 characters.');
  return boundary;
}

/** The first boundary may stand at the very beginning; all others follow a line break. */
async function* afterLineBreak(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield Buffer.from('\r\n');
  yield* source;
}

/** Name and file name of a part, by its `Content-Disposition: form-data; name="..."; filename="..."`. */
function readPartHead(text: string): { readonly name: string; readonly fileName: string } {
  const disposition = text.split('\r\n').find((line) => /^content-disposition:/i.test(line)) ?? '';
  const name = quoted(disposition, 'name');
  if (name === undefined) throw malformedForm('A part of it has no name.');
  return { name: name.toLowerCase(), fileName: quoted(disposition, 'filename') ?? extended(disposition) ?? '' };
}

/** Browsers write a quotation mark within a value as %22 (HTML, "Multipart form data"). */
function quoted(disposition: string, parameter: string): string | undefined {
  const start = disposition.toLowerCase().indexOf(`; ${parameter}="`);
  if (start < 0) return undefined;
  const from = start + parameter.length + 4;
  const end = disposition.indexOf('"', from);
  return end < 0 ? undefined : disposition.slice(from, end).replaceAll('%22', '"');
}

/** The form that some clients, other than browsers, give to names beyond ASCII (RFC 5987). */
function extended(disposition: string): string | undefined {
  const start = disposition.toLowerCase().indexOf("; filename*=utf-8''");
  if (start < 0) return undefined;
  const [value = ''] = disposition.slice(start + "; filename*=utf-8''".length).split(';', 1);
  try {
    return decodeURIComponent(value);
  } catch {
    throw malformedForm('The name of its file is not percent-encoded UTF-8.');
  }
}

async function* readFile(reader: ByteReader, delimiter: Buffer): AsyncGenerator<Uint8Array> {
  let held: Uint8Array = new Uint8Array(0);
  for (;;) {
    const some = await reader.readSome(Number.MAX_SAFE_INTEGER);
    if (some.length === 0) throw malformedForm('It ends within its file.');
    const bytes =
      held.length === 0 ? Buffer.from(some.buffer, some.byteOffset, some.length) : Buffer.concat([held, some]);
    const end = bytes.indexOf(delimiter);
    if (end >= 0) {
      if (end > 0) yield bytes.subarray(0, end);
      reader.unread(bytes.subarray(end + delimiter.length));
      await readToEnd(reader);
      return;
    }
    // The delimiter, whose first byte is CR, may have begun.
    const tail = bytes.indexOf('\r', Math.max(0, bytes.length - delimiter.length + 1));
    held = tail < 0 ? new Uint8Array(0) : bytes.subarray(tail);
    if (tail !== 0) yield tail < 0 ? bytes : bytes.subarray(0, tail);
  }
}

async function readToEnd(reader: ByteReader): Promise<void> {
  const mark = (await reader.read(2)).toString('latin1');
  if (mark !== '--' && mark !== '\r\n') throw malformedForm('It ends within a boundary.');
  let left = maxBytesAfterFile;
  for (let some = await reader.readSome(left); some.length > 0; some = await reader.readSome(left)) {
    left -= some.length;
    if (left === 0)
      throw new S3Error('MaxMessageLengthExceeded', 'Your request was too big: the file must be its last part.');
  }
}
