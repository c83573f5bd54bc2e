import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Stage } from '../stage.ts';
import { wholeNumber } from '../whole-number.ts';
import type { RunningProcess } from './container-process.ts';
import type { Enclosure } from './enclosure.ts';
import { type ProcessPoolDefinition, processPool } from './process-pool.ts';
import type { StartupOptions } from './wait-until-healthy.ts';
import { WorkerStage, type WorkerStageDefinition } from './worker-stage.ts';

export interface OpeningStage extends WorkerStageDefinition, ProcessPoolDefinition {
  /** SAGEMAKER_MODEL_SERVER_WORKERS and _TIMEOUT are understood. */
  readonly environment: Readonly<Record<string, string>>;
  readonly enclosure: Enclosure;
  readonly signal: AbortSignal;
}

/** Where a worker listens, and how many of them each replica has. */
export interface WorkerPlace {
  readonly socketPath: string;
  readonly count: number;
}

export interface WorkerOptions {
  readonly launch: (place: WorkerPlace, options: StartupOptions) => Promise<RunningProcess>;
  /** See `ReplicaOptions`. */
  readonly mostReady?: number;
}

/** Starts the workers of a stage, by default one for each core, with a folder for their sockets. Nothing is left if one does not start. */
export async function openWorkerStage(definition: OpeningStage, { launch, ...ready }: WorkerOptions): Promise<Stage> {
  const { environment, enclosure, signal } = definition;
  const count = wholeNumber(environment, 'SAGEMAKER_MODEL_SERVER_WORKERS', { byDefault: availableParallelism() });
  const abandonedMs = wholeNumber(environment, 'SAGEMAKER_MODEL_SERVER_TIMEOUT', { byDefault: 60 }) * 1000;
  const socketDirectory = await enclosure.sockets.make();
  const removeSockets = () => enclosure.sockets.remove(socketDirectory);
  const pool = processPool(definition, {
    launch: (options, index) => launch({ socketPath: join(socketDirectory, `${index}.sock`), count }, options),
    workers: { count, sequential: { abandonedMs, ...ready } },
  });
  try {
    await pool.start(signal);
    return new WorkerStage(definition, pool, async () => {
      await removeSockets();
      await definition.onClosed?.();
    });
  } catch (error) {
    await removeSockets();
    throw error;
  }
}
