import type { EndpointState } from '../records/endpoint-record.ts';
import type { ActionFleet } from './endpoint-actions.ts';
import { EndpointReconciler, type ReconcilerOptions } from './endpoint-reconciler.ts';
import { EndpointWork, type EndpointWorkOptions } from './endpoint-work.ts';
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

export interface EndpointControllerOptions extends ReconcilerOptions, Pick<EndpointWorkOptions, 'retryMs'> {
  readonly fleet: ControlledFleet;
}

/**
 * Keeps the chains that run in step with the store: asks the plan what is to be done for an endpoint, and does it, until
 * there is nothing. The store is written first, so a killed process loses nothing.
 *
 * Every server of a store serves all endpoints. One of them, the holder of the endpoint's lease, carries out a change
 * and writes how it ended; the others see it and follow.
 */
export class EndpointController {
  /** What requests ask. */
  readonly directory: EndpointDirectory;
  readonly #options: EndpointControllerOptions;
  readonly #reconciler: EndpointReconciler;
  readonly #work: EndpointWork;
  readonly #loading = new LoadingWait();
  readonly #watch: StoreWatch;
  #isClosed = false;

  constructor(options: EndpointControllerOptions) {
    const { endpoints, fleet, isShared, log } = options;
    this.#options = options;
    this.#reconciler = new EndpointReconciler(options);
    this.#work = new EndpointWork({ ...options, reconciler: this.#reconciler, retry: (name) => this.#retry(name) });
    const load = isShared ? (name: string) => this.#load(name) : undefined;
    this.directory = new EndpointDirectory({ live: fleet, loading: this.#loading, load });
    const look = (states: readonly EndpointState[]) => this.#reconcileAll(states);
    this.#watch = new StoreWatch({ states: () => endpoints.states(), look, log });
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
    return this.#work.reconcile(name);
  }

  /** Ends an endpoint whose row says Deleting, and forgets it. A start under way is cancelled. */
  delete(name: string): void {
    this.#options.fleet.giveUp(name);
    // A row that cannot be read can be deleted, too; it is not shown as Deleting.
    const isToBeSeen = (this.#options.leastBusyMs ?? 0) > 0;
    void (isToBeSeen ? this.reconcile(name) : this.#work.add(name, () => this.#reconciler.actions.forget(name)));
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
    if (this.#work.has(name) || !isDue(state, actions.observe(name), performance.now())) return;
    actions.noteState(state);
    this.#takeUp(state);
  }

  #takeUp({ name, status }: EndpointState): void {
    if (status === 'Deleting') this.delete(name);
    else if (status !== 'Creating' && this.#options.fleet.find(name) === undefined) this.#beginLoading(name);
    else void this.reconcile(name);
  }

  /** Another server has forgotten it. */
  #onGone(name: string): void {
    this.#options.fleet.giveUp(name);
    if (!this.#work.has(name)) void this.reconcile(name);
  }

  async #retry(name: string): Promise<void> {
    const state = (await this.#options.endpoints.states()).find((each) => each.name === name);
    if (state !== undefined) this.#takeUp(state);
  }

  /** Begins to load an endpoint that a request asks for, even if that failed a moment ago. */
  async #load(name: string): Promise<void> {
    const record = await this.#options.endpoints.find(name);
    if (record?.active === undefined || record.status === 'Deleting' || this.#loading.has(name)) return;
    this.#reconciler.actions.forgive(name);
    this.#beginLoading(name);
  }

  /** Requests wait for it until what is in service is loaded, or could not be. */
  #beginLoading(name: string): void {
    void this.#work.reconcile(name, this.#loading.begin(name));
  }

  /** Stops every container; the store keeps saying what should run. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#reconciler.stop();
    this.#watch.end();
    this.#work.stop();
    this.#options.fleet.stop();
    await this.#work.settled();
    await this.#options.fleet.end();
  }
}
