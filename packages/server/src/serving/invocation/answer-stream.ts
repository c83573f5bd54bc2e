import { Readable } from 'node:stream';
import type { AnswerHead, AnswerParts, Flow } from '../container/answer-parts.ts';

/** How much of an answer may wait for its reader before its sender is held back, bytes. */
const maxWaitingBytes = 256 * 1024;

/** The answer of a chain's last container on its way to the caller, while it is being made. */
export class AnswerStream implements AnswerParts {
  /** Its parts as they come, or what came of them until they were read. */
  readonly parts = new Readable({
    highWaterMark: maxWaitingBytes,
    read: () => this.#flow?.resume(),
    // A reader that leaves no longer holds the sender back.
    destroy: (error, done) => {
      this.#flow?.resume();
      done(error);
    },
  });
  readonly #begun = Promise.withResolvers<AnswerHead>();
  #flow: Flow | undefined;
  #tap: ((part: Buffer) => void) | undefined;

  /** Resolves when the container begins to answer; never if the answer comes whole, or not at all. */
  get begun(): Promise<AnswerHead> {
    return this.#begun.promise;
  }

  get hasBegun(): boolean {
    return this.#flow !== undefined;
  }

  begin(head: AnswerHead, flow: Flow): void {
    this.#flow = flow;
    this.#begun.resolve(head);
  }

  /** Who looks on as parts come. */
  tap(onPart: (part: Buffer) => void): void {
    this.#tap = onPart;
  }

  add(part: Buffer): void {
    this.#tap?.(part);
    if (!this.parts.push(part) && !this.parts.destroyed) this.#flow?.pause();
  }

  /** No more parts come: the answer is whole, or it broke. */
  end(): void {
    if (!this.parts.destroyed) this.parts.push(null);
  }
}
