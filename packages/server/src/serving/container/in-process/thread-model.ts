import type { NativeStageDefinition } from './native-stage-definition.ts';

/** A native container as threads know it: each thread that needs it loads its own copy. */
export interface ThreadModel {
  /** Unique in this run of the server; loaded copies are found by it. */
  readonly id: number;
  /** Chains that share a model take turns all the same; absent: it is not shared. */
  readonly user?: number;
  readonly definition: NativeStageDefinition;
  /** Bytes of its files, unpacked. */
  readonly bytes: number;
}
