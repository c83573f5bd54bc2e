import { defined } from '@catenary/scoring/internal/values';
import { invokeFused } from '../container/in-process/invoke-fused.ts';
import {
  answerHereOr,
  isLoadedHere,
  type LoadedEngine,
  type NativeEngine,
} from '../container/in-process/native-engine.ts';
import type { ThreadModel } from '../container/in-process/thread-model.ts';
import { TimedEngines } from '../container/in-process/timed-engines.ts';
import { answerInThread, isCopyNotLoaded, type ModelsInThreads } from '../container/native-threads/answer-in-thread.ts';
import type { NativeThreads } from '../container/native-threads/native-threads.ts';
import type { ContainerRequest } from '../container/payload.ts';
import type { Step, StepAnswer } from './step.ts';
import { WorkCost } from './work-cost.ts';

/** Quick answers whose CPU time together is the error that is allowed in measuring a slow one. */
const answersBetweenLooks = 128;

/** The position of a step's containers in the chain, and the threads for requests that are not quick. */
interface NativePlace {
  readonly first: number;
  readonly threads: NativeThreads | undefined;
}

/**
 * Neighbouring native containers as one step. A quick request is answered at once, in this thread; any other in a
 * thread that has the containers loaded as well, with the same answer.
 */
export class NativeStep implements Step {
  readonly first: number;
  readonly count: number;
  readonly inProcess = true;
  readonly takesParts = false;
  /** All its containers, if all are loaded in this thread. */
  readonly #here: readonly LoadedEngine[] | undefined;
  /** All its containers as threads know them, if there are threads for them. */
  readonly #elsewhere: ModelsInThreads | undefined;
  readonly #cost: WorkCost;
  /** Once a request has asked for its ledger. */
  #timed: TimedEngines | undefined;
  #answers = 0;
  /** CPU time of this thread when it was last read, which takes a microsecond. */
  #cpu: NodeJS.CpuUsage | undefined;

  constructor(engines: readonly NativeEngine[], { first, threads }: NativePlace) {
    this.first = first;
    this.count = engines.length;
    this.#here = engines.every(isLoadedHere) ? engines : undefined;
    const models = engines.flatMap(({ model }) => (model === undefined ? [] : [model]));
    this.#elsewhere = threads === undefined || models.length < engines.length ? undefined : { threads, models };
    this.#cost = new WorkCost(models.reduce((sum, model) => sum + presumedMs(model), 0));
  }

  isQuick(bytes: number): boolean {
    return this.#elsewhere === undefined || (this.#here !== undefined && this.#cost.isQuick(bytes));
  }

  invoke(request: ContainerRequest, signal: AbortSignal, spentMs: Float64Array): StepAnswer | Promise<StepAnswer> {
    const spent = spentMs.subarray(this.first, this.first + this.count);
    if (!this.isQuick(request.body.length)) return this.#answerInThread(request, signal, spent);
    if (this.#elsewhere === undefined) return this.#answerHere(request, spent);
    return answerHereOr(
      () => this.#answerHere(request, spent),
      () => this.#answerInThread(request, signal, spent),
    );
  }

  #answerInThread(request: ContainerRequest, signal: AbortSignal, spentMs: Float64Array): Promise<StepAnswer> {
    return this.#answerElsewhere(request, signal, spentMs).catch((error: unknown) => {
      // The containers are loaded in this thread all the same: a late answer is better than none.
      if (this.#here !== undefined && isCopyNotLoaded(error)) return this.#answerHere(request, spentMs);
      throw error;
    });
  }

  #answerHere(request: ContainerRequest, spentMs: Float64Array): StepAnswer {
    const engines = this.#engines(request);
    const { isWatched } = this.#cost;
    if (isWatched || this.#answers++ % answersBetweenLooks === 0) this.#cpu = process.threadCpuUsage();
    const { answer, answeredBy } = invokeFused(engines, request, spentMs);
    let clockMs = 0;
    for (let at = 0; at < spentMs.length; at++) clockMs += defined(spentMs[at]);
    if (this.#cost.isLong(clockMs)) this.#noteLong(request.body.length, clockMs, isWatched);
    else this.#cost.record(request.body.length, clockMs);
    return { answer, answeredBy: this.first + answeredBy };
  }

  #engines({ ledger }: ContainerRequest): readonly LoadedEngine[] {
    const here = this.#here as readonly LoadedEngine[];
    if (ledger === undefined) return here;
    this.#timed ??= new TimedEngines(here, this.first);
    return this.#timed.for(ledger);
  }

  /**
   * The clock also runs while other processes do: the request took no more than the CPU time since the last reading.
   */
  #noteLong(bytes: number, clockMs: number, isWatched: boolean): void {
    const { user, system } = process.threadCpuUsage(this.#cpu);
    this.#cost.recordLong(bytes, Math.min(clockMs, (user + system) / 1000), isWatched);
    this.#cpu = process.threadCpuUsage();
  }

  async #answerElsewhere(request: ContainerRequest, signal: AbortSignal, spentMs: Float64Array): Promise<StepAnswer> {
    const since = performance.now();
    const { answer, answeredBy, ...measured } = await answerInThread(
      this.#elsewhere as ModelsInThreads,
      request,
      signal,
    );
    spentMs.set(measured.spentMs);
    request.ledger?.addOutside(outsideOf(measured.spentMs, since));
    for (const [at, ms] of (measured.conversionMs ?? []).entries()) request.ledger?.addConversion(this.first + at, ms);
    this.#cost.recordElsewhere(request.body.length, measured.cpuMs, measured.isFirst);
    return { answer, answeredBy: this.first + answeredBy };
  }
}

/** Of the time since then, what the containers did not take. */
function outsideOf(spentMs: Float64Array, since: number): number {
  const inside = spentMs.reduce((sum, ms) => sum + ms, 0);
  return Math.max(0, performance.now() - since - inside);
}

/**
 * The longest time of a row, by the bytes of the model, before one has been measured: neighbours, kernels and Gaussian
 * processes read all of the model for each row, trees a little of it.
 */
function presumedMs({ definition, bytes }: ThreadModel): number {
  const nanosPerByte = definition.kind === 'scikit-learn' || definition.kind === 'sparkml' ? 10 : 1;
  return (bytes * nanosPerByte) / 1e6;
}
