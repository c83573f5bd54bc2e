import { ArtifactError } from '../../../platform/artifact/artifact-error.ts';
import { modelLoadTimeoutMs } from '../../../contract/limits.ts';
import { ServiceError } from '../../../contract/service-error.ts';
import type { ContainerAnswer, Payload } from '../payload.ts';
import type { Stage } from '../stage.ts';
import { abortedError } from '../stage-unreachable.ts';
import type { FetchedTarget } from './fetch-target.ts';
import type { ModelBudget } from './model-budget.ts';
import { ModelTimes } from './model-times.ts';
import { TargetModel } from './target-model.ts';

export interface MultiModelOptions {
  readonly hostname: string;
  readonly image: string;
  /** Whether models stay loaded when nobody asks for them. */
  readonly isCached: boolean;
  readonly budget: ModelBudget;
  /** Fetches the archive of a model: `fetchTarget` at its address. */
  fetch(targetModel: string): Promise<FetchedTarget>;
  /** Starts a container of its own for a fetched archive; rejects with a reason fit for clients. */
  launch(targetModel: string, target: FetchedTarget, signal: AbortSignal): Promise<Stage>;
  /** What happened to a model, for the log. */
  onEvent(event: string, detail: Readonly<Record<string, unknown>>): void;
  /** Called last when the stage is closed. */
  onClosed(): Promise<void>;
}

/** A model could not be loaded: the answer that the requests waiting for it get. */
class LoadFailure extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * A container in MultiModel mode: a link of the chain that passes each request on to the model that it names. A model is
 * a container of its own, fetched and started by the first request for it, once for all that come meanwhile, and kept
 * until others need its room. What it was made of is what stood in its place then: an archive that is replaced counts
 * from the next load on.
 *
 * A request rejects with ValidationError if there is no such archive, and ModelNotReadyException if its time is up before
 * the load is done, which goes on. A model that cannot be loaded is an answer of 500, one that is too large of 507.
 */
export class MultiModelStage implements Stage {
  readonly hostname: string;
  readonly image: string;
  readonly #options: MultiModelOptions;
  readonly #times = new ModelTimes();
  readonly #models = new Map<string, TargetModel>();
  /** Models that were unloaded, until they are closed. */
  readonly #leaving = new Set<Promise<void>>();
  readonly #stop = new AbortController();

  constructor(options: MultiModelOptions) {
    this.hostname = options.hostname;
    this.image = options.image;
    this.#options = options;
  }

  invoke(request: Payload, signal: AbortSignal): ContainerAnswer | Promise<ContainerAnswer> {
    const name = request.targetModel;
    if (name === undefined) throw new ServiceError('ValidationError', 'The request is missing a target model header.');
    const model = this.#models.get(name) ?? this.#begin(name);
    if (!model.isLoaded || !this.#options.isCached) return this.#whenLoaded(name, model, request, signal);
    this.#times.cacheHits++;
    this.#options.budget.touch(model);
    return model.invoke(request, signal);
  }

  async #whenLoaded(name: string, model: TargetModel, request: Payload, signal: AbortSignal): Promise<ContainerAnswer> {
    const since = performance.now();
    if (model.isLoaded) this.#times.cacheHits++;
    else this.#times.cacheMisses++;
    model.hold();
    try {
      await untilAborted(model.ready, signal);
      this.#times.loadingWait.add(performance.now() - since);
      return await model.invoke(request, signal);
    } catch (error) {
      if (error instanceof LoadFailure)
        return { status: error.status, body: Buffer.from(error.message), contentType: 'text/plain' };
      throw error instanceof Aborted ? notReady(name, signal) : error;
    } finally {
      model.letGo();
      if (!this.#options.isCached && !model.isHeld) model.unload();
    }
  }

  #begin(name: string): TargetModel {
    if (this.#stop.signal.aborted) throw goingAway();
    const { budget } = this.#options;
    const model = new TargetModel(
      (self) => budget.load(() => this.#load(name, self)),
      (self) => this.#forget(name, self),
    );
    this.#models.set(name, model);
    return model;
  }

  #forget(name: string, model: TargetModel): void {
    const since = performance.now();
    const wasLoaded = model.isLoaded;
    this.#models.delete(name);
    this.#options.budget.release(model);
    const leaving = model.closed().then(() => {
      this.#leaving.delete(leaving);
      if (!wasLoaded) return;
      this.#times.unloading.add(performance.now() - since);
      this.#options.onEvent('model unloaded', { model: name });
    });
    this.#leaving.add(leaving);
  }

  async #load(name: string, model: TargetModel): Promise<Stage> {
    const since = performance.now();
    const limit = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(modelLoadTimeoutMs)]);
    const loading = this.#fetchAndLaunch(name, model, limit);
    try {
      const stage = await untilAborted(loading, limit);
      this.#options.onEvent('model loaded', { model: name, ms: Math.round(performance.now() - since) });
      return stage;
    } catch (error) {
      this.#times.failedLoads++;
      if (error instanceof Aborted) void loading.then((late) => late.close()).catch(() => undefined);
      const failure = this.#describeFailure(error);
      this.#options.onEvent('model not loaded', { model: name, reason: failure.message });
      throw failure;
    }
  }

  #describeFailure(error: unknown): ServiceError | LoadFailure {
    if (error instanceof ServiceError || error instanceof LoadFailure) return error;
    if (error instanceof ArtifactError) return new LoadFailure(500, `Unable to load model: ${error.message}`);
    if (this.#stop.signal.aborted) return goingAway();
    const reason =
      error instanceof Aborted
        ? `it took longer than ${modelLoadTimeoutMs / 1000} seconds`
        : 'the server failed; see its log';
    if (!(error instanceof Aborted)) this.#options.onEvent('model load failed unforeseen', { err: error });
    return new LoadFailure(500, `Unable to load model: ${reason}`);
  }

  async #fetchAndLaunch(name: string, model: TargetModel, signal: AbortSignal): Promise<Stage> {
    const since = performance.now();
    const target = await this.#options.fetch(name);
    this.#times.downloading.add(performance.now() - since);
    try {
      signal.throwIfAborted();
      this.#admit(name, model, target.bytes);
      const begun = performance.now();
      const stage = await this.#options.launch(name, target, signal).catch((error: unknown) => {
        throw new LoadFailure(500, `Unable to load model: ${error instanceof Error ? error.message : String(error)}`);
      });
      this.#times.loading.add(performance.now() - begun);
      return stage;
    } finally {
      await target.remove();
    }
  }

  #admit(name: string, model: TargetModel, bytes: number): void {
    const { budget } = this.#options;
    if (budget.admit(model, bytes)) return;
    throw new LoadFailure(
      507,
      `Unable to load model: ${name} unpacks to ${bytes} bytes, and all loaded models together may take ${budget.limits.maxBytes} (maxLoadedModelMB).`,
    );
  }

  /** What it has loaded and done so far, under the names of the service's metrics. */
  describe(): object {
    const loaded = [...this.#models].filter(([, model]) => model.isLoaded).map(([name]) => name);
    return { ...this.#times.describe(loaded.length), loadedModels: loaded };
  }

  ping(): Promise<boolean> {
    return Promise.resolve(true);
  }

  /** Batch transform does not take multi-model containers. */
  executionParameters(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    for (const model of this.#models.values()) model.unload();
    await Promise.all(this.#leaving);
    await this.#options.onClosed();
  }
}

const goingAway = () => new ServiceError('ServiceUnavailable', 'The endpoint is going away.');

/** The wait was given up, not what was waited for. */
class Aborted extends Error {}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new Aborted());
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** The caller's time is up, or the caller left. */
function notReady(name: string, signal: AbortSignal): Error {
  const error = abortedError(signal);
  if (error.reason !== 'timeout') return error;
  return new ServiceError(
    'ModelNotReadyException',
    `Model ${name} is not ready: it is still being loaded. The load goes on; please retry the request.`,
  );
}
