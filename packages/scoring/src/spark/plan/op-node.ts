import type { Socket } from '../model/attribute.ts';
import type { Attributes } from '../model/attributes.ts';
import type { ModelFolder } from '../model/model-folder.ts';

/** What an op is compiled from: its attributes, and the columns that its ports are wired to. */
export interface OpNode {
  /** Names it in messages, such as `root/scaler.node`, the path inside a bundle. */
  readonly path: string;
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly Socket[];
  readonly outputs: readonly Socket[];
  readonly attributes: Attributes;
  readonly folder: ModelFolder;
}
