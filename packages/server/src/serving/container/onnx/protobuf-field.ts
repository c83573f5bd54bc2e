import { ScoringError } from '@catenary/scoring/internal/frame';
import { defined } from '@catenary/scoring/internal/values';

/** One field of a serialized protobuf message. */
export interface ProtobufField {
  readonly number: number;
  /** The whole field, its tag included. */
  readonly bytes: Uint8Array;
  /** Content of a length-delimited field; empty for the other wire types. */
  readonly content: Uint8Array;
  /** Value of a varint, up to 2^53; 0 for the other wire types. */
  readonly value: number;
}

const LENGTH_DELIMITED = 2;

/** Bytes of the fixed wire types: 64 and 32 bits. */
const fixedSizes: Readonly<Record<number, number>> = { 1: 8, 5: 4 };

/**
 * The fields of a message, in order, as views. Throws `bad_model` for what is no protobuf.
 * Source: protobuf.dev, "Encoding".
 */
export function* fieldsOf(message: Uint8Array): Generator<ProtobufField> {
  for (let at = 0; at < message.length; ) {
    const start = at;
    const [tag, afterTag] = readVarint(message, at);
    const wireType = tag % 8;
    const [length, body] = sizeOf(message, wireType, afterTag);
    const end = body + length;
    if (end > message.length) throw malformed();
    yield {
      number: Math.floor(tag / 8),
      bytes: message.subarray(start, end),
      content: wireType === LENGTH_DELIMITED ? message.subarray(body, end) : new Uint8Array(0),
      value: wireType === 0 ? readVarint(message, afterTag)[0] : 0,
    };
    at = end;
  }
}

/** A length-delimited field. */
export function writeField(number: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([writeVarint(number * 8 + LENGTH_DELIMITED), writeVarint(content.length), content]);
}

/** How long a field's body is, and where it begins. */
function sizeOf(message: Uint8Array, wireType: number, at: number): readonly [number, number] {
  if (wireType === 0) return [readVarint(message, at)[1] - at, at];
  if (wireType === LENGTH_DELIMITED) return readVarint(message, at);
  const size = fixedSizes[wireType];
  if (size === undefined) throw malformed();
  return [size, at];
}

function readVarint(message: Uint8Array, start: number): readonly [number, number] {
  let value = 0;
  for (let at = start; at < Math.min(message.length, start + 10); at++) {
    const byte = defined(message[at]);
    value += (byte % 128) * 2 ** (7 * (at - start));
    if (byte < 128) return [value, at + 1];
  }
  throw malformed();
}

function writeVarint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}

function malformed(): ScoringError {
  return new ScoringError('bad_model', 'The ONNX model is damaged: it is no protobuf message.');
}
