import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { StandstillWatch } from './standstill-watch.ts';

/**
 * Node takes the time to the end of headers by the clock, and so ends requests that lay unread while this process stood still. After a
 * standstill clients have the time once more.
 */
export class LateRequests {
  readonly #watch = new StandstillWatch();
  readonly #late = new Map<Socket, NodeJS.Timeout>();
  readonly #patienceMs: number;
  readonly #end: (error: NodeJS.ErrnoException, socket: Socket) => void;

  /** Ends a connection with an error of its client's by `end`, at once or `patienceMs` later, milliseconds. */
  constructor(patienceMs: number, end: (error: NodeJS.ErrnoException, socket: Socket) => void) {
    this.#patienceMs = patienceMs;
    this.#end = end;
  }

  /** Takes the errors of a server's clients, until it is closed. */
  follow(server: Server): void {
    const onRequest = ({ socket }: { readonly socket: Socket }) => this.#forget(socket);
    server.on('request', onRequest);
    server.on('checkContinue', onRequest);
    server.on('clientError', (error, socket) => this.#judge(error, socket as Socket));
    server.on('close', () => this.#watch.close());
  }

  #judge(error: NodeJS.ErrnoException, socket: Socket): void {
    this.#forget(socket);
    if (error.code !== 'ERR_HTTP_REQUEST_TIMEOUT' || !this.#watch.stoodWithin(this.#patienceMs)) {
      this.#end(error, socket);
      return;
    }
    const again = () => this.#judge(error, socket);
    this.#late.set(socket, setTimeout(again, this.#patienceMs).unref());
    socket.once('close', () => this.#forget(socket));
  }

  #forget(socket: Socket): void {
    clearTimeout(this.#late.get(socket));
    this.#late.delete(socket);
  }
}
