import { mediaType } from '../../contract/media-type.ts';
import { type ContainerStartFailure, StartFailure } from './launch-stages.ts';
import { isSuccess } from './payload.ts';
import type { Stage } from './stage.ts';

/** Wider rows are not tried: a model file may claim any width, and the row would be as long. */
const maxTriedWidth = 10_000;

/**
 * Throws `StartFailure` for a container that refuses whatever the one before it answers, because its rows are too short or too
 * long: then no request can ever be answered. A row of zeros is tried; where a container does not say how wide its rows are, or
 * does not take zeros, nothing is known.
 */
export async function checkNeighbours(stages: readonly Stage[], signal: AbortSignal): Promise<void> {
  for (const [at, stage] of stages.entries()) {
    const { rowWidth: width } = stage;
    const before = stages[at - 1];
    if (width === undefined || before === undefined) continue;
    const cells = await answeredCells(before, signal);
    if (cells === undefined || (cells >= width.least && cells <= width.most)) continue;
    throw new StartFailure([describe(before, stage, cells)]);
  }
}

/** Cells that a container answers to one row; undefined if that is not known. */
async function answeredCells(stage: Stage, signal: AbortSignal): Promise<number | undefined> {
  const { rowWidth } = stage;
  if (rowWidth === undefined || rowWidth.most > maxTriedWidth) return undefined;
  const body = Buffer.from(Array.from({ length: rowWidth.most }, () => '0').join(','));
  const answer = await stage.invoke({ body, contentType: 'text/csv' }, signal);
  if (!isSuccess(answer) || mediaType(answer.contentType) !== 'text/csv') return undefined;
  return answer.body.toString().trimEnd().split(',').length;
}

function describe(before: Stage, { hostname, rowWidth }: Stage, cells: number): ContainerStartFailure {
  const { least = 0, most = 0 } = rowWidth ?? {};
  const wanted = least === most ? String(most) : least > cells ? `${least} or more` : `${most} or fewer`;
  const reason = `It takes rows of ${wanted} columns, and ${before.hostname} (${before.image}), which stands before it, answers ${cells}: the order of the containers may be wrong.`;
  return { hostname, reason };
}
