import { present } from '@catenary/scoring/internal/values';
import { type Dispatcher, Pool } from 'undici';
import { pingTimeoutMs } from '../../contract/timeouts.ts';
import { containerConnector } from './connect-container.ts';
import { maxAtOnce } from './dispatch/concurrency-limit.ts';
import { exchangeGet, exchangeInvocation } from './exchange.ts';
import type { ExecutionParameters } from './execution-parameters.ts';
import { readExecutionParameters } from './execution-parameters.ts';
import type { ContainerAnswer, ContainerRequest } from './payload.ts';
import type { Stage } from './stage.ts';

export interface HttpStageDefinition {
  readonly hostname: string;
  readonly image: string;
  readonly connection: HttpConnection;
  /** Largest answer accepted, bytes. Default 100 MiB, the largest payload of batch transform. */
  readonly maxAnswerBytes?: number;
}

/** Where a container listens. */
export interface HttpConnection {
  /** `http://127.0.0.1:49152`; only a name if `socketPath` is given. */
  readonly origin: string;
  readonly socketPath?: string;
  /** Most connections at a time; further requests wait. Default 128. */
  readonly connections?: number;
  /** How long an idle connection is kept, milliseconds. Default 4,000: less than servers keep theirs. */
  readonly keepAliveMs?: number;
  /** Called for each new connection: whether another process than the container accepted it. */
  readonly isStolen?: () => Promise<boolean>;
}

/**
 * For as many requests as a container may have at once, for pings, and for connections that are being closed while
 * requests have taken their place.
 */
export const enoughConnections = maxAtOnce + 8;

export const defaultMaxAnswerBytes = 100 * 1024 * 1024;

/** A container that is spoken to over HTTP/1.1, wherever it runs. */
export class HttpStage implements Stage {
  readonly hostname: string;
  readonly image: string;
  readonly takesParts = true;
  readonly #dispatcher: Dispatcher;
  readonly #maxAnswerBytes: number;

  constructor(definition: HttpStageDefinition) {
    this.hostname = definition.hostname;
    this.image = definition.image;
    this.#dispatcher = openConnections(definition.connection);
    this.#maxAnswerBytes = definition.maxAnswerBytes ?? defaultMaxAnswerBytes;
  }

  /** Rejects with `StageUnreachable`. */
  invoke(request: ContainerRequest, signal: AbortSignal): Promise<ContainerAnswer> {
    return exchangeInvocation(this.#dispatcher, request, { signal, maxAnswerBytes: this.#maxAnswerBytes });
  }

  ping(signal: AbortSignal): Promise<boolean> {
    return pingContainer(this.#dispatcher, signal);
  }

  executionParameters(signal: AbortSignal): Promise<ExecutionParameters | undefined> {
    return askExecutionParameters(this.#dispatcher, signal);
  }

  async close(): Promise<void> {
    await this.#dispatcher.destroy();
  }
}

/**
 * The connections to one container. undici's own time limits are off: every request carries a signal, and the limits
 * of batch transform are larger than undici's.
 */
export function openConnections({
  origin,
  socketPath,
  connections,
  keepAliveMs,
  isStolen,
}: HttpConnection): Dispatcher {
  return new Pool(origin, {
    connect: containerConnector({ ...present({ socketPath }), timeout: 2_000 }, isStolen),
    connections: connections ?? 128,
    pipelining: 1,
    keepAliveTimeout: keepAliveMs ?? 4_000,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/** Whether `GET /ping` answers 200 within two seconds. Never rejects. */
export async function pingContainer(dispatcher: Dispatcher, signal: AbortSignal): Promise<boolean> {
  return (await pingStatus(dispatcher, signal)) === 200;
}

/** What `GET /ping` answers within two seconds; 0 if it is not answered. Never rejects. */
export async function pingStatus(dispatcher: Dispatcher, signal: AbortSignal): Promise<number> {
  try {
    return (await exchangeGet(dispatcher, '/ping', within(signal, 1024 * 1024))).status;
  } catch {
    return 0;
  }
}

/** `GET /execution-parameters`; undefined if the container has none, or answers anything that cannot be read. */
export async function askExecutionParameters(
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<ExecutionParameters | undefined> {
  try {
    const answer = await exchangeGet(dispatcher, '/execution-parameters', within(signal, 64 * 1024));
    return answer.status === 200 ? readExecutionParameters(answer.body.toString('utf8')) : undefined;
  } catch {
    return undefined;
  }
}

function within(signal: AbortSignal, maxAnswerBytes: number) {
  return { signal: AbortSignal.any([signal, AbortSignal.timeout(pingTimeoutMs)]), maxAnswerBytes };
}
