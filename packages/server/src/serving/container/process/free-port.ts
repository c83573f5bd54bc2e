import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** A port of 127.0.0.1 that no process listens on now. One may a moment later: check which does after the start. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Value of SAGEMAKER_SAFE_PORT_RANGE for the container on `port`: a hundred ports below those that systems hand out by
 * themselves, so that containers side by side rarely share one.
 */
export function safePortRange(port: number): string {
  const first = 20_000 + (port % 120) * 100;
  return `${first}-${first + 99}`;
}
