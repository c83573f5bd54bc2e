import { Buffer } from 'node:buffer';

/** What a message holds: a stream of Arrow's IPC format, JSON, or the text of an error. */
export type MessageKind = 'arrow' | 'json' | 'error';

/** Reads into the bytes, as many as there are at most; says how many, 0 at the end of the input. */
export type ReadBytes = (target: Uint8Array) => number;

/** Writes some of the bytes, from the first on; says how many. */
export type WriteBytes = (bytes: Uint8Array) => number;

/** A message is a letter for its kind, the length of its bytes (32 bits, little-endian), and the bytes. */
const letters: Readonly<Record<MessageKind, string>> = { arrow: 'A', json: 'J', error: 'E' };
const HEADER_BYTES = 5;
/** Limit of one message; batches are far smaller. */
const MAX_BYTES = 2 ** 30;

/** The Arrow messages of an input, each in the same memory as the one before it. Throws if the input is no sequence of messages. */
export function* readMessages(read: ReadBytes): Generator<Uint8Array> {
  const header = Buffer.alloc(HEADER_BYTES);
  let memory = new Uint8Array(0);
  while (fill(header, read)) {
    const length = lengthOf(header);
    if (memory.length < length) memory = new Uint8Array(length);
    const body = memory.subarray(0, length);
    if (!fill(body, read)) throw cutOff();
    yield body;
  }
}

/** False at the end of the input; it may not be within the bytes. */
function fill(target: Uint8Array, read: ReadBytes): boolean {
  for (let filled = 0; filled < target.length; ) {
    const count = read(target.subarray(filled));
    if (count === 0 && filled === 0) return false;
    if (count === 0) throw cutOff();
    filled += count;
  }
  return true;
}

const cutOff = () => new Error('The input ends in the middle of a message.');

function lengthOf(header: Buffer): number {
  const length = header.readUInt32LE(1);
  if (header.toString('latin1', 0, 1) !== letters.arrow || length === 0 || length > MAX_BYTES)
    throw new Error('The input is no message: a letter A, the length of an Arrow stream in 4 bytes, and the stream.');
  return length;
}

/** Writes a message whole. */
export function writeMessage(write: WriteBytes, kind: MessageKind, bytes: Uint8Array): void {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write(letters[kind], 'latin1');
  header.writeUInt32LE(bytes.length, 1);
  for (const part of [header, bytes]) for (let at = 0; at < part.length; ) at += write(part.subarray(at));
}
