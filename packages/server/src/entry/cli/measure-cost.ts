import { type Frame, ScoringError, vectorFrame } from '@catenary/scoring/internal/frame';
import type { FileModel, ModelMethod } from '@catenary/scoring/internal/models';

/** What a row costs, microseconds: asked for alone, and as one of many at once. */
export interface Cost {
  readonly method: ModelMethod;
  readonly alone: number;
  readonly inBlock: number;
}

/** Rows at once. */
export const blockRows = 1000;
/** How long each of the two is measured, after as long to get warm, milliseconds. */
const measuredMs = 40;

/**
 * Measures the model's first method, here and now, on made-up rows of numbers from -3 to 3. Undefined for a model that
 * does not take such rows: texts, categories, or a number of columns that is not known.
 */
export async function measureCost(model: FileModel): Promise<Cost | undefined> {
  const { featureCount } = model.describe().details as { readonly featureCount?: number };
  const [method] = model.methods;
  if (method === undefined || featureCount === undefined || featureCount * blockRows > 2 ** 24) return undefined;
  try {
    const row = madeUpRows(1, featureCount);
    const block = madeUpRows(blockRows, featureCount);
    const alone = await timeOf(() => model.call(method, row));
    return { method, alone, inBlock: (await timeOf(() => model.call(method, block))) / blockRows };
  } catch (error) {
    if (error instanceof ScoringError) return undefined;
    throw error;
  }
}

/** Mean time of a call once it is warm, microseconds. */
async function timeOf(call: () => unknown): Promise<number> {
  await repeat(call);
  return repeat(call);
}

async function repeat(call: () => unknown): Promise<number> {
  const since = performance.now();
  for (let calls = 1; ; calls++) {
    const answer = call();
    if (answer instanceof Promise) await answer;
    const spent = performance.now() - since;
    if (spent >= measuredMs) return (spent / calls) * 1000;
  }
}

/** The same numbers each time: Lehmer's generator (minstd). */
function madeUpRows(rowCount: number, columnCount: number): Frame {
  let state = 1;
  const values = Float64Array.from({ length: rowCount * columnCount }, () => {
    state = (state * 48271) % 2147483647;
    return (state / 2147483647) * 6 - 3;
  });
  return vectorFrame({ values, rowCount, columnCount });
}
