import type { Dispatcher } from 'undici';
import type { WorkerPool } from '../dispatch/worker-pool.ts';
import type { ExecutionParameters } from '../execution-parameters.ts';
import { askExecutionParameters, pingContainer } from '../http-stage.ts';
import type { ContainerAnswer, ContainerRequest } from '../payload.ts';
import type { Replicas } from '../replication.ts';
import type { Stage } from '../stage.ts';
import type { ContainerProcess } from './container-process.ts';
import { launchProcess, type ProcessDefinition } from './launch-process.ts';
import { type ProcessPoolDefinition, processPool } from './process-pool.ts';

export interface ProcessStageDefinition extends ProcessDefinition, ProcessPoolDefinition {
  readonly hostname: string;
  readonly image: string;
  /** Gives up on the start. */
  readonly signal: AbortSignal;
  /** Called last when the stage is closed. */
  readonly onClosed?: () => Promise<void>;
}

/** Starts any command that keeps the container contract; rejects with a reason fit for FailureReason. */
export async function launchProcessStage(definition: ProcessStageDefinition): Promise<Stage> {
  const pool = processPool(definition, { launch: (options) => launchProcess(definition, options) });
  await pool.start(definition.signal);
  return new ProcessStage(definition, pool);
}

/** Processes, or containers of an engine, that keep the container contract, as one link of a chain. */
export class ProcessStage implements Stage {
  readonly hostname: string;
  readonly image: string;
  readonly takesParts = true;
  readonly #pool: WorkerPool<ContainerProcess>;
  readonly #onClosed: (() => Promise<void>) | undefined;

  constructor(
    { hostname, image, onClosed }: Pick<ProcessStageDefinition, 'hostname' | 'image' | 'onClosed'>,
    pool: WorkerPool<ContainerProcess>,
  ) {
    this.hostname = hostname;
    this.image = image;
    this.#pool = pool;
    this.#onClosed = onClosed;
  }

  /** Rejects with `StageUnreachable`. */
  invoke(request: ContainerRequest, signal: AbortSignal): Promise<ContainerAnswer> {
    return this.#pool.invoke(request, signal);
  }

  get replicas(): Replicas {
    return this.#pool.replicas;
  }

  /** Those of the processes that are there. */
  get #dispatchers(): Dispatcher[] {
    return this.#pool.workers.flatMap(({ dispatcher }) => (dispatcher === undefined ? [] : [dispatcher]));
  }

  /** Healthy while one of its processes is. */
  async ping(signal: AbortSignal): Promise<boolean> {
    const answers = this.#dispatchers.map((dispatcher) => pingContainer(dispatcher, signal));
    return (await Promise.all(answers)).includes(true);
  }

  async executionParameters(signal: AbortSignal): Promise<ExecutionParameters | undefined> {
    const [dispatcher] = this.#dispatchers;
    return dispatcher === undefined ? undefined : askExecutionParameters(dispatcher, signal);
  }

  async close(): Promise<void> {
    await this.#pool.close();
    await this.#onClosed?.();
  }
}
