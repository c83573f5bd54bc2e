import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeData, root, startTestServer, type TestServer } from './start-server.ts';

/** A server that runs `misbehaving-container.py` for the image `host/doubler:1`. */
export interface DoublerServer {
  readonly server: TestServer;
  /** Where the container reports each request that it got. */
  readonly log: string;
  /** Its catenary.yaml, to start it again with. */
  readonly config: string;
  /** Ends `running` (the server itself, or the one that was started again in its stead) and removes all files. */
  close(running?: TestServer): Promise<void>;
}

/** `settings`: more of catenary.yaml. */
export async function startDoublerServer(settings: Readonly<Record<string, number>> = {}): Promise<DoublerServer> {
  const folder = mkdtempSync(join(tmpdir(), 'catenary-doubler-'));
  const log = join(folder, 'bodies.log');
  const config = join(folder, 'catenary.yaml');
  writeFileSync(log, '');
  // It writes to its log, and tests end its processes by the ids that stand there.
  const command = JSON.stringify(['python3', join(root, 'packages/server/test/support/misbehaving-container.py'), log]);
  const more = Object.entries(settings).map(([name, value]) => `${name}: ${value}\n`);
  writeFileSync(config, `sandbox: none\nimages:\n  - match: "*/doubler:*"\n    command: ${command}\n${more.join('')}`);
  const server = await startTestServer({ args: ['--config', config] });
  return {
    server,
    log,
    config,
    async close(running = server) {
      await running.stop();
      removeData(running);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
