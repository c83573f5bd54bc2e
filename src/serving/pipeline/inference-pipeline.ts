import { maxIntermediateBytes } from '../../contract/limits.ts';
import { ServiceError } from '../../contract/service-error.ts';
import { type ContainerAnswer, isSuccess, type ContainerRequest } from '../container/payload.ts';
import { MultiModelStage } from '../container/multi-model/multi-model-stage.ts';
import type { NativeThreads } from '../container/native-threads/native-threads.ts';
import type { Stage } from '../container/stage.ts';
import { StageUnreachable } from '../container/stage-unreachable.ts';
import { ChainTimes } from './chain-times.ts';
import { type FailedContainer, StageFailure } from './stage-failure.ts';
import { planSteps } from './plan-steps.ts';
import type { Step, StepAnswer } from './step.ts';

export interface InferencePipelineOptions {
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

const neverAborted = new AbortController().signal;

/**
 * The chain: each container's answer is the next one's request (developer guide, "Inference pipelines in Amazon
 * SageMaker AI"). Content-Type is handed on verbatim, only the last container sees the caller's Accept, attributes go
 * to all, and the first refusal stops it.
 */
export class InferencePipeline {
  readonly stages: readonly Stage[];
  readonly times: ChainTimes;
  /** The container whose models requests have to choose from; a chain has one at most. */
  readonly multiModel: MultiModelStage | undefined;
  readonly #options: InferencePipelineOptions;
  /** This chain with one of its models in the place of the multi-model container. */
  readonly #withModel = new WeakMap<Stage, InferencePipeline>();
  readonly #steps: readonly Step[];
  /** The containers one by one, for those who ask for that. */
  #alone: readonly Step[] | undefined;
  readonly #maxIntermediateBytes: number;
  readonly #within: { readonly first: number; readonly count: number };
  /** Counted together with those of the chain that this one is a form of. */
  readonly #requests: { underWay: number };

  constructor(stages: readonly Stage[], options: InferencePipelineOptions = {}, whole?: InferencePipeline) {
    this.stages = stages;
    this.#options = options;
    this.#requests = whole === undefined ? { underWay: 0 } : whole.#requests;
    this.times = whole?.times ?? new ChainTimes(stages.map((stage) => stage.hostname));
    this.multiModel = stages.find((stage) => stage instanceof MultiModelStage);
    this.#within = options.within ?? { first: 0, count: stages.length };
    this.#steps = planSteps(stages, { fuse: options.fuse ?? true, threads: options.threads });
    this.#maxIntermediateBytes = options.maxIntermediateBytes ?? maxIntermediateBytes;
  }

  /** True if `invoke` is going to answer this request synchronously, and needs no signal. */
  isQuick({ body }: ContainerRequest): boolean {
    return this.#steps.every((step) => step.isQuick(body.length));
  }

  /** True if every container runs in this process. */
  get isInProcess(): boolean {
    return this.#steps.every((step) => step.inProcess);
  }

  /**
   * The chain as it answers this request: with the model that is asked for in the place of the multi-model container,
   * if it is loaded in this process. Then neighbours share columns with it, and it need not be waited for.
   */
  forRequest(request: ContainerRequest): InferencePipeline {
    const model = this.multiModel?.findResident(request);
    if (model === undefined) return this;
    const known = this.#withModel.get(model);
    if (known !== undefined) return known;
    const stages = this.stages.map((stage) => (stage === this.multiModel ? model : stage));
    const chain = new InferencePipeline(stages, this.#options, this);
    this.#withModel.set(model, chain);
    return chain;
  }

  /** How a container is named in messages: by its place in the whole chain. */
  containerAt(index: number): FailedContainer {
    const { hostname, image } = this.stages[index] as Stage;
    const { first, count } = this.#within;
    return { position: first + index + 1, count, hostname, image };
  }

  /**
   * The last container's 2xx answer; throws (or rejects with) `StageFailure`, or `ServiceError` if a model is not
   * available.
   */
  invoke(request: ContainerRequest, signal: AbortSignal = neverAborted): ContainerAnswer | Promise<ContainerAnswer> {
    const since = performance.now();
    const spentMs = new Float64Array(this.stages.length);
    const answer = this.#run(request, 0, signal, spentMs, since);
    return answer instanceof Promise ? this.#count(answer) : answer;
  }

  /** One container's answer, by itself. */
  async invokeAlone(index: number, request: ContainerRequest, signal: AbortSignal): Promise<ContainerAnswer> {
    this.#alone ??= planSteps(this.stages, { fuse: false, threads: this.#options.threads });
    const step = this.#alone[index] as Step;
    return (await step.invoke(request, signal, new Float64Array(this.stages.length))).answer;
  }

  /** Requests that wait for a container. */
  get underWay(): number {
    return this.#requests.underWay;
  }

  async #count(answer: Promise<ContainerAnswer>): Promise<ContainerAnswer> {
    this.#requests.underWay++;
    try {
      return await answer;
    } finally {
      this.#requests.underWay--;
    }
  }

  /** Runs the steps from `from` on; leaves the synchronous loop only at a step that has to be waited for. */
  #run(
    request: ContainerRequest,
    from: number,
    signal: AbortSignal,
    spentMs: Float64Array,
    since: number,
  ): ContainerAnswer | Promise<ContainerAnswer> {
    let current = request;
    for (let at = from; ; at++) {
      const step = this.#steps[at] as Step;
      const isLast = at === this.#steps.length - 1;
      const given = step.invoke(
        isLast ? withAccept(current, request.accept) : withAccept(current, undefined),
        signal,
        spentMs,
      );
      if (given instanceof Promise) return this.#await(given, at, request, signal, spentMs, since);
      const answer = this.#check(given, at);
      if (isLast) {
        this.times.record(spentMs, performance.now() - since);
        return answer;
      }
      current = passOn(answer, request);
    }
  }

  async #await(
    pending: Promise<StepAnswer>,
    at: number,
    request: ContainerRequest,
    signal: AbortSignal,
    spentMs: Float64Array,
    since: number,
  ): Promise<ContainerAnswer> {
    let given: StepAnswer;
    try {
      given = await pending;
    } catch (error) {
      // A multi-model container answers the caller itself where no model has been asked.
      throw error instanceof ServiceError ? error : this.#unreachable(at, error, signal);
    }
    const answer = this.#check(given, at);
    if (at === this.#steps.length - 1) {
      this.times.record(spentMs, performance.now() - since);
      return answer;
    }
    return this.#run(withAccept(passOn(answer, request), request.accept), at + 1, signal, spentMs, since);
  }

  #check({ answer, answeredBy }: StepAnswer, at: number): ContainerAnswer {
    if (!isSuccess(answer)) {
      throw new StageFailure(this.containerAt(answeredBy), {
        status: answer.status,
        body: answer.body.toString('utf8'),
        reason: 'answered',
        place: answer.place,
        cause: answer.cause,
      });
    }
    const next = this.#steps[at + 1];
    const crosses = next !== undefined && !(next.inProcess && (this.#steps[at] as Step).inProcess);
    if (crosses && answer.body.length > this.#maxIntermediateBytes) throw this.#tooLarge(answer, at);
    return answer;
  }

  #tooLarge(answer: ContainerAnswer, at: number): StageFailure {
    const from = (this.#steps[at] as Step).first + (this.#steps[at] as Step).count - 1;
    const [a, b] = [this.stages[from] as Stage, this.stages[from + 1] as Stage];
    const body =
      `Received response from ${a.hostname} with status code ${answer.status}. However, the request payload from ${a.hostname} to ` +
      `${b.hostname} is ${answer.body.length} bytes, which has exceeded the maximum limit of ${this.#maxIntermediateBytes / 1048576} MB.`;
    return new StageFailure(this.containerAt(from), { status: answer.status, body, reason: 'too_large' });
  }

  /** No answer at all: the time is up, or the connection or the process is gone. */
  #unreachable(at: number, error: unknown, signal: AbortSignal): StageFailure {
    const index = (this.#steps[at] as Step).first;
    const { hostname } = this.stages[index] as Stage;
    if (error instanceof StageUnreachable && !error.wasSent) return this.#unavailable(index, error);
    const timedOut =
      (signal.aborted && signal.reason === 'timeout') || (error as { reason?: string }).reason === 'timeout';
    const body = timedOut
      ? `Your invocation timed out while waiting for a response from container ${hostname}. Review the latency metrics for each container, resolve the issue, and try again.`
      : `The container gave no answer: ${error instanceof Error ? error.message : String(error)}`;
    return new StageFailure(this.containerAt(index), {
      status: 0,
      body,
      reason: timedOut ? 'timeout' : 'connection',
      cause: error,
    });
  }

  /** It did not get the request: the same request may be answered a little later. */
  #unavailable(index: number, cause: StageUnreachable): StageFailure {
    const { message, reason } = cause;
    const body = reason === 'timeout' ? 'its turn did not come within its time limit' : message;
    return new StageFailure(this.containerAt(index), { status: 0, body, reason: 'unavailable', cause });
  }

  async close(): Promise<void> {
    await Promise.all(this.stages.map((stage) => stage.close()));
  }
}

function withAccept(request: ContainerRequest, accept: string | undefined): ContainerRequest {
  if (request.accept === accept) return request;
  const { accept: _dropped, ...rest } = request;
  return accept === undefined ? rest : { ...rest, accept };
}

function passOn(answer: ContainerAnswer, request: ContainerRequest): ContainerRequest {
  return {
    body: answer.body,
    ...(answer.contentType === undefined ? {} : { contentType: answer.contentType }),
    ...(request.customAttributes === undefined ? {} : { customAttributes: request.customAttributes }),
    ...(request.inferenceId === undefined ? {} : { inferenceId: request.inferenceId }),
    ...(request.sessionId === undefined ? {} : { sessionId: request.sessionId }),
    ...(request.targetModel === undefined ? {} : { targetModel: request.targetModel }),
    ...(request.deadline === undefined ? {} : { deadline: request.deadline }),
  };
}
