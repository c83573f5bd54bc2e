import type { ContainerAnswer, ContainerRequest } from '../container/payload.ts';
import type { ShadowComparison } from '../shadow/shadow-comparison.ts';

/** A request that the production variant has answered. */
export interface AnsweredRequest {
  readonly id: string;
  readonly request: ContainerRequest;
  readonly answer: ContainerAnswer;
  readonly ms: number;
}

export interface ShadowQueueOptions {
  /** Asks the shadow's chain. */
  readonly ask: (request: ContainerRequest) => ContainerAnswer | Promise<ContainerAnswer>;
  readonly comparison: ShadowComparison;
  /** Requests that the shadow works on at once. */
  readonly lanes: number;
}

/** Requests that wait for the shadow, and their bytes with those of the answers: what comes beyond is dropped. */
const maxWaiting = 100;
const maxWaitingBytes = 16 * 1024 ** 2;

/**
 * Copies of requests on their way to a shadow variant. A request is taken when its caller has been answered, and each
 * begins in a turn of the event loop of its own, so requests to production variants come between; if the shadow does not
 * keep up, it misses some.
 */
export class ShadowQueue {
  readonly #options: ShadowQueueOptions;
  #waiting: AnsweredRequest[] = [];
  #bytes = 0;
  #underWay = 0;
  #isClosed = false;

  constructor(options: ShadowQueueOptions) {
    this.#options = options;
  }

  add(answered: AnsweredRequest): void {
    const bytes = bytesOf(answered);
    const isFull = this.#waiting.length >= maxWaiting || this.#bytes + bytes > maxWaitingBytes;
    if (isFull || this.#isClosed) {
      this.#options.comparison.drop();
      return;
    }
    this.#bytes += bytes;
    this.#waiting.push(copied(answered));
    this.#begin();
  }

  /** Nothing more is asked. */
  close(): void {
    this.#isClosed = true;
    this.#waiting = [];
  }

  #begin(): void {
    if (this.#underWay >= this.#options.lanes) return;
    this.#underWay++;
    setImmediate(() => void this.#askNext());
  }

  async #askNext(): Promise<void> {
    const next = this.#waiting.shift();
    if (next !== undefined) {
      await this.#ask(next);
      this.#bytes -= bytesOf(next);
    }
    this.#underWay--;
    if (this.#waiting.length > 0) this.#begin();
  }

  async #ask({ id, request, answer, ms }: AnsweredRequest): Promise<void> {
    const { ask, comparison } = this.#options;
    const since = performance.now();
    try {
      const given = ask(request);
      const shadow = given instanceof Promise ? await given : given;
      const shadowMs = performance.now() - since;
      comparison.add({ id, production: { ...answer, ms }, shadow: { ...shadow, ms: shadowMs } });
    } catch (error) {
      if (!this.#isClosed) comparison.fail(error instanceof Error ? error.message : String(error));
    }
  }
}

const bytesOf = ({ request, answer }: AnsweredRequest) => request.body.length + answer.body.length;

/** Their buffers may be used again once the caller is answered. */
const copied = ({ id, request, answer, ms }: AnsweredRequest): AnsweredRequest => ({
  id,
  request: { ...request, body: Buffer.from(request.body) },
  answer: { ...answer, body: Buffer.from(answer.body) },
  ms,
});
