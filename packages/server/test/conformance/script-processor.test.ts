import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { lastingProcesses } from '../support/marked-processes.ts';
import { findPythonEnvironment, pythonSdk2 } from '../support/python-environment.ts';
import { removeData, startTestServer } from '../support/start-server.ts';

const sdk = await findPythonEnvironment(pythonSdk2);

/** 1, 2, 3, 6: mean 3, variance (4 + 1 + 0 + 9) / 4, so that 3 becomes 0, and 2 becomes -1 / sqrt(3.5). */
const [first, second, last] = [-2, -1, 3].map((distance) => String(distance / Math.sqrt(3.5)));
const scaled = `['x,y', '${first},a', '${second},b', '0.0,c'] ['x,y', '${last},d']`;
const said = `['variable: hello scikit-learn 1.2', "hosts: ['algo-1']"]`;

it.skipIf(sdk === undefined)(
  "the SDK's SKLearnProcessor, FrameworkProcessor and ScriptProcessor run scripts, with their data, ends and stops",
  { timeout: 1_200_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'catenary-scripts-'));
    const config = join(folder, 'catenary.yaml');
    // JSON is YAML.
    writeFileSync(config, JSON.stringify({ images: [{ match: '*/own-python:*', command: [sdk?.python] }] }));
    const server = await startTestServer({ args: ['--config', config] });
    try {
      const script = join(import.meta.dirname, 'script-processor.py');
      const options = { env: { ...server.environment, TERM: 'dumb' }, timeout: 1_100_000 };
      const scripts = join(import.meta.dirname, 'processing-scripts');
      const { stdout } = await promisify(execFile)(sdk?.python ?? '', [script, scripts], options);
      // The SDK draws its progress in front of what is printed next.
      const lines = stdout.split('\n').map((line) => line.replace(/^\.*[!*]?/, ''));
      expect(lines.filter((line) => line !== '' && !line.startsWith('sagemaker.config'))).toEqual([
        'sklearn Completed | scaled 4 rows | None',
        scaled,
        said,
        'framework Completed | scaled 4 rows | None',
        scaled,
        said,
        'raised: True',
        'exit Failed | gave up | AlgorithmError: Command failed with exit code 3',
        "left: ['exit']",
        'raise Failed | None | AlgorithmError: Command failed with exit code 1: ValueError: no such thing',
        'late Failed | None | MaxRuntimeExceeded: the job took longer than StoppingCondition.MaxRuntimeInSeconds.',
        'stopped Stopped | None | None',
        'met Completed | None | None',
        'met Completed | None | None',
        'alone Completed | lo | None',
      ]);
      const runs = join(server.data, 'spark');
      expect(await lastingProcesses(runs)).toEqual([]);
      expect(readdirSync(runs)).toEqual([]);
    } finally {
      await server.stop();
      removeData(server);
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
