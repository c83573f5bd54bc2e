import { createServer, type Socket } from 'node:net';
import { MessageReader, MessageWriter, type WireAnswer, type WireRequest } from '../../process/wire.ts';
import { Begun } from './begun.ts';
import { printError } from './print-error.ts';
import { type AnswerMessage, RequestLine, type SendAnswer } from './request-line.ts';

/** More than any request may have. */
const maxRequestBytes = 1024 ** 3;

/** Where a process of a function listens, and whether it keeps its network. */
export interface ServedSocket {
  readonly socket: string;
  readonly isOnline: boolean;
}

/** Listens, loads what answers, and answers one request after the other. A load that fails ends the process, with why in its last line. */
export function serveRequests({ socket: path, isOnline }: ServedSocket, load: () => Promise<AnswerMessage>): void {
  const begun = new Begun(path);
  const listening = Promise.withResolvers<void>();
  const loaded = listening.promise.then(load).catch(endStart);
  const server = createServer((socket) => void loaded.then((answer) => serve(socket, answer, begun)));
  server.listen(path, () => {
    dropNetwork(isOnline);
    listening.resolve();
  });
}

function endStart(error: unknown): never {
  printError(error);
  process.stderr.write(`start failed: ${error instanceof Error ? error.message.split('\n', 1)[0] : String(error)}\n`);
  process.exit(1);
}

/** The permission to listen is needed until here. Releases of Node before 26 cannot give it back. */
function dropNetwork(isOnline: boolean): void {
  const { permission } = process as { readonly permission?: { drop?(scope: string): void } };
  if (!isOnline) permission?.drop?.('net');
}

function serve(socket: Socket, answer: AnswerMessage, begun: Begun): void {
  const writer = new MessageWriter<WireAnswer>();
  /** Answers to what came together go back together. */
  let isReading = false;
  const flush = () => {
    socket.cork();
    for (const piece of writer.take()) socket.write(piece);
    socket.uncork();
  };
  const send: SendAnswer = (id, { body, ...head }, micros) => {
    if (socket.destroyed) return;
    writer.add({ id, head, micros, body });
    if (!isReading) flush();
  };
  const line = new RequestLine(answer, begun, send);
  const reader = new MessageReader<WireRequest>(maxRequestBytes, (message) => {
    if (message.head.path === '/ping') send(message.id, { status: 200, body: Buffer.alloc(0) }, 0);
    else line.add(message);
  });
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    isReading = true;
    reader.push(chunk);
    isReading = false;
    if (!writer.isEmpty) flush();
  });
}
