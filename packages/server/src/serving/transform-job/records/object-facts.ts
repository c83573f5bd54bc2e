import { defined, present } from '@catenary/scoring/internal/values';
import type { FileColumn, FileFacts } from '../../container/file-facts.ts';
import type { TransformPlan } from '../plan/transform-plan.ts';
import { checkIsLines } from './check-is-lines.ts';
import { type DataProcessing, dataProcessing } from './data-processing.ts';
import { FirstRecord } from './first-record.ts';
import { JsonPathError } from './json-path-error.ts';
import type { RecordSource } from './record-source.ts';
import { type OversizedRecord, objectStart, type RecordPosition, type SplitLimits } from './splitter.ts';
import { splitters } from './splitters.ts';

/** What is known about the file that an object's blocks are parts of, once its first block was read. */
export class ObjectFacts {
  readonly #source: RecordSource;
  readonly #processing: DataProcessing | undefined;
  /** Undefined where an object is one record, or its first record says nothing about the others. */
  readonly #first: FirstRecord | undefined;
  readonly #areChosen: boolean;
  /** Whether its bytes are cut into lines as they are. */
  readonly #isOfLines: boolean;
  #columns: readonly FileColumn[] | undefined;

  constructor(
    source: RecordSource,
    { input, processing }: Pick<TransformPlan, 'input' | 'processing'>,
    needsFirstRecord: boolean,
  ) {
    const { format, contentType } = input;
    const { splitType } = format;
    this.#areChosen = format.kind !== 'split' && format.columns !== undefined;
    this.#isOfLines = format.kind !== 'parquet' && (splitType === 'Line' || splitType === 'QuotedLine');
    const splitter = splitters[splitType];
    this.#source = source;
    this.#processing = processing === undefined ? undefined : dataProcessing(processing);
    const reading = { splitter, isLine: splitType === 'Line', contentType, processing: this.#processing };
    this.#first = needsFirstRecord && splitType !== 'None' ? new FirstRecord(reading) : undefined;
  }

  /**
   * The blocks from a position on. None is given before the first record is known: where a job continues in the middle
   * of an object, and where the first block has none that can be read, the object's beginning is read for it beside
   * them.
   */
  async *blocks(
    start: RecordPosition,
    limits: SplitLimits,
    signal: AbortSignal,
  ): AsyncGenerator<Buffer | OversizedRecord> {
    let isKnown = this.#first === undefined;
    let isBeginning = this.#isOfLines && start.record === 0;
    for await (const block of this.#source.blocks(start, limits, signal)) {
      if (isBeginning) checkIsLines(Buffer.isBuffer(block) ? block : block.head);
      isBeginning = false;
      if (!isKnown && start.record === 0 && Buffer.isBuffer(block)) this.#first?.look(block);
      if (!isKnown && this.#first?.bytes === undefined) await this.#readBeginning(limits, signal);
      isKnown = true;
      yield block;
    }
  }

  async #readBeginning({ room: _room, ...limits }: SplitLimits, signal: AbortSignal): Promise<void> {
    for await (const block of this.#source.blocks(objectStart, { ...limits, skipOversized: true }, signal)) {
      if (Buffer.isBuffer(block)) this.#first?.look(block);
      if (this.#first?.bytes !== undefined) return;
    }
  }

  /** What is known about a block that was just read. */
  at(position: Pick<RecordPosition, 'record'>, byte: number): FileFacts | undefined {
    const firstRecord = this.#first?.bytes;
    this.#columns ??= this.#source.columns === undefined ? undefined : this.#filtered(this.#source.columns);
    if (firstRecord === undefined && this.#columns === undefined) return undefined;
    return {
      isStart: position.record === 0 && byte === 0,
      ...present({
        firstRecord,
        columns: this.#columns,
        areChosen: this.#columns === undefined ? undefined : this.#areChosen,
      }),
    };
  }

  /** The columns that the job's InputFilter leaves: it picks cells by position, so it gets their positions. */
  #filtered(columns: readonly FileColumn[]): readonly FileColumn[] | undefined {
    if (this.#processing === undefined) return columns;
    try {
      const places = this.#processing.filterInput(Buffer.from(columns.map((_, at) => at).join(','))).toString();
      return places.split(',').map((place) => defined(columns[Number(place)]));
    } catch (error) {
      if (error instanceof JsonPathError) return undefined;
      throw error;
    }
  }
}
