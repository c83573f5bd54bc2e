import { defined } from '@catenary/scoring/internal/values';
import { ServiceError } from '../../contract/service-error.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import { type Lease, LeaseLostError } from '../../platform/store/lease.ts';
import { OrderedWork } from '../../util/ordered-work.ts';
import type { Endpoint } from '../endpoint/traffic/endpoint.ts';
import type { EndpointDirectory } from '../endpoint/traffic/endpoint-directory.ts';
import type { AsyncRequestRecord } from '../records/async-request-record.ts';
import type { AsyncQueue } from './async-queue.ts';
import type { AsyncRequestRunner } from './async-request-runner.ts';

/** Requests that an instance works on at once where its configuration does not say so. */
const usualConcurrency = 4;

/** Requests that expired without a turn, taken at once. */
const maxExpired = 100;

export interface AsyncInferenceControllerOptions {
  readonly queue: AsyncQueue;
  readonly leases: { take(name: string): Promise<Lease | undefined> };
  /** Names the lease of this server. */
  readonly serverId: string;
  /** Whether other servers put requests into the queue. */
  readonly isShared: boolean;
  readonly endpoints: Pick<EndpointDirectory, 'find' | 'instanceCount'>;
  readonly runner: Pick<AsyncRequestRunner, 'run'>;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Requests that may wait, of all endpoints together. */
  readonly maxRequests: number;
  /** How often the queue is looked at: for requests of other servers, those to be tried again, those that expire; milliseconds. */
  readonly watchMs?: number;
}

/**
 * Has the requests of InvokeEndpointAsync answered: each endpoint works on as many at once as its configuration says, in
 * the order in which they came. They are in the store until they have their result; several servers share them.
 */
export class AsyncInferenceController {
  readonly #options: AsyncInferenceControllerOptions;
  readonly #underWay = new Map<string, number>();
  readonly #work = new Set<Promise<void>>();
  readonly #filling: OrderedWork;
  readonly #closing = new AbortController();
  /** How many wait, as of the last look and with those accepted since. */
  #known = { count: 0, at: -Infinity };
  #lease: Lease | undefined;
  #taking: Promise<Lease | undefined> | undefined;
  /** Whether the queue may have requests: without any nothing is asked of the store. */
  #isBusy = false;
  #watch: NodeJS.Timeout | undefined;

  constructor(options: AsyncInferenceControllerOptions) {
    this.#options = options;
    this.#filling = new OrderedWork((endpoint, error) => this.#onFault(endpoint, error));
  }

  /** Takes up what an earlier run left, and looks again and again. */
  async resume(): Promise<void> {
    const { queue, isShared, watchMs = 1000 } = this.#options;
    const look = () => {
      if (this.#isBusy || isShared) void this.#filling.add('', () => this.#look());
    };
    this.#isBusy = (await queue.endpoints()).length > 0;
    look();
    this.#watch = setInterval(look, watchMs);
    this.#watch.unref();
  }

  /** Puts a request into the queue. Rejects with ServiceUnavailable if that is full. */
  async accept(record: AsyncRequestRecord): Promise<void> {
    const { queue, maxRequests, now } = this.#options;
    if (now() - this.#known.at > 1000) this.#known = { count: await queue.count(), at: now() };
    if (this.#known.count >= maxRequests)
      throw new ServiceError(
        'ServiceUnavailable',
        `The queue has ${this.#known.count} asynchronous requests; more than ${maxRequests} may not wait. Please retry the request.`,
      );
    await queue.insert(record);
    this.#known.count++;
    this.#isBusy = true;
    this.#fill(record.endpoint);
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('The server is closing.'));
    clearInterval(this.#watch);
    await this.#filling.settled();
    await Promise.all(this.#work);
    await this.#lease?.release();
  }

  async #look(): Promise<void> {
    const { queue, now } = this.#options;
    const endpoints = await queue.endpoints();
    this.#isBusy = endpoints.length > 0;
    for (const endpoint of endpoints) {
      const lease = await this.#hold();
      const live = lease === undefined ? undefined : await this.#live(endpoint);
      if (lease === undefined || live === undefined) continue;
      const wanted = { endpoint, now: now(), isExpired: true, limit: maxExpired };
      for (const record of await queue.claim(wanted, lease)) this.#start(record, live, lease);
      this.#fill(endpoint);
    }
  }

  /** Begins as many requests to an endpoint as it has room for. */
  #fill(endpoint: string): void {
    if (this.#closing.signal.aborted) return;
    void this.#filling.add(endpoint, async () => {
      if (this.#closing.signal.aborted) return;
      const lease = await this.#hold();
      const live = lease === undefined ? undefined : await this.#live(endpoint);
      if (lease === undefined || live === undefined) return;
      const limit = this.#roomOf(endpoint, live) - (this.#underWay.get(endpoint) ?? 0);
      if (limit <= 0) return;
      const claimed = await this.#options.queue.claim({ endpoint, now: this.#options.now(), limit }, lease);
      for (const record of claimed) this.#start(record, live, lease);
    });
  }

  async #live(endpoint: string): Promise<Endpoint | undefined> {
    const { endpoints, queue } = this.#options;
    const live = await endpoints.find(endpoint);
    if (live === undefined) await queue.dropOrphans(endpoint);
    return live;
  }

  #roomOf(endpoint: string, { snapshot }: Endpoint): number {
    const each = snapshot.asyncInference?.ClientConfig?.MaxConcurrentInvocationsPerInstance ?? usualConcurrency;
    return each * (this.#options.endpoints.instanceCount(endpoint) ?? 1);
  }

  /** The lease under which this server works on requests: one for all, so that they cost nothing to keep. */
  #hold(): Promise<Lease | undefined> {
    if (this.#lease?.signal.aborted === false) return Promise.resolve(this.#lease);
    const { leases, serverId } = this.#options;
    this.#taking ??= leases
      .take(`async-inference/${serverId}`)
      .then((lease) => {
        this.#lease = lease;
        return lease;
      })
      .finally(() => {
        this.#taking = undefined;
      });
    return this.#taking;
  }

  #start(record: AsyncRequestRecord, endpoint: Endpoint, lease: Lease): void {
    const { name } = endpoint;
    this.#underWay.set(name, (this.#underWay.get(name) ?? 0) + 1);
    const done = this.#run(record, endpoint, lease)
      .catch((error: unknown) => this.#onFault(name, error))
      .finally(() => this.#work.delete(done));
    this.#work.add(done);
  }

  async #run(record: AsyncRequestRecord, endpoint: Endpoint, lease: Lease): Promise<void> {
    const { runner } = this.#options;
    let conclude: Awaited<ReturnType<typeof runner.run>>;
    try {
      conclude = await runner.run({ record, endpoint, lease, signal: this.#closing.signal });
    } finally {
      this.#underWay.set(endpoint.name, defined(this.#underWay.get(endpoint.name)) - 1);
      this.#fill(endpoint.name);
    }
    await conclude?.();
  }

  /** What went wrong concerns the store or this server: the request stays in the queue. */
  #onFault(endpoint: string, error: unknown): void {
    if (this.#closing.signal.aborted) return;
    const { log } = this.#options;
    if (error instanceof LeaseLostError)
      return log.warn({ endpoint, reason: error.message }, 'asynchronous requests left to another server');
    log.error({ err: error, endpoint }, 'asynchronous inference interrupted');
  }
}
