import { setImmediate as nextTurn } from 'node:timers/promises';
import { defined } from '@catenary/scoring/internal/values';
import { nameOf, regionOf } from '../../../contract/qualified-name.ts';
import type { Endpoint } from '../../endpoint/traffic/endpoint.ts';
import type { Variant } from '../../endpoint/traffic/variant.ts';
import type { ChainTimes } from '../../invocation/chain-times.ts';
import { driftFamilies } from './drift-families.ts';
import type { Family, Sample } from './family.ts';
import { histogram } from './histogram.ts';

type Labels = Sample['labels'];

/** A family, and what a chain of a variant adds to it. */
interface Row extends Omit<Family, 'samples'> {
  of(times: ChainTimes, labels: Labels): readonly Sample[];
}

const perContainer = (times: ChainTimes, of: (at: number, container: string) => readonly Sample[]) =>
  times.hostnames.flatMap((container, at) => of(at, container));

/** What chains count. The names follow Prometheus' conventions: base units, and `_total` for what only grows. */
const rows: readonly Row[] = [
  {
    name: 'catenary_invocations_total',
    help: 'Requests that reached a container.',
    type: 'counter',
    of: ({ invocations }, labels) => [{ labels, value: invocations.all }],
  },
  {
    name: 'catenary_invocation_errors_total',
    help: 'Requests that ended at a container, by its status: 4xx, or 5xx for anything else and for no answer.',
    type: 'counter',
    of: ({ clientErrors, serverErrors }, labels) => [
      { labels: { ...labels, status: '4xx' }, value: clientErrors.all },
      { labels: { ...labels, status: '5xx' }, value: serverErrors.all },
    ],
  },
  {
    name: 'catenary_container_failures_total',
    help: 'Requests that ended at this container.',
    type: 'counter',
    of: (times, labels) =>
      perContainer(times, (at, container) => [
        { labels: { ...labels, container }, value: defined(times.failures[at]).all },
      ]),
  },
  {
    name: 'catenary_model_latency_seconds',
    help: 'Time that all containers together took for an answer.',
    type: 'histogram',
    of: ({ model }, labels) => histogram(model, labels),
  },
  {
    name: 'catenary_overhead_latency_seconds',
    help: 'Time that the chain itself took for an answer.',
    type: 'histogram',
    of: ({ chain }, labels) => histogram(chain, labels),
  },
  {
    name: 'catenary_container_latency_seconds',
    help: 'Time that this container took for an answer.',
    type: 'histogram',
    of: (times, labels) =>
      perContainer(times, (at, container) => histogram(defined(times.containers[at]), { ...labels, container })),
  },
];

/** How many variants are read in one turn of the event loop. */
const variantsAtOnce = 50;

/** What endpoints count, since each of them was started. Lets the event loop turn in between. */
export async function endpointFamilies(given: Iterable<Endpoint>): Promise<Family[]> {
  const endpoints = [...given];
  const variants = labelledVariants(endpoints);
  const samples = rows.map((): Sample[] => []);
  const gauges: { underWay: Sample[]; instances: Sample[] } = { underWay: [], instances: [] };
  for (const [done, { variant, labels }] of variants.entries()) {
    if (done % variantsAtOnce === variantsAtOnce - 1) await nextTurn();
    const isDirect = variant.snapshot.mode === 'Direct';
    for (const { times } of variant.chains) {
      const own = isDirect ? { ...labels, target: defined(times.hostnames[0]) } : labels;
      for (const [at, row] of rows.entries()) defined(samples[at]).push(...row.of(times, own));
    }
    gauges.underWay.push({ labels, value: variant.chains.reduce((sum, { underWay }) => sum + underWay, 0) });
    gauges.instances.push({ labels, value: variant.instanceCount });
  }
  return [
    ...rows.map(({ name, help, type }, at) => ({ name, help, type, samples: addEqual(defined(samples[at])) })),
    gauge('catenary_requests_under_way', 'Requests that wait for a container.', addEqual(gauges.underWay)),
    gauge('catenary_instances', 'Instances that a variant was configured with.', addEqual(gauges.instances)),
    ...(await driftFamilies(endpoints)),
  ];
}

const gauge = (name: string, help: string, samples: readonly Sample[]): Family => ({
  name,
  help,
  type: 'gauge',
  samples,
});

function labelledVariants(endpoints: Iterable<Endpoint>): { readonly variant: Variant; readonly labels: Labels }[] {
  return [...endpoints].flatMap(({ name, variants }) =>
    variants.map((variant) => ({
      variant,
      labels: { region: regionOf(name), endpoint: nameOf(name), variant: variant.name },
    })),
  );
}

/** Adds up samples of the same labels: while an endpoint is being replaced, a variant is there twice; a series must not be. */
function addEqual(samples: readonly Sample[]): Sample[] {
  const sums = new Map<string, Sample>();
  for (const sample of samples) {
    const key = JSON.stringify([sample.suffix, sample.labels]);
    sums.set(key, { ...sample, value: sample.value + (sums.get(key)?.value ?? 0) });
  }
  return [...sums.values()];
}
