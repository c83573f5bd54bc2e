import { isMediaTypeOfLines } from '../../container/media-type-of-lines.ts';
import type { ContainerAnswer, ContainerRequest } from '../../container/payload.ts';
import type { Stage } from '../../container/stage.ts';
import { Chain, type ChainOptions } from '../../invocation/chain.ts';
import type { FailedContainer } from '../../invocation/stage-failure.ts';
import { acceptOfLines } from './accept-of-lines.ts';
import { ChainError } from './chain-error.ts';
import { checkRowCount, type RowChecks } from './check-row-count.ts';
import { type JobCallOptions, JobCalls, type Tries } from './job-calls.ts';
import { SingleRecords } from './single-records.ts';

export interface BatchChainOptions extends JobCallOptions {
  readonly chain: ChainOptions;
  readonly checkRows: RowChecks;
}

/** The chain as batch transform drives it: with retries, time limits and counted rows. */
export class BatchChain {
  /** For records that are a request each. */
  readonly single: SingleRecords;
  readonly #whole: Chain;
  readonly #calls: JobCalls;
  readonly #checkRows: RowChecks;
  readonly #stages: readonly Stage[];

  constructor(stages: readonly Stage[], options: BatchChainOptions) {
    const { chain, checkRows } = options;
    this.#whole = new Chain(stages, chain);
    this.#calls = new JobCalls(stages, options);
    this.#checkRows = checkRows;
    this.#stages = stages;
    this.single = new SingleRecords(this.#whole, stages, { chain, checkRows, calls: this.#calls });
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
    const answer = await this.#calls.ask(this.#whole, request, tries);
    if (this.#checkRows === 'never') return answer;
    if (this.#checkRows === 'lines' && recordCount > 1 && !isMediaTypeOfLines(answer.contentType))
      throw unmatched(this.#whole.containerAt(this.#stages.length - 1), answer.contentType);
    await checkRowCount(answer, recordCount, { chain: this.#whole, request });
    return answer;
  }
}

/** Row identity was asked for, and the answer to several records has no lines. */
const unmatched = ({ position, count, hostname }: FailedContainer, contentType = 'no content type') =>
  new ChainError(
    `Container ${position} of ${count} (${hostname}) answered several records with ${contentType}, whose rows cannot be ` +
      'matched to the records. Set Accept to text/csv or application/jsonlines, BatchStrategy to SingleRecord, or ' +
      'CATENARY_BATCH_ROW_IDENTITY to off.',
  );
