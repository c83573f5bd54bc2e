import { extname } from 'node:path';
import type { Frame } from '@catenary/scoring/internal/frame';
import { type InputFormat, type InputRules, readFrame } from '@catenary/scoring/internal/model-inputs';
import { own } from '@catenary/scoring/internal/names';
import { foreignFormat } from '@catenary/scoring/internal/text';
import { mediaType } from '../../contract/media-type.ts';
import { whyNotUtf8 } from '../../util/why-not-utf8.ts';
import { CommandError } from './command.ts';
import { readWhole } from './read-whole.ts';
import { UsageError } from './usage-error.ts';

/** Media type → format. */
const formatsByType: Readonly<Record<string, InputFormat>> = {
  'text/csv': 'csv',
  'text/libsvm': 'libsvm',
  'text/x-libsvm': 'libsvm',
  'application/jsonlines': 'jsonl',
  'application/x-jsonlines': 'jsonl',
  'application/x-ndjson': 'jsonl',
};

/** What a file's rows are by `--content-type`, or else by its name. Throws `UsageError` for a type that is not read row by row. */
function givenFormat({ path, contentType }: RowsFile): InputFormat {
  if (contentType === undefined) return formatOf(path);
  const format = own(formatsByType, mediaType(contentType) ?? '');
  if (format !== undefined) return format;
  const types = Object.keys(formatsByType).join(', ');
  throw new UsageError(
    `A model file takes ${types}, not ${contentType}; name an --image for what its container takes.`,
  );
}

/** File name → format; anything else is CSV. */
const formats: Readonly<Record<string, InputFormat>> = {
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.libsvm': 'libsvm',
  '.svm': 'libsvm',
};

export const formatOf = (path: string): InputFormat => own(formats, extname(path).toLowerCase()) ?? 'csv';

/** A file of rows, and what is said of it. */
export interface RowsFile {
  readonly path: string;
  readonly hasHeader: boolean;
  readonly contentType?: string | undefined;
}

/** The rows of a file, as the model takes them. */
export async function readModelInput(file: RowsFile, model: InputRules): Promise<Frame> {
  const format = givenFormat(file);
  return readFrame(await readText(file.path), { format, hasHeader: file.hasHeader }, model);
}

/** A file of UTF-8 text, or the standard input: `-`. */
export async function readText(path: string): Promise<string> {
  const bytes = await readWhole('the file', path);
  const foreign = foreignFormat(bytes);
  if (foreign !== undefined)
    throw new CommandError(`${path} is not text in UTF-8: it is ${foreign.found}. To have it read, ${foreign.advice}.`);
  const problem = whyNotUtf8(bytes);
  if (problem === undefined) return bytes.toString('utf8');
  throw new CommandError(`${path} is not text in UTF-8: ${problem}`);
}
