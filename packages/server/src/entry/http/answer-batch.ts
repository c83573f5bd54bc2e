/**
 * Puts off work to the end of the event loop's present round. Answers that are ready in the same round then leave one
 * after another, and a client that waits for several of them is woken once instead of once for each: with many
 * connections that waking is the most expensive part of a short request. One that comes alone waits a microsecond or
 * two.
 */
export class AnswerBatch {
  #pending: (() => void)[] = [];

  add(send: () => void): void {
    this.#pending.push(send);
    if (this.#pending.length === 1) setImmediate(() => this.#flush());
  }

  #flush(): void {
    const pending = this.#pending;
    this.#pending = [];
    for (const send of pending) send();
  }
}
