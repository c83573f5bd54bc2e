import type { NativeStageDefinition } from '../in-process/native-stage-definition.ts';

/** A native container as threads know it: each that is asked for loads it for itself. */
export interface ThreadModel {
  /** Of this server's run; what is loaded is found by it. */
  readonly id: number;
  readonly definition: NativeStageDefinition;
  /** Bytes of its files, unpacked. */
  readonly bytes: number;
}
