import { present } from '@catenary/scoring/internal/values';
import { isMediaTypeOfLines } from '../../container/media-type-of-lines.ts';
import type { ContainerAnswer, ContainerRequest } from '../../container/payload.ts';
import type { Stage } from '../../container/stage.ts';
import { Chain, type ChainOptions } from '../../invocation/chain.ts';
import { StageFailure } from '../../invocation/stage-failure.ts';
import { lineSplitter } from '../records/splitters/line.ts';
import { checkRowCount, type RowChecks } from './check-row-count.ts';
import { isolate } from './isolate.ts';
import type { JobCalls } from './job-calls.ts';

export interface SingleRecordsOptions {
  readonly chain: ChainOptions;
  readonly checkRows: RowChecks;
  readonly calls: JobCalls;
}

type Headers = Omit<ContainerRequest, 'body'>;

/**
 * Records that are a request each, run as blocks through the native containers at the head of the chain wherever that
 * gives the same answers.
 */
export class SingleRecords {
  readonly #whole: Chain;
  /** The native containers at the head, and what follows them; undefined if the head is not native or there is no rest. */
  readonly #head: Chain | undefined;
  readonly #rest: Chain | undefined;
  readonly #checkRows: RowChecks;
  readonly #calls: JobCalls;

  constructor(whole: Chain, stages: readonly Stage[], options: SingleRecordsOptions) {
    this.#whole = whole;
    this.#checkRows = options.checkRows;
    this.#calls = options.calls;
    const nativeCount = stages.findIndex(({ native }) => native === undefined);
    const headCount = nativeCount < 0 ? stages.length : nativeCount;
    const part = (first: number, end: number) => {
      const within = { first, count: stages.length };
      return first === end ? undefined : new Chain(stages.slice(first, end), { ...options.chain, within });
    };
    this.#head = part(0, headCount);
    this.#rest = part(headCount, stages.length);
  }

  /**
   * Single records as one request, where that gives what they would have been answered one by one, one after the other:
   * native containers all along, one line of answer each. Undefined if it does not, or if one is refused.
   */
  async asOne(body: Buffer, recordCount: number, headers: Headers): Promise<Buffer | undefined> {
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
  async each(records: readonly Buffer[], headers: Headers): Promise<(Buffer | StageFailure)[]> {
    const head = this.#head;
    const rest = this.#rest;
    if (head === undefined || !isCsv(headers.contentType)) return this.#oneByOne(this.#whole, records, headers);
    if (rest === undefined) {
      const answered = await this.#inBlocks(head, records, headers);
      return answered?.bodies ?? this.#oneByOne(this.#whole, records, headers);
    }
    const { accept, ...withoutAccept } = headers;
    const lines = await this.#inBlocks(head, records, withoutAccept);
    if (lines === undefined) return this.#oneByOne(this.#whole, records, headers);
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
    const next = (await this.#oneByOne(rest, passed, headers)).values();
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

  #oneByOne(chain: Chain, records: readonly Buffer[], headers: Headers): Promise<(Buffer | StageFailure)[]> {
    const one = async (body: Buffer): Promise<Buffer | StageFailure> => {
      try {
        const request = { ...headers, body };
        const answer = await this.#calls.ask(chain, request);
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

const newline = Buffer.from('\n');

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
