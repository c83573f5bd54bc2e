import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ApiClient } from '../../../packages/server/src/entry/cli/api-client.ts';
import {
  createDiamondsModel,
  diamondsContainer,
  uploadDiamonds,
} from '../../../packages/server/test/support/diamonds.ts';
import { root, startTestServer, type TestServer } from '../../../packages/server/test/support/start-server.ts';
import { type TestEngine, testLimits } from '../../../packages/server/test/support/test-engine.ts';
import { row } from './diamonds-bodies.ts';

/** A server whose endpoints are rolled out; it may be killed, and started again over the same data. */
export interface RolloutServer {
  readonly start: (env?: Readonly<Record<string, string>>) => Promise<TestServer>;
  /** Processes of the model `command` that there are. */
  readonly countProcesses: () => number;
  /** Removes its files. */
  readonly remove: () => void;
}

export interface RolloutServerOptions {
  /** The program of the model `command`, from the root of the repository; it doubles numbers. */
  readonly container?: string;
  /** What the image of the model `oci` runs on, if there is one. */
  readonly engine?: TestEngine | undefined;
}

export function rolloutServer({
  container = 'packages/server/test/suites/doubling-container.mjs',
  engine,
}: RolloutServerOptions = {}): RolloutServer {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'catenary-bench-'));
  const program = resolve(root, container);
  // The folder is only a word by which its processes are found.
  const image = { match: '*/doubler:*', command: [process.execPath, program, folder], readable: [program] };
  const images = engine === undefined ? [image] : [image, { match: engine.image, kind: 'oci' }];
  const containers = engine === undefined ? {} : { engine: 'podman', socket: engine.socket, ...testLimits };
  // JSON is YAML.
  writeFileSync(join(folder, 'catenary.yaml'), JSON.stringify({ images, containers }));
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
export const bodies = { native: row, command: '21', python: row, oci: '21' } as const;

/** A chain of native containers, and a command. */
export async function createRolloutModels(client: ApiClient): Promise<void> {
  await createDiamondsModel(client, 'native', ['sparkml', 'xgboost']);
  await client.operation('CreateModel', { ModelName: 'command', PrimaryContainer: { Image: 'registry/doubler:1' } });
}

/** The native chain with a script of scikit-learn behind it, of one worker. */
export async function createPythonModel(client: ApiClient): Promise<void> {
  await uploadDiamonds(client, ['sklearn']);
  const script = { ...diamondsContainer('sklearn'), Environment: { SAGEMAKER_MODEL_SERVER_WORKERS: '1' } };
  const Containers = [diamondsContainer('sparkml'), diamondsContainer('xgboost'), script];
  await client.operation('CreateModel', { ModelName: 'python', Containers });
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
