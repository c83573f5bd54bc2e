import { OrderedWork } from '../../util/ordered-work.ts';
import type { EndpointState } from '../records/endpoint-record.ts';
import type { ActionFleet } from './endpoint-actions.ts';
import { EndpointReconciler, type ReconcilerOptions } from './endpoint-reconciler.ts';
import { isDue } from './plan/is-due.ts';
import { StoreWatch } from './store-watch.ts';
import { EndpointDirectory, type EndpointDirectoryOptions } from './traffic/endpoint-directory.ts';
import { LoadingWait } from './traffic/loading-wait.ts';

/** What the controller needs of the chains that run. */
export type ControlledFleet = ActionFleet &
  EndpointDirectoryOptions['live'] & {
    names(): ReadonlySet<string>;
    giveUp(name: string): void;
    stop(): void;
    end(): Promise<void>;
  };

export interface EndpointControllerOptions extends ReconcilerOptions {
  readonly fleet: ControlledFleet;
  /** What could not be done is tried again after so long, milliseconds. */
  readonly retryMs?: number;
}

/** While a rollout waits, it is looked at so often: for alarms, milliseconds. */
const longestWaitMs = 1_000;

/**
 * Keeps the chains that run in step with the store: asks the plan what is to be done for an endpoint, and does it, until
 * there is nothing. The store is written first, so a killed process loses nothing.
 *
 * Every server of a store serves all endpoints. One of them, the holder of the endpoint's lease, carries out a change
 * and writes how it ended; the others see it and follow.
 */
export class EndpointController {
  readonly #options: EndpointControllerOptions;
  readonly #reconciler: EndpointReconciler;
  readonly #directory: EndpointDirectory;
  readonly #loading = new LoadingWait();
  readonly #watch: StoreWatch;
  /** What is being done for each endpoint: one thing after the other. */
  readonly #queue: OrderedWork;
  /** Endpoints that are looked at again in a while. */
  readonly #retries = new Set<string>();
  /** Endpoints that wait for the end of a step. */
  readonly #waits = new Map<string, NodeJS.Timeout>();
  #isClosed = false;

  constructor(options: EndpointControllerOptions) {
    const { endpoints, fleet, isShared, log } = options;
    this.#options = options;
    this.#reconciler = new EndpointReconciler(options);
    const load = isShared ? (name: string) => this.#load(name) : undefined;
    this.#directory = new EndpointDirectory({ live: fleet, loading: this.#loading, load });
    this.#watch = new StoreWatch({
      states: () => endpoints.states(),
      look: (states) => this.#reconcileAll(states),
      log,
    });
    this.#queue = new OrderedWork((name, error) => {
      log.error({ err: error, endpoint: name }, 'endpoint work failed');
      this.#retry(name);
    });
  }

  /** See `EndpointDirectory`. */
  findIn(region: string, name: string): ReturnType<EndpointDirectory['findIn']> {
    return this.#directory.findIn(region, name);
  }

  find(name: string): ReturnType<EndpointDirectory['find']> {
    return this.#directory.find(name);
  }

  /** The endpoint that serves now: nothing is waited for. */
  findLive(name: string): ReturnType<ControlledFleet['find']> {
    return this.#options.fleet.find(name);
  }

  /** The instances of all variants of an endpoint that this server serves; undefined if it serves none of that name. */
  instanceCount(name: string): number | undefined {
    const serving = this.#options.fleet.observe(name).serving;
    return serving?.variants.reduce((sum, { instanceCount }) => sum + instanceCount, 0);
  }

  /** Endpoints that are being loaded after the start. */
  get loadingCount(): number {
    return this.#loading.count;
  }

  /** Resolves when what is being loaded now is in service again, or has failed. */
  whenLoaded(): Promise<void> {
    return this.#loading.settled();
  }

  /** Takes up every endpoint of the store after a start; the work continues in the background. */
  async resume(): Promise<void> {
    this.#reconcileAll(await this.#options.endpoints.states());
    if (this.#options.isShared) this.#watch.begin();
  }

  /**
   * Does what there is to do for an endpoint, whatever its row says. Resolves when that is done, which may take as long
   * as a start: what begins a change does not wait for it.
   */
  reconcile(name: string): Promise<void> {
    return this.#queue.add(name, () => this.#reconcile(name));
  }

  /** Ends an endpoint whose row says Deleting, and forgets it. A start under way is cancelled. */
  delete(name: string): void {
    this.#options.fleet.giveUp(name);
    // A row that cannot be read can be deleted, too; it is not shown as Deleting.
    const isToBeSeen = (this.#options.leastBusyMs ?? 0) > 0;
    void this.#queue.add(name, () => (isToBeSeen ? this.#reconcile(name) : this.#reconciler.actions.forget(name)));
  }

  /** Compares what runs with the rows of the store. */
  #reconcileAll(states: readonly EndpointState[]): void {
    if (this.#isClosed) return;
    const names = new Set(states.map(({ name }) => name));
    for (const name of this.#options.fleet.names()) if (!names.has(name)) this.#onGone(name);
    for (const state of states) this.#followUp(state);
  }

  #followUp(state: EndpointState): void {
    const { name, status } = state;
    const { actions } = this.#reconciler;
    if (status === 'Deleting') this.#options.fleet.giveUp(name);
    if (this.#queue.has(name) || !isDue(state, actions.observe(name), performance.now())) return;
    actions.noteState(state);
    this.#takeUp(state);
  }

  #takeUp({ name, status }: EndpointState): void {
    if (status === 'Deleting') this.delete(name);
    else if (status !== 'Creating' && this.#options.fleet.find(name) === undefined) this.#beginLoading(name);
    else void this.reconcile(name);
  }

  /** Looks at an endpoint again in a while. Where the store is shared, the watch does. */
  #retry(name: string): void {
    const { isShared, retryMs = 5_000 } = this.#options;
    if (isShared || this.#retries.has(name)) return;
    this.#retries.add(name);
    const again = async () => {
      this.#retries.delete(name);
      if (this.#isClosed) return;
      const state = (await this.#options.endpoints.states()).find((each) => each.name === name);
      if (state !== undefined) this.#takeUp(state);
    };
    setTimeout(() => void again().catch(() => this.#retry(name)), retryMs).unref();
  }

  /** Requests wait for it until what is in service is loaded, or could not be. */
  #beginLoading(name: string): void {
    const end = this.#loading.begin(name);
    void this.#queue.add(name, () => this.#reconcile(name, end).finally(end));
  }

  /** Another server has forgotten it. */
  #onGone(name: string): void {
    this.#options.fleet.giveUp(name);
    if (!this.#queue.has(name)) void this.reconcile(name);
  }

  /** Begins to load an endpoint that a request asks for, even if that failed a moment ago. */
  async #load(name: string): Promise<void> {
    const record = await this.#options.endpoints.find(name);
    if (record?.active === undefined || record.status === 'Deleting' || this.#loading.has(name)) return;
    this.#reconciler.actions.forgive(name);
    this.#beginLoading(name);
  }

  async #reconcile(name: string, onFollowed?: () => void): Promise<void> {
    const next = await this.#reconciler.run(name, onFollowed);
    if (next === 'retry') this.#retry(name);
    else if (next !== undefined) this.#reconcileLater(name, next.afterMs);
  }

  /** Looks at an endpoint again in this many milliseconds, or sooner: alarms are asked for every second. */
  #reconcileLater(name: string, ms: number): void {
    clearTimeout(this.#waits.get(name));
    const again = () => {
      this.#waits.delete(name);
      if (!this.#isClosed && !this.#queue.has(name)) void this.reconcile(name);
    };
    this.#waits.set(name, setTimeout(again, Math.min(Math.max(ms, 1), longestWaitMs)).unref());
  }

  /** Stops every container; the store keeps saying what should run. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#reconciler.stop();
    this.#watch.end();
    for (const timer of this.#waits.values()) clearTimeout(timer);
    this.#options.fleet.stop();
    await this.#queue.settled();
    await this.#options.fleet.end();
  }
}
