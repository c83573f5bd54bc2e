import { ScoringError } from '@catenary/scoring/internal/frame';
import { ServiceError } from '../../../contract/service-error.ts';
import { modelLoadTimeoutMs } from '../../../contract/timeouts.ts';
import type { PinnedArtifact } from '../../../platform/artifact/artifact-cache.ts';
import { ArtifactError } from '../../../platform/artifact/artifact-error.ts';
import { Semaphore } from '../../../util/semaphore.ts';
import type { Stage } from '../stage.ts';
import { StageUnreachable } from '../stage-unreachable.ts';
import { BrokenModels } from './broken-models.ts';
import type { FetchedTarget } from './fetch-target.ts';
import { LoadFailure } from './load-failure.ts';
import type { Evictable, ModelBudget } from './model-budget.ts';
import type { ModelHost } from './model-host.ts';
import type { ModelTimes } from './model-times.ts';
import type { LoadedModel } from './target-model.ts';
import { untilAborted, WaitAborted } from './until-aborted.ts';

const lasting = { isLasting: true };

/** Loads of a container that run side by side: each may hold a whole archive in memory. */
const maxLoads = 4;
/** What a Python worker with numpy and scikit-learn takes before it has a model. */
const processBytes = 128 * 1024 ** 2;

export interface ModelLoaderOptions {
  readonly budget: ModelBudget;
  readonly host: ModelHost;
  /** Fetches the archive of a model: `fetchTarget` at its address. */
  fetch(targetModel: string, check: (artifact: PinnedArtifact) => void): Promise<FetchedTarget>;
  /** What happened to a model, for the log. */
  onEvent(event: string, detail: Readonly<Record<string, unknown>>): void;
}

/**
 * What is to be loaded: the model's name, its place in the budget, and how to unload another one of the same container.
 */
interface Order {
  readonly name: string;
  readonly model: Evictable;
  readonly makeRoom: () => Promise<boolean>;
}

/** Loads the models of one container, from the archive to the answering stage. */
export class ModelLoader {
  readonly #options: ModelLoaderOptions;
  readonly #times: ModelTimes;
  readonly #queue = new Semaphore(maxLoads);
  readonly #broken = new BrokenModels();
  readonly #stop = new AbortController();

  constructor(options: ModelLoaderOptions, times: ModelTimes) {
    this.#options = options;
    this.#times = times;
  }

  /** Gives up all loads, and takes no more. */
  stop(): void {
    this.#stop.abort();
  }

  /**
   * Loads a model when it is its turn; at most so long as the service does. Rejects with what the requests that wait
   * for it get: `LoadFailure`, `ServiceError` or `StageUnreachable`.
   */
  load(order: Order): Promise<LoadedModel> {
    return this.#queue.run(() => this.#loadNow(order));
  }

  async #loadNow(order: Order): Promise<LoadedModel> {
    const since = performance.now();
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(modelLoadTimeoutMs)]);
    const loading = this.#fetchAndLoad(order, signal);
    try {
      const loaded = await untilAborted(loading, signal);
      this.#options.onEvent('model loaded', { model: order.name, ms: Math.round(performance.now() - since) });
      return loaded;
    } catch (error) {
      this.#times.failedLoads++;
      if (error instanceof WaitAborted) void loading.then((late) => late.close()).catch(() => undefined);
      const failure = this.#describe(error);
      this.#options.onEvent('model not loaded', { model: order.name, reason: failure.message });
      throw failure;
    }
  }

  /** Rejects with `LoadFailure` wherever the fault is the archive's or its container's. */
  async #fetchAndLoad(order: Order, signal: AbortSignal): Promise<LoadedModel> {
    signal.throwIfAborted();
    let etag = '';
    const since = performance.now();
    try {
      const target = await this.#options.fetch(order.name, (artifact) => {
        ({ etag } = artifact);
        this.#broken.check(order.name, etag);
      });
      this.#times.downloading.add(performance.now() - since);
      return await this.#loadFetched(order, target, signal);
    } catch (error) {
      const failure = error instanceof ArtifactError ? new LoadFailure(500, error.message, lasting) : error;
      if (failure instanceof LoadFailure && failure.isLasting) this.#broken.remember(order.name, etag, failure);
      throw failure;
    }
  }

  async #loadFetched(
    { name, model, makeRoom }: Order,
    target: FetchedTarget,
    signal: AbortSignal,
  ): Promise<LoadedModel> {
    try {
      signal.throwIfAborted();
      this.#admit(name, model, target.bytes);
      const begun = performance.now();
      const stage = await this.#options.host.load({ name, target, signal, makeRoom }).catch(toLoadFailure);
      this.#times.loading.add(performance.now() - begun);
      this.#options.budget.grow(model, (stage.processCount ?? 0) * processBytes);
      if (stage.native !== undefined) return withArchive(stage, target);
      await target.remove();
      return { stage, close: () => stage.close() };
    } catch (error) {
      await target.remove();
      throw error;
    }
  }

  #admit(name: string, model: Evictable, bytes: number): void {
    const { budget } = this.#options;
    if (budget.admit(model, bytes)) return;
    const { maxBytes } = budget.limits;
    const limit = `all loaded models together may take ${maxBytes} (maxLoadedModelMB)`;
    throw new LoadFailure(507, `${name} unpacks to ${bytes} bytes, and ${limit}.`, lasting);
  }

  #describe(error: unknown): Error {
    const isTold = error instanceof ServiceError || error instanceof LoadFailure || error instanceof StageUnreachable;
    if (isTold) return error;
    if (this.#stop.signal.aborted) return new ServiceError('ServiceUnavailable', 'The endpoint is going away.');
    if (error instanceof WaitAborted)
      return new LoadFailure(500, `it took longer than ${modelLoadTimeoutMs / 1000} seconds.`);
    this.#options.onEvent('model load failed unexpectedly', { err: error });
    return new LoadFailure(500, 'the server failed; see its log.');
  }
}

/** Threads load a native model again when they need it, so that its archive stays as long as it does. */
function withArchive(stage: Stage, target: FetchedTarget): LoadedModel {
  return {
    stage,
    async close() {
      await stage.close();
      await target.remove();
    },
  };
}

/** A host that rejects with anything of its own says why in words for clients; the system does not. */
function toLoadFailure(error: unknown): never {
  const isOfSystem = (error as NodeJS.ErrnoException).syscall !== undefined;
  if (isOfSystem || error instanceof LoadFailure || error instanceof StageUnreachable) throw error;
  const isLasting = error instanceof ScoringError;
  throw new LoadFailure(500, error instanceof Error ? error.message : String(error), { isLasting });
}
