import { closeSync, constants, openSync, readSync } from 'node:fs';
import { connect, Socket } from 'node:net';
import { pinSocket } from '../../../util/pin-socket.ts';
import { exchangeFailure } from '../exchange-failure.ts';
import { StageUnreachable } from '../stage-unreachable.ts';
import { begunFile, MessageReader, type ReadMessage, type WireAnswer } from './wire.ts';

/** A request that is not answered yet. */
export interface OpenRequest {
  answer(head: WireAnswer, body: Buffer, micros: number): void;
  fail(error: Error): void;
}

export interface WireConnectionOptions {
  readonly maxAnswerBytes: number;
  /** Whether the process keeps the number of the request that it works on in a file beside its socket (`begunFile`). */
  readonly isTelling: boolean;
  /** Called for each answer. What it throws ends the connection. */
  readonly onHead: (head: WireAnswer) => void;
}

/** One connection to a worker of ours, and the requests that were written to it. */
export class WireConnection {
  readonly #socket: Socket;
  readonly #onHead: (head: WireAnswer) => void;
  readonly #open = new Map<number, OpenRequest>();
  #isConnected = false;
  /** The file of this process: the next one makes another in its place. */
  #begun: number | undefined;

  constructor(path: string, { maxAnswerBytes, isTelling, onHead }: WireConnectionOptions) {
    this.#onHead = onHead;
    const socket = connectTo(path);
    this.#socket = socket;
    socket.once('connect', () => {
      this.#isConnected = true;
      if (isTelling) this.#begun = openBegun(path);
    });
    const reader = new MessageReader<WireAnswer>(maxAnswerBytes, (message) => this.#answer(message));
    socket.on('data', (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch (error) {
        socket.destroy(Object.assign(error as Error, { code: 'UND_ERR_INVALID_ARG' }));
      }
    });
    let failure: Error | undefined;
    socket.on('error', (error) => (failure = error));
    socket.on('close', () => this.#end(failure ?? new Error('the connection has ended')));
  }

  /** Whether what is written to it now may arrive. */
  get isUsable(): boolean {
    return this.#socket.writable;
  }

  send(pieces: readonly Buffer[], requests: ReadonlyMap<number, OpenRequest>): void {
    for (const [id, request] of requests) this.#open.set(id, request);
    this.#socket.cork();
    for (const piece of pieces) this.#socket.write(piece);
    this.#socket.uncork();
  }

  /** Fails what is open here, and closes. */
  destroy(error: Error): void {
    this.#end(error);
    this.#socket.destroy();
  }

  /** Throws for what was not asked for: what is sent without end is read no further. */
  #answer({ id, head, micros, body }: ReadMessage<WireAnswer>): void {
    this.#onHead(head);
    const open = this.#open.get(id);
    if (open === undefined) throw new Error('it answered a request that it was not sent');
    this.#open.delete(id);
    open.answer(head, body, micros);
  }

  #end(error: Error): void {
    const open = [...this.#open];
    this.#open.clear();
    const begun = this.#takeBegun();
    // They are begun one after the other; answers to those before it may not have left the process.
    const last = open.findIndex(([id]) => id === begun);
    for (const [at, [, request]] of open.entries())
      if (!this.#isConnected) request.fail(toldFailure(error, { wasSent: false }));
      else request.fail(begun === undefined ? error : toldFailure(error, { wasSent: at <= last }));
  }

  /** Undefined if the process named none. */
  #takeBegun(): number | undefined {
    if (this.#begun === undefined) return undefined;
    const number = Buffer.alloc(4);
    try {
      return readSync(this.#begun, number, 0, 4, 0) === 4 ? number.readUInt32LE(0) : undefined;
    } catch {
      // It is no plain file.
      return undefined;
    } finally {
      closeSync(this.#begun);
      this.#begun = undefined;
    }
  }
}

/** A connection to what is a socket, or one that has failed. */
function connectTo(path: string): Socket {
  try {
    const { path: place, release } = pinSocket(path);
    return connect(place).once('connect', release).once('close', release);
  } catch (error) {
    return new Socket().destroy(error as Error);
  }
}

/** What the process has put in the place of a file is not waited for, as a pipe would be, and no link of its is followed. */
const plainRead = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/** Undefined if the file is not there: it has not come so far, or all of it is gone. */
function openBegun(socketPath: string): number | undefined {
  try {
    return openSync(begunFile(socketPath), plainRead);
  } catch {
    return undefined;
  }
}

/** That a connection was reset says that something was not read; here it is known what. */
export function toldFailure(error: Error, { wasSent }: { readonly wasSent: boolean }): StageUnreachable {
  const { reason, message } = exchangeFailure(error);
  return new StageUnreachable(reason, message, { cause: error, wasSent, isExact: true });
}
