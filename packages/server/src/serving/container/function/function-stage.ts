import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { WorkerPool } from '../dispatch/worker-pool.ts';
import { defaultMaxAnswerBytes } from '../http-stage.ts';
import { ContainerProcess } from '../process/container-process.ts';
import { openWorkerStage } from '../process/open-worker-stage.ts';
import type { WorkerStageDefinition } from '../process/worker-stage.ts';
import type { Replication } from '../replication.ts';
import type { Stage } from '../stage.ts';
import { wholeNumber } from '../whole-number.ts';
import { findHandler } from './find-handler.ts';
import { type FunctionWorkerDefinition, launchFunctionWorker } from './launch-function-worker.ts';

export interface FunctionStageDefinition
  extends WorkerStageDefinition,
    Omit<FunctionWorkerDefinition, 'handler' | 'socketPath' | 'memoryMB'> {
  /** Time for the module to be loaded, milliseconds. */
  readonly startupTimeoutMs: number;
  readonly signal: AbortSignal;
  readonly replication?: Replication | undefined;
  /** See `isIdempotent()`. Default false. */
  readonly isIdempotent?: boolean | undefined;
  readonly maxRestartDelayMs?: number | undefined;
}

/** Small functions cost less than to wake their process for each request. */
const mostReady = 16;

/** Starts the processes of a function; rejects with a reason fit for FailureReason. */
export async function launchFunctionStage(definition: FunctionStageDefinition): Promise<Stage> {
  const handler = await findHandler(definition.modelDirectory);
  return openWorkerStage(definition, (socketDirectory) => openPool(definition, handler, socketDirectory));
}

function openPool(definition: FunctionStageDefinition, handler: string, socketDirectory: string) {
  const { environment, onLog, startupTimeoutMs: timeoutMs, replication, isIdempotent, maxRestartDelayMs } = definition;
  const count = wholeNumber(environment, 'SAGEMAKER_MODEL_SERVER_WORKERS', { byDefault: availableParallelism() });
  const memoryMB = wholeNumber(environment, 'CATENARY_FUNCTION_MEMORY_MB', { byDefault: 512, most: 65_536 });
  const create = (index: number, onChange: () => void) => {
    const worker = { ...definition, handler, memoryMB, socketPath: join(socketDirectory, `${index}.sock`) };
    return new ContainerProcess({
      launch: (signal) => launchFunctionWorker(worker, { timeoutMs, signal }),
      maxAnswerBytes: defaultMaxAnswerBytes,
      isSequential: true,
      isOurs: true,
      maxRestartDelayMs,
      onLog,
      onChange,
    });
  };
  const abandonedMs = wholeNumber(environment, 'SAGEMAKER_MODEL_SERVER_TIMEOUT', { byDefault: 60 }) * 1000;
  return new WorkerPool({ create, count, replication, isIdempotent, sequential: { abandonedMs, mostReady }, onLog });
}
