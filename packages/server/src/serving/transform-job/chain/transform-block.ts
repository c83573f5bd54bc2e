import { defined } from '@catenary/scoring/internal/values';
import { StageFailure } from '../../invocation/stage-failure.ts';
import { someQuoteStaysOpen } from '../records/open-quote.ts';
import type { BlockRecord } from '../records/splitter.ts';
import { lineSplitter } from '../records/splitters/line.ts';
import { splitters } from '../records/splitters.ts';
import type { BlockOrigin } from './block-origin.ts';
import type { BlockWork } from './block-work.ts';
import { checkHeader, type Given, givenTo, headersAt } from './given.ts';
import { InferenceIds, stampAnswer, UnreadableLineError } from './inference-stamp.ts';
import { joinPieces, type OutputPiece } from './join-pieces.ts';
import { detailOf, RecordFailure, type RejectedRecord } from './record-failure.ts';
import { answeredBefore, type Outcome, settleRecords } from './settle-records.ts';
import { rowlessDetail } from './without-row.ts';

/** What became of a block: its part of the output, and what it had. */
export interface BlockResult {
  readonly output: Buffer;
  readonly recordCount: number;
  readonly lineCount: number;
  readonly rejected: readonly RejectedRecord[];
}

/**
 * Sends one block of records through the chain, as the strategy says, and puts the answers together in order. Rejects
 * with `RecordFailure` for a record that fails its object, with `ChainError` if no record is to blame.
 */
export async function transformBlock(work: BlockWork, block: Buffer, origin: BlockOrigin = {}): Promise<BlockResult> {
  const { body, recordCount, lineCount } = work.splitter.whole(block);
  if (recordCount === 0) return { output: Buffer.alloc(0), recordCount, lineCount, rejected: [] };
  const given = givenTo(work, origin.file);
  const hasOpenQuotes = given.linesAreRows && someQuoteStaysOpen(block);
  const isWhole = work.processing === undefined && !hasOpenQuotes;
  const whole = isWhole ? await attemptWhole(work, { body, recordCount, given }) : undefined;
  const stamp = stampFor(work, origin.seed);
  if (Buffer.isBuffer(whole)) {
    const output = joinPieces([{ answer: stamp(whole, 0) }], assembledWith(work));
    return { output, recordCount, lineCount, rejected: [] };
  }
  const records = work.splitter.records(block);
  const outcomes = await settleRecords(work, records, { whole, given, file: origin.file });
  return { ...assemble(work, { records, outcomes, stamp }), recordCount, lineCount };
}

interface WholeRequest {
  readonly body: Buffer;
  readonly recordCount: number;
  readonly given: Given;
}

/** The usual case: nothing is refused, so nothing has to be taken apart. */
async function attemptWhole(
  work: BlockWork,
  { body, recordCount, given }: WholeRequest,
): Promise<Buffer | StageFailure | undefined> {
  const { chain } = work;
  if (work.strategy === 'SINGLE_RECORD') {
    const answer = await chain.single.asOne(body, recordCount, given.headers);
    // Answers that do not end in a newline stand without one between them, unless they are assembled as lines.
    return work.assembleWith === 'Line' || answer?.at(-1) === 10 ? answer : undefined;
  }
  try {
    return (await chain.invoke({ ...headersAt(given, true), body }, recordCount)).body;
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error;
    checkHeader(error, given);
    const isSearched = recordCount > 1 && error.reason !== 'timeout' && error.reason !== 'too_large';
    if (work.badRecords.isQuarantined || isSearched) return error;
    // To try smaller groups until they time out would take hours, to learn no more than which record it was.
    throw new RecordFailure(recordCount === 1 ? 0 : undefined, rowlessDetail(error, work));
  }
}

/**
 * Puts inference ids into answers, the first of which is to this record of the block; does nothing where there are
 * none.
 */
type Stamp = (answer: Buffer, record: number) => Buffer;

function stampFor({ inference, splitType }: BlockWork, seed: string | undefined): Stamp {
  if (inference === undefined || seed === undefined) return (answer) => answer;
  const ids = new InferenceIds(seed);
  const splitter = splitType === 'QuotedLine' ? splitters.QuotedLine : lineSplitter;
  return (answer, record) => {
    const lines = splitter.records(answer);
    try {
      return stampAnswer({ answer, lines }, inference, ids);
    } catch (error) {
      if (!(error instanceof UnreadableLineError)) throw error;
      throw new RecordFailure(record + error.line, detailOf(error));
    }
  };
}

/** Answers that are taken apart into lines, or have an end put to each of their records, are lines of their own. */
function assembledWith({ processing, inference, splitType, assembleWith }: BlockWork): 'None' | 'Line' {
  return splitType !== 'None' && (processing ?? inference) !== undefined ? 'Line' : assembleWith;
}

interface Settled {
  readonly records: readonly BlockRecord[];
  readonly outcomes: readonly Outcome[];
  readonly stamp: Stamp;
}

/** Puts outcomes together; throws `RecordFailure` for the first failure unless bad records are set apart. */
function assemble(work: BlockWork, { records, outcomes, stamp }: Settled) {
  const { badRecords } = work;
  const rejected: RejectedRecord[] = [];
  const pieces: OutputPiece[] = [];
  for (const [record, outcome] of outcomes.entries()) {
    if (outcome === answeredBefore) continue;
    if (Buffer.isBuffer(outcome)) {
      pieces.push({ answer: stamp(outcome, record) });
      continue;
    }
    if (!badRecords.isQuarantined) throw new RecordFailure(record, outcome);
    const { body, framed, byte, line } = defined(records[record]);
    rejected.push({ record, line, byte, original: framed ?? body, failure: outcome });
    pieces.push({ placeholder: badRecords.placeholder });
  }
  const wouldBeOne = work.strategy === 'MULTI_RECORD' && pieces.length > 1;
  return { output: joinPieces(pieces, assembledWith(work), wouldBeOne), rejected };
}
