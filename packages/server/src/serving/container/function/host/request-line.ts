import type { ReadMessage, WireRequest } from '../../process/wire.ts';
import type { HostAnswer } from './answer-request.ts';
import type { Begun } from './begun.ts';

type Message = ReadMessage<WireRequest>;

/** Answers one request to a path that takes them. Never throws or rejects. */
export type AnswerMessage = (message: Message) => HostAnswer | Promise<HostAnswer>;

/** Answers one request after the other, also where a function answers later: what ends its process is the oldest. */
export class RequestLine {
  readonly #answer: AnswerMessage;
  readonly #send: (id: number, answer: HostAnswer) => void;
  readonly #begun: Begun;
  readonly #waiting: Message[] = [];
  #isBusy = false;

  constructor(answer: AnswerMessage, begun: Begun, send: (id: number, answer: HostAnswer) => void) {
    this.#answer = answer;
    this.#begun = begun;
    this.#send = send;
  }

  add(message: Message): void {
    if (this.#isBusy) this.#waiting.push(message);
    else this.#run(message);
  }

  #run(message: Message): void {
    const { id } = message;
    this.#begun.note(id);
    const answer = this.#answer(message);
    if (!(answer instanceof Promise)) {
      this.#send(id, answer);
      return;
    }
    this.#isBusy = true;
    void answer.then((late) => {
      this.#isBusy = false;
      this.#send(id, late);
      this.#runWaiting();
    });
  }

  #runWaiting(): void {
    while (!this.#isBusy) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#run(next);
    }
  }
}
