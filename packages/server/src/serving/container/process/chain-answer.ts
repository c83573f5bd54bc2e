import { present } from '@catenary/scoring/internal/values';
import { isObject } from '../../../util/is-object.ts';
import { askApart, type ContainerAnswer, type RequestPlace } from '../payload.ts';
import { StageUnreachable } from '../stage-unreachable.ts';

/** What native containers and the function behind them made of a request. */
export interface ChainAnswer {
  readonly answer: ContainerAnswer;
  /** Which of them gave it, 0-based; or `askApart`. */
  readonly answeredBy: number;
  /** Milliseconds of each native one. */
  readonly spentMs: Float64Array;
}

const startBytes = 8;

/**
 * The body of a message with an answer: which container gave it and the bytes of the place, 32 bits each; the milliseconds of native
 * containers, 64 bits each; place and cause as JSON; the answer's own body.
 */
export function writeChainBody({ answer, answeredBy, spentMs }: ChainAnswer): Buffer {
  const { place, cause, body } = answer;
  const more = place === undefined && cause === undefined ? '' : JSON.stringify({ place, cause: traceOf(cause) });
  const spentBytes = spentMs.length * 8;
  const moreBytes = Buffer.byteLength(more);
  const bytes = Buffer.allocUnsafe(startBytes + spentBytes + moreBytes + body.length);
  bytes.writeInt32LE(answeredBy, 0);
  bytes.writeUInt32LE(moreBytes, 4);
  for (const [at, ms] of spentMs.entries()) bytes.writeDoubleLE(ms, startBytes + at * 8);
  bytes.write(more, startBytes + spentBytes);
  bytes.set(body, startBytes + spentBytes + moreBytes);
  return bytes;
}

/** Of as many native containers, and the function. Throws `StageUnreachable` for what is none: the function may write to the socket. */
export function readChainAnswer({ body, ...head }: ContainerAnswer, natives: number): ChainAnswer {
  const moreAt = startBytes + natives * 8;
  const answeredBy = body.length < moreAt ? Number.NaN : body.readInt32LE(0);
  const bodyAt = moreAt + (body.length < moreAt ? 0 : body.readUInt32LE(4));
  if (!(answeredBy >= askApart && answeredBy <= natives) || bodyAt > body.length) throw notAnAnswer();
  const spentMs = new Float64Array(natives);
  for (let at = 0; at < natives; at++) spentMs[at] = asMs(body.readDoubleLE(startBytes + at * 8));
  const more = bodyAt === moreAt ? {} : readMore(body.toString('utf8', moreAt, bodyAt));
  return { answer: { ...head, ...more, body: body.subarray(bodyAt) }, answeredBy, spentMs };
}

const asMs = (ms: number) => (ms >= 0 && ms < Infinity ? ms : 0);

function traceOf(cause: unknown): string | undefined {
  if (cause === undefined) return undefined;
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}

function readMore(text: string): Pick<ContainerAnswer, 'place' | 'cause'> {
  const { place, cause } = parse(text);
  return present({
    place: isObject(place) ? placeOf(place) : undefined,
    cause: typeof cause === 'string' ? cause : undefined,
  });
}

function placeOf({ row, column, value, isHeader }: Readonly<Record<string, unknown>>): RequestPlace {
  return present({
    row: Number.isSafeInteger(row) ? Number(row) : undefined,
    column: typeof column === 'number' || typeof column === 'string' ? column : undefined,
    value,
    isHeader: isHeader === true ? isHeader : undefined,
  });
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Told below.
  }
  throw notAnAnswer();
}

const notAnAnswer = () => new StageUnreachable('bad_response', 'what it sent is no answer');
