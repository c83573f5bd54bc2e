import { defined, present } from '@catenary/scoring/internal/values';
import type { FileFacts } from '../../container/file-facts.ts';
import { StageFailure } from '../../invocation/stage-failure.ts';
import { isNullCell } from '../records/is-null-cell.ts';
import { JsonPathError } from '../records/json-path-error.ts';
import { quoteStaysOpen } from '../records/open-quote.ts';
import type { BlockRecord } from '../records/splitter.ts';
import { lineSplitter } from '../records/splitters/line.ts';
import type { BlockWork } from './block-work.ts';
import { checkHeader, type Given, headersAt } from './given.ts';
import { isolate } from './isolate.ts';
import { detailOf, type FailureDetail, RecordFailure } from './record-failure.ts';
import { rowlessDetail } from './without-row.ts';

/** What stands for a record whose answer is part of that of the record before it, with which it went. */
export const answeredBefore = Symbol('answered with the record before');

/** What became of a record: its answer (its group's, if it is the group's first), or why it has none. */
export type Outcome = Buffer | FailureDetail | typeof answeredBefore;

/** What is known of a block before its records are asked. */
export interface Asking {
  /** How all records together have been refused already. */
  readonly whole: StageFailure | undefined;
  readonly given: Given;
  /** What is known about the file, whatever container gets its records. */
  readonly file: FileFacts | undefined;
}

/** An outcome for each record. Records that a filter cannot read are sent nowhere. */
export async function settleRecords(
  work: BlockWork,
  records: readonly BlockRecord[],
  asking: Asking,
): Promise<Outcome[]> {
  const { processing, strategy } = work;
  const requests = records.map((record) => requestOf(record, work, asking.given));
  const sent = requests.filter((request) => !('message' in request)) as BlockRecord[];
  const settled = strategy === 'SINGLE_RECORD' ? settleEach(work, sent, asking) : settleGroups(work, sent, asking);
  const outcomes = await settled;
  let next = 0;
  return requests.map((request, at) => {
    if ('message' in request) return request;
    const outcome = defined(outcomes[next++]);
    if (processing === undefined || !Buffer.isBuffer(outcome)) return outcome;
    const answer = work.splitType === 'None' ? outcome : withoutLineEnd(outcome);
    const { body } = defined(records[at]);
    return attempt(() => processing.combine(body, answer, isNullCell(body, asking.file?.columns)));
  });
}

/** The record as the chain gets it, or why it does not. */
function requestOf(record: BlockRecord, { processing }: BlockWork, given: Given): BlockRecord | FailureDetail {
  const filtered =
    processing === undefined ? record : attempt(() => ({ ...record, body: processing.filterInput(record.body) }));
  if ('message' in filtered || !given.linesAreRows || !filtered.body.includes(quote)) return filtered;
  return quoteStaysOpen(filtered.body) ? openQuote : filtered;
}

async function settleEach(work: BlockWork, records: readonly BlockRecord[], { given }: Asking): Promise<Outcome[]> {
  const bodies = records.map(({ body }) => body);
  const answers = await work.chain.single.each(bodies, given.headers);
  return answers.map((answer) => {
    if (Buffer.isBuffer(answer)) return answer;
    checkHeader(answer, given);
    return rowlessDetail(answer, work);
  });
}

/** As few requests as there can be: one, or those around the records that are refused. */
async function settleGroups(work: BlockWork, records: readonly BlockRecord[], asking: Asking): Promise<Outcome[]> {
  if (records.length === 0) return [];
  const { isQuarantined } = work.badRecords;
  const outcomes: Outcome[] = Array.from({ length: records.length }, () => answeredBefore);
  for (const piece of await isolate(records.length, sender(work, records, asking), !isQuarantined)) {
    if ('answer' in piece) {
      const isTakenApart = work.processing !== undefined && work.splitType !== 'None';
      const answers = isTakenApart ? linesOf(piece.answer) : [piece.answer];
      for (const [at, answer] of answers.entries()) outcomes[piece.from + at] = answer;
      continue;
    }
    const detail = rowlessDetail(piece.refusal.error, work);
    if (piece.to - piece.from > 1) throw new RecordFailure(undefined, describeGroup(piece.from, piece.to, detail));
    outcomes[piece.from] = detail;
  }
  return outcomes;
}

/** Sends some of the records as one request. */
function sender(work: BlockWork, records: readonly BlockRecord[], { whole, given }: Asking) {
  const { isQuarantined } = work.badRecords;
  const refuse = (error: StageFailure) => {
    const row = error.place?.row;
    return { refusal: { error, concernsGroup: !isQuarantined || concernsAll(error), ...present({ row }) } };
  };
  return async (from: number, to: number, isFirst: boolean) => {
    if (isFirst && whole !== undefined) return refuse(whole);
    const body = work.splitter.join(records.slice(from, to));
    // Only a record that stands alone is given all attempts again: groups are tried to find it.
    const tries = isFirst || to - from === 1 ? 'all' : 'one';
    try {
      const headers = headersAt(given, defined(records[from]).byte === 0);
      return { answer: (await work.chain.invoke({ ...headers, body }, to - from, tries)).body };
    } catch (error) {
      if (!(error instanceof StageFailure)) throw error;
      checkHeader(error, given);
      return refuse(error);
    }
  };
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

const linesOf = (answer: Buffer) => lineSplitter.records(answer).map(({ body }) => body);

function withoutLineEnd(answer: Buffer): Buffer {
  if (answer.at(-1) !== 10) return answer;
  return answer.subarray(0, answer.at(-2) === 13 ? -2 : -1);
}

function attempt<T>(work: () => T): T | FailureDetail {
  try {
    return work();
  } catch (error) {
    if (error instanceof JsonPathError) return detailOf(error);
    throw error;
  }
}
