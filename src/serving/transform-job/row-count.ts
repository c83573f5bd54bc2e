import type { ContainerAnswer, ContainerRequest } from '../container/payload.ts';
import type { Stage } from '../container/stage.ts';
import type { InferencePipeline } from '../pipeline/inference-pipeline.ts';
import { StageFailure } from '../pipeline/stage-failure.ts';
import { tracePipeline } from '../pipeline/trace-pipeline.ts';
import { lineSplitter } from './splitters/line.ts';

/** Lines of an answer that can be a record's: empty ones are none. */
export const countRows = (body: Buffer) => lineSplitter.whole(body).recordCount;

/** Rejects with a `StageFailure` of reason `row_count` if the answer has not one line for each record. */
export async function checkRowCount(
  answer: ContainerAnswer,
  recordCount: number,
  pipeline: InferencePipeline,
  request: ContainerRequest,
): Promise<void> {
  const rows = countRows(answer.body);
  if (rows === recordCount) return;
  const index = recordCount === 1 ? await findCulprit(pipeline, request) : pipeline.stages.length - 1;
  const [records, lines] = [count(recordCount, 'record'), count(rows, 'line')];
  throw new StageFailure(pipeline.containerAt(index), {
    status: answer.status,
    body: `${(pipeline.stages[index] as Stage).hostname} answered ${records} with ${lines}; there must be one line for each record.`,
    reason: 'row_count',
  });
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** The first container that makes of one line another number of lines: the record goes through once more, step by step. */
async function findCulprit(pipeline: InferencePipeline, request: ContainerRequest): Promise<number> {
  const traced = await tracePipeline(pipeline, request, AbortSignal.timeout(60_000)).catch(() => []);
  const found = traced.findIndex(({ body, status }) => status >= 300 || countRows(body) !== 1);
  return found < 0 ? pipeline.stages.length - 1 : found;
}
