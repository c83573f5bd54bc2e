import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** What goes wrong with one request. */
export type Fault =
  | { readonly kind: 'slow down' }
  | { readonly kind: 'server error' }
  /** The request never arrives. */
  | { readonly kind: 'reset' }
  /** It is carried out, but its answer is lost. */
  | { readonly kind: 'lost answer' }
  /** The answer's headers promise everything; so many bytes come. */
  | { readonly kind: 'truncated'; readonly after: number }
  /** So many bytes come, then nothing, on an open connection. */
  | { readonly kind: 'stalled'; readonly after: number }
  /** One byte of the answer's body is another. */
  | { readonly kind: 'corrupted'; readonly at: number }
  /** One byte of the request's body is another. */
  | { readonly kind: 'corrupted request' }
  /** The answer comes in pieces of this size, one a millisecond. */
  | { readonly kind: 'slow'; readonly pieceBytes: number }
  /** Status 200 with an error in the body, as CompleteMultipartUpload may answer. */
  | { readonly kind: 'error in 200' };

/** Asked for each request: what goes wrong with it, if anything. */
export type Plan = (request: { readonly method: string; readonly url: string }) => Fault | undefined;

export interface FaultProxy {
  readonly url: string;
  plan: Plan;
  /** How many requests went wrong. */
  faults: number;
  close(): Promise<void>;
}

const slowDown = '<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>';
const internal = '<Error><Code>InternalError</Code><Message>We encountered an internal error.</Message></Error>';

/** Stands between a client and a real server, and spoils what its plan says. Hosts and signatures stay as they are. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const server = createServer((request, response) => {
    const fault = proxy.plan({ method: request.method ?? '', url: request.url ?? '' });
    if (fault !== undefined) proxy.faults++;
    pass(target, { request, response }, fault).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    plan: () => undefined,
    faults: 0,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  return proxy;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function pass(target: string, { request, response }: Exchange, fault: Fault | undefined): Promise<void> {
  const body = Buffer.concat((await request.toArray()) as Buffer[]);
  if (fault?.kind === 'reset') return void request.socket.resetAndDestroy();
  if (fault?.kind === 'slow down') return void response.writeHead(503).end(slowDown);
  if (fault?.kind === 'server error') return void response.writeHead(500).end(internal);
  if (fault?.kind === 'error in 200') return void response.writeHead(200).end(internal);
  if (fault?.kind === 'corrupted request' && body.length > 0)
    body[body.length >> 1] = (body[body.length >> 1] as number) ^ 1;
  const answer = await send(target, request, body);
  if (fault?.kind === 'lost answer') {
    await answer.toArray();
    return void request.socket.resetAndDestroy();
  }
  response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
  if (fault === undefined) return void answer.pipe(response);
  await spoil(Buffer.concat((await answer.toArray()) as Buffer[]), { request, response }, fault);
}

function send(target: string, request: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
  return new Promise((done, reject) => {
    const options = { method: request.method ?? 'GET', headers: request.rawHeaders, setHost: false };
    const out = forward(`${target}${request.url}`, options as never, done);
    out.on('error', reject);
    out.end(body);
  });
}

async function spoil(content: Buffer, { request, response }: Exchange, fault: Fault): Promise<void> {
  if (fault.kind === 'corrupted' && content.length > 0) {
    const at = Math.min(fault.at, content.length - 1);
    content[at] = (content[at] as number) ^ 1;
  }
  if (fault.kind === 'truncated' || fault.kind === 'stalled') {
    const part = content.subarray(0, fault.after);
    response.flushHeaders();
    await new Promise((done) => (part.length === 0 ? done(0) : response.write(part, done)));
    if (fault.kind === 'truncated') request.socket.destroySoon();
    return;
  }
  if (fault.kind === 'slow') {
    for (let at = 0; at < content.length; at += fault.pieceBytes) {
      response.write(content.subarray(at, at + fault.pieceBytes));
      await wait(1);
    }
    return void response.end();
  }
  response.end(content);
}
