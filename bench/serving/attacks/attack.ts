import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '../../../packages/server/src/entry/cli/api-client.ts';

/** The server that is attacked. */
export interface Target {
  readonly url: string;
  readonly pid: number;
  /** Signs with a known key. */
  readonly client: ApiClient;
}

/** Something that nobody should be able to stop a server with. */
export interface Attack {
  readonly name: string;
  readonly run: (target: Target) => Promise<unknown>;
}

/** What a refused call was refused with; nothing if it was answered. */
export const refused = (call: Promise<unknown>): Promise<string | undefined> =>
  call.then(
    () => undefined,
    (error: Error) => error.message,
  );

/** Several at once, until all have been made. */
export async function inLanes(count: number, lanes: number, run: (at: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await run(next++);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/**
 * Writes a request's pieces to a connection of its own, however the server takes it, without reading what it answers; ends it when
 * the server does, or after `holdMs`.
 */
export async function pour({ url }: Target, pieces: Iterable<Buffer | string>, holdMs: number): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).pause();
  let isOver = false;
  socket.on('error', () => (isOver = true)).on('close', () => (isOver = true));
  for (const piece of pieces) {
    if (isOver) break;
    if (!socket.write(piece)) await Promise.race([new Promise((done) => socket.once('drain', done)), sleep(holdMs)]);
  }
  const until = performance.now() + holdMs;
  while (!isOver && performance.now() < until) await sleep(20);
  socket.destroy();
}

export async function createEndpoint(client: ApiClient, name: string, container: object): Promise<void> {
  await client.operation('CreateModel', { ModelName: name, PrimaryContainer: container });
  const variants = [{ VariantName: 'v', ModelName: name }];
  await client.operation('CreateEndpointConfig', { EndpointConfigName: name, ProductionVariants: variants });
  await client.operation('CreateEndpoint', { EndpointName: name, EndpointConfigName: name });
}

/** Why its start failed; undefined if it did not. */
export async function failureOf(client: ApiClient, name: string): Promise<string | undefined> {
  for (;;) {
    const { EndpointStatus: status, FailureReason: reason } = await client.operation('DescribeEndpoint', {
      EndpointName: name,
    });
    if (status === 'InService') return undefined;
    if (status === 'Failed') return String(reason);
    await sleep(20);
  }
}

export const invoke = (client: ApiClient, endpoint: string, body: Buffer | string, contentType = 'text/csv') =>
  client.send({
    method: 'POST',
    path: `/endpoints/${endpoint}/invocations`,
    service: 'sagemaker',
    headers: { 'content-type': contentType },
    body,
  });
