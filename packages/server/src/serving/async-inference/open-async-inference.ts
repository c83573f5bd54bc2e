import type { Publisher } from '../../platform/notifications/publisher.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import type { OpenedStore } from '../../platform/store/store.ts';
import type { ContainerLogs } from '../container-logs.ts';
import type { MetricCollector } from '../metrics/metric-collector.ts';
import { AsyncInferenceController, type AsyncInferenceControllerOptions } from './async-inference-controller.ts';
import { asyncQueue } from './async-queue.ts';
import { AsyncRequestRunner } from './async-request-runner.ts';

interface AsyncInferenceOptions {
  readonly maxAsyncRequests: number;
  readonly maxAsyncPayloadMB: number;
}

interface AsyncInferenceServices extends OpenedStore, Pick<AsyncInferenceControllerOptions, 'serverId' | 'endpoints'> {
  readonly objects: ObjectStore;
  readonly topics: Publisher;
  readonly logs: ContainerLogs;
  readonly metrics: Pick<MetricCollector, 'note'>;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What answers the requests of InvokeEndpointAsync. */
export function openAsyncInference(options: AsyncInferenceOptions, services: AsyncInferenceServices) {
  const { store, clock, objects, topics, logs, metrics, log, now } = services;
  const queue = asyncQueue(store, clock);
  const maxPayloadMB = options.maxAsyncPayloadMB;
  return new AsyncInferenceController({
    ...services,
    queue,
    runner: new AsyncRequestRunner({ queue, objects, publisher: topics, logs, metrics, log, now, maxPayloadMB }),
    maxRequests: options.maxAsyncRequests,
  });
}
