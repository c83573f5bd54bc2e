import { defined, present } from '@catenary/scoring/internal/values';
import { maxIntermediateBytes } from '../../contract/max-bytes.ts';
import { ServiceError } from '../../contract/service-error.ts';
import type { AnswerParts } from '../container/answer-parts.ts';
import type { ContainerLedger } from '../container/container-ledger.ts';
import type { FileFacts } from '../container/file-facts.ts';
import { factsBehind } from '../container/in-process/invoke-fused.ts';
import { isLoadedHere } from '../container/in-process/native-engine.ts';
import type { NativeThreads } from '../container/native-threads/native-threads.ts';
import { passOn } from '../container/pass-on.ts';
import {
  askApart,
  type ContainerAnswer,
  type ContainerRequest,
  isSuccess,
  type Payload,
} from '../container/payload.ts';
import type { Stage, StageModels } from '../container/stage.ts';
import { chainFailures } from './chain-failures.ts';
import { ChainTimes } from './chain-times.ts';
import { planBeside, planSteps } from './plan-steps.ts';
import type { FailedContainer } from './stage-failure.ts';
import type { Step, StepAnswer } from './step.ts';

export interface ChainOptions {
  /** Whether native neighbours share columns instead of bytes. Default true. */
  readonly fuse?: boolean;
  /** Most bytes handed to a container outside this process; the real service has 5 MB. Default that. */
  readonly maxIntermediateBytes?: number;
  /** Threads for long requests to native containers; without them all requests are answered in this one. */
  readonly threads?: NativeThreads;
  /**
   * Where these containers stand in a longer chain of which they are a part, for messages. Default: they are all there
   * is.
   */
  readonly within?: { readonly first: number; readonly count: number };
}

/** What one container answered, and how long that took. */
export interface StageAnswer {
  readonly stage: Stage;
  /** A refusal, too: any HTTP status. */
  readonly answer: ContainerAnswer;
  readonly micros: number;
}

/** Gets the answer of each container, one after the other. */
export type ChainObserver = (seen: StageAnswer) => void;

/** How one request is to go through a chain. */
export interface WalkOptions {
  /** Ends the wait for containers; a time limit aborts it with the reason `timeout`. */
  readonly signal?: AbortSignal | undefined;
  /** The deadline, on the clock of `performance.now()`: containers may refuse what they cannot answer until then. */
  readonly deadline?: number | undefined;
  /** Increased by the milliseconds that each container takes. */
  readonly spentMs?: Float64Array | undefined;
  /** With one, no columns are shared: each container has an answer that can be looked at. */
  readonly observer?: ChainObserver | undefined;
  /** Where the time of the request goes, if its caller wants to know. */
  readonly ledger?: ContainerLedger | undefined;
  /** Takes the last container's answer part by part, if that container can do so. */
  readonly parts?: AnswerParts | undefined;
}

/** One request on its way through the steps. */
interface Walk {
  /** As the caller sent it: what it says to all containers, and to the last one, is read here. */
  readonly request: ContainerRequest;
  readonly steps: readonly Step[];
  readonly signal: AbortSignal;
  readonly spentMs: Float64Array;
  readonly observer: ChainObserver | undefined;
  readonly parts: AnswerParts | undefined;
  /** The request of the step that is under way. */
  asked: ContainerRequest;
  /** When that step was begun, if there is an observer. */
  since: number;
}

/** Larger requests are answered by native containers in this process and its threads, which use all cores. */
const besideBytes = 16 * 1024;

const neverAborted = new AbortController().signal;

/**
 * Containers one behind the other: each one's answer is the next one's request (developer guide, "Inference pipelines
 * in Amazon SageMaker AI"). Content-Type is handed on verbatim, only the last container gets the caller's Accept,
 * attributes go to all, and the first refusal stops it.
 */
export class Chain {
  readonly stages: readonly Stage[];
  readonly times: ChainTimes;
  /** The models that requests have to choose from; one container of a chain has several at most. */
  readonly models: StageModels | undefined;
  readonly #options: ChainOptions;
  /** This chain with one of its models in the place of the multi-model container. */
  readonly #withModel = new WeakMap<Stage, Chain>();
  readonly #steps: readonly Step[];
  /** For small requests without an observer; undefined where it would be the same. */
  readonly #besideSteps: readonly Step[] | undefined;
  /** The containers one by one, once a request with an observer has come. */
  #single: readonly Step[] | undefined;
  readonly #maxIntermediateBytes: number;
  readonly #within: { readonly first: number; readonly count: number };
  /** Counted together with those of the chain that this one is a form of. */
  readonly #requests: { underWay: number };

  constructor(stages: readonly Stage[], options: ChainOptions = {}, whole?: Chain) {
    this.stages = stages;
    this.#options = options;
    this.#requests = whole === undefined ? { underWay: 0 } : whole.#requests;
    this.times = whole?.times ?? new ChainTimes(stages.map((stage) => stage.hostname));
    this.models = stages.find(({ models }) => models !== undefined)?.models;
    this.#within = options.within ?? { first: 0, count: stages.length };
    this.#steps = planSteps(stages, { fuse: options.fuse ?? true, threads: options.threads });
    this.#besideSteps = options.fuse === false ? undefined : planBeside(stages, this.#steps);
    this.#maxIntermediateBytes = options.maxIntermediateBytes ?? maxIntermediateBytes;
  }

  /** True if `invoke` is going to answer this request synchronously, and needs no signal. Holds without an observer. */
  isQuick({ body }: Payload): boolean {
    return this.#steps.every((step) => step.isQuick(body.length));
  }

  /** True if every container runs in this process. */
  get isInProcess(): boolean {
    return this.#steps.every((step) => step.inProcess);
  }

  /** Requests that wait for a container. */
  get underWay(): number {
    return this.#requests.underWay;
  }

  /**
   * The chain as it answers this request: with the model that is asked for in the place of the multi-model container,
   * if it is loaded in this process. Then neighbours share columns with it, and it need not be waited for.
   */
  forRequest(request: ContainerRequest): Chain {
    const model = this.models?.findResident(request);
    if (model === undefined) return this;
    const known = this.#withModel.get(model);
    if (known !== undefined) return known;
    const stages = this.stages.map((stage) => (stage.models === undefined ? stage : model));
    const chain = new Chain(stages, this.#options, this);
    this.#withModel.set(model, chain);
    return chain;
  }

  /** How a container is named in messages: by its place in the whole chain. */
  containerAt(index: number): FailedContainer {
    const { hostname, image } = defined(this.stages[index]);
    const { first, count } = this.#within;
    return { position: first + index + 1, count, hostname, image };
  }

  /**
   * The last container's 2xx answer; throws (or rejects with) `StageFailure`, or `ServiceError` if a model is not
   * available.
   */
  invoke(request: ContainerRequest, options: WalkOptions = {}): ContainerAnswer | Promise<ContainerAnswer> {
    const { deadline, ledger, observer } = options;
    const isAsSent = deadline === undefined && ledger === undefined;
    const whole = isAsSent ? request : { ...request, ...present({ deadline, ledger }) };
    const walk: Walk = {
      request: whole,
      steps: this.#stepsFor(request, options),
      signal: options.signal ?? neverAborted,
      spentMs: options.spentMs ?? new Float64Array(this.stages.length),
      observer,
      parts: options.parts,
      asked: whole,
      since: 0,
    };
    const answer = this.#walk(walk, whole, 0);
    return answer instanceof Promise ? this.#count(answer) : answer;
  }

  async close(): Promise<void> {
    await Promise.all(this.stages.map((stage) => stage.close()));
  }

  #stepsFor({ body, file }: ContainerRequest, { observer, ledger }: WalkOptions): readonly Step[] {
    if (observer !== undefined) return this.#oneByOne();
    // A ledger knows what this process does, and a file more than one message says.
    const isPlain = ledger === undefined && file === undefined && body.length <= besideBytes;
    return (isPlain ? this.#besideSteps : undefined) ?? this.#steps;
  }

  #oneByOne(): readonly Step[] {
    this.#single ??= planSteps(this.stages, { fuse: false, threads: this.#options.threads });
    return this.#single;
  }

  async #count(answer: Promise<ContainerAnswer>): Promise<ContainerAnswer> {
    this.#requests.underWay++;
    try {
      return await answer;
    } finally {
      this.#requests.underWay--;
    }
  }

  /** Takes the steps from `from` on; leaves the synchronous loop only at a step that has to be waited for. */
  #walk(walk: Walk, first: ContainerRequest, from: number): ContainerAnswer | Promise<ContainerAnswer> {
    let request = first;
    for (let at = from; ; at++) {
      const isLast = at === walk.steps.length - 1;
      const given = this.#begin(walk, at, isLast ? lastRequest(request, walk) : withAccept(request, undefined));
      if (given instanceof Promise) return this.#await(walk, at, given);
      const answer = this.#check(walk, at, given);
      if (isLast) return answer;
      request = passOn(answer, walk.request, this.#factsBehind(walk, at));
    }
  }

  #begin(walk: Walk, at: number, request: ContainerRequest): StepAnswer | Promise<StepAnswer> {
    walk.asked = request;
    if (walk.observer !== undefined) walk.since = performance.now();
    request.ledger?.begin(defined(walk.steps[at]).first);
    return defined(walk.steps[at]).invoke(request, walk.signal, walk.spentMs);
  }

  async #await(walk: Walk, at: number, pending: Promise<StepAnswer>): Promise<ContainerAnswer> {
    let given: StepAnswer;
    try {
      given = await pending;
    } catch (error) {
      // A multi-model container answers the caller itself where no model has been asked.
      if (error instanceof ServiceError) throw error;
      const { first, waitsFor = first } = defined(walk.steps[at]);
      throw chainFailures.unanswered(this.containerAt(waitsFor), error, walk.signal);
    }
    if (given.answeredBy === askApart) return this.#walk({ ...walk, steps: this.#steps }, walk.request, 0);
    const answer = this.#check(walk, at, given);
    if (at === walk.steps.length - 1) return answer;
    return this.#walk(walk, passOn(answer, walk.request, this.#factsBehind(walk, at)), at + 1);
  }

  /** What is known about a file to the step behind this one, if both are native and this one is loaded here. */
  #factsBehind({ asked, steps }: Walk, at: number): FileFacts | undefined {
    const next = steps[at + 1];
    if (asked.file === undefined || next?.inProcess !== true) return undefined;
    const engines = this.stages.slice(defined(steps[at]).first, next.first).map(({ native }) => native);
    return engines.every(isLoadedHere) ? factsBehind(engines, asked) : undefined;
  }

  /** Whether the answer may be the next step's request, or the caller's answer; throws `StageFailure` if not. */
  #check({ steps, observer, since }: Walk, at: number, { answer, answeredBy }: StepAnswer): ContainerAnswer {
    if (observer !== undefined)
      observer({ stage: defined(this.stages[answeredBy]), answer, micros: (performance.now() - since) * 1000 });
    if (!isSuccess(answer)) throw chainFailures.refused(this.containerAt(answeredBy), answer);
    const next = steps[at + 1];
    if (next === undefined || answer.body.length <= this.#maxIntermediateBytes) return answer;
    if (next.inProcess && defined(steps[at]).inProcess) return answer;
    throw chainFailures.tooLarge(this.containerAt(next.first - 1), answer, {
      next: defined(this.stages[next.first]).hostname,
      maxBytes: this.#maxIntermediateBytes,
    });
  }
}

/** The last container gets what concerns the answer to the caller. */
function lastRequest(request: ContainerRequest, { request: { accept }, parts, steps }: Walk): ContainerRequest {
  const asked = withAccept(request, accept);
  return parts !== undefined && steps.at(-1)?.takesParts === true ? { ...asked, parts } : asked;
}

function withAccept(request: ContainerRequest, accept: string | undefined): ContainerRequest {
  if (request.accept === accept) return request;
  const { accept: _dropped, ...rest } = request;
  return accept === undefined ? rest : { ...rest, accept };
}
