import { readFile } from 'node:fs/promises';
import { decodeJsonRows, encodeJsonRows, parseJsonRow } from '../../../scoring/codec/json-rows.ts';
import { type BundleScorer, loadBundle } from '../../../scoring/mleap/load-bundle.ts';
import { CommandError } from '../command.ts';
import type { ModelFlag } from '../model-flags.ts';
import { readModel } from '../model-source.ts';
import { writeWhole } from '../write-whole.ts';

interface ScoreRowsFlags {
  readonly models: readonly ModelFlag[];
  readonly input: string;
  readonly output: string;
}

/** Rows scored at once. */
const blockRows = 1024;

/**
 * `catenary score --format rows`: one JSON object by column name a line in, one line a row out, in order, whatever
 * fails: `{"row":0,"output":{...}}`, `{"row":2,"skipped":true}`, `{"row":3,"error":"..."}`.
 */
export async function scoreRows(flags: ScoreRowsFlags): Promise<void> {
  const [model, ...others] = flags.models;
  if (model === undefined || others.length > 0)
    throw new CommandError('--format rows takes one --model: an MLeap bundle.');
  const semantics =
    (model.environment.CATENARY_MLEAP_SEMANTICS ?? process.env.CATENARY_MLEAP_SEMANTICS) === 'spark'
      ? 'spark'
      : 'mleap';
  const scorer = loadBundle(await readModel(model.path), { semantics });
  const text = await readFile(flags.input, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`Cannot read the input ${flags.input}: ${error.code}`);
  });
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const answers: string[] = [];
  for (let first = 0; first < lines.length; first += blockRows) {
    answers.push(...scoreLines(scorer, lines.slice(first, first + blockRows), first));
  }
  await writeWhole(flags.output, Buffer.from(answers.map((answer) => `${answer}\n`).join('')));
}

/** A block at once; if something in it stops the whole, line by line, so that only the line at fault has an error. */
function scoreLines(scorer: BundleScorer, lines: readonly string[], first: number): string[] {
  try {
    const frame = decodeJsonRows(lines.map(parseJsonRow), scorer.inputSchema);
    const answers = encodeJsonRows(scorer.score(frame)) as { row: number }[];
    return answers.map((answer) => JSON.stringify({ ...answer, row: first + answer.row }));
  } catch (error) {
    if (lines.length > 1) return lines.flatMap((line, at) => scoreLines(scorer, [line], first + at));
    return [JSON.stringify({ row: first, error: error instanceof Error ? error.message : String(error) })];
  }
}
