import { present } from '@catenary/scoring/internal/values';
import { isMediaTypeOfLines } from '../../container/media-type-of-lines.ts';
import type { ContainerAnswer, ContainerRequest } from '../../container/payload.ts';
import type { Stage } from '../../container/stage.ts';
import { Chain, type ChainOptions } from '../../invocation/chain.ts';
import type { Caller } from '../../invocation/caller.ts';
import { compose, type Handler } from '../../invocation/handler.ts';
import { invokeChain } from '../../invocation/handlers.ts';
import { timeLimit } from '../../invocation/handlers/time-limit.ts';
import { type ChainCall, chainCall } from '../../invocation/invocation.ts';
import { type FailedContainer, StageFailure } from '../../invocation/stage-failure.ts';
import { acceptOfLines } from './accept-of-lines.ts';
import { ChainError } from './chain-error.ts';
import { isolate } from './isolate.ts';
import { checkRowCount } from './row-count.ts';
import { lineSplitter } from '../records/splitters/line.ts';
import { type AttemptOptions, attempts } from './attempts.ts';

export interface BatchChainOptions extends AttemptOptions {
  readonly chain: ChainOptions;
  /** Longest time of one attempt at containers outside this process, milliseconds. */
  readonly timeoutMs: number;
  /**
   * Whether an answer must have one line for each record: `always` for filters and joins (an answer to a single record only if
   * its media type is one of lines), `lines` for row identity (an answer to several records must be of such a type), or `never`.
   */
  readonly checkRows: 'always' | 'lines' | 'never';
}

type Headers = Omit<ContainerRequest, 'body'>;

/** Attempts at a request: as many as the job allows, or one. */
type Tries = 'all' | 'one';

/**
 * The chain as batch transform drives it: retries, time limits, and single records run as blocks through the native
 * containers at the head of the chain, wherever that gives the same answers.
 */
export class BatchChain {
  readonly #whole: Chain;
  /** The native containers at the head, and what follows them; undefined if the head is not native or there is no rest. */
  readonly #head: Chain | undefined;
  readonly #rest: Chain | undefined;
  /** What a request to containers outside this process passes: with all its attempts, or with one. */
  readonly #patient: Handler<ChainCall>;
  readonly #once: Handler<ChainCall>;
  readonly #signal: AbortSignal;
  readonly #job: Caller;
  readonly #checkRows: BatchChainOptions['checkRows'];
  readonly #stages: readonly Stage[];

  constructor(stages: readonly Stage[], options: BatchChainOptions) {
    const limit = timeLimit({ ms: options.timeoutMs, isDeadline: false });
    this.#patient = compose([attempts(stages, options), limit], invokeChain);
    this.#once = compose([attempts(stages, { ...options, maxRetries: 0 }), limit], invokeChain);
    this.#signal = options.signal;
    this.#job = callerOf(options.signal);
    this.#checkRows = options.checkRows;
    this.#stages = stages;
    this.#whole = new Chain(stages, options.chain);
    const nativeCount = stages.findIndex(({ native }) => native === undefined);
    const headCount = nativeCount < 0 ? stages.length : nativeCount;
    const part = (first: number, end: number) => {
      const within = { first, count: stages.length };
      return first === end ? undefined : new Chain(stages.slice(first, end), { ...options.chain, within });
    };
    this.#head = part(0, headCount);
    this.#rest = part(headCount, stages.length);
  }

  /** Whether the first container is native, so that facts about a whole file can be passed to it. */
  get startsNative(): boolean {
    return this.#stages[0]?.native !== undefined;
  }

  /** The Accept of a job that reads lines and names none: see `acceptOfLines`. */
  acceptOfLines(contentType: string | undefined): string | undefined {
    return acceptOfLines(this.#stages, contentType);
  }

  /**
   * One request with `recordCount` records through the whole chain. Rejects with `StageFailure`, or with `ChainError`: a
   * container is gone, or records need lines and the answer has none.
   */
  async invoke(request: ContainerRequest, recordCount: number, tries: Tries = 'all'): Promise<ContainerAnswer> {
    const answer = await this.#answer(this.#whole, request, tries);
    if (this.#checkRows === 'never') return answer;
    if (this.#checkRows === 'lines' && recordCount > 1 && !isMediaTypeOfLines(answer.contentType))
      throw unmatched(this.#whole.containerAt(this.#stages.length - 1), answer.contentType);
    await checkRowCount(answer, recordCount, { chain: this.#whole, request });
    return answer;
  }

  /**
   * Single records as one request, where that gives what they would have been answered one by one, one after the other:
   * native containers all along, one line of answer each. Undefined if it does not, or if one is refused.
   */
  async invokeAsOne(body: Buffer, recordCount: number, headers: Headers): Promise<Buffer | undefined> {
    if (!this.#whole.isInProcess || !isCsv(headers.contentType)) return undefined;
    try {
      const answer = await this.#whole.invoke({ ...headers, body });
      const { recordCount: rows, lineCount: lines } = lineSplitter.whole(answer.body);
      return isMediaTypeOfLines(answer.contentType) && rows === recordCount && lines === rows ? answer.body : undefined;
    } catch (error) {
      if (error instanceof StageFailure) return undefined;
      throw error;
    }
  }

  /** One request a record; answers and failures in order. Rejects with `ChainError`. */
  async invokeEach(records: readonly Buffer[], headers: Headers): Promise<(Buffer | StageFailure)[]> {
    const head = this.#head;
    const rest = this.#rest;
    if (head === undefined || !isCsv(headers.contentType)) return this.#each(this.#whole, records, headers);
    if (rest === undefined) {
      const answered = await this.#inBlocks(head, records, headers);
      return answered?.bodies ?? this.#each(this.#whole, records, headers);
    }
    const { accept, ...withoutAccept } = headers;
    const lines = await this.#inBlocks(head, records, withoutAccept);
    if (lines === undefined) return this.#each(this.#whole, records, headers);
    const { contentType } = lines;
    return this.#eachThat(lines.bodies, rest, present({ contentType, accept }));
  }

  /** Sends on what the head has answered; what it refused stays refused. */
  async #eachThat(
    answers: readonly (Buffer | StageFailure)[],
    rest: Chain,
    headers: Headers,
  ): Promise<(Buffer | StageFailure)[]> {
    const passed = answers.filter((answer) => Buffer.isBuffer(answer));
    const next = (await this.#each(rest, passed, headers)).values();
    return answers.map((answer) => (Buffer.isBuffer(answer) ? (next.next().value as Buffer | StageFailure) : answer));
  }

  /**
   * Many records as one request to native containers; around records that are refused, as several. Undefined if an
   * answer cannot be taken apart again, one line a record: then the records have to go one by one.
   */
  async #inBlocks(head: Chain, records: readonly Buffer[], headers: Headers) {
    if (records.length === 1) return undefined;
    let contentType: string | undefined;
    const attempt = async (from: number, to: number) => {
      try {
        const answer = await head.invoke({ ...headers, body: linesOf(records.slice(from, to)) });
        contentType = answer.contentType;
        return { answer: takeApart(answer, to - from) };
      } catch (error) {
        if (!(error instanceof StageFailure)) throw error;
        const row = error.place?.row;
        return { refusal: { error, concernsGroup: false, ...present({ row }) } };
      }
    };
    const bodies: (Buffer | StageFailure)[] = [];
    for (const piece of await isolate(records.length, attempt, false)) {
      if ('refusal' in piece) bodies.push(piece.refusal.error as StageFailure);
      else if (piece.answer === undefined) return undefined;
      else bodies.push(...piece.answer);
    }
    return { bodies, contentType };
  }

  /** Rejects as the handler `attempts` does. */
  async #answer(chain: Chain, request: ContainerRequest, tries: Tries = 'all'): Promise<ContainerAnswer> {
    if (chain.isInProcess) return chain.invoke(request, { signal: this.#signal });
    const handler = tries === 'all' ? this.#patient : this.#once;
    return handler(chainCall(chain, request, { caller: this.#job }));
  }

  #each(chain: Chain, records: readonly Buffer[], headers: Headers): Promise<(Buffer | StageFailure)[]> {
    const one = async (body: Buffer): Promise<Buffer | StageFailure> => {
      try {
        const request = { ...headers, body };
        const answer = await this.#answer(chain, request);
        if (this.#checkRows === 'lines' || (this.#checkRows === 'always' && isMediaTypeOfLines(answer.contentType)))
          await checkRowCount(answer, 1, { chain, request });
        return answer.body;
      } catch (error) {
        if (error instanceof StageFailure) return error;
        throw error;
      }
    };
    return Promise.all(records.map(one));
  }
}

/** The job, as who waits for an answer: it goes when it is stopped. */
const callerOf = (signal: AbortSignal): Caller => ({
  onGone(cancel) {
    signal.addEventListener('abort', cancel);
    return () => signal.removeEventListener('abort', cancel);
  },
  begin: (work) => work(),
});

const newline = Buffer.from('\n');

/** Row identity was asked for, and the answer to several records has no lines. */
const unmatched = ({ position, count, hostname }: FailedContainer, contentType = 'no content type') =>
  new ChainError(
    `Container ${position} of ${count} (${hostname}) answered several records with ${contentType}, whose rows cannot be ` +
      'matched to the records. Set Accept to text/csv or application/jsonlines, BatchStrategy to SingleRecord, or ' +
      'CATENARY_BATCH_ROW_IDENTITY to off.',
  );

const isCsv = (type: string | undefined) => /^text\/csv\s*(;|$)/i.test(type ?? '');

/** Without a newline at the end, like a record that is sent alone. */
const linesOf = (records: readonly Buffer[]) =>
  Buffer.concat(records.flatMap((record, at) => (at === 0 ? [record] : [newline, record])));

/** The lines of a block's answer; undefined if they are not one a record. */
function takeApart(answer: ContainerAnswer, recordCount: number): Buffer[] | undefined {
  const lines = lineSplitter.records(answer.body);
  if (!isMediaTypeOfLines(answer.contentType) || lines.length !== recordCount) return undefined;
  // A container that ends its answers in a newline does so for each record.
  const isEnded = answer.body.at(-1) === 10;
  return lines.map(({ body }) => (isEnded ? Buffer.concat([body, newline]) : body));
}
