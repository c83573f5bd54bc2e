import type { ContainerKind } from './images.ts';
import type { LaunchOptions } from './launch-stages.ts';
import type { ModelHost, ModelPlace } from './multi-model/model-host.ts';
import type { Stage } from './stage.ts';
import type { StageContext } from './stage-context.ts';
import type { StageDefinition } from './stage-definition.ts';

/** A container that is to be started: what launchers choose by. */
export interface Candidate {
  readonly definition: StageDefinition;
  /** What its image stands for. */
  readonly kind: ContainerKind;
  readonly context: StageContext;
  /** Ends looking into its model. */
  readonly signal: AbortSignal;
}

/** One way of running containers. All of them are in the table `launchers`. */
export interface Launcher {
  /**
   * Whether it runs this container. May fetch the model and look into it; rejects with a reason fit for FailureReason.
   */
  canRun(candidate: Candidate): boolean | Promise<boolean>;
  /**
   * Whether a container of this kind is known to run as a process of this machine before its model has been seen: it is
   * refused at CreateModel where a process cannot be isolated. Absent: it never is.
   */
  isKnownProcess?(kind: ContainerKind, definition: Pick<StageDefinition, 'environment'>): boolean;
  /** Makes what all models of a multi-model container share, before the first of them is named. */
  prepare?(candidate: Candidate, options: LaunchOptions): Promise<void>;
  /**
   * Starts one process that loads all models of a multi-model container. Absent, or undefined: each model is a container of its own.
   */
  openModelHost?(candidate: Candidate, options: LaunchOptions, place: ModelPlace): Promise<ModelHost | undefined>;
  /**
   * Starts it, and resolves when it is healthy. Rejects with a reason fit for FailureReason; then nothing of it is left.
   */
  launch(candidate: Candidate, options: LaunchOptions): Promise<Stage>;
}
