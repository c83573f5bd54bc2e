import { connect } from 'node:net';

/** What came back on a connection: the status lines in their order, and all the bytes, one character for each. */
export interface RawAnswer {
  readonly statuses: readonly number[];
  readonly text: string;
  /** Whether the server closed the connection, rather than that this client stopped waiting. */
  readonly isClosed: boolean;
}

/**
 * Writes bytes (a string is Latin-1) to a server and reads until it closes the connection or has been silent for
 * `silenceMs` after its first answer.
 */
export function sendRaw(url: string, bytes: string | Buffer, silenceMs = 300): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((done) => {
    const socket = connect(Number(port), hostname);
    let text = '';
    const finish = (isClosed: boolean) => {
      socket.destroy();
      const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
      done({ statuses, text, isClosed });
    };
    // A first answer may take its time on a busy machine; silence counts from there on.
    socket.setTimeout(10_000, () => finish(false));
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      socket.setTimeout(silenceMs);
    });
    socket.on('error', () => finish(true));
    socket.on('close', () => finish(true));
    socket.on('connect', () => socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes));
  });
}

/** The head of a request, ended by its empty line. */
export function requestHead(line: string, ...headers: readonly string[]): string {
  return `${[line, ...headers].join('\r\n')}\r\n\r\n`;
}
