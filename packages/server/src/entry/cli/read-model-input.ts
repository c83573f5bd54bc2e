import { extname } from 'node:path';
import type { Frame } from '@catenary/scoring/internal/frame';
import { type InputFormat, type InputRules, readFrame } from '@catenary/scoring/internal/model-inputs';
import { own } from '@catenary/scoring/internal/names';
import { foreignFormat } from '@catenary/scoring/internal/text';
import { whyNotUtf8 } from '../../util/why-not-utf8.ts';
import { CommandError } from './command.ts';
import { readWhole } from './read-whole.ts';

/** File name → format; anything else is CSV. */
const formats: Readonly<Record<string, InputFormat>> = {
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.libsvm': 'libsvm',
  '.svm': 'libsvm',
};

export const formatOf = (path: string): InputFormat => own(formats, extname(path).toLowerCase()) ?? 'csv';

/** The rows of a file, as the model takes them. */
export async function readModelInput(path: string, hasHeader: boolean, model: InputRules): Promise<Frame> {
  return readFrame(await readText(path), { format: formatOf(path), hasHeader }, model);
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
