import { isLoadedHere } from '../in-process/native-engine.ts';
import type { ContainerAnswer, ContainerRequest } from '../payload.ts';
import type { Stage } from '../stage.ts';
import type { Evictable } from './model-budget.ts';

/** A model that was loaded: the stage that answers for it, and how it is unloaded. */
export interface LoadedModel {
  readonly stage: Stage;
  /** Closes the stage, and removes what was kept for it. */
  close(): Promise<void>;
}

/**
 * One model of a multi-model container, from the beginning of its load until it was unloaded and the last request that
 * holds it has been answered; then its stage is closed.
 */
export class TargetModel implements Evictable {
  /** Settles when the model is loaded, or could not be. */
  readonly ready: Promise<void>;
  /** Resolves when nothing is left of a model that was unloaded. */
  readonly closed: Promise<void>;
  readonly #onUnload: (model: TargetModel) => void;
  readonly #close: () => void;
  #isClosing = false;
  #loaded: LoadedModel | undefined;
  #holders = 0;
  #isUnloaded = false;

  /** `load` may look at the model, not await it. `onUnload` is called once, at the latest when the load has failed. */
  constructor(load: (model: TargetModel) => Promise<LoadedModel>, onUnload: (model: TargetModel) => void) {
    this.#onUnload = onUnload;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.closed = promise;
    this.#close = resolve;
    // Begun a moment later, so that `load` sees a whole object.
    this.ready = Promise.resolve().then(() => this.#load(load));
    // Callers that wait for it get the error; perhaps none does any more.
    this.ready.catch(() => undefined);
  }

  /** Whether it can be asked, also after it was unloaded by those that hold it. */
  get isLoaded(): boolean {
    return this.#loaded !== undefined;
  }

  /** The loaded container itself, if it runs in this process: closing it ends no request. */
  get resident(): Stage | undefined {
    const { stage } = this.#loaded ?? {};
    return isLoadedHere(stage?.native) ? stage : undefined;
  }

  async #load(load: (model: TargetModel) => Promise<LoadedModel>): Promise<void> {
    try {
      this.#loaded = await load(this);
    } catch (error) {
      this.unload();
      this.#close();
      throw error;
    }
    this.#closeIfOver();
  }

  /** Answers as the model's container does. Only when `ready`, and before it is closed. */
  invoke(request: ContainerRequest, signal: AbortSignal): ContainerAnswer | Promise<ContainerAnswer> {
    this.hold();
    let answer: ContainerAnswer | Promise<ContainerAnswer> | undefined;
    try {
      answer = (this.#loaded as LoadedModel).stage.invoke(request, signal);
      return answer instanceof Promise ? answer.finally(() => this.letGo()) : answer;
    } finally {
      if (!(answer instanceof Promise)) this.letGo();
    }
  }

  /** Keeps it from being closed until `letGo`. */
  hold(): void {
    this.#holders++;
  }

  letGo(): void {
    this.#holders--;
    this.#closeIfOver();
  }

  get isHeld(): boolean {
    return this.#holders > 0;
  }

  /** No further requests: it is closed when those that hold it are answered. */
  unload(): void {
    if (this.#isUnloaded) return;
    this.#isUnloaded = true;
    this.#onUnload(this);
    this.#closeIfOver();
  }

  #closeIfOver(): void {
    if (!this.#isUnloaded || this.#holders > 0 || this.#loaded === undefined || this.#isClosing) return;
    this.#isClosing = true;
    this.#loaded.close().then(this.#close, this.#close);
  }
}
