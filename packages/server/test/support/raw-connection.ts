import { connect, type Socket } from 'node:net';

/** A client that writes bytes as it likes, and reads when asked to. */
export class RawConnection {
  readonly socket: Socket;
  #read = '';
  readonly #opened: Promise<void>;
  readonly closed: Promise<void>;

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.socket = connect(Number(port), hostname);
    this.socket.setNoDelay(true);
    this.#opened = new Promise((resolve) => this.socket.once('connect', () => resolve()));
    this.closed = new Promise((resolve) => this.socket.once('close', () => resolve()));
    // A server that ends a connection while its client writes resets it.
    this.socket.on('error', () => undefined);
    this.socket.pause();
    this.socket.on('data', (chunk) => (this.#read += chunk.toString('latin1')));
    this.socket.pause();
  }

  opened(): Promise<void> {
    return this.#opened;
  }

  /** Writes until the system takes no more, or `most` times; gives how often. */
  writeUntilFull(bytes: Buffer | string, most: number): number {
    for (let times = 0; times < most; times++) {
      if (this.socket.destroyed) return times;
      if (!this.socket.write(bytes)) return times + 1;
    }
    return most;
  }

  /** Resolves when the bytes have been handed over, or when the connection has ended. */
  write(bytes: Buffer | string): Promise<void> {
    return new Promise((resolve) => this.socket.write(bytes, () => resolve()));
  }

  read(): this {
    this.socket.resume();
    return this;
  }

  /** What has been read so far. */
  get text(): string {
    return this.#read;
  }

  close(): void {
    this.socket.destroy();
  }
}
