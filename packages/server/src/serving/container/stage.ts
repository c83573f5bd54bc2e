import type { ExecutionParameters } from './execution-parameters.ts';
import type { NativeEngine } from './in-process/native-engine.ts';
import type { NativeStageDefinition } from './in-process/native-stage-definition.ts';
import type { ModelSummary } from './multi-model/model-times.ts';
import type { ContainerAnswer, ContainerRequest } from './payload.ts';
import type { ChainAnswer } from './process/chain-answer.ts';
import type { Replicas } from './replication.ts';
import type { RowWidth } from './row-width.ts';

/** The models of a container in MultiModel mode. */
export interface StageModels {
  /** The loaded model that a request names, if it runs in this process: it may be asked in the container's stead. */
  findResident(request: ContainerRequest): Stage | undefined;
  /** What it has loaded and done so far, under the names of the service's metrics. */
  describe(): ModelSummary;
}

/** The native containers before a stage, in the stage's own processes. */
export interface StageBeside {
  /** All containers before it, first to last. */
  readonly definitions: readonly NativeStageDefinition[];
  /** Asks them and the stage; rejects as `Stage.invoke`. Where `askApart` answered, they have to be asked one by one. */
  invoke(request: ContainerRequest, signal: AbortSignal): Promise<ChainAnswer>;
}

/** One running link of a chain, whatever runs it. Its members say what it can do besides answering, not its class. */
export interface Stage {
  /** ContainerHostname, or `container-1`, `container-2` ... by position. */
  readonly hostname: string;
  /** The image it was asked for by, for messages. */
  readonly image: string;
  /** The engine of ours that serves it, which neighbours share columns with; absent for any other container. */
  readonly native?: NativeEngine;
  /** Whether it runs in this process for good: it does not end or hang by itself, so that no ping is waited for. */
  readonly isLocal?: boolean;
  /** The models that requests choose from; absent for a container that has one. */
  readonly models?: StageModels;
  /** Native containers that its processes have loaded, too: they can be asked as one with it. */
  readonly beside?: StageBeside | undefined;
  /** The copies that it runs in outside this process; absent where one is enough, or all there can be. */
  readonly replicas?: Replicas;
  /** Processes that it runs in by itself; none if it runs in this one. */
  readonly processCount?: number;
  /**
   * Media types of lines that a transform job may ask it for in place of its own default; absent where that is to hold.
   */
  readonly lineAccepts?: readonly string[];
  /** Whether its answer may go to the caller part by part (`ContainerRequest.parts`); absent: it comes whole. */
  readonly takesParts?: boolean;
  /** Absent for a container that takes rows of any width, or does not say it. */
  readonly rowWidth?: RowWidth | undefined;
  /**
   * Answers one request. A refusal is an answer with its status, not an exception; a rejected promise means that there
   * was no answer (time-out, broken connection, a dead process). Engines in this process answer synchronously.
   */
  invoke(request: ContainerRequest, signal: AbortSignal): ContainerAnswer | Promise<ContainerAnswer>;
  ping(signal: AbortSignal): Promise<boolean>;
  executionParameters(signal: AbortSignal): Promise<ExecutionParameters | undefined>;
  close(): Promise<void>;
}
