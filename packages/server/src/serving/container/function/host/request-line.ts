import type { ReadMessage, WireRequest } from '../../process/wire.ts';
import type { HostAnswer } from './answer-request.ts';
import type { Begun } from './begun.ts';

type Message = ReadMessage<WireRequest>;

/** Answers one request to a path that takes them. Never throws or rejects. */
export type AnswerMessage = (message: Message) => HostAnswer | Promise<HostAnswer>;

/** `micros`: the time that the answer took. */
export type SendAnswer = (id: number, answer: HostAnswer, micros: number) => void;

/** Answers one request after the other, also where a function answers later: what ends its process is the oldest. */
export class RequestLine {
  readonly #answer: AnswerMessage;
  readonly #send: SendAnswer;
  readonly #begun: Begun;
  readonly #waiting: Message[] = [];
  #isBusy = false;

  constructor(answer: AnswerMessage, begun: Begun, send: SendAnswer) {
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
    const since = performance.now();
    const answer = this.#answer(message);
    if (!(answer instanceof Promise)) {
      this.#send(id, answer, microsSince(since));
      return;
    }
    this.#isBusy = true;
    void answer.then((late) => {
      this.#isBusy = false;
      this.#send(id, late, microsSince(since));
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

const microsSince = (ms: number) => Math.round((performance.now() - ms) * 1000);
