import { maxReasonLength } from '../../contract/limits.ts';
import type { EndpointStatus } from '../../contract/statuses.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import type { Store } from '../../platform/store/store.ts';
import type { EndpointRow } from '../../platform/store/tables.ts';
import { type LaunchStage, launchStages, StartFailure } from '../container/launch-stages.ts';
import type { InferencePipelineOptions } from '../pipeline/inference-pipeline.ts';
import { Endpoint } from './endpoint.ts';
import type { EndpointSnapshot, VariantSnapshot } from './endpoint-snapshot.ts';
import { Variant } from './variant.ts';

export interface EndpointControllerOptions {
  readonly store: Store;
  readonly launch: LaunchStage;
  readonly pipeline: InferencePipelineOptions;
  readonly log: Logger;
  readonly now: () => number;
}

/**
 * Keeps live endpoints in step with the store: starts what was created, swaps what was updated once the new chain is
 * healthy, and takes everything up again after a restart. The store is written first, so a killed process loses nothing.
 */
export class EndpointController {
  readonly #options: EndpointControllerOptions;
  readonly #live = new Map<string, Endpoint>();
  /** Endpoints that are being started again after a restart: invocations wait for them. */
  readonly #resuming = new Map<string, Promise<void>>();
  readonly #work = new Set<Promise<void>>();
  readonly #stop = new AbortController();

  constructor(options: EndpointControllerOptions) {
    this.#options = options;
  }

  /** The live endpoint of that exact name; waits for one that is coming back after a restart. */
  find(name: string): Endpoint | undefined | Promise<Endpoint | undefined> {
    const live = this.#live.get(name);
    if (live !== undefined) return live;
    const resuming = this.#resuming.get(name);
    return resuming === undefined ? undefined : resuming.then(() => this.#live.get(name));
  }

  /** Takes up every endpoint of the store after a start. Returns at once; the work goes on in the background. */
  async resume(): Promise<void> {
    for (const row of await this.#options.store.selectFrom('endpoint').selectAll().execute()) {
      if (row.status === 'Deleting') await this.#remove(row.name);
      else if (row.status !== 'Failed') this.#resumeOne(row);
    }
  }

  #resumeOne(row: EndpointRow): void {
    const active = row.active === null ? undefined : (JSON.parse(row.active) as EndpointSnapshot);
    if (active === undefined) {
      this.begin(row.name);
      return;
    }
    const coming = this.#start(row.name, active)
      .then((endpoint) => void this.#live.set(row.name, endpoint))
      .catch((error: unknown) => this.#fail(row.name, error, active))
      .finally(() => this.#resuming.delete(row.name));
    this.#resuming.set(row.name, coming);
    this.#track(row.pending === null ? coming : coming.then(() => this.#rollOut(row.name)));
  }

  /** Begins to roll out the pending snapshot of an endpoint (Creating or Updating) in the background. */
  begin(name: string): void {
    this.#track(this.#rollOut(name));
  }

  async #rollOut(name: string): Promise<void> {
    const row = await this.#row(name);
    if (row === undefined || row.pending === null) return;
    const snapshot = JSON.parse(row.pending) as EndpointSnapshot;
    let fresh: Endpoint;
    try {
      fresh = await this.#start(name, snapshot);
    } catch (error) {
      if (!this.#stop.signal.aborted) await this.#rollBack(row, error, snapshot);
      return;
    }
    if (this.#stop.signal.aborted) return fresh.close();
    const old = this.#live.get(name);
    this.#live.set(name, fresh);
    await this.#write(name, {
      status: 'InService',
      failure_reason: null,
      active: row.pending,
      pending: null,
      config_name: snapshot.configName,
    });
    this.#options.log.info({ endpoint: name }, 'endpoint in service');
    await old?.close();
  }

  /** A chain that does not start leaves the one before in service; without one before, the endpoint has failed. */
  async #rollBack(row: EndpointRow, error: unknown, snapshot: EndpointSnapshot): Promise<void> {
    if (row.active === null) return this.#fail(row.name, error, snapshot);
    const reason = describeStartFailure(error, snapshot.variants);
    this.#options.log.warn({ endpoint: row.name, reason }, 'update failed; the former configuration stays in service');
    await this.#write(row.name, { status: 'InService', failure_reason: reason, pending: null });
  }

  async #fail(name: string, error: unknown, snapshot: EndpointSnapshot): Promise<void> {
    if (this.#stop.signal.aborted) return;
    const reason = describeStartFailure(error, snapshot.variants);
    this.#options.log.warn({ endpoint: name, reason }, 'endpoint failed');
    await this.#write(name, { status: 'Failed', failure_reason: reason, pending: null });
  }

  async #start(name: string, snapshot: EndpointSnapshot): Promise<Endpoint> {
    const started: Variant[] = [];
    try {
      for (const variant of snapshot.variants) {
        const stages = await launchStages(this.#options.launch, variant.containers, {
          owner: `endpoint/${name}/${variant.name}`,
          startupTimeoutMs: variant.startupTimeoutInSeconds * 1000,
          signal: this.#stop.signal,
        }).catch((error: unknown) => {
          throw new VariantStartFailure(variant.name, error);
        });
        started.push(new Variant(variant, stages, this.#options.pipeline));
      }
    } catch (error) {
      await Promise.allSettled(started.map((variant) => variant.close()));
      throw error;
    }
    return new Endpoint(name, snapshot, started);
  }

  /** Ends an endpoint whose row says Deleting, and forgets it. */
  async #remove(name: string): Promise<void> {
    const live = this.#live.get(name);
    this.#live.delete(name);
    await this.#options.store.deleteFrom('endpoint').where('name', '=', name).execute();
    await live?.close();
  }

  delete(name: string): void {
    this.#track(this.#remove(name));
  }

  async #row(name: string): Promise<EndpointRow | undefined> {
    return this.#options.store.selectFrom('endpoint').selectAll().where('name', '=', name).executeTakeFirst();
  }

  async #write(name: string, change: Partial<Omit<EndpointRow, 'status'>> & { status: EndpointStatus }): Promise<void> {
    const values = { ...change, last_modified_time: this.#options.now() };
    await this.#options.store.updateTable('endpoint').set(values).where('name', '=', name).execute();
  }

  #track(work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => this.#options.log.error({ err: error }, 'endpoint work failed'))
      .finally(() => this.#work.delete(tracked));
    this.#work.add(tracked);
  }

  /** Stops every container; the store keeps saying what should run. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#work);
    await Promise.allSettled([...this.#live.values()].map((endpoint) => endpoint.close()));
    this.#live.clear();
  }
}

class VariantStartFailure extends Error {
  readonly variant: string;

  constructor(variant: string, cause: unknown) {
    super(`Variant ${variant} did not start`, { cause });
    this.variant = variant;
  }
}

/** FailureReason: the service's own sentence for each failing container, then why (spec: "Endpoint", ping failure). */
function describeStartFailure(error: unknown, variants: readonly VariantSnapshot[]): string {
  const variant = error instanceof VariantStartFailure ? error.variant : (variants[0]?.name ?? '');
  const cause = error instanceof VariantStartFailure ? error.cause : error;
  if (!(cause instanceof StartFailure))
    return `InternalServerError: ${cause instanceof Error ? cause.message : String(cause)}`.slice(0, maxReasonLength);
  const isSingle = variants.find(({ name }) => name === variant)?.containers.length === 1;
  const sentences = cause.failures.map(
    ({ hostname, reason }) =>
      `The ${isSingle ? 'primary container' : hostname} for production variant ${variant} did not pass the ping health check. ${reason}`,
  );
  return sentences.join(' ').slice(0, maxReasonLength);
}
