import { nameOf, qualify, regionOf } from '../../contract/qualified-name.ts';
import { type MetricValue, minuteMs, minuteOf } from '../../platform/metrics/metric.ts';
import { addStatistics, type Statistics, statisticsOf } from '../../platform/metrics/statistics.ts';
import type { MachineUse } from '../../platform/system/machine-use.ts';
import type { ModelSummary } from '../container/multi-model/model-times.ts';
import type { Endpoint } from '../endpoint/traffic/endpoint.ts';
import type { Variant } from '../endpoint/traffic/variant.ts';
import { type Backlog, backlogMetrics } from './backlog-metrics.ts';
import { MetricOutbox, type MetricOutboxOptions } from './metric-outbox.ts';
import { modelMetrics } from './model-metrics.ts';
import {
  type MetricVariant,
  type NamedValues,
  requestMetrics,
  sagemakerMetrics,
  type UseName,
} from './sagemaker-metrics.ts';

export interface MetricCollectorOptions extends MetricOutboxOptions {
  /** What is in use of the machine that this server and its containers run on. */
  readonly readUse: () => Promise<MachineUse>;
  /** What this server is called where the service names an instance. */
  readonly instance: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface WatchedVariant {
  readonly names: MetricVariant;
  /** The configuration that it belongs to. */
  readonly config: string;
  readonly variant: Variant;
  /** How many requests were under way, each time that they were counted since the last minute. */
  concurrent: Statistics | undefined;
  /** What its multi-model container had done when it was last looked at. */
  models: ModelSummary | undefined;
}

/** What runs here, and what waits in the store, besides requests. */
export interface CollectedWork {
  /** The qualified names of jobs. */
  runningJobs(): readonly string[];
  /** Of asynchronous requests. */
  backlogs(): Promise<readonly Backlog[]>;
}

/** How often requests under way are counted. */
const sampleMs = 10_000;

/**
 * Collects what endpoints and jobs of this server do, minute by minute. Requests are counted by their chain (`ChainTimes`); once a
 * minute the counts are taken, and stored under the service's names.
 */
export class MetricCollector {
  readonly #options: MetricCollectorOptions;
  readonly #outbox: MetricOutbox;
  readonly #watched = new Map<Endpoint, readonly WatchedVariant[]>();
  #work: CollectedWork = { runningJobs: () => [], backlogs: () => Promise.resolve([]) };
  #timer: NodeJS.Timeout | undefined;
  #sampler: NodeJS.Timeout | undefined;

  constructor(options: MetricCollectorOptions) {
    this.#options = options;
    this.#outbox = new MetricOutbox(options);
  }

  /** Begins to collect by the clock. */
  start(work: CollectedWork): void {
    this.#work = work;
    this.#schedule();
    this.#sampler = setInterval(() => this.#countConcurrent(), sampleMs).unref();
  }

  /** An endpoint's requests are counted from now on. */
  watch(endpoint: Endpoint): void {
    if (this.#watched.has(endpoint)) return;
    const { name, variants, snapshot } = endpoint;
    const region = regionOf(name);
    this.#watched.set(
      endpoint,
      variants.map((variant) => ({
        names: { region, endpoint: nameOf(name), variant: variant.name },
        config: snapshot.configName,
        variant,
        concurrent: undefined,
        models: undefined,
      })),
    );
  }

  /** Adds the metrics of an asynchronous request to a variant. */
  note(names: MetricVariant, values: readonly NamedValues[]): void {
    this.#outbox.add(valuesOf(names, values, minuteOf(this.#options.now())));
  }

  /** An endpoint has answered its last request: the rest of its counts is taken. */
  unwatch(endpoint: Endpoint): void {
    this.#outbox.add(this.#takeRequests(this.#watched.get(endpoint) ?? [], this.#options.now()));
    this.#watched.delete(endpoint);
  }

  /** The endpoints whose requests are counted. */
  get endpoints(): Iterable<Endpoint> {
    return this.#watched.keys();
  }

  /** Stores what came so far, so that it can be read. Never rejects. */
  flush(): Promise<void> {
    this.#outbox.add(this.#takeRequests(this.#variants(), this.#options.now()));
    return this.#outbox.store();
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    clearInterval(this.#sampler);
    await this.flush();
  }

  /** At the end of each minute. */
  #schedule(): void {
    const { now } = this.#options;
    const next = minuteOf(now()) + minuteMs;
    this.#timer = setTimeout(() => {
      void this.endMinute(next - minuteMs);
      this.#schedule();
    }, next - now()).unref();
  }

  /** Stores the minute that began at `minute`: its requests, and what every variant has even without requests. */
  async endMinute(minute: number): Promise<void> {
    const variants = this.#variants();
    const requests = this.#takeRequests(variants, minute);
    const use = await this.#options.readUse().catch(() => undefined);
    this.#outbox.add([
      ...requests,
      ...idleValues(variants, requests, minute),
      ...modelValues(variants, minute),
      ...(await this.#backlogValues(minute)),
      ...this.#useValues(variants, use, minute),
    ]);
    await this.#outbox.store();
  }

  #variants(): WatchedVariant[] {
    return [...this.#watched.values()].flat();
  }

  #takeRequests(variants: readonly WatchedVariant[], at: number): MetricValue[] {
    const time = minuteOf(at);
    const rolling = this.#rolling();
    return variants.flatMap((watched) => {
      const { names, config, variant } = watched;
      const on = { instanceCount: variant.instanceCount, isDirect: variant.snapshot.mode === 'Direct' };
      const values = variant.chains.flatMap(({ times }) => requestMetrics(times.take(), on));
      const missed = variant.waiting.takeMissed();
      if (missed > 0) values.push({ name: 'NoCapacityInvocationFailures', values: statisticsOf(1, missed) });
      else if (variant.isAsleep) values.push({ name: 'NoCapacityInvocationFailures', values: statisticsOf(0) });
      if (watched.concurrent !== undefined)
        values.push({ name: 'ConcurrentRequestsPerModel', values: watched.concurrent });
      watched.concurrent = undefined;
      const isRolling = rolling.has(qualify(names, names.endpoint));
      const both = isRolling ? [names, { ...names, config }] : [names];
      return both.flatMap((each) => valuesOf(each, values, time));
    });
  }

  /** Qualified names of endpoints that two configurations serve: there are metrics of each configuration as well. */
  #rolling(): ReadonlySet<string> {
    const first = new Map<string, string>();
    const rolling = new Set<string>();
    for (const { name, snapshot } of this.#watched.keys()) {
      const config = first.get(name) ?? snapshot.configName;
      first.set(name, config);
      if (config !== snapshot.configName) rolling.add(name);
    }
    return rolling;
  }

  /** The backlog of each endpoint that takes asynchronous requests. */
  async #backlogValues(time: number): Promise<MetricValue[]> {
    const taking = [...this.#watched.keys()].filter(({ snapshot }) => snapshot.asyncInference !== undefined);
    if (taking.length === 0) return [];
    const backlogs = await this.#work.backlogs().catch(() => undefined);
    if (backlogs === undefined) return [];
    return taking.flatMap(({ name, variants }) => {
      const count = variants.reduce((sum, { instanceCount }) => sum + instanceCount, 0);
      const own = backlogs.find(({ endpoint }) => endpoint === name);
      return backlogMetrics(own, count, this.#options.now()).map((named) => ({
        metric: sagemakerMetrics.ofEndpoint(regionOf(name), nameOf(name), named),
        time,
        values: named.values,
      }));
    });
  }

  #useValues(variants: readonly WatchedVariant[], use: MachineUse | undefined, time: number): MetricValue[] {
    if (use === undefined) return [];
    const ofVariants = variants.flatMap(({ names }) =>
      usesOf(use).map(([name, value]) => ({ metric: sagemakerMetrics.useOf(names, name), value })),
    );
    const ofJobs = this.#work.runningJobs().flatMap((job) =>
      usesOf(use)
        .filter(([name]) => name !== 'DiskUtilization')
        .map(([name, value]) => ({
          metric: sagemakerMetrics.useOfJob(regionOf(job), `${nameOf(job)}/${this.#options.instance}`, name),
          value,
        })),
    );
    return [...ofVariants, ...ofJobs].map(({ metric, value }) => ({ metric, time, values: statisticsOf(value) }));
  }

  #countConcurrent(): void {
    for (const watched of this.#variants()) {
      const { chains, waiting } = watched.variant;
      const underWay = chains.reduce((sum, chain) => sum + chain.underWay, waiting.count);
      const sample = statisticsOf(underWay);
      watched.concurrent = watched.concurrent === undefined ? sample : addStatistics(watched.concurrent, sample);
    }
  }
}

/** Values of a variant in the form in which they are stored. */
function valuesOf(names: MetricVariant, values: readonly NamedValues[], time: number): MetricValue[] {
  return values.map((named) => ({ metric: sagemakerMetrics.ofVariant(names, named), time, values: named.values }));
}

/** Of variants with a multi-model container. */
function modelValues(variants: readonly WatchedVariant[], time: number): MetricValue[] {
  return variants.flatMap((watched) => {
    const summary = watched.variant.chain.models?.describe();
    if (summary === undefined) return [];
    const values = modelMetrics(summary, watched.models);
    watched.models = summary;
    return valuesOf(watched.names, values, time);
  });
}

/** Zeros for variants without requests: they distinguish an idle variant from an absent one. */
function idleValues(
  variants: readonly WatchedVariant[],
  requests: readonly MetricValue[],
  time: number,
): MetricValue[] {
  const busy = new Set(
    requests.flatMap(({ metric: { region, name, dimensions } }) =>
      name === 'Invocations' ? [JSON.stringify([region, dimensions])] : [],
    ),
  );
  // During a rollout a variant is there twice.
  const idle = new Map(variants.map(({ names }) => [JSON.stringify(names), names]));
  return [...idle.values()].flatMap((names) =>
    (['Invocations', 'InvocationsPerInstance'] as const)
      .map((name) => sagemakerMetrics.ofVariant(names, { name }))
      .filter(({ region, dimensions }) => !busy.has(JSON.stringify([region, dimensions])))
      .map((metric) => ({ metric, time, values: statisticsOf(0) })),
  );
}

const usesOf = ({ cpu, memory, disk }: MachineUse): readonly (readonly [UseName, number])[] => [
  ['CPUUtilization', round(cpu)],
  ['MemoryUtilization', round(memory)],
  ['DiskUtilization', round(disk)],
];

/** More digits are noise, and take room. */
const round = (percent: number) => Number(percent.toFixed(2));
