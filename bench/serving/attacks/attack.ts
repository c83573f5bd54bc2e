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
