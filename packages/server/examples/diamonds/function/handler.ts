/** What the scikit-learn script of the chain does: the logarithm of a price becomes dollars and a price band. */
import type { FunctionContext } from 'catenary';

/** What the script's KBinsDiscretizer was fitted to: the prices at which the next band begins. */
const edges = [948.5, 2401, 5330.5];
const bands = ['budget', 'fair', 'dear', 'luxury'];

export const columns = ['logarithm'];

export function invoke(rows: { logarithm: number }[], { accept }: FunctionContext<undefined>) {
  const prices = rows.map(({ logarithm }) => Math.round(Math.exp(logarithm) * 100) / 100);
  const answers = prices.map((price) => ({ price, band: bands[edges.filter((edge) => price >= edge).length] }));
  if (accept === 'application/json') return { body: JSON.stringify({ predictions: answers }), contentType: accept };
  // As Python writes numbers: 1566.0.
  return answers.map(({ price, band }) => [Number.isInteger(price) ? `${price}.0` : price, band]);
}
