import { StageUnreachable } from './stage-unreachable.ts';

/** Interim answers (1xx) before one answer, and the bytes of all of them: more are refused as a flood. */
const maxInterim = 64;
const maxInterimBytes = 64 * 1024;

const endOfHead = Buffer.from('\r\n\r\n');
/** `HTTP/1.1 1`: an interim answer; except 101, which changes the protocol and was not requested. */
const interim = /^HTTP\/1\.[01] 1(?!01)/;
const firstBytes = 'HTTP/1.1 101'.length;
const oldVersion = 'HTTP/1.0 ';

/**
 * Reads the bytes that a container sends, at the beginning of each answer only. Interim answers are left out, also a
 * 100 Continue that was not requested: they are valid at any time (RFC 9110, 15.2). An answer of HTTP/1.0 gets the
 * `Connection: close` that it implies, to distinguish it from an answer of HTTP/1.1 that does not say where it ends.
 */
export class AnswerHeads {
  #isAtHead = false;
  /** Requests that were sent on this connection; two stand for more. */
  #asked: 0 | 1 | 2 = 0;
  #held: Buffer | undefined;
  #count = 0;
  #bytes = 0;

  /** A request was sent: what comes next is the head of its answer. */
  expect(): void {
    this.#isAtHead = true;
    this.#asked = this.#asked === 0 ? 1 : 2;
    this.#count = 0;
    this.#bytes = 0;
  }

  /** Whether a request was ever sent on this connection. */
  get wasAsked(): boolean {
    return this.#asked > 0;
  }

  /** Whether it was kept after an answer, for further requests. */
  get isKept(): boolean {
    return this.#asked > 1;
  }

  /** Whether some of an answer has come, and perhaps not all of it. */
  get isInAnswer(): boolean {
    return !this.#isAtHead;
  }

  /** The part of these bytes for the parser; null if there is none yet. Throws `StageUnreachable` at a flood. */
  pass(chunk: Buffer): Buffer | null {
    if (!this.#isAtHead) return chunk;
    const bytes = this.#held === undefined ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = undefined;
    const start = this.#skipInterim(bytes);
    if (start === undefined) return null;
    this.#isAtHead = false;
    return withClose(start === 0 ? bytes : bytes.subarray(start));
  }

  /** Where the answer itself begins; undefined if it has not come yet. */
  #skipInterim(bytes: Buffer): number | undefined {
    let at = 0;
    for (;;) {
      const line = bytes.toString('latin1', at, at + firstBytes);
      const mayBe = 'HTTP/1.'.startsWith(line.slice(0, 7)) && line.length < firstBytes;
      if (!mayBe && !interim.test(line)) return at;
      const end = mayBe ? -1 : bytes.indexOf(endOfHead, at);
      if (end < 0) return this.#hold(bytes.subarray(at));
      this.#count++;
      this.#bytes += end + 4 - at;
      this.#checkFlood(0);
      at = end + 4;
    }
  }

  #hold(rest: Buffer): undefined {
    this.#checkFlood(rest.length);
    if (rest.length > 0) this.#held = rest;
  }

  #checkFlood(more: number): void {
    if (this.#count <= maxInterim && this.#bytes + more <= maxInterimBytes) return;
    throw new StageUnreachable(
      'bad_response',
      `it sent more than ${maxInterim} interim answers (1xx), or very long ones`,
    );
  }
}

/** An incomplete first line is passed on: the answer then needs a length. */
function withClose(bytes: Buffer): Buffer {
  if (bytes.toString('latin1', 0, oldVersion.length) !== oldVersion) return bytes;
  const lineEnd = bytes.indexOf('\r\n');
  if (lineEnd < 0) return bytes;
  return Buffer.concat([bytes.subarray(0, lineEnd), Buffer.from('\r\nConnection: close'), bytes.subarray(lineEnd)]);
}
