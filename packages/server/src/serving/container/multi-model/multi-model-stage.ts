import { ServiceError } from '../../../contract/service-error.ts';
import type { ContainerAnswer, ContainerRequest } from '../payload.ts';
import type { Stage, StageModels } from '../stage.ts';
import { abortedError } from '../stage-unreachable.ts';
import { refusal } from '../surfaces/refusal.ts';
import { LoadFailure } from './load-failure.ts';
import { ModelLoader, type ModelLoaderOptions } from './model-loader.ts';
import { ModelLost } from './model-lost.ts';
import { type ModelSummary, ModelTimes } from './model-times.ts';
import { TargetModel } from './target-model.ts';
import { untilAborted, WaitAborted } from './until-aborted.ts';

export interface MultiModelOptions extends ModelLoaderOptions {
  readonly hostname: string;
  readonly image: string;
  /** Whether models stay loaded when no request asks for them. */
  readonly isCached: boolean;
  /** Called last when the stage is closed. */
  onClosed(): Promise<void>;
}

/**
 * A container in MultiModel mode: a link of the chain that passes each request on to the model that it names. A model
 * is loaded by the first request for it, once for all that come meanwhile, and kept until others need its room. What it
 * was made of is what stood in its place then: an archive that is replaced counts from the next load on.
 *
 * A request rejects with ValidationError if there is no such archive, and ModelNotReadyException if its time is up
 * before the load is done, which continues. A model that cannot be loaded is an answer of 500, one that is too large of
 * 507.
 */
export class MultiModelStage implements Stage, StageModels {
  readonly hostname: string;
  readonly image: string;
  readonly models: StageModels = this;
  readonly #options: MultiModelOptions;
  readonly #times = new ModelTimes();
  readonly #loader: ModelLoader;
  readonly #models = new Map<string, TargetModel>();
  /** Models that were unloaded, until they are closed. */
  readonly #leaving = new Set<Promise<void>>();

  constructor(options: MultiModelOptions) {
    this.hostname = options.hostname;
    this.image = options.image;
    this.#options = options;
    this.#loader = new ModelLoader(options, this.#times);
  }

  invoke(request: ContainerRequest, signal: AbortSignal): ContainerAnswer | Promise<ContainerAnswer> {
    const answer = this.#ask(request, signal);
    return answer instanceof Promise
      ? answer.catch((error: unknown) => this.#askAgain(error, request, signal))
      : answer;
  }

  /** Once: a process that is lost again meanwhile is lost with this request. */
  #askAgain(
    error: unknown,
    request: ContainerRequest,
    signal: AbortSignal,
  ): ContainerAnswer | Promise<ContainerAnswer> {
    if (error instanceof ModelLost) return this.#ask(request, signal);
    throw error;
  }

  #ask(request: ContainerRequest, signal: AbortSignal): ContainerAnswer | Promise<ContainerAnswer> {
    const name = request.targetModel;
    if (name === undefined) throw new ServiceError('ValidationError', 'The request is missing a target model header.');
    const model = this.#models.get(name) ?? this.#begin(name);
    if (!model.isLoaded || !this.#options.isCached) return this.#whenLoaded(model, request, signal);
    this.#times.cacheHits++;
    this.#options.budget.touch(model);
    return model.invoke(request, signal);
  }

  findResident({ targetModel = '' }: ContainerRequest): Stage | undefined {
    const model = this.#options.isCached ? this.#models.get(targetModel) : undefined;
    const resident = model?.resident;
    if (model === undefined || resident === undefined) return undefined;
    this.#times.cacheHits++;
    this.#options.budget.touch(model);
    return resident;
  }

  #begin(name: string): TargetModel {
    const model = new TargetModel(
      (self) => this.#loader.load({ name, model: self, makeRoom: () => this.#makeRoom(self) }),
      (self) => this.#forget(name, self),
    );
    this.#models.set(name, model);
    return model;
  }

  async #whenLoaded(model: TargetModel, request: ContainerRequest, signal: AbortSignal): Promise<ContainerAnswer> {
    const since = performance.now();
    if (model.isLoaded) this.#times.cacheHits++;
    else this.#times.cacheMisses++;
    model.hold();
    try {
      await untilAborted(model.ready, signal);
      this.#times.loadingWait.add(performance.now() - since);
      return await model.invoke(request, signal);
    } catch (error) {
      if (error instanceof LoadFailure) return refusal(error.status, error.message);
      throw error instanceof WaitAborted ? notReady(request.targetModel ?? '', signal) : error;
    } finally {
      model.letGo();
      if (!this.#options.isCached && !model.isHeld) model.unload();
    }
  }

  #forget(name: string, model: TargetModel): void {
    const since = performance.now();
    const wasLoaded = model.isLoaded;
    this.#models.delete(name);
    this.#options.budget.release(model);
    const leaving = model.closed.then(() => {
      this.#leaving.delete(leaving);
      if (wasLoaded) this.#times.unloading.add(performance.now() - since);
      if (model.isLoaded) this.#options.onEvent('model unloaded', { model: name });
    });
    this.#leaving.add(leaving);
  }

  /** Unloads the model that was not used for the longest time; false if no other is loaded. */
  async #makeRoom(model: TargetModel): Promise<boolean> {
    const others = [...this.#models.values()].filter((other) => other !== model && other.isLoaded);
    const least = this.#options.budget.leastUsed(new Set(others));
    if (least === undefined) return false;
    least.unload();
    await least.closed;
    return true;
  }

  /** Forgets every model: the next request for each loads it anew. */
  unloadAll(): void {
    for (const model of this.#models.values()) model.unload();
  }

  describe(): ModelSummary & { readonly loadedModels: readonly string[] } {
    const loaded = [...this.#models].filter(([, model]) => model.isLoaded).map(([name]) => name);
    return { ...this.#times.describe(loaded.length), loadedModels: loaded };
  }

  ping(signal: AbortSignal): Promise<boolean> {
    return this.#options.host.ping(signal);
  }

  /** Batch transform does not take multi-model containers. */
  executionParameters(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async close(): Promise<void> {
    this.#loader.stop();
    // What the host takes with it needs no unloading.
    const closing = this.#options.host.close();
    this.unloadAll();
    await Promise.all([closing, ...this.#leaving]);
    await this.#options.onClosed();
  }
}

/** The caller's time is up, or the caller left. */
function notReady(name: string, signal: AbortSignal): Error {
  const error = abortedError(signal);
  if (error.reason !== 'timeout') return error;
  return new ServiceError(
    'ModelNotReadyException',
    `Model ${name} is not ready: it is still being loaded. Loading continues; please retry the request.`,
  );
}
