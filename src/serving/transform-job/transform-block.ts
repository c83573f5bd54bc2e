import type { ContainerAnswer, Payload } from '../container/payload.ts';
import { StageFailure } from '../pipeline/stage-failure.ts';
import type { BatchChain } from './batch-chain.ts';
import type { DataProcessing } from './data-processing.ts';
import { JsonPathError } from './json-path.ts';
import { joinRecords, recordsOf } from './lines.ts';

/** How the blocks of a job are turned into output. */
export interface BlockOptions {
  readonly splitType: 'None' | 'Line';
  readonly strategy: 'SINGLE_RECORD' | 'MULTI_RECORD';
  readonly assembleWith: 'None' | 'Line';
  readonly contentType?: string;
  readonly accept?: string;
  readonly processing?: DataProcessing;
}

/** What became of a block: its part of the output, and how many records it had. */
export interface BlockResult {
  readonly output: Buffer;
  readonly recordCount: number;
}

/** A record that stopped its object: which one of the block (0-based; undefined if it cannot be told), and why. */
export class RecordFailure extends Error {
  readonly record: number | undefined;
  readonly fault: 'client' | 'algorithm';
  /** What the failing container answered, for the job's log. */
  readonly status: number;
  readonly body: string;

  constructor(record: number | undefined, error: StageFailure | JsonPathError) {
    super(error.message, { cause: error });
    this.record = record;
    this.status = error instanceof StageFailure ? error.status : 400;
    this.body = error instanceof StageFailure ? error.body : error.message;
    this.fault = this.status >= 400 && this.status < 500 ? 'client' : 'algorithm';
  }
}

/** Sends one block of records through the chain, as the strategy says, and puts the answers together in order. */
export async function transformBlock(chain: BatchChain, block: Buffer, options: BlockOptions): Promise<BlockResult> {
  if (options.splitType === 'None') return wholeObject(chain, block, options);
  const records = recordsOf(block);
  if (records.length === 0) return { output: Buffer.alloc(0), recordCount: 0 };
  const requests =
    options.processing === undefined
      ? records
      : records.map((record, at) => attempt(at, () => options.processing?.filterInput(record) as Buffer));
  const answers =
    options.strategy === 'SINGLE_RECORD'
      ? await chain.invokeEach(requests, payloadOf(options))
      : [await invokeMany(chain, requests, options)];
  const output =
    options.processing === undefined
      ? assemble(answers, options.assembleWith)
      : combineAll(records, answers, options.processing);
  return { output, recordCount: records.length };
}

async function wholeObject(chain: BatchChain, object: Buffer, options: BlockOptions): Promise<BlockResult> {
  const { processing } = options;
  const request = processing === undefined ? object : attempt(0, () => processing.filterInput(object));
  const answer = await invokeMany(chain, [request], options);
  const made = processing === undefined ? answer : attempt(0, () => processing.combine(object, answer));
  return { output: assemble([made], options.assembleWith), recordCount: 1 };
}

async function invokeMany(chain: BatchChain, records: readonly Buffer[], options: BlockOptions): Promise<Buffer> {
  const body = records.length === 1 ? (records[0] as Buffer) : joinRecords(records);
  try {
    const answer: ContainerAnswer = await chain.invoke({ ...payloadOf(options), body });
    return answer.body;
  } catch (error) {
    if (error instanceof StageFailure) throw new RecordFailure(records.length === 1 ? 0 : error.place?.row, error);
    throw error;
  }
}

function payloadOf(options: BlockOptions): Omit<Payload, 'body'> {
  return {
    ...(options.contentType === undefined ? {} : { contentType: options.contentType }),
    ...(options.accept === undefined ? {} : { accept: options.accept }),
  };
}

/** AssembleWith None: byte after byte. Line: a newline ends each answer that does not end in one. */
function assemble(answers: readonly Buffer[], assembleWith: 'None' | 'Line'): Buffer {
  if (assembleWith === 'None') return answers.length === 1 ? (answers[0] as Buffer) : Buffer.concat(answers);
  const newline = Buffer.from('\n');
  return Buffer.concat(answers.flatMap((answer) => (answer.at(-1) === 10 ? [answer] : [answer, newline])));
}

/** Joins and filters record by record: there must be one line of output for each record. */
function combineAll(records: readonly Buffer[], answers: readonly Buffer[], processing: DataProcessing): Buffer {
  const outputs = answers.flatMap(recordsOf);
  if (outputs.length !== records.length) {
    const message = `The containers answered ${records.length} records with ${outputs.length} lines; joining and filtering need one line for each record.`;
    throw new RecordFailure(undefined, new JsonPathError(message));
  }
  const combined = records.map((record, at) => attempt(at, () => processing.combine(record, outputs[at] as Buffer)));
  return assemble(combined, 'Line');
}

function attempt(record: number, work: () => Buffer): Buffer {
  try {
    return work();
  } catch (error) {
    if (error instanceof JsonPathError) throw new RecordFailure(record, error);
    throw error;
  }
}
