import { connect, type Socket } from 'node:net';

/** How a request ended: with the status of its answer, or with a connection that was closed, or with neither in time. */
export interface Outcome {
  readonly status: number;
  readonly text: string;
  readonly end: 'answered' | 'closed' | 'silent';
}

/** How long an answer may take, milliseconds: the machine may be busy. */
const maxSilenceMs = 60_000;
/** A request that may not be whole is not waited for so long. */
const maxDamagedMs = 400;

/** One connection on which requests follow one another; opened again whenever it was closed. */
export class RawConnection {
  readonly #port: number;
  #socket: Socket | undefined;
  #text = '';
  #settle: ((end: Outcome['end']) => void) | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  exchange(bytes: Buffer, { method, isDamaged }: { method: string; isDamaged: boolean }): Promise<Outcome> {
    const socket = this.#open();
    this.#text = '';
    return new Promise((done) => {
      const timer = setTimeout(() => this.#settle?.('silent'), isDamaged ? maxDamagedMs : maxSilenceMs);
      this.#settle = (end) => {
        if (end === 'answered' && !isWhole(this.#text, method)) return;
        clearTimeout(timer);
        this.#settle = undefined;
        // What a damaged request leaves behind on the connection is no beginning of the next.
        if (isDamaged || end !== 'answered' || /\r\nconnection: close\r\n/i.test(this.#text)) this.close();
        const status = Number(/HTTP\/1\.1 (?!100)(\d{3})/.exec(this.#text)?.[1] ?? 0);
        done({ status, text: this.#text, end: status > 0 ? 'answered' : end });
      };
      socket.write(bytes);
    });
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  #open(): Socket {
    if (this.#socket !== undefined && !this.#socket.destroyed) return this.#socket;
    const socket = connect(this.#port, '127.0.0.1');
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      if (socket !== this.#socket) return;
      this.#text += chunk.toString('latin1');
      this.#settle?.('answered');
    });
    const closed = () => {
      if (socket !== this.#socket) return;
      this.#socket = undefined;
      this.#settle?.('closed');
    };
    socket.on('error', closed);
    socket.on('close', closed);
    this.#socket = socket;
    return socket;
  }
}

/** Whether the text has a whole answer; without a length it ends with the connection. */
function isWhole(text: string, method: string): boolean {
  let start = 0;
  while (text.startsWith('HTTP/1.1 100 ', start)) start = text.indexOf('\r\n\r\n', start) + 4;
  const end = text.indexOf('\r\n\r\n', start);
  if (end < 0) return false;
  const head = text.slice(start, end);
  if (method === 'HEAD' || /^HTTP\/1\.1 (204|304) /.test(head)) return true;
  if (/\r\ntransfer-encoding: chunked(\r\n|$)/i.test(head)) return text.endsWith('\r\n0\r\n\r\n');
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  return length !== undefined && text.length >= end + 4 + Number(length);
}
