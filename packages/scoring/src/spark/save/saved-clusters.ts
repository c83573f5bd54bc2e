import { defined } from '../../util/defined.ts';
import type { ClusterRecord } from '../tree/cluster-record.ts';
import type { SavedStage } from './saved-stage.ts';

/** Clusters by their numbers, as pre-order records. Source: Spark `BisectingKMeansModel.SaveLoadV3_0`. */
export function savedClusters(stage: SavedStage): ClusterRecord[] {
  const head = stage.child('data').metadata.fields;
  const nodes = new Map(stage.cells('data/data').map((cell) => [cell.number('index'), cell]));
  const records: ClusterRecord[] = [];
  const open = [Number(head['rootId'])];
  while (open.length > 0) {
    const id = defined(open.pop());
    const node = nodes.get(id);
    if (node === undefined) throw stage.bad(`there is no cluster ${id}, or it is the child of two`);
    nodes.delete(id);
    const children = [...node.numbers('children')];
    records.push({ index: id, norm: node.number('norm'), values: node.vector('center'), childCount: children.length });
    open.push(...children.reverse());
  }
  return records;
}
