import { present } from '@catenary/scoring/internal/values';
import type { ReplicaOptions } from '../dispatch/open-replicas.ts';
import { WorkerPool } from '../dispatch/worker-pool.ts';
import { defaultMaxAnswerBytes } from '../http-stage.ts';
import type { Replication } from '../replication.ts';
import { ContainerProcess, type RunningProcess } from './container-process.ts';
import type { StartupOptions } from './wait-until-healthy.ts';

/** What the processes of every container have, whatever they run. */
export interface ProcessPoolDefinition {
  /** Time for the first healthy ping of each, milliseconds. */
  readonly startupTimeoutMs: number;
  /** Longest wait before a process that ended is started again. Default half a minute. */
  readonly maxRestartDelayMs?: number | undefined;
  /** Default one copy. */
  readonly replication?: Replication | undefined;
  /** See `isIdempotent()`. Default false. */
  readonly isIdempotent?: boolean | undefined;
  /** See `maxWaitMs()`. Default none. */
  readonly maxWaitMs?: number | undefined;
  readonly onLog: (line: string) => void;
}

export interface ProcessPoolOptions {
  /** Starts process `index` and resolves when it is healthy; rejects with a reason fit for FailureReason. */
  readonly launch: (options: StartupOptions, index: number) => Promise<RunningProcess>;
  /** Set for workers of ours: each of them runs one request at a time. */
  readonly workers?: Required<Pick<ReplicaOptions<ContainerProcess>, 'count' | 'sequential'>>;
  /** Called before the queue is notified. */
  readonly onChange?: ((process: ContainerProcess) => void) | undefined;
}

/** The processes of a container, and the queue before them. Each replica has one, or as many workers as are said. */
export function processPool(
  definition: ProcessPoolDefinition,
  { launch, workers, onChange }: ProcessPoolOptions,
): WorkerPool<ContainerProcess> {
  const { startupTimeoutMs: timeoutMs, maxRestartDelayMs, onLog, replication, isIdempotent, maxWaitMs } = definition;
  const create = (index: number, tellPool: () => void) => {
    const process = new ContainerProcess({
      launch: (signal) => launch({ timeoutMs, signal }, index),
      maxAnswerBytes: defaultMaxAnswerBytes,
      isSequential: workers !== undefined,
      maxRestartDelayMs,
      onLog,
      onChange: () => {
        onChange?.(process);
        tellPool();
      },
    });
    return process;
  };
  const { count, sequential } = workers ?? { count: 1, sequential: undefined };
  return new WorkerPool({ create, count, replication, isIdempotent, maxWaitMs, onLog, ...present({ sequential }) });
}
