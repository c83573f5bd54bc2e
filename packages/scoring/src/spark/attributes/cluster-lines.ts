import type { ClusterRecord } from '../tree/cluster-record.ts';

/** A tree of clusters as `tree.json` has it: an object a line, in pre-order. Source: MLeap `tree/JsonSupport.scala`. */
export function clusterLines(records: readonly ClusterRecord[]): string {
  return records
    .map(({ index, norm, values, childCount }) =>
      JSON.stringify({ index, norm, values: Array.from(values), numChildren: childCount }),
    )
    .map((line) => `${line}\n`)
    .join('');
}
