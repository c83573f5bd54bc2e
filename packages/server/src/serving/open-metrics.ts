import { MetricWriter } from '../platform/metrics/metric-writer.ts';
import type { Publisher } from '../platform/notifications/publisher.ts';
import type { Logger } from '../platform/observe/logger.ts';
import type { Store } from '../platform/store/store.ts';
import { MachineUseMeter } from '../platform/system/machine-use.ts';
import { AlarmActions } from './alarms/alarm-actions.ts';
import { AlarmWatch } from './alarms/alarm-watch.ts';
import { NotificationOutbox } from './alarms/notification-outbox.ts';
import { type CollectedWork, MetricCollector } from './metrics/metric-collector.ts';
import { openTelemetry, type Telemetry, type TelemetryOptions } from './open-telemetry.ts';

export interface MetricsOptions {
  readonly store: Store;
  readonly isShared: boolean;
  /** What this server is called where the service names an instance. */
  readonly instance: string;
  readonly dataDirectory: string;
  readonly topics: Publisher;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly telemetry: TelemetryOptions;
}

/** The metrics of a server: where what it does is counted, where values are kept, and the alarms over them. */
export interface Metrics {
  readonly collector: MetricCollector;
  readonly writer: MetricWriter;
  readonly alarms: AlarmWatch;
  /** Closed before the endpoints are, so that what is left is sent. */
  readonly telemetry: Telemetry;
  /** Begins to count and to watch by the clock. */
  start(work: CollectedWork & { readonly afterAlarms: () => Promise<void> }): void;
  /** Stores what came so far. */
  close(): Promise<void>;
}

export function openMetrics({ telemetry, ...options }: MetricsOptions): Metrics {
  const { store, isShared, instance, dataDirectory, topics, log, now } = options;
  const writer = new MetricWriter({ store, source: instance, log, now });
  const meter = new MachineUseMeter(dataDirectory);
  const collector = new MetricCollector({ writer, readUse: () => meter.read(), instance, log, now });
  const outbox = new NotificationOutbox({ store, isShared, publisher: topics, log, now });
  const alarms = new AlarmWatch({
    store,
    flush: () => collector.flush(),
    actions: new AlarmActions({ outbox, log }),
    log,
    now,
  });
  const opened = openTelemetry(telemetry, { endpoints: () => collector.endpoints, instance, log, now });
  return {
    collector,
    writer,
    alarms,
    telemetry: opened,
    start(work) {
      collector.start(work);
      alarms.start(work.afterAlarms);
      void outbox.start();
    },
    async close() {
      await alarms.close();
      await outbox.close();
      await collector.close();
      await writer.close();
    },
  };
}
