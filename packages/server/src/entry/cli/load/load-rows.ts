import { stat } from 'node:fs/promises';
import { present } from '@catenary/scoring/internal/values';
import { CommandError } from '../command.ts';
import type { LoadFlags } from '../flags/client-flags.ts';
import { readRequest } from '../server/read-request.ts';

const maxFileBytes = 64 * 1024 * 1024;
/** Lines beyond these are not sent. */
const maxRows = 100_000;

/** What requests are made of. */
export interface LoadRows {
  readonly bodies: readonly Buffer[];
  readonly headers: Readonly<Record<string, string>>;
}

/** Media types whose lines are requests of their own; anything else is one request as it is. */
const byLine = ['text/csv', 'application/jsonlines', 'text/libsvm', 'text/plain'];

/** Reads the file that requests are taken from, in turn. Throws `CommandError`. */
export async function readLoadRows({ rows, contentType, accept }: LoadFlags): Promise<LoadRows> {
  const size = await stat(rows).then(
    (found) => found.size,
    () => 0, // the next step says why
  );
  if (size > maxFileBytes)
    throw new CommandError(
      `${rows} has ${size} bytes, and --rows takes ${maxFileBytes} at most: some of its rows are enough.`,
    );
  const request = { input: rows, ...present({ contentType, accept }) };
  const { body, headers } = await readRequest(request);
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  const bodies = byLine.includes(type) ? linesOf(body) : [body];
  if (bodies.length === 0) throw new CommandError(`${rows} has no rows: each line of it is one request.`);
  return { bodies, headers };
}

function linesOf(body: Buffer): Buffer[] {
  const bodies: Buffer[] = [];
  for (let from = 0; from < body.length && bodies.length < maxRows; ) {
    const found = body.indexOf(0x0a, from);
    const end = found === -1 ? body.length : found;
    const line = body.subarray(from, body[end - 1] === 0x0d ? end - 1 : end);
    if (line.length > 0) bodies.push(line);
    from = end + 1;
  }
  return bodies;
}
