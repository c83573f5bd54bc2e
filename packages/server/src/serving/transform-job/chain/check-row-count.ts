import { defined } from '@catenary/scoring/internal/values';
import type { ContainerAnswer, ContainerRequest } from '../../container/payload.ts';
import { hasInnerReturn, innerReturn } from '../../csv-line.ts';
import type { Chain, StageAnswer } from '../../invocation/chain.ts';
import { StageFailure } from '../../invocation/stage-failure.ts';
import { lineSplitter } from '../records/splitters/line.ts';

/**
 * Whether an answer must have one line for each record: `always` for filters and joins (an answer to a single record only if
 * its media type is one of lines), `lines` for row identity (an answer to several records must be of such a type), or `never`.
 */
export type RowChecks = 'always' | 'lines' | 'never';

/** Lines of an answer that can be a record's: empty ones are none. */
export const countRows = (body: Buffer) => lineSplitter.whole(body).recordCount;

/** Rejects with a `StageFailure` of reason `row_count` if the answer has not one line for each record. */
export async function checkRowCount(
  answer: ContainerAnswer,
  recordCount: number,
  { chain, request }: { readonly chain: Chain; readonly request: ContainerRequest },
): Promise<void> {
  const rows = countRows(answer.body);
  if (rows === recordCount) return;
  const index = recordCount === 1 ? await findCulprit(chain, request) : chain.stages.length - 1;
  const [records, lines] = [count(recordCount, 'record'), count(rows, 'line')];
  const isBroken = recordCount === 1 && hasInnerReturn(request.body.toString('latin1'));
  const advice = isBroken ? ` The record ${innerReturn}.` : '';
  throw new StageFailure(chain.containerAt(index), {
    status: answer.status,
    body: `${defined(chain.stages[index]).hostname} answered ${records} with ${lines}; there must be one line for each record.${advice}`,
    reason: 'row_count',
  });
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** The first container that makes of one line another number of lines: the record goes through once more, step by step. */
async function findCulprit(chain: Chain, request: ContainerRequest): Promise<number> {
  const answers: ContainerAnswer[] = [];
  const observer = ({ answer }: StageAnswer) => answers.push(answer);
  try {
    await chain.invoke(request, { signal: AbortSignal.timeout(60_000), observer });
  } catch {
    // What was seen until then counts.
  }
  const found = answers.findIndex(({ body, status }) => status >= 300 || countRows(body) !== 1);
  return found < 0 ? chain.stages.length - 1 : found;
}
