import type { Stage } from '../stage.ts';
import type { FetchedTarget } from './fetch-target.ts';

/** What a model is loaded from, and for how long that may be tried. */
export interface ModelLoad {
  /** As requests name it. */
  readonly name: string;
  readonly target: FetchedTarget;
  readonly signal: AbortSignal;
  /** Unloads another model of the same container; false if there is none. */
  readonly makeRoom: () => Promise<boolean>;
}

/** Where a process that loads all models has them. */
export interface ModelPlace {
  /** Where they are unpacked; it does not exist yet. */
  readonly modelsDirectory: string;
  /** The process has ended, and with it all models that it had loaded. */
  readonly onLost: () => void;
}

/** What runs the models of a multi-model container. */
export interface ModelHost {
  /**
   * Loads a model; closing the stage unloads it. The fetched archive may be removed once this has settled, unless the
   * stage is native. Rejects with `LoadFailure`, with `StageUnreachable` if no host runs, or with a reason
   * fit for clients.
   */
  load(load: ModelLoad): Promise<Stage>;
  ping(signal: AbortSignal): Promise<boolean>;
  close(): Promise<void>;
}
