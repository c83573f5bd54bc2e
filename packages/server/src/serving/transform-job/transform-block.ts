import { defined, present } from '@catenary/scoring/internal/values';
import { own } from '@catenary/scoring/internal/names';
import { StageFailure } from '../invocation/stage-failure.ts';
import type { BlockOrigin } from './block-origin.ts';
import type { BatchChain, BatchChainOptions } from './batch-chain.ts';
import type { BlockOptions } from './block-options.ts';
import { joinPieces, type OutputPiece } from './block-output.ts';
import { checkHeader, type Given, givenTo, headersAt } from './given.ts';
import { InferenceIds, stampAnswer, UnreadableLineError } from './inference-stamp.ts';
import { isolate } from './isolate.ts';
import { JsonPathError } from './json-path.ts';
import { quoteStaysOpen, someQuoteStaysOpen } from './open-quote.ts';
import { detailOf, type FailureDetail, RecordFailure, type RejectedRecord } from './record-failure.ts';
import type { BlockRecord, Splitter } from './splitter.ts';
import { lineSplitter } from './splitters/line.ts';
import { splitters } from './splitters.ts';
import { withoutRow } from './without-row.ts';

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

/**
 * A record's answer (its group's, if it is the group's first), or why it has none; undefined behind a group's first.
 */
type Outcome = Buffer | FailureDetail | undefined;

/**
 * Sends one block of records through the chain, as the strategy says, and puts the answers together in order. Rejects
 * with `RecordFailure` for a record that fails its object, with `ChainError` if no record is to blame.
 */
export async function transformBlock(
  chain: BatchChain,
  block: Buffer,
  options: BlockOptions,
  origin: BlockOrigin = {},
): Promise<BlockResult> {
  const splitter = own(splitters, options.splitType) as Splitter;
  const { body, recordCount, lineCount } = splitter.whole(block);
  if (recordCount === 0) return { output: Buffer.alloc(0), recordCount, lineCount, rejected: [] };
  const given = givenTo(chain, options, origin.file);
  const hasOpenQuotes = given.linesAreRows && someQuoteStaysOpen(block);
  const isWhole = options.processing === undefined && !hasOpenQuotes;
  const whole = isWhole ? await attemptWhole(chain, { body, recordCount, given }, options) : undefined;
  const stamp = stampFor(options, origin.seed);
  if (Buffer.isBuffer(whole)) {
    const pieces = [{ answer: stamp(whole, 0) }];
    return { output: joinPieces(pieces, assembledWith(options)), recordCount, lineCount, rejected: [] };
  }
  const records = splitter.records(block);
  const outcomes = await settle(chain, records, { splitter, whole, given, ...options });
  return { ...assemble(records, outcomes, options, stamp), recordCount, lineCount };
}

interface WholeRequest {
  readonly body: Buffer;
  readonly recordCount: number;
  readonly given: Given;
}

/** The usual case: nothing is refused, so nothing has to be taken apart. */
async function attemptWhole(
  chain: BatchChain,
  { body, recordCount, given }: WholeRequest,
  options: BlockOptions,
): Promise<Buffer | StageFailure | undefined> {
  if (options.strategy === 'SINGLE_RECORD') {
    const answer = await chain.invokeAsOne(body, recordCount, given.headers);
    // Answers that do not end in a newline stand without one between them, unless they are assembled as lines.
    return options.assembleWith === 'Line' || answer?.at(-1) === 10 ? answer : undefined;
  }
  try {
    return (await chain.invoke({ ...headersAt(given, true), body }, recordCount)).body;
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error;
    checkHeader(error, given);
    const isSearched = recordCount > 1 && error.reason !== 'timeout' && error.reason !== 'too_large';
    if (options.badRecords.isQuarantined || isSearched) return error;
    // To try smaller groups until they time out would take hours, to learn no more than which record it was.
    throw new RecordFailure(recordCount === 1 ? 0 : undefined, tell(error, options));
  }
}

interface SettleOptions extends BlockOptions {
  readonly splitter: Splitter;
  /** How all records together have been refused already. */
  readonly whole: StageFailure | undefined;
  readonly given: Given;
}

/** An outcome for each record. Records that a filter cannot read are sent nowhere. */
async function settle(chain: BatchChain, records: readonly BlockRecord[], options: SettleOptions): Promise<Outcome[]> {
  const { processing, strategy, given } = options;
  const requests = records.map((record) => {
    const filtered =
      processing === undefined ? record : attempt(() => ({ ...record, body: processing.filterInput(record.body) }));
    if ('message' in filtered || !given.linesAreRows || !filtered.body.includes(quote)) return filtered;
    return quoteStaysOpen(filtered.body) ? openQuote : filtered;
  });
  const sent = requests.filter((request) => !('message' in request)) as BlockRecord[];
  const settled = strategy === 'SINGLE_RECORD' ? settleEach(chain, sent, options) : settleGroups(chain, sent, options);
  const answers = (await settled).values();
  return requests.map((request, at) => {
    if ('message' in request) return request;
    const outcome = answers.next().value;
    if (processing === undefined || !Buffer.isBuffer(outcome)) return outcome;
    const answer = options.splitType === 'None' ? outcome : withoutLineEnd(outcome);
    return attempt(() => processing.combine(defined(records[at]).body, answer));
  });
}

async function settleEach(
  chain: BatchChain,
  records: readonly BlockRecord[],
  options: SettleOptions,
): Promise<Outcome[]> {
  const bodies = records.map(({ body }) => body);
  const answers = await chain.invokeEach(bodies, options.given.headers);
  return answers.map((answer) => {
    if (Buffer.isBuffer(answer)) return answer;
    checkHeader(answer, options.given);
    return tell(answer, options);
  });
}

/** As few requests as there can be: one, or those around the records that are refused. */
async function settleGroups(
  chain: BatchChain,
  records: readonly BlockRecord[],
  options: SettleOptions,
): Promise<Outcome[]> {
  const { processing, badRecords, splitter, whole, given } = options;
  if (records.length === 0) return [];
  const refuse = (error: StageFailure) => {
    const row = error.place?.row;
    const concernsGroup = !badRecords.isQuarantined || concernsAll(error);
    return { refusal: { error, concernsGroup, ...present({ row }) } };
  };
  const send = async (from: number, to: number, isFirst: boolean) => {
    if (isFirst && whole !== undefined) return refuse(whole);
    const body = splitter.join(records.slice(from, to));
    // Only a record that stands alone is given all attempts again: groups are tried to find it.
    const tries = isFirst || to - from === 1 ? 'all' : 'one';
    try {
      const headers = headersAt(given, defined(records[from]).byte === 0);
      return { answer: (await chain.invoke({ ...headers, body }, to - from, tries)).body };
    } catch (error) {
      if (!(error instanceof StageFailure)) throw error;
      checkHeader(error, given);
      return refuse(error);
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

/**
 * Refusals that are no more than bad luck, or of the size of a request: its records may well be answered in other ones.
 */
const passingStatuses: readonly number[] = [408, 413, 429];

/**
 * Whether a request stays refused although each of its records, asked by itself, is answered: what was said of all of
 * them cannot be taken back by asking in another way.
 */
function concernsAll({ reason, status }: StageFailure): boolean {
  if (reason === 'row_count') return true;
  return reason === 'answered' && status >= 400 && status < 500 && !passingStatuses.includes(status);
}

const quote = 34;
const openQuoteMessage =
  'A quoted cell does not end in its line: with CATENARY_BATCH_CSV_QUOTED_NEWLINES=on, line breaks in quotes are part of a record.';
const openQuote: FailureDetail = { message: openQuoteMessage, fault: 'client', status: 400, body: openQuoteMessage };

function describeGroup(from: number, to: number, detail: FailureDetail): FailureDetail {
  const where = `Records ${from + 1} to ${to} of a mini-batch failed together, though none of them fails alone.`;
  return { ...detail, message: `${detail.message} (${where})` };
}

/** Where records are rows, the job says which of them it was: the container's own count is that of a request. */
function tell(error: Error, { splitType }: BlockOptions): FailureDetail {
  const isRow = splitType !== 'None' && error instanceof StageFailure && error.place?.row !== undefined;
  return isRow ? withoutRow(detailOf(error)) : detailOf(error);
}

const linesOf = (answer: Buffer) => lineSplitter.records(answer).map(({ body }) => body);

function withoutLineEnd(answer: Buffer): Buffer {
  if (answer.at(-1) !== 10) return answer;
  return answer.subarray(0, answer.at(-2) === 13 ? -2 : -1);
}

/**
 * Puts inference ids into answers, the first of which is to this record of the block; does nothing where there are
 * none.
 */
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
    const { body, framed, byte, line } = defined(records[record]);
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
