import type { TreeRecord } from '../tree/tree-records.ts';
import type { BundleModel } from './attribute.ts';

/** The place of a node or a bare model, wherever it is kept: in the folders of a bundle, or in memory. */
export interface ModelFolder {
  /** Names it in messages. */
  readonly path: string;
  /** The form its files are in. */
  readonly format: 'json' | 'protobuf';
  /** The folder `name` inside this one, whether or not it has anything. */
  folder(name: string): ModelFolder;
  /** Throws `bad_model` if there is none. */
  file(name: string): Uint8Array;
  model(): BundleModel;
  /** The nodes of the tree that is kept here, in pre-order. */
  treeRecords(): readonly TreeRecord[];
}
