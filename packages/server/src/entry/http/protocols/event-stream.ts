import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';

/** What ends a stream in place of its next event: the name of an exception of the model, and its members. */
export interface StreamException {
  readonly type: string;
  readonly members: Readonly<Record<string, unknown>>;
}

/** Largest payload of one event, bytes: clients take up to 24 MB (botocore's eventstream.py). */
const maxPartBytes = 8 * 1024 * 1024;
/** Total length, length of the headers, and the checksum of both. */
const preludeBytes = 12;
const checksumBytes = 4;
/** The only type of header value that is used: text behind its length of two bytes. */
const textType = 7;

/**
 * The body of an answer as AWS's event stream, an event for each part as soon as it is there (Smithy, "Amazon event
 * stream specification"). An error becomes the exception that `exceptionOf` makes of it, the last of its events.
 */
export function eventStream(parts: AsyncIterable<Buffer>, exceptionOf: (error: unknown) => StreamException): Readable {
  // Of frames that wait for a client, there is one: what waits before it is bounded where it comes from.
  return Readable.from(messages(parts, exceptionOf), { objectMode: false, highWaterMark: 1 });
}

async function* messages(
  parts: AsyncIterable<Buffer>,
  exceptionOf: (error: unknown) => StreamException,
): AsyncGenerator<Buffer> {
  try {
    for await (const part of parts)
      for (let at = 0; at < part.length; at += maxPartBytes)
        yield encodeMessage(partHeaders, part.subarray(at, at + maxPartBytes));
  } catch (error) {
    const { type, members } = exceptionOf(error);
    yield encodeMessage(exceptionHeaders(type), Buffer.from(JSON.stringify(members)));
  }
}

const partHeaders = encodeHeaders({
  ':message-type': 'event',
  ':event-type': 'PayloadPart',
  ':content-type': 'application/octet-stream',
});

const exceptionHeaders = (type: string) =>
  encodeHeaders({ ':message-type': 'exception', ':exception-type': type, ':content-type': 'application/json' });

/** Each: length of the name, name, type of the value, length of the value in two bytes, value. */
function encodeHeaders(headers: Readonly<Record<string, string>>): Buffer {
  return Buffer.concat(
    Object.entries(headers).map(([name, value]) => {
      const text = Buffer.from(value);
      const head = Buffer.from([name.length, ...Buffer.from(name), textType, 0, 0]);
      head.writeUInt16BE(text.length, head.length - 2);
      return Buffer.concat([head, text]);
    }),
  );
}

/** Prelude, headers, payload, and the checksum of all before it; numbers have four bytes, the highest first. */
function encodeMessage(headers: Buffer, payload: Buffer): Buffer {
  const length = preludeBytes + headers.length + payload.length + checksumBytes;
  const message = Buffer.allocUnsafe(length);
  message.writeUInt32BE(length, 0);
  message.writeUInt32BE(headers.length, 4);
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8);
  headers.copy(message, preludeBytes);
  payload.copy(message, preludeBytes + headers.length);
  message.writeUInt32BE(crc32(message.subarray(0, length - checksumBytes)), length - checksumBytes);
  return message;
}
