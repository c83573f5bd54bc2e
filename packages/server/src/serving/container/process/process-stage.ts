import type { Dispatcher } from 'undici';
import { WorkerPool } from '../dispatch/worker-pool.ts';
import { askExecutionParameters, defaultMaxAnswerBytes, pingContainer } from '../http-stage.ts';
import type { ContainerAnswer, ContainerRequest } from '../payload.ts';
import type { ExecutionParameters } from '../execution-parameters.ts';
import type { Stage } from '../stage.ts';
import { ContainerProcess } from './container-process.ts';
import { launchProcess, type ProcessDefinition } from './launch-process.ts';

export interface ProcessStageDefinition extends ProcessDefinition {
  readonly hostname: string;
  readonly image: string;
  /** Time for the first healthy ping, milliseconds. */
  readonly startupTimeoutMs: number;
  /** Longest wait before the process is started again. Default half a minute. */
  readonly maxRestartDelayMs?: number | undefined;
  /** Gives up on the start. */
  readonly signal: AbortSignal;
  /** Called last when the stage is closed. */
  readonly onClosed?: () => Promise<void>;
}

/** Starts any command that keeps the container contract; rejects with a reason fit for FailureReason. */
export async function launchProcessStage(definition: ProcessStageDefinition): Promise<Stage> {
  const pool = processPool(definition);
  await pool.start(definition.signal);
  return new ProcessStage(definition, pool);
}

/** The one process of a command, and the queue before it. `onChange` is called before the queue is notified. */
export function processPool(
  definition: Omit<ProcessStageDefinition, 'hostname' | 'image' | 'signal' | 'onClosed'>,
  onChange?: (process: ContainerProcess) => void,
): WorkerPool<ContainerProcess> {
  const { startupTimeoutMs: timeoutMs, maxRestartDelayMs, onLog } = definition;
  const create = (_index: number, tellPool: () => void) => {
    const process = new ContainerProcess({
      launch: (signal) => launchProcess(definition, { timeoutMs, signal }),
      maxAnswerBytes: defaultMaxAnswerBytes,
      isSequential: false,
      maxRestartDelayMs,
      onLog,
      onChange: () => {
        onChange?.(process);
        tellPool();
      },
    });
    return process;
  };
  return new WorkerPool({ create, count: 1, onLog });
}

class ProcessStage implements Stage {
  readonly hostname: string;
  readonly image: string;
  readonly #pool: WorkerPool<ContainerProcess>;
  readonly #onClosed: (() => Promise<void>) | undefined;

  constructor({ hostname, image, onClosed }: ProcessStageDefinition, pool: WorkerPool<ContainerProcess>) {
    this.hostname = hostname;
    this.image = image;
    this.#pool = pool;
    this.#onClosed = onClosed;
  }

  /** Rejects with `StageUnreachable`. */
  invoke(request: ContainerRequest, signal: AbortSignal): Promise<ContainerAnswer> {
    return this.#pool.invoke(request, signal);
  }

  get #dispatcher(): Dispatcher | undefined {
    return this.#pool.workers[0]?.dispatcher;
  }

  async ping(signal: AbortSignal): Promise<boolean> {
    const dispatcher = this.#dispatcher;
    return dispatcher !== undefined && (await pingContainer(dispatcher, signal));
  }

  async executionParameters(signal: AbortSignal): Promise<ExecutionParameters | undefined> {
    const dispatcher = this.#dispatcher;
    return dispatcher === undefined ? undefined : askExecutionParameters(dispatcher, signal);
  }

  async close(): Promise<void> {
    await this.#pool.close();
    await this.#onClosed?.();
  }
}
