import type { Socket } from 'node:net';
import { buildConnector } from 'undici';
import { type PinnedSocket, pinSocket } from '../../util/pin-socket.ts';
import { AnswerHeads } from './answer-heads.ts';

/** Opens connections that leave interim answers out, and that distinguish a broken answer from a complete one. */
export function containerConnector(
  options: buildConnector.BuildOptions,
  isStolen?: () => Promise<boolean>,
): buildConnector.connector {
  const connect = options.socketPath ? socketConnector(options, options.socketPath) : buildConnector(options);
  return (target, callback) => {
    connect(target, (...result) => {
      const [error, socket] = result;
      if (error !== null) {
        callback(...result);
        return;
      }
      const heads = watchHeads(socket);
      if (!options.socketPath) tellUnread(socket, heads);
      if (isStolen === undefined) callback(...result);
      else void handOver(socket, isStolen, callback);
    });
  };
}

/** Connects to the socket at the path, and to nothing that a link there leads to. */
function socketConnector(options: buildConnector.BuildOptions, path: string): buildConnector.connector {
  return (target, callback) => {
    let pinned: PinnedSocket;
    try {
      pinned = pinSocket(path);
    } catch (error) {
      queueMicrotask(() => callback(error as Error, null));
      return;
    }
    buildConnector({ ...options, socketPath: pinned.path })(target, (...result) => {
      pinned.release();
      callback(...result);
    });
  };
}

/** Nothing is sent to, or accepted from, another process that listens on the container's port. */
async function handOver(
  socket: Socket,
  isStolen: () => Promise<boolean>,
  callback: buildConnector.Callback,
): Promise<void> {
  if (await isStolen().catch(() => false)) {
    socket.destroy();
    const error = new Error('another process listens on the port of the container');
    callback(Object.assign(error, { code: 'ERR_PORT_TAKEN' }), null);
  } else if (socket.destroyed) {
    const error = new Error('the connection was reset before anything was sent');
    callback(Object.assign(error, { code: 'ERR_NOTHING_SENT' }), null);
  } else callback(null, socket);
}

/** undici reads from the socket by `read()`, and begins each request by writing its head as text. */
function watchHeads(socket: Socket): AnswerHeads {
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
  socket.write = (chunk: Uint8Array | string, ...rest: []) => {
    if (typeof chunk === 'string' && isHead(chunk)) heads.expect();
    return write(chunk, ...rest);
  };
  socket.on('error', (error: NodeJS.ErrnoException) => {
    // undici takes a reset for the end of an answer without length.
    if (error.code === 'ECONNRESET' && heads.wasAsked && heads.isInAnswer) error.code = 'ERR_ANSWER_RESET';
    // The system says EPIPE, not ECONNRESET, if the other end was closed before this one wrote: a container ends connections that it
    // has kept for long enough, and a request may be on its way to one.
    if (error.code === 'EPIPE' && heads.isKept && !heads.isInAnswer) error.code = 'ERR_KEPT_CLOSED';
  });
  return heads;
}

/**
 * A connection that was closed before the request was written looks like one that was closed after it was read, until
 * one more byte is written: then it turns out to have been reset (EPIPE), since nothing received what was written. For
 * a Unix socket the system reports that at once.
 */
function tellUnread(socket: Socket, heads: AnswerHeads): void {
  const emit = socket.emit.bind(socket) as (event: string | symbol, ...values: unknown[]) => boolean;
  socket.emit = (event: string | symbol, ...values: unknown[]): boolean => {
    if (event !== 'end' || heads.isInAnswer) return emit(event, ...values);
    socket.write('\n', (error) => {
      if (!error) emit('end');
    });
    return true;
  };
}

const isHead = (text: string) => text.startsWith('POST ') || text.startsWith('GET ') || text.startsWith('DELETE ');
