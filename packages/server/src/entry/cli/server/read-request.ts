import { extname } from 'node:path';
import { own } from '@catenary/scoring/internal/names';
import { acceptFor } from '../accept-for.ts';
import { contentTypes } from '../content-types.ts';
import type { RequestFlags } from '../flags/request-flags.ts';
import { readInput } from '../read-input.ts';
import { UsageError } from '../usage-error.ts';

/** Those that `score` takes by their names, and two more. */
const types: Readonly<Record<string, string>> = { ...contentTypes, '.npy': 'application/x-npy', '.txt': 'text/plain' };

/**
 * Body and headers; `-` is the standard input. The content type follows from the file's name if none is given. CSV is
 * answered as CSV unless something else is asked for: many containers' own choice is JSON.
 */
export async function readRequest({ input, contentType, accept, header }: RequestFlags) {
  const body = await readInput(input);
  const type = contentType ?? own(types, extname(input).toLowerCase());
  if (type === undefined)
    throw new UsageError(
      `The name of ${input} does not tell its content type: name it with --content-type, for example text/csv.`,
    );
  if (header === true && type !== 'text/csv')
    throw new UsageError(`--header is about CSV, and the input is ${type}: its columns have their names, or none.`);
  const headers: Record<string, string> = { 'content-type': header === true ? `${type}; header=present` : type };
  const wanted = accept ?? acceptFor(type);
  if (wanted !== undefined) headers.accept = wanted;
  return { body, headers };
}
