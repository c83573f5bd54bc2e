import type { FunctionName } from '../../../container/function/host/loaded-function-stage.ts';
import type { NativeStageDefinition } from '../../../container/in-process/native-stage-definition.ts';

/** A chain of native containers and one function, as the function's process loads it. Plain data. */
export interface FunctionChain {
  readonly before: readonly NativeStageDefinition[];
  readonly function: FunctionName;
  readonly behind: readonly NativeStageDefinition[];
  /** See `ChainOptions`. */
  readonly fuse: boolean;
}
