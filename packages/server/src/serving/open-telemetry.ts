import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';
import type { Logger } from '../platform/observe/logger.ts';
import type { Endpoint } from './endpoint/traffic/endpoint.ts';
import { endpointFamilies } from './metrics/prometheus/endpoint-families.ts';
import { processFamilies } from './metrics/prometheus/process-families.ts';
import { otlpMetrics } from './telemetry/otlp-metrics.ts';
import { OtlpSender } from './telemetry/otlp-sender.ts';
import { otlpTraces } from './telemetry/otlp-traces.ts';
import { Tracer } from './telemetry/tracer.ts';

export interface TelemetryOptions {
  /** Address of the collector. If it is empty, nothing is sent and nothing is set up. */
  readonly otlpEndpoint: string;
  /** `name=value,name=value` */
  readonly otlpHeaders: string;
  readonly traceSampleRatio: number;
}

export interface TelemetrySurroundings {
  readonly endpoints: () => Iterable<Endpoint>;
  /** What this server is called where the service names an instance. */
  readonly instance: string;
  readonly log: Pick<Logger, 'warn'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface Telemetry {
  /** Undefined if there is no collector. */
  readonly tracer: Tracer | undefined;
  /** Sends what is left. */
  close(): Promise<void>;
}

/** How often metrics are sent: OpenTelemetry's own default. */
const everyMs = 60_000;

/** Traces and metrics for a collector, if there is one. */
export function openTelemetry(
  options: TelemetryOptions,
  { endpoints, instance, log, now }: TelemetrySurroundings,
): Telemetry {
  const { otlpEndpoint: endpoint, otlpHeaders, traceSampleRatio: sampleRatio } = options;
  if (endpoint === '') return { tracer: undefined, close: () => Promise.resolve() };
  const sender = new OtlpSender({ endpoint, headers: readHeaders(otlpHeaders), log });
  const resource = { 'service.name': 'catenary', 'service.instance.id': instance, 'host.name': hostname() };
  const tracer = new Tracer({
    sampleRatio,
    random: Math.random,
    send: (spans) => sender.send('traces', otlpTraces(resource, spans)),
  });
  const sendMetrics = async () => {
    const families = [...(await endpointFamilies(endpoints())), ...processFamilies()];
    await sender.send('metrics', otlpMetrics(resource, families, { start: performance.timeOrigin, now: now() }));
  };
  const timer = setInterval(() => void sendMetrics(), everyMs).unref();
  let closing: Promise<unknown> | undefined;
  return {
    tracer,
    async close() {
      clearInterval(timer);
      closing ??= Promise.all([tracer.flush(), sendMetrics()]);
      await closing;
    },
  };
}

/** As OTEL_EXPORTER_OTLP_HEADERS has them: names and percent-encoded values. */
function readHeaders(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(',').map((pair): [string, string] => {
    const end = pair.indexOf('=');
    return [pair.slice(0, Math.max(0, end)).trim(), decodeURIComponent(pair.slice(end + 1).trim())];
  });
  return Object.fromEntries(pairs.filter(([name]) => name !== ''));
}
