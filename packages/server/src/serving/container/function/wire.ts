/** One request or answer between the server and the process of a function. */
export interface WireMessage<Head> {
  readonly head: Head;
  readonly body: Buffer;
}

export interface WireRequest {
  readonly id: number;
  readonly path: string;
  /** Name, value, name, value ... in lower case. */
  readonly headers: readonly string[];
}

export interface WireAnswer {
  readonly id: number;
  readonly status: number;
  readonly contentType?: string;
}

/** The most bytes of a head: headers of a request have limits of their own. */
const maxHeadBytes = 1024 * 1024;
const lengthBytes = 8;

/** The length of head and body, 32 bits each, the head as JSON, and the body. */
export function writeMessage(head: WireRequest | WireAnswer, body: Uint8Array): Buffer {
  const text = JSON.stringify(head);
  const headBytes = Buffer.byteLength(text);
  const message = Buffer.allocUnsafe(lengthBytes + headBytes + body.length);
  message.writeUInt32LE(headBytes, 0);
  message.writeUInt32LE(body.length, 4);
  message.write(text, lengthBytes);
  message.set(body, lengthBytes + headBytes);
  return message;
}

/** Puts messages together from what arrives of them. */
export class MessageReader<Head> {
  readonly #maxBodyBytes: number;
  readonly #onMessage: (message: WireMessage<Head>) => void;
  #chunks: Buffer[] = [];
  #held = 0;
  #needed = lengthBytes;

  constructor(maxBodyBytes: number, onMessage: (message: WireMessage<Head>) => void) {
    this.#maxBodyBytes = maxBodyBytes;
    this.#onMessage = onMessage;
  }

  /** Throws for what is no message, and for one that is too large. */
  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    while (this.#held >= this.#needed) {
      const bytes = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
      const rest = this.#take(bytes);
      // An empty piece would make a copy of the next one, only to join them.
      this.#chunks = rest.length === 0 ? [] : [rest];
      this.#held = rest.length;
      if (rest === bytes) return;
    }
  }

  /** The bytes behind the first message; the same bytes if it is not whole yet. */
  #take(bytes: Buffer): Buffer {
    const headBytes = bytes.readUInt32LE(0);
    const bodyBytes = bytes.readUInt32LE(4);
    if (headBytes > maxHeadBytes) throw new Error('what it sent is no answer');
    if (bodyBytes > this.#maxBodyBytes) throw new Error(`the answer is larger than ${this.#maxBodyBytes} bytes`);
    const bodyAt = lengthBytes + headBytes;
    const end = bodyAt + bodyBytes;
    if (bytes.length < end) {
      this.#needed = end;
      return bytes;
    }
    this.#needed = lengthBytes;
    const head: Head = JSON.parse(bytes.toString('utf8', lengthBytes, bodyAt));
    this.#onMessage({ head, body: bytes.subarray(bodyAt, end) });
    return bytes.subarray(end);
  }
}
