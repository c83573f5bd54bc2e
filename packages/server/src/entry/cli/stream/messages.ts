import { Buffer } from 'node:buffer';
import type { Writable } from 'node:stream';

/** What a message holds: a stream of Arrow's IPC format, JSON, or the text of an error. */
export type MessageKind = 'arrow' | 'json' | 'error';

/** A message is a letter for its kind, the length of its bytes (32 bits, little-endian), and the bytes. */
const letters: Readonly<Record<MessageKind, string>> = { arrow: 'A', json: 'J', error: 'E' };
const HEADER_BYTES = 5;
/** Limit of one message; batches are far smaller. */
const MAX_BYTES = 2 ** 30;

/** The Arrow messages of an input, each in memory of its own, as its columns are views of it. Throws if the input is no sequence of messages. */
export async function* readMessages(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const header = Buffer.alloc(HEADER_BYTES);
  let body: Uint8Array | undefined;
  let filled = 0;
  for await (const chunk of input) {
    for (let at = 0; at < chunk.length; ) {
      const target: Uint8Array = body ?? header;
      const part = chunk.subarray(at, at + target.length - filled);
      target.set(part, filled);
      at += part.length;
      filled += part.length;
      if (filled < target.length) continue;
      filled = 0;
      if (body !== undefined) yield body;
      body = body === undefined ? new Uint8Array(lengthOf(header)) : undefined;
    }
  }
  if (filled > 0 || body !== undefined) throw new Error('The input ends in the middle of a message.');
}

function lengthOf(header: Buffer): number {
  const length = header.readUInt32LE(1);
  if (header.toString('latin1', 0, 1) !== letters.arrow || length === 0 || length > MAX_BYTES)
    throw new Error('The input is no message: a letter A, the length of an Arrow stream in 4 bytes, and the stream.');
  return length;
}

/** Writes a message; resolves when the output has taken it. */
export async function writeMessage(output: Writable, kind: MessageKind, bytes: Uint8Array): Promise<void> {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write(letters[kind], 'latin1');
  header.writeUInt32LE(bytes.length, 1);
  output.write(header);
  await new Promise<void>((done, fail) => {
    output.write(bytes, (error) => (error ? fail(error) : done()));
  });
}
