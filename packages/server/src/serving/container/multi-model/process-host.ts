import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { invocationTimeoutMs } from '../../../contract/timeouts.ts';
import { makeFolder } from '../../../util/make-folder.ts';
import { removeFolder } from '../../../util/remove-folder.ts';
import type { WorkerPool } from '../dispatch/worker-pool.ts';
import { exchangeDelete, exchangeGet } from '../exchange.ts';
import { defaultMaxAnswerBytes, pingContainer } from '../http-stage.ts';
import { type ContainerAnswer, type ContainerRequest, isSuccess } from '../payload.ts';
import type { ContainerProcess } from '../process/container-process.ts';
import { launchProcess } from '../process/launch-process.ts';
import { processPool } from '../process/process-pool.ts';
import type { ProcessStageDefinition } from '../process/process-stage.ts';
import type { Stage } from '../stage.ts';
import { StageUnreachable } from '../stage-unreachable.ts';
import { LoadFailure } from './load-failure.ts';
import type { ModelHost, ModelLoad, ModelPlace } from './model-host.ts';
import { ModelLost } from './model-lost.ts';

/** Longest text of the container's that is passed on when it does not load a model. */
const maxReasonLength = 1500;

export type ProcessHostDefinition = Omit<ProcessStageDefinition, 'modelDirectory' | 'onClosed'> &
  /** `modelsDirectory`: each model in a folder of its own; the working directory, and SM_MODEL_DIR. */
  ModelPlace;

/** Starts a command that loads its models itself. Rejects as `openProcessHost` does. */
export async function launchProcessHost(definition: ProcessHostDefinition): Promise<ModelHost> {
  const { modelsDirectory, onLost, signal } = definition;
  await makeFolder(modelsDirectory);
  const pool = processPool(definition, {
    launch: (options) => launchProcess({ ...definition, modelDirectory: modelsDirectory }, options),
    onChange: (process) => {
      if (!process.isReady) onLost();
    },
  });
  return openProcessHost({ pool, modelsDirectory, subject: 'The command', signal });
}

/** A process that loads all models of a multi-model container, before its start. */
export interface HostingProcess {
  /** Of one process. */
  readonly pool: WorkerPool<ContainerProcess>;
  /** Where the models are unpacked, each in a folder of its own. */
  readonly modelsDirectory: string;
  /** Where the process sees that folder. Default: in the same place. */
  readonly seenAs?: string;
  /** What does not keep the contract, as the subject of a sentence: `The command`. */
  readonly subject: string;
  readonly signal: AbortSignal;
  /** Called for a model that was unpacked, before it is loaded. */
  readonly onUnpacked?: (directory: string) => Promise<void>;
  /** Called last when the host is closed, or does not start. */
  readonly onClosed?: () => Promise<void>;
}

/**
 * Starts what keeps the contract of multi-model containers (developer guide, "Build Your Own Container for SageMaker
 * Multi-Model Endpoints"): `POST /models` loads, `DELETE /models/<name>` unloads, `POST /models/<name>/invoke` answers.
 * Rejects with a reason fit for FailureReason, also if `GET /models` is not known; nothing is left then.
 */
export async function openProcessHost(hosting: HostingProcess): Promise<ModelHost> {
  const { pool, subject, signal, onClosed } = hosting;
  try {
    await pool.start(signal);
    const problem = await findProblem(pool.workers[0] as ContainerProcess);
    if (problem === undefined) return new ProcessHost(hosting);
    await pool.close();
    throw new Error(`${subject} does not keep the contract of multi-model containers: GET /models ${problem}.`);
  } catch (error) {
    await onClosed?.();
    throw error;
  }
}

async function findProblem({ dispatcher }: ContainerProcess): Promise<string | undefined> {
  if (dispatcher === undefined) return 'found the process gone';
  const options = { signal: AbortSignal.timeout(invocationTimeoutMs), maxAnswerBytes: defaultMaxAnswerBytes };
  try {
    const { status } = await exchangeGet(dispatcher, '/models', options);
    return status === 200 ? undefined : `answered ${status}`;
  } catch (error) {
    return `was not answered: ${(error as Error).message}`;
  }
}

class ProcessHost implements ModelHost {
  readonly #hosting: HostingProcess;
  readonly #pool: WorkerPool<ContainerProcess>;

  constructor(hosting: HostingProcess) {
    this.#hosting = hosting;
    this.#pool = hosting.pool;
  }

  async load({ target, signal, makeRoom }: ModelLoad): Promise<Stage> {
    const { modelsDirectory, seenAs = modelsDirectory, onUnpacked } = this.#hosting;
    // Opaque, as in the service: the container learns the key from the requests' target model header.
    const id = randomUUID().replaceAll('-', '');
    const directory = join(modelsDirectory, id);
    const remove = () => removeFolder(directory);
    try {
      await target.extract(join(directory, 'model'));
      await onUnpacked?.(join(directory, 'model'));
      const url = join(seenAs, id, 'model');
      const request: ContainerRequest = {
        body: Buffer.from(JSON.stringify({ model_name: id, url })),
        contentType: 'application/json',
        accept: 'application/json',
      };
      while (!(await this.#isLoaded(request, signal))) {
        if (!(await makeRoom())) throw new LoadFailure(507, 'the container has no room for it, and no other model.');
      }
      return new HostedModel(this.#pool, id, remove);
    } catch (error) {
      await remove();
      throw error;
    }
  }

  /** False if the container is out of memory, or of whatever else it needs. */
  async #isLoaded(request: ContainerRequest, signal: AbortSignal): Promise<boolean> {
    const answer = await this.#pool.invoke(request, signal, { path: '/models' });
    if (isSuccess(answer) || answer.status === 409) return true;
    if (answer.status === 507) return false;
    const said = answer.body.toString('utf8', 0, maxReasonLength);
    throw new LoadFailure(
      answer.status < 400 ? 500 : answer.status,
      `the container answered ${answer.status}: ${said}`,
    );
  }

  async ping(signal: AbortSignal): Promise<boolean> {
    const { dispatcher } = this.#pool.workers[0] as ContainerProcess;
    return dispatcher !== undefined && (await pingContainer(dispatcher, signal));
  }

  async close(): Promise<void> {
    await this.#pool.close();
    await this.#hosting.onClosed?.();
  }
}

/** A model that the process has loaded. */
class HostedModel implements Stage {
  readonly hostname = '';
  readonly image = '';
  readonly #pool: WorkerPool<ContainerProcess>;
  readonly #id: string;
  readonly #remove: () => Promise<void>;
  /** The process that has it: another one after a restart does not. */
  readonly #pid: number | undefined;

  constructor(pool: WorkerPool<ContainerProcess>, id: string, remove: () => Promise<void>) {
    this.#pool = pool;
    this.#id = id;
    this.#remove = remove;
    this.#pid = this.#process.pid;
  }

  get #process(): ContainerProcess {
    return this.#pool.workers[0] as ContainerProcess;
  }

  /** Rejects with `StageUnreachable`; with its subclass `ModelLost` if the model has to be loaded again. */
  async invoke(request: ContainerRequest, signal: AbortSignal): Promise<ContainerAnswer> {
    try {
      return await this.#pool.invoke(request, signal, { path: `/models/${this.#id}/invoke`, pid: this.#pid });
    } catch (error) {
      const isLost = error instanceof StageUnreachable && !error.wasSent && this.#process.pid !== this.#pid;
      throw isLost && !signal.aborted ? new ModelLost({ cause: error }) : error;
    }
  }

  ping(): Promise<boolean> {
    return Promise.resolve(this.#process.isReady);
  }

  executionParameters(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async close(): Promise<void> {
    const { dispatcher, pid } = this.#process;
    const options = { signal: AbortSignal.timeout(invocationTimeoutMs), maxAnswerBytes: defaultMaxAnswerBytes };
    if (dispatcher !== undefined && pid === this.#pid)
      await exchangeDelete(dispatcher, `/models/${this.#id}`, options).catch(() => undefined);
    await this.#remove();
  }
}
