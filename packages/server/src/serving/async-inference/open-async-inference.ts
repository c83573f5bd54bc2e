import { Publisher } from '../../platform/notifications/publisher.ts';
import type { Topic } from '../../platform/notifications/topic.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import type { OpenedStore } from '../../platform/store/store.ts';
import type { ContainerLogs } from '../container-logs.ts';
import type { MetricCollector } from '../metrics/metric-collector.ts';
import { AsyncInferenceController, type AsyncInferenceControllerOptions } from './async-inference-controller.ts';
import { asyncQueue } from './async-queue.ts';
import { AsyncRequestRunner } from './async-request-runner.ts';

interface AsyncInferenceOptions {
  readonly topics: readonly Topic[];
  readonly maxAsyncRequests: number;
  readonly maxAsyncPayloadMB: number;
}

interface AsyncInferenceServices extends OpenedStore, Pick<AsyncInferenceControllerOptions, 'serverId' | 'endpoints'> {
  readonly objects: ObjectStore;
  readonly logs: ContainerLogs;
  readonly metrics: Pick<MetricCollector, 'note'>;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What answers the requests of InvokeEndpointAsync, and whom it tells. */
export function openAsyncInference(options: AsyncInferenceOptions, services: AsyncInferenceServices) {
  const { store, clock, objects, logs, metrics, log, now } = services;
  const topics = new Publisher({ topics: options.topics, log, now });
  const queue = asyncQueue(store, clock);
  const maxPayloadMB = options.maxAsyncPayloadMB;
  const asyncInference = new AsyncInferenceController({
    ...services,
    queue,
    runner: new AsyncRequestRunner({ queue, objects, publisher: topics, logs, metrics, log, now, maxPayloadMB }),
    maxRequests: options.maxAsyncRequests,
  });
  return { asyncInference, topics };
}
