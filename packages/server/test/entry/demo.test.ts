import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { commandName } from '../../src/entry/cli/command-name.ts';
import { findPythonEnvironment } from '../support/python-environment.ts';
import { programWords, root, testCache } from '../support/start-server.ts';

const python = await findPythonEnvironment();

it.skipIf(python === undefined)(
  'the closing lines of catenary demo --keep work word for word',
  async () => {
    const home = mkdtempSync(join(tmpdir(), 'catenary-demo-'));
    const PATH = `${dirname(python?.python ?? '')}:${dirname(process.execPath)}:${process.env.PATH ?? ''}`;
    const env = { PATH, HOME: home, CATENARY_ENVIRONMENTS: testCache };
    const demo = spawn(process.execPath, [...programWords, 'demo', '--keep'], {
      cwd: home,
      // A shell that is set up for an account of AWS.
      env: { ...env, AWS_ACCESS_KEY_ID: 'AKIAOTHER', AWS_SECRET_ACCESS_KEY: 'other' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => demo.once('close', resolve));
    let written = '';
    await new Promise<void>((resolve, reject) => {
      demo.stdout.on('data', (chunk: Buffer) => {
        written += chunk.toString();
        if (written.includes('until you press Ctrl-C')) resolve();
      });
      void ended.then(() => reject(new Error(`it ended: ${written}`)));
    });
    expect(written).toContain('53,940 of 53,940 rows equal to what Spark, XGBoost and scikit-learn gave');
    const [, pasted = ''] =
      /The same from another shell.*?:\n\n(.*?)\n\nBoth answer 1566\.0,fair\./s.exec(written) ?? [];
    const { stdout } = await promisify(execFile)('bash', ['-e', '-c', pasted], { cwd: home, env });
    expect(stdout.trim().split(/\n+/)).toEqual(['1566.0,fair', '1566.0,fair']);
    demo.kill('SIGINT');
    expect(await ended).toBe(0);
    rmSync(home, { recursive: true, force: true });
  },
  300_000,
);

it('is called by its path in a checkout, by its name where it is installed', () => {
  expect(commandName({}, join(root, 'packages/server/src/main.ts'))).toBe(join(root, 'catenary'));
  expect(commandName({}, '/usr/lib/node_modules/catenary/dist/main.js')).toBe('catenary');
  expect(commandName({ npm_command: 'exec' }, '/home/me/.npm/_npx/1/node_modules/.bin/catenary')).toBe('npx catenary');
});
