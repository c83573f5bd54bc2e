import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Connection, type ConnectionOptions } from './connection.ts';

/** How often connections are checked, seconds. */
const lookSeconds = 5;

/**
 * The connections that have sent a request: answers their requests in order, and ends those that keep the server
 * waiting.
 */
export class Connections {
  readonly #options: ConnectionOptions;
  readonly #maxUnreadBytes: number;
  readonly #known = new Map<Socket, Connection>();
  readonly #timer: NodeJS.Timeout;

  /** `maxUnreadBytes`: what answers that are not read may take together. */
  constructor(options: ConnectionOptions, maxUnreadBytes: number) {
    this.#options = options;
    this.#maxUnreadBytes = maxUnreadBytes;
    this.#timer = setInterval(() => this.look(lookSeconds), lookSeconds * 1000);
    this.#timer.unref();
  }

  take(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    let connection = this.#known.get(socket);
    if (connection === undefined) {
      connection = this.#add(socket);
      if (connection === undefined) return;
    }
    connection.take(request, response);
  }

  #add(socket: Socket): Connection | undefined {
    if (socket.destroyed) return undefined;
    const connection = new Connection(socket, this.#options);
    this.#known.set(socket, connection);
    socket.once('close', () => {
      this.#known.delete(socket);
      connection.close();
    });
    return connection;
  }

  /** Ends the connections that are too slow, and the slowest readers if too much waits to be read. */
  look(seconds: number): void {
    let unread = 0;
    for (const connection of this.#known.values()) {
      if (connection.isTooSlow(seconds)) connection.destroy();
      else unread += connection.unread;
    }
    if (unread > this.#maxUnreadBytes) this.#makeRoom(unread);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #makeRoom(unread: number): void {
    const readers = [...this.#known.values()].sort((a, b) => b.unread - a.unread);
    let left = unread;
    for (const reader of readers) {
      if (left <= this.#maxUnreadBytes) return;
      left -= reader.unread;
      reader.destroy();
    }
  }
}
