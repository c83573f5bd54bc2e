import type { Dispatcher } from 'undici';
import { WorkerPool } from '../dispatch/worker-pool.ts';
import type { ExecutionParameters } from '../execution-parameters.ts';
import { askExecutionParameters, pingContainer } from '../http-stage.ts';
import type { RemoteKind } from '../images.ts';
import type { ContainerAnswer, ContainerRequest } from '../payload.ts';
import type { Stage } from '../stage.ts';
import { connectRemote } from './connect-remote.ts';
import { RemoteService } from './remote-service.ts';

export interface RemoteStageDefinition {
  readonly hostname: string;
  readonly image: string;
  readonly service: RemoteKind;
  /** See `isIdempotent()`. */
  readonly isIdempotent: boolean;
  /** Time for the first healthy ping, milliseconds. */
  readonly startupTimeoutMs: number;
  readonly signal: AbortSignal;
  readonly onLog: (line: string) => void;
}

const defaultTimeoutSeconds = 60;

/** Waits until the service answers `/ping`; rejects with a reason fit for FailureReason. */
export async function launchRemoteStage(definition: RemoteStageDefinition): Promise<Stage> {
  const { service, startupTimeoutMs, isIdempotent, onLog, signal } = definition;
  const dispatcher = await connectRemote(service);
  const timeoutMs = (service.timeout ?? defaultTimeoutSeconds) * 1000;
  const known = { dispatcher, address: service.url, timeoutMs, startupTimeoutMs, onLog };
  const create = (_index: number, onChange: () => void) => new RemoteService({ ...known, onChange });
  const pool = new WorkerPool({ create, count: 1, isIdempotent, onLog });
  await pool.start(signal);
  return new RemoteStage(definition, pool, dispatcher);
}

/** A service elsewhere as a link of the chain, with the queue before it that every container outside this process has. */
class RemoteStage implements Stage {
  readonly hostname: string;
  readonly image: string;
  readonly takesParts = true;
  readonly #pool: WorkerPool<RemoteService>;
  readonly #dispatcher: Dispatcher;

  constructor({ hostname, image }: RemoteStageDefinition, pool: WorkerPool<RemoteService>, dispatcher: Dispatcher) {
    this.hostname = hostname;
    this.image = image;
    this.#pool = pool;
    this.#dispatcher = dispatcher;
  }

  /** Rejects with `StageUnreachable`. */
  invoke(request: ContainerRequest, signal: AbortSignal): Promise<ContainerAnswer> {
    return this.#pool.invoke(request, signal);
  }

  ping(signal: AbortSignal): Promise<boolean> {
    return pingContainer(this.#dispatcher, signal);
  }

  executionParameters(signal: AbortSignal): Promise<ExecutionParameters | undefined> {
    return askExecutionParameters(this.#dispatcher, signal);
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}
