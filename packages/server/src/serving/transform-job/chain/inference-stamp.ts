import { createCipheriv, createHash } from 'node:crypto';
import { parsePythonJson } from '@catenary/scoring/internal/text';
import { defined } from '@catenary/scoring/internal/values';
import { isObject } from '../../../util/is-object.ts';
import type { StampForm } from '../plan/transform-plan.ts';
import type { BlockRecord } from '../records/splitter.ts';

/**
 * What stands behind each record of a job's output, besides an id of its own. Plain data, so that it crosses threads.
 */
export interface InferenceStamp {
  readonly form: StampForm;
  /** When the job began, `2022-08-30T00:49:15Z`. */
  readonly time: string;
}

/** `startTime`: when the job began, milliseconds since 1970. */
export function inferenceStamp(form: StampForm, startTime: number): InferenceStamp {
  return { form, time: `${new Date(startTime).toISOString().slice(0, 19)}Z` };
}

/** A line (0-based) of an answer is not what the job accepts: it can be given no id. */
export class UnreadableLineError extends Error {
  readonly line: number;

  constructor(line: number) {
    super('Failed to parse output from the algorithm as JSON');
    this.line = line;
  }
}

/**
 * Random numbers of a block of records, in order. The same block of the same job always has the same ones: an output
 * that is resumed after a crash is what it would have been, and a record that is transformed again has no second id.
 */
export class InferenceIds {
  readonly #stream: ReturnType<typeof createCipheriv>;
  #bytes = Buffer.alloc(0);
  #at = 0;

  /** `seed`: from `blockSeed`. */
  constructor(seed: string) {
    const key = Buffer.from(seed, 'hex');
    this.#stream = createCipheriv('aes-128-ctr', key, Buffer.alloc(16));
  }

  /** A UUID of version 4 (RFC 9562, 5.4). */
  next(): string {
    if (this.#at === this.#bytes.length) {
      this.#bytes = this.#stream.update(zeros);
      this.#at = 0;
    }
    const [bytes, at] = [this.#bytes, this.#at];
    this.#at += 16;
    bytes[at + 6] = (defined(bytes[at + 6]) & 0x0f) | 0x40;
    bytes[at + 8] = (defined(bytes[at + 8]) & 0x3f) | 0x80;
    const hex = bytes.toString('hex', at, at + 16);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }
}

/** A cipher's calls cost more than its work: ids are made by the hundred. */
const zeros = Buffer.alloc(16 * 256);

/** 128 bits, hex, of the block that begins at this byte of an object; `job` is another text for each job. */
export function blockSeed(job: string, object: string, byte: number): string {
  return createHash('sha256')
    .update(JSON.stringify([job, object, byte]))
    .digest('hex')
    .slice(0, 32);
}

/** An answer of a container, and its lines. */
export interface StampedAnswer {
  readonly answer: Buffer;
  readonly lines: readonly BlockRecord[];
}

/**
 * A container's answer with id and time behind each of its records: lines, or one JSON document. What is no object gets
 * a key of its own, as in a join. `lines` are the answer's, taken apart; they keep their ends, empty ones are left
 * alone, and numbers stay as they are written. Throws `UnreadableLineError` for what is no JSON.
 */
export function stampAnswer(
  { answer, lines }: StampedAnswer,
  { form, time }: InferenceStamp,
  ids: InferenceIds,
): Buffer {
  if (form === 'csv') return appendToLines(answer, lines, () => `,${ids.next()},${time}`);
  const write = (text: string, line: number) => Buffer.from(writeKeys(text, line, { id: ids.next(), time }));
  const isDocument = lines.length > 1 && shapeOf((lines[0] as BlockRecord).body.toString()) === undefined;
  if (isDocument) return write(answer.toString(), 0);
  return replaceLines(answer, lines, ({ body }, line) => [write(body.toString(), line)]);
}

/** Each line with a text of ASCII behind it, all of the same length. */
function appendToLines(answer: Buffer, lines: readonly BlockRecord[], suffix: () => string): Buffer {
  if (lines.length === 0) return answer;
  const first = suffix();
  const made = Buffer.allocUnsafe(answer.length + lines.length * first.length);
  let done = 0;
  let end = 0;
  for (const [at, { byte, body }] of lines.entries()) {
    const lineEnd = byte + body.length;
    end += answer.copy(made, end, done, lineEnd);
    end += made.write(at === 0 ? first : suffix(), end, 'latin1');
    done = lineEnd;
  }
  answer.copy(made, end, done);
  return made;
}

function replaceLines(
  answer: Buffer,
  lines: readonly BlockRecord[],
  replace: (line: BlockRecord, at: number) => readonly Buffer[],
): Buffer {
  const parts: Buffer[] = [];
  let done = 0;
  for (const [at, line] of lines.entries()) {
    if (line.byte > done) parts.push(answer.subarray(done, line.byte));
    parts.push(...replace(line, at));
    done = line.byte + line.body.length;
  }
  parts.push(answer.subarray(done));
  return Buffer.concat(parts);
}

type Shape = 'empty object' | 'object' | 'other';

/** Undefined for what is no JSON. */
function shapeOf(text: string): Shape | undefined {
  let value: unknown;
  try {
    value = parsePythonJson(text, JSON.parse);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return 'other';
  return Object.keys(value).length === 0 ? 'empty object' : 'object';
}

function writeKeys(text: string, line: number, { id, time }: { readonly id: string; readonly time: string }): string {
  const shape = shapeOf(text);
  if (shape === undefined) throw new UnreadableLineError(line);
  const keys = `"SageMakerInferenceId":"${id}","SageMakerInferenceTime":"${time}"}`;
  const trimmed = text.trim();
  if (shape === 'other') return `{"SageMakerOutput":${trimmed},${keys}`;
  return `${trimmed.slice(0, -1).trimEnd()}${shape === 'object' ? ',' : ''}${keys}`;
}
