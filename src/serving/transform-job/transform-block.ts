import type { Payload } from '../container/payload.ts';
import { StageFailure } from '../pipeline/stage-failure.ts';
import type { BadRecords } from './bad-records.ts';
import type { BatchChain, BatchChainOptions } from './batch-chain.ts';
import { joinPieces, type OutputPiece } from './block-output.ts';
import type { DataProcessing } from './data-processing.ts';
import { InferenceIds, type InferenceStamp, stampAnswer, UnreadableLineError } from './inference-stamp.ts';
import { isolate } from './isolate.ts';
import { JsonPathError } from './json-path.ts';
import { detailOf, type FailureDetail, RecordFailure, type RejectedRecord } from './record-failure.ts';
import type { BlockRecord, Splitter } from './splitter.ts';
import { lineSplitter } from './splitters/line.ts';
import { splitters } from './splitters.ts';
import { own } from '../../util/own.ts';
import { withoutRow } from './without-row.ts';

/** How the blocks of a job are turned into output. */
export interface BlockOptions {
  /** Key of `splitters`. */
  readonly splitType: string;
  readonly strategy: 'SINGLE_RECORD' | 'MULTI_RECORD';
  readonly assembleWith: 'None' | 'Line';
  readonly contentType?: string;
  readonly accept?: string;
  readonly processing?: DataProcessing;
  /** What stands behind each record of the output. */
  readonly inference?: InferenceStamp;
  readonly badRecords: BadRecords;
  /** MaxPayloadInMB 0: requests are sent in chunks. */
  readonly isUnlimited: boolean;
}

/** Where lines are taken apart they have to be one a record; else they are counted where the job asks for it. */
export function rowChecks({ splitType, processing, badRecords }: BlockOptions): BatchChainOptions['checkRows'] {
  if (splitType === 'None') return 'never';
  if (processing !== undefined) return 'always';
  return badRecords.checkRows ? 'lines' : 'never';
}

/** What became of a block: its part of the output, and what it had. */
export interface BlockResult {
  readonly output: Buffer;
  readonly recordCount: number;
  readonly lineCount: number;
  readonly rejected: readonly RejectedRecord[];
}

/** A record's answer (its group's, if it is the group's first), or why it has none; undefined behind a group's first. */
type Outcome = Buffer | FailureDetail | undefined;

/**
 * Sends one block of records through the chain, as the strategy says, and puts the answers together in order. Rejects
 * with `RecordFailure` for a record that fails its object, with `StageLostError` for a container that is gone. `seed` is
 * that of the block's inference ids, where `options` ask for them.
 */
export async function transformBlock(
  chain: BatchChain,
  block: Buffer,
  options: BlockOptions,
  seed?: string,
): Promise<BlockResult> {
  const splitter = own(splitters, options.splitType) as Splitter;
  const { body, recordCount, lineCount } = splitter.whole(block);
  if (recordCount === 0) return { output: Buffer.alloc(0), recordCount, lineCount, rejected: [] };
  const whole = options.processing === undefined ? await attemptWhole(chain, body, recordCount, options) : undefined;
  const stamp = stampFor(options, seed);
  if (Buffer.isBuffer(whole)) {
    const pieces = [{ answer: stamp(whole, 0) }];
    return { output: joinPieces(pieces, assembledWith(options)), recordCount, lineCount, rejected: [] };
  }
  const records = splitter.records(block);
  const outcomes = await settle(chain, records, { splitter, whole, ...options });
  return { ...assemble(records, outcomes, options, stamp), recordCount, lineCount };
}

/** The usual case: nothing is refused, so nothing has to be taken apart. */
async function attemptWhole(
  chain: BatchChain,
  body: Buffer,
  recordCount: number,
  options: BlockOptions,
): Promise<Buffer | StageFailure | undefined> {
  if (options.strategy === 'SINGLE_RECORD') {
    const answer = await chain.invokeAsOne(body, recordCount, headersOf(chain, options));
    // Answers that do not end in a newline stand without one between them, unless they are assembled as lines.
    return options.assembleWith === 'Line' || answer?.at(-1) === 10 ? answer : undefined;
  }
  try {
    return (await chain.invoke({ ...headersOf(chain, options), body }, recordCount)).body;
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error;
    const isSearched = recordCount > 1 && error.reason !== 'timeout' && error.reason !== 'too_large';
    if (options.badRecords.isQuarantined || isSearched) return error;
    // To try smaller groups until they time out would take hours, to tell no more than which record it was.
    throw new RecordFailure(recordCount === 1 ? 0 : undefined, tell(error, options));
  }
}

interface SettleOptions extends BlockOptions {
  readonly splitter: Splitter;
  /** How all records together have been refused already. */
  readonly whole: StageFailure | undefined;
}

/** An outcome for each record. Records that a filter cannot read are sent nowhere. */
async function settle(chain: BatchChain, records: readonly BlockRecord[], options: SettleOptions): Promise<Outcome[]> {
  const { processing, strategy } = options;
  const requests = records.map((record) =>
    processing === undefined ? record : attempt(() => ({ ...record, body: processing.filterInput(record.body) })),
  );
  const sent = requests.filter((request) => !('message' in request)) as BlockRecord[];
  const settled = strategy === 'SINGLE_RECORD' ? settleEach(chain, sent, options) : settleGroups(chain, sent, options);
  const answers = (await settled).values();
  return requests.map((request, at) => {
    if ('message' in request) return request;
    const outcome = answers.next().value as Outcome;
    if (processing === undefined || !Buffer.isBuffer(outcome)) return outcome;
    const answer = options.splitType === 'None' ? outcome : withoutLineEnd(outcome);
    return attempt(() => processing.combine((records[at] as BlockRecord).body, answer));
  });
}

async function settleEach(
  chain: BatchChain,
  records: readonly BlockRecord[],
  options: BlockOptions,
): Promise<Outcome[]> {
  const bodies = records.map(({ body }) => body);
  const answers = await chain.invokeEach(bodies, headersOf(chain, options));
  return answers.map((answer) => (Buffer.isBuffer(answer) ? answer : tell(answer, options)));
}

/** As few requests as there can be: one, or those around the records that are refused. */
async function settleGroups(
  chain: BatchChain,
  records: readonly BlockRecord[],
  options: SettleOptions,
): Promise<Outcome[]> {
  const { processing, badRecords, splitter, whole } = options;
  if (records.length === 0) return [];
  const refuse = (error: StageFailure) => {
    const row = error.place?.row;
    const concernsGroup = error.reason === 'row_count' || !badRecords.isQuarantined;
    return { refusal: { error, concernsGroup, ...(row === undefined ? {} : { row }) } };
  };
  const send = async (from: number, to: number, isFirst: boolean) => {
    if (isFirst && whole !== undefined) return refuse(whole);
    const body = splitter.join(records.slice(from, to));
    // Only a record that stands alone is given all attempts again: groups are tried to find it.
    const maxTries = isFirst || to - from === 1 ? Infinity : 1;
    try {
      return { answer: (await chain.invoke({ ...headersOf(chain, options), body }, to - from, maxTries)).body };
    } catch (error) {
      if (error instanceof StageFailure) return refuse(error);
      throw error;
    }
  };
  const outcomes: Outcome[] = Array.from({ length: records.length });
  for (const piece of await isolate(records.length, send, !badRecords.isQuarantined)) {
    if ('answer' in piece) {
      const lines = processing === undefined || options.splitType === 'None' ? [piece.answer] : linesOf(piece.answer);
      for (const [at, line] of lines.entries()) outcomes[piece.from + at] = line;
    } else if (piece.to - piece.from === 1) outcomes[piece.from] = tell(piece.refusal.error, options);
    else throw new RecordFailure(undefined, describeGroup(piece.from, piece.to, tell(piece.refusal.error, options)));
  }
  return outcomes;
}

function describeGroup(from: number, to: number, detail: FailureDetail): FailureDetail {
  const where = `Records ${from + 1} to ${to} of a mini-batch failed together, though none of them fails alone.`;
  return { ...detail, message: `${detail.message} (${where})` };
}

/** Where records are rows, the job tells which of them it was: the container's own count is that of a request. */
function tell(error: Error, { splitType }: BlockOptions): FailureDetail {
  const isRow = splitType !== 'None' && error instanceof StageFailure && error.place?.row !== undefined;
  return isRow ? withoutRow(detailOf(error)) : detailOf(error);
}

const linesOf = (answer: Buffer) => lineSplitter.records(answer).map(({ body }) => body);

function withoutLineEnd(answer: Buffer): Buffer {
  if (answer.at(-1) !== 10) return answer;
  return answer.subarray(0, answer.at(-2) === 13 ? -2 : -1);
}

/** Only where records are lines a job that names no Accept is given one, so that its answers are lines as well. */
function headersOf(chain: BatchChain, options: BlockOptions): Omit<Payload, 'body'> {
  const { contentType, splitType } = options;
  const isOfLines = splitType === 'Line' || splitType === 'QuotedLine';
  const accept = options.accept ?? (isOfLines ? chain.acceptOfLines(contentType) : undefined);
  return {
    ...(options.isUnlimited ? { isChunked: true } : {}),
    ...(contentType === undefined ? {} : { contentType }),
    ...(accept === undefined ? {} : { accept }),
  };
}

/** Puts inference ids into answers, the first of which is to this record of the block; does nothing where there are none. */
type Stamp = (answer: Buffer, record: number) => Buffer;

function stampFor({ inference, splitType }: BlockOptions, seed: string | undefined): Stamp {
  if (inference === undefined || seed === undefined) return (answer) => answer;
  const ids = new InferenceIds(seed);
  const splitter = splitType === 'QuotedLine' ? (splitters.QuotedLine as Splitter) : lineSplitter;
  return (answer, record) => {
    const lines = splitter.records(answer);
    try {
      return stampAnswer(answer, lines, inference, ids);
    } catch (error) {
      if (!(error instanceof UnreadableLineError)) throw error;
      throw new RecordFailure(record + error.line, detailOf(error));
    }
  };
}

/** Answers that are taken apart into lines, or have an end put to each of their records, are lines of their own. */
function assembledWith({ processing, inference, splitType, assembleWith }: BlockOptions): 'None' | 'Line' {
  return splitType !== 'None' && (processing ?? inference) !== undefined ? 'Line' : assembleWith;
}

/** Puts outcomes together; throws `RecordFailure` for the first failure unless bad records are set apart. */
function assemble(records: readonly BlockRecord[], outcomes: readonly Outcome[], options: BlockOptions, stamp: Stamp) {
  const { badRecords } = options;
  const rejected: RejectedRecord[] = [];
  const pieces: OutputPiece[] = [];
  for (const [record, outcome] of outcomes.entries()) {
    if (outcome === undefined) continue;
    if (Buffer.isBuffer(outcome)) {
      pieces.push({ answer: stamp(outcome, record) });
      continue;
    }
    if (!badRecords.isQuarantined) throw new RecordFailure(record, outcome);
    const { body, framed, byte, line } = records[record] as BlockRecord;
    rejected.push({ record, line, byte, original: framed ?? body, failure: outcome });
    pieces.push({ placeholder: badRecords.placeholder });
  }
  const wouldBeOne = options.strategy === 'MULTI_RECORD' && pieces.length > 1;
  return { output: joinPieces(pieces, assembledWith(options), wouldBeOne), rejected };
}

function attempt<T>(work: () => T): T | FailureDetail {
  try {
    return work();
  } catch (error) {
    if (error instanceof JsonPathError) return detailOf(error);
    throw error;
  }
}
