import type { ClusterRecord } from './cluster-record.ts';
import type { TreeRecord } from './tree-record.ts';
import type { OpModel } from './attribute.ts';

/** The place of a node or a bare model, wherever it is kept: in the folders of a bundle, or in memory. */
export interface ModelFolder {
  /** Names it in messages. */
  readonly path: string;
  /** The folder `name` inside this one, whether or not it has anything. */
  folder(name: string): ModelFolder;
  /** Throws `bad_model` if there is none. */
  file(name: string): Uint8Array;
  model(): OpModel;
  /** The nodes of the tree that is kept here, in pre-order. */
  treeRecords(): readonly TreeRecord[];
  /** The nodes of the tree of clusters that is kept here, in pre-order. */
  clusterRecords(): readonly ClusterRecord[];
}
