/** The process of a function: loads its module, then answers requests from a socket. */
import { createServer, type Socket } from 'node:net';
import { answerRequest, type HostAnswer, type LoadedFunction } from './host/answer-request.ts';
import { type HostOptions, loadFunction } from './host/load-function.ts';
import { RequestLine } from './host/request-line.ts';
import { hostEnvironment } from './host-environment.ts';
import { MessageReader, type WireRequest, writeMessage } from './wire.ts';

/** More than any request may have. */
const maxRequestBytes = 1024 ** 3;

hostEnvironment.take();
const options: HostOptions = JSON.parse(process.argv[2] ?? '');
const listening = Promise.withResolvers<void>();
const loaded = listening.promise.then(load);
const server = createServer((socket) => void loaded.then((ready) => serve(socket, ready)));
server.listen(options.socket, () => {
  dropNetwork(options.isOnline);
  listening.resolve();
});

async function load(): Promise<LoadedFunction> {
  try {
    return await loadFunction(options);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.stderr.write(`start failed: ${error instanceof Error ? error.message.split('\n', 1)[0] : String(error)}\n`);
    process.exit(1);
  }
}

/** The permission to listen is needed until here. Releases of Node before 26 cannot give it back. */
function dropNetwork(isOnline: boolean): void {
  const { permission } = process as { readonly permission?: { drop?(scope: string): void } };
  if (!isOnline) permission?.drop?.('net');
}

function serve(socket: Socket, loaded: LoadedFunction): void {
  const send = (id: number, { body, ...head }: HostAnswer) => {
    if (!socket.destroyed) socket.write(writeMessage({ id, ...head }, body));
  };
  const line = new RequestLine(({ head, body }) => answerRequest(loaded, head.headers, body), send);
  const reader = new MessageReader<WireRequest>(maxRequestBytes, (message) => {
    const { path, id } = message.head;
    if (path === '/invocations') line.add(message);
    else send(id, { status: path === '/ping' ? 200 : 404, body: Buffer.alloc(0) });
  });
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    // Answers to what came together go back together.
    socket.cork();
    reader.push(chunk);
    socket.uncork();
  });
}
