import { performance } from 'node:perf_hooks';
import type { Family } from './family.ts';

/** What this process uses, under the names that Prometheus' clients have for it. */
export function processFamilies(): Family[] {
  const { user, system } = process.cpuUsage();
  const { utilization } = performance.eventLoopUtilization();
  return [
    family('process_cpu_seconds_total', 'Processor time of the server itself.', (user + system) / 1e6),
    family('process_resident_memory_bytes', 'Memory of the server itself.', process.memoryUsage.rss()),
    family('process_start_time_seconds', 'When it was started, seconds since 1970.', performance.timeOrigin / 1000),
    family(
      'nodejs_eventloop_utilization_ratio',
      'Part of its time that the event loop was busy, since the start.',
      utilization,
    ),
  ];
}

function family(name: string, help: string, value: number): Family {
  return { name, help, type: name.endsWith('_total') ? 'counter' : 'gauge', samples: [{ labels: {}, value }] };
}
