import type { ClusterRecord } from '../tree/cluster-record.ts';
import type { TreeRecord } from '../tree/tree-record.ts';
import type { Attributes } from './attributes.ts';

/** An op and its parameters: what the `model` file of a folder says. */
export interface OpModel {
  readonly op: string;
  readonly attributes: Attributes;
}

/** A folder of a bundle, where a node or a bare model is kept. */
export interface BundleFolder {
  /** Names it in messages. */
  readonly path: string;
  /** The folder `name` inside this one, whether or not it has anything. */
  folder(name: string): BundleFolder;
  /** Throws `bad_model` if there is none. */
  file(name: string): Uint8Array;
  model(): OpModel;
  /** The nodes of the tree that is kept here, in pre-order. */
  treeRecords(): readonly TreeRecord[];
  /** The nodes of the tree of clusters that is kept here, in pre-order. */
  clusterRecords(): readonly ClusterRecord[];
}
