/** What the scikit-learn script of the chain does: the logarithm of a price becomes dollars and a price band. */
import type { Columns, FunctionContext } from 'catenary';

/** What the script's KBinsDiscretizer was fitted to: the prices at which the next band begins. */
const edges = [948.5, 2401, 5330.5];
const bands = ['budget', 'fair', 'dear', 'luxury'];

/** Columns instead of an object for each row: much less to do for the millions of rows of a job. */
export const input = 'columns';
export const columns = ['logarithm'];

interface Given extends Columns {
  readonly columns: { readonly logarithm: Float64Array };
}

export function invoke({ columns: { logarithm } }: Given, { accept }: FunctionContext<undefined>) {
  const price = Array.from(logarithm, (value) => Math.round(Math.exp(value) * 100) / 100);
  const band = price.map(bandOf);
  if (accept === 'application/json') {
    const predictions = price.map((dollars, row) => ({ price: dollars, band: band[row] }));
    return { body: JSON.stringify({ predictions }), contentType: accept };
  }
  // As Python writes numbers: 1566.0.
  return { columns: { price: price.map((dollars) => (Number.isInteger(dollars) ? `${dollars}.0` : dollars)), band } };
}

function bandOf(dollars: number): string | undefined {
  let at = 0;
  for (const edge of edges) if (dollars >= edge) at++;
  return bands[at];
}
