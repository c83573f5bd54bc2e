import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { own } from '@catenary/scoring/internal/names';
import { CommandError } from '../command.ts';

/** Flags of a request that is read from a file. */
export interface RequestFlags {
  readonly input: string;
  readonly contentType?: string;
  readonly accept?: string;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.json': 'application/json',
  '.jsonl': 'application/jsonlines',
  '.libsvm': 'text/libsvm',
  '.npy': 'application/x-npy',
  '.txt': 'text/plain',
};

/** Body and headers; `-` is the standard input. The content type follows from the file's name if none is given. */
export async function readRequest({ input, contentType, accept }: RequestFlags) {
  const body = await readFile(input === '-' ? '/dev/stdin' : input).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`Cannot read the input ${input}: ${error.code}`);
  });
  const type = contentType ?? own(contentTypes, extname(input).toLowerCase());
  if (type === undefined)
    throw new CommandError(
      `The name of ${input} does not tell its content type: name it with --content-type, for example text/csv.`,
    );
  const headers: Record<string, string> = { 'content-type': type };
  if (accept !== undefined) headers.accept = accept;
  return { body, headers };
}
