import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { ModelInput } from '../../scoring/model-file/model-file.ts';
import { type InputFormat, readInput } from '../../scoring/model-file/read-input.ts';
import { CommandError } from './command.ts';
import type { OpenModel } from './open-single-model.ts';
import { own } from '../../util/own.ts';

/** File name → format; anything else is CSV. */
const formats: Readonly<Record<string, InputFormat>> = {
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.libsvm': 'libsvm',
  '.svm': 'libsvm',
};

/** The rows of a file, as the model takes them. */
export async function readModelInput(path: string, hasHeader: boolean, model: OpenModel): Promise<ModelInput> {
  return readInput(
    await readText(path),
    { format: own(formats, extname(path).toLowerCase()) ?? 'csv', hasHeader },
    model,
  );
}

export async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`Cannot read ${path}: ${error.code}`);
  });
}
