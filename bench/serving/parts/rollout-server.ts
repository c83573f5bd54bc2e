import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ApiClient } from '../../../packages/server/src/entry/cli/api-client.ts';
import { createDiamondsModel } from '../../../packages/server/test/support/diamonds.ts';
import { root, startTestServer, type TestServer } from '../../../packages/server/test/support/start-server.ts';
import { row } from './diamonds-bodies.ts';

/** A server whose endpoints are rolled out; it may be killed, and started again over the same data. */
export interface RolloutServer {
  readonly start: (env?: Readonly<Record<string, string>>) => Promise<TestServer>;
  /** Processes of the model `command` that there are. */
  readonly countProcesses: () => number;
  /** Removes its files. */
  readonly remove: () => void;
}

/** `container`: the program of the model `command`, from the root of the repository; it doubles numbers. */
export function rolloutServer(container = 'packages/server/test/suites/doubling-container.mjs'): RolloutServer {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'catenary-bench-'));
  const program = resolve(root, container);
  // The folder is only a word by which its processes are found.
  const image = { match: '*/doubler:*', command: [process.execPath, program, folder], readable: [program] };
  writeFileSync(join(folder, 'catenary.yaml'), `images: [${JSON.stringify(image)}]\n`);
  return {
    start: (env) =>
      startTestServer({
        args: ['--allow-unsigned', '--config', join(folder, 'catenary.yaml')],
        env: { CATENARY_LOG_LEVEL: 'error', ...env },
        data: join(folder, 'data'),
      }),
    countProcesses: () => {
      const pattern = `^[^ ]*/node ${program} ${folder}$`;
      // pgrep ends with status 1 if there is none.
      return Number(spawnSync('pgrep', ['-f', '-c', pattern]).stdout.toString());
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A body for each model of `createRolloutModels`. */
export const bodies = { native: row, command: '21' } as const;

/** A chain of native containers, and a command. */
export async function createRolloutModels(client: ApiClient): Promise<void> {
  await createDiamondsModel(client, 'native', ['sparkml', 'xgboost']);
  await client.operation('CreateModel', { ModelName: 'command', PrimaryContainer: { Image: 'registry/doubler:1' } });
}

/** A share of the fleet, percent. */
export const percent = (Value: number) => ({ Type: 'CAPACITY_PERCENT', Value });

/** A blue/green deployment that waits for so many seconds between its steps. */
export const blueGreen = (Type: string, WaitIntervalInSeconds: number, sizes: object = {}) => ({
  BlueGreenUpdatePolicy: {
    TrafficRoutingConfiguration: { Type, WaitIntervalInSeconds, ...sizes },
    TerminationWaitInSeconds: 1,
  },
});
