import { MetricWriter } from '../../platform/metrics/metric-writer.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import type { Store } from '../../platform/store/store.ts';
import { MachineUseMeter } from '../../platform/system/machine-use.ts';
import { MetricCollector } from './metric-collector.ts';

export interface MetricsOptions {
  readonly store: Store;
  /** This server, as an instance of the service's. */
  readonly instance: string;
  readonly dataDirectory: string;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The metrics of a server: where what it does is counted, and where values are kept. */
export interface Metrics {
  readonly collector: MetricCollector;
  readonly writer: MetricWriter;
  /** Stores what came so far. */
  close(): Promise<void>;
}

export function openMetrics({ store, instance, dataDirectory, log, now }: MetricsOptions): Metrics {
  const writer = new MetricWriter({ store, source: instance, log, now });
  const meter = new MachineUseMeter(dataDirectory);
  const collector = new MetricCollector({ writer, readUse: () => meter.read(), instance, log, now });
  return {
    collector,
    writer,
    async close() {
      await collector.close();
      await writer.close();
    },
  };
}
