import { recognise } from '@catenary/scoring/internal/open';
import { readColumnTypes } from '../column-types.ts';
import type { ScoreOptions } from '../flags/local-flags.ts';
import { readModel } from '../model-source.ts';
import { openBundle } from '../open-bundle.ts';
import { readText } from '../read-model-input.ts';
import { scoreRowLines, splitLines } from '../score-row-lines.ts';
import { UsageError } from '../usage-error.ts';
import { writeFileAtomically } from '../write-file-atomically.ts';

/**
 * `catenary score --format rows`: an MLeap bundle or a saved Spark pipeline over JSON objects, a line each, with an
 * answer for every line.
 */
export async function scoreRows(flags: ScoreOptions): Promise<void> {
  const [model, ...others] = flags.models;
  if (model === undefined || others.length > 0)
    throw new UsageError('--format rows takes one --model: an MLeap bundle or a saved Spark pipeline.');
  if (flags.contentType !== undefined || flags.accept !== undefined)
    throw new UsageError(
      '--format rows takes and writes JSON objects, a line each: it has no --content-type and no --accept.',
    );
  const files = await readModel(model.path);
  const lines = splitLines(await readText(flags.input));
  const environment = { ...process.env, ...model.environment };
  const types = await readColumnTypes(model.path, files, environment);
  const pipeline =
    recognise(files, ['spark-save']) !== undefined
      ? await (await import('../open-saved-rows.ts')).openSavedRows(files, lines, { environment, types })
      : (await openBundle(files, environment, types)).model;
  const answers = scoreRowLines(pipeline, lines);
  await writeFileAtomically(flags.output, Buffer.from(answers.map((answer) => `${answer}\n`).join('')));
}
