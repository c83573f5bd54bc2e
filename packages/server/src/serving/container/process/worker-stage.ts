import type { WorkerPool } from '../dispatch/worker-pool.ts';
import type { ExecutionParameters } from '../execution-parameters.ts';
import { askExecutionParameters, pingContainer } from '../http-stage.ts';
import type { NativeStageDefinition } from '../in-process/native-stage-definition.ts';
import { askApart, type ContainerAnswer, type ContainerRequest } from '../payload.ts';
import type { Replicas } from '../replication.ts';
import type { Stage, StageBeside } from '../stage.ts';
import { type ChainAnswer, readChainAnswer } from './chain-answer.ts';
import { chainPath } from './chain-path.ts';
import type { ContainerProcess } from './container-process.ts';

export interface WorkerStageDefinition {
  readonly hostname: string;
  readonly image: string;
  /** Native containers before it that its workers load, too. */
  readonly natives?: { readonly definitions: readonly NativeStageDefinition[] } | undefined;
  /** Called last when the stage is closed. */
  readonly onClosed?: () => Promise<void>;
}

/** The sequential workers of a script or a function, as one link of a chain. */
export class WorkerStage implements Stage {
  readonly hostname: string;
  readonly image: string;
  readonly beside: StageBeside | undefined;
  readonly #pool: WorkerPool<ContainerProcess>;
  readonly #onClosed: () => Promise<void>;

  constructor(
    { hostname, image, natives }: WorkerStageDefinition,
    pool: WorkerPool<ContainerProcess>,
    onClosed: () => Promise<void>,
  ) {
    this.hostname = hostname;
    this.image = image;
    this.#pool = pool;
    this.#onClosed = onClosed;
    this.beside = natives === undefined ? undefined : this.#askBeside(natives.definitions);
  }

  get replicas(): Replicas {
    return this.#pool.replicas;
  }

  get processCount(): number {
    return this.#pool.workers.length;
  }

  /** Rejects with `StageUnreachable`. */
  invoke(request: ContainerRequest, signal: AbortSignal): Promise<ContainerAnswer> {
    return this.#pool.invoke(request, signal);
  }

  #askBeside(definitions: readonly NativeStageDefinition[]): StageBeside {
    const natives = definitions.length;
    const invoke = async (request: ContainerRequest, signal: AbortSignal): Promise<ChainAnswer> => {
      const answer = await this.#pool.invoke(request, signal, { path: chainPath });
      // Nothing: this process could not load them.
      if (answer.body.length === 0) return { answer, answeredBy: askApart, spentMs: new Float64Array(natives) };
      return readChainAnswer(answer, natives);
    };
    return { definitions, invoke };
  }

  /** Healthy while one worker is: a busy one counts, as it cannot answer a ping before its request is done. */
  async ping(signal: AbortSignal): Promise<boolean> {
    const ready = this.#pool.workers.filter((worker) => worker.isReady);
    if (ready.some((worker) => worker.inFlight > 0)) return true;
    const answers = ready.map(async ({ dispatcher }) => dispatcher !== undefined && pingContainer(dispatcher, signal));
    return (await Promise.all(answers)).includes(true);
  }

  async executionParameters(signal: AbortSignal): Promise<ExecutionParameters | undefined> {
    const { dispatcher } = this.#pool.workers.find((worker) => worker.isReady) ?? {};
    return dispatcher === undefined ? undefined : askExecutionParameters(dispatcher, signal);
  }

  async close(): Promise<void> {
    await this.#pool.close();
    await this.#onClosed();
  }
}
