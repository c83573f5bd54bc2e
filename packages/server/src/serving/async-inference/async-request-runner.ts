import { nameOf, regionOf } from '../../contract/qualified-name.ts';
import type { Publisher } from '../../platform/notifications/publisher.ts';
import { faultPoint } from '../../platform/observe/fault-point.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import type { Lease } from '../../platform/store/lease.ts';
import { Semaphore } from '../../util/semaphore.ts';
import { type ContainerLogs, endpointStream } from '../container-logs.ts';
import type { Endpoint } from '../endpoint/traffic/endpoint.ts';
import { endedRequestMetrics } from '../metrics/ended-request-metrics.ts';
import type { MetricCollector } from '../metrics/metric-collector.ts';
import type { AsyncRequestRecord } from '../records/async-request-record.ts';
import { answerRequest } from './answer-request.ts';
import type { AsyncQueue } from './async-queue.ts';
import { findResult } from './find-result.ts';
import { notificationOf } from './notification.ts';
import type { Outcome } from './outcome.ts';
import { publishResult } from './publish-result.ts';

export interface AsyncRequestRunnerOptions {
  readonly queue: AsyncQueue;
  readonly objects: ObjectStore;
  readonly publisher: Publisher;
  readonly logs: ContainerLogs;
  readonly metrics: Pick<MetricCollector, 'note'>;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The largest input and the inputs of all requests under way together, MiB. */
  readonly maxPayloadMB: number;
}

/** A request that is held, and what it runs on. */
export interface HeldRequest {
  readonly record: AsyncRequestRecord;
  readonly lease: Lease;
  readonly endpoint: Endpoint;
  /** Aborts when the server closes. */
  readonly signal: AbortSignal;
}

/** What has to be done for a request whose result is published: it needs no place among the requests under way. */
export type Conclude = () => Promise<void>;

/** Works on one request at a time, each from its input to its one result object. */
export class AsyncRequestRunner {
  readonly #options: AsyncRequestRunnerOptions;
  readonly #memory: Semaphore;

  constructor(options: AsyncRequestRunnerOptions) {
    this.#options = options;
    this.#memory = new Semaphore(options.maxPayloadMB);
  }

  /** Resolves when the result is published, or with nothing if the request went back to waiting or to another server. */
  async run(held: HeldRequest): Promise<Conclude | undefined> {
    const { record, lease } = held;
    const { queue, objects, now } = this.#options;
    const isRepeated = record.earlierTries > 0;
    const known = isRepeated ? await findResult(objects, record, this.#maxBytes) : undefined;
    if (known !== undefined) return () => this.#conclude(held, known);
    const begunAt = now();
    const outcome = await this.#answer(held);
    if (held.signal.aborted || lease.signal.aborted) {
      await queue.release(record.id, lease, now());
      return undefined;
    }
    if (outcome.status === 'Postponed') {
      await queue.release(record.id, lease, outcome.due);
      return undefined;
    }
    if (!(await queue.isHeld(record.id, lease))) return undefined;
    faultPoint('before-async-result');
    await publishResult(objects, record, outcome);
    faultPoint('after-async-result');
    this.#note(held, outcome, begunAt);
    return () => this.#conclude(held, outcome);
  }

  get #maxBytes(): number {
    return this.#options.maxPayloadMB * 1024 ** 2;
  }

  #answer({ record, endpoint, lease, signal }: HeldRequest) {
    const { objects, now } = this.#options;
    const ended = AbortSignal.any([signal, lease.signal]);
    const caller = {
      onGone(cancel: () => void) {
        ended.addEventListener('abort', cancel, { once: true });
        return () => ended.removeEventListener('abort', cancel);
      },
      begin: <Result>(work: () => Result) => work(),
    };
    return answerRequest(record, endpoint, { objects, memory: this.#memory, caller, now });
  }

  async #conclude({ record, endpoint, lease, signal }: HeldRequest, outcome: Outcome): Promise<void> {
    const { queue, publisher, now } = this.#options;
    const at = now();
    const notification = notificationOf(endpoint.snapshot.asyncInference, record, { ...outcome, at });
    if (notification !== undefined) await publisher.publish(notification.topic, notification.message, signal);
    await queue.finish(record.id, lease);
  }

  /** The endpoint's data log has a line for each request, and its metrics a value. */
  #note({ record, endpoint }: HeldRequest, outcome: Outcome, begunAt: number): void {
    const { logs, metrics, now } = this.#options;
    const { inferenceId, outputLocation } = record.request;
    const variant = endpoint.variants[0]?.name ?? '';
    const [backlogMs, totalMs] = [begunAt - record.createdAt, now() - record.createdAt];
    const times = `TimeInBacklog: ${backlogMs} ms, TotalProcessingTime: ${totalMs} ms`;
    const [isCompleted, isExpired] = [outcome.status === 'Completed', begunAt > record.expiresAt];
    const names = { region: regionOf(record.endpoint), endpoint: nameOf(record.endpoint), variant };
    metrics.note(names, endedRequestMetrics({ isCompleted, isExpired, backlogMs, totalMs }));
    const said =
      outcome.status === 'Completed'
        ? `Inference request succeeded. ResponseOutputPath: ${outputLocation}, ${times}`
        : `Inference request failed. ${times}, FailureReason: ${outcome.reason}`;
    const stream = endpointStream(logs, { endpoint: record.endpoint, variant, hostname: 'data-log' });
    logs.write(stream, `[catenary] [${inferenceId}] ${said}`);
  }
}
