import { writeFrame } from '@catenary/scoring/internal/models';
import { mediaType } from '../../../contract/media-type.ts';
import { chooseMethod } from '../choose-method.ts';
import { explainInput } from '../explain-input.ts';
import type { ScoreOptions } from '../flags/local-flags.ts';
import { openSingleModel } from '../open-single-model.ts';
import { readModelInput } from '../read-model-input.ts';
import { UsageError } from '../usage-error.ts';
import { writeFileAtomically } from '../write-file-atomically.ts';

const accepted: readonly string[] = ['text/csv', 'text/*', '*/*'];

/**
 * `catenary score` of a model file: one method of the library over the rows of a CSV, libsvm or JSON Lines file; out,
 * CSV with a line a row, in the text that the library's own numbers have.
 */
export async function scoreModelFile(flags: ScoreOptions): Promise<void> {
  const [flag, ...others] = flags.models;
  if (flag === undefined || others.length > 0) throw new UsageError('--method and --header take one --model.');
  const model = await openSingleModel(flag.path);
  const method = chooseMethod(flags.method, model);
  const { input, header, contentType, accept } = flags;
  if (accept !== undefined && !accepted.includes(mediaType(accept) ?? ''))
    throw new UsageError(
      `A model file answers text/csv, not ${accept}; name an --image for what its container answers.`,
    );
  const answer = await explainInput(input, async () =>
    model.call(method, await readModelInput({ path: input, hasHeader: header === true, contentType }, model)),
  );
  await writeFileAtomically(flags.output, Buffer.from(writeFrame(answer)));
}
