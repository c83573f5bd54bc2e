import type { Socket } from 'node:net';
import { buildConnector } from 'undici';
import { AnswerHeads } from './answer-heads.ts';

/** Opens connections whose interim answers are left out, and that tell a broken answer from one that ends. */
export function containerConnector(options: buildConnector.BuildOptions): buildConnector.connector {
  const connect = buildConnector(options);
  return (target, callback) => {
    connect(target, (...result) => {
      if (result[0] === null) watchHeads(result[1]);
      callback(...result);
    });
  };
}

/** undici reads from the socket by `read()`, and begins each request by writing its head as text. */
function watchHeads(socket: Socket): void {
  const heads = new AnswerHeads();
  const read = socket.read.bind(socket);
  const write = socket.write.bind(socket);
  socket.read = (size?: number) => {
    const chunk = read(size) as Buffer | null;
    if (chunk === null) return null;
    try {
      return heads.pass(chunk);
    } catch (error) {
      socket.destroy(error as Error);
      return null;
    }
  };
  socket.write = ((chunk: Uint8Array | string, ...rest: []) => {
    if (typeof chunk === 'string' && isHead(chunk)) heads.expect();
    return write(chunk, ...rest);
  }) as typeof socket.write;
  socket.on('error', (error: NodeJS.ErrnoException) => {
    // undici takes a reset for the end of an answer without length.
    if (error.code === 'ECONNRESET' && heads.isInAnswer) error.code = 'ERR_ANSWER_RESET';
  });
}

const isHead = (text: string) => text.startsWith('POST ') || text.startsWith('GET ') || text.startsWith('DELETE ');
