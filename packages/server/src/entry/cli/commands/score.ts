import { extname } from 'node:path';
import { own } from '@catenary/scoring/internal/names';
import { present } from '@catenary/scoring/internal/values';
import { acceptFor } from '../accept-for.ts';
import { askLocalChain } from '../ask-local-chain.ts';
import { readCommandOptions } from '../command-options.ts';
import { contentTypes } from '../content-types.ts';
import type { ScoreOptions } from '../flags/local-flags.ts';
import { readInput } from '../read-input.ts';
import { writeFileAtomically } from '../write-file-atomically.ts';

/** `catenary score`: one request through a chain, with the server's own engine and no server. */
export async function score(flags: ScoreOptions): Promise<void> {
  const body = await readInput(flags.input);
  const contentType = flags.contentType ?? own(contentTypes, extname(flags.input));
  const request = { body, ...present({ contentType, accept: flags.accept ?? acceptFor(contentType) }) };
  const answer = await askLocalChain(flags.models, await readCommandOptions(flags.config), request);
  await writeFileAtomically(flags.output, answer.body);
}
