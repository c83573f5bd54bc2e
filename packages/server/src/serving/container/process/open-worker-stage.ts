import type { WorkerPool } from '../dispatch/worker-pool.ts';
import type { Stage } from '../stage.ts';
import type { ContainerProcess } from './container-process.ts';
import type { Enclosure } from './enclosure.ts';
import { WorkerStage, type WorkerStageDefinition } from './worker-stage.ts';

export interface OpeningStage extends WorkerStageDefinition {
  readonly signal: AbortSignal;
  readonly enclosure: Enclosure;
}

/** Makes a folder for the sockets of workers, and starts those of the pool. Nothing is left if one does not start. */
export async function openWorkerStage(
  definition: OpeningStage,
  openPool: (socketDirectory: string) => WorkerPool<ContainerProcess>,
): Promise<Stage> {
  const { sockets } = definition.enclosure;
  const socketDirectory = await sockets.make();
  const removeSockets = () => sockets.remove(socketDirectory);
  const pool = openPool(socketDirectory);
  try {
    await pool.start(definition.signal);
    return new WorkerStage(definition, pool, async () => {
      await removeSockets();
      await definition.onClosed?.();
    });
  } catch (error) {
    await removeSockets();
    throw error;
  }
}
