import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { removeData, startTestServer, type TestServer } from '../../support/start-server.ts';

const source = join(import.meta.dirname, '../../../src/entry/options/hide-environment.ts');
const program = `
const { hideEnvironment } = await import(process.argv[2]);
hideEnvironment();
const { readFileSync } = await import('node:fs');
const initial = readFileSync('/proc/self/environ', 'latin1').split('\\0').filter(Boolean).map((entry) => entry.split('=')[0]);
console.log(JSON.stringify({ initial: initial.sort(), env: process.env, args: process.argv.slice(2), pid: process.pid, stdin: readFileSync(0, 'utf8') }));
`;

const folder = mkdtempSync(join(tmpdir(), 'catenary-hidden-'));
const script = join(folder, 'program.mjs');
writeFileSync(script, program);

let server: TestServer | undefined;
afterAll(async () => {
  await server?.stop();
  if (server !== undefined) removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

async function run(env: Record<string, string>) {
  const child = promisify(execFile)(process.execPath, ['--conditions=source', script, source, 'a b'], { env });
  child.child.stdin?.end();
  const { stdout } = await child;
  const found = JSON.parse(stdout) as { pid: number };
  return { ...found, isSame: child.child.pid === found.pid };
}

const isLinux = process.platform === 'linux';

it.skipIf(!isLinux)(
  'secrets are in the environment of the program, and not in the block that others can read',
  async () => {
    const secrets = {
      AWS_SECRET_ACCESS_KEY: 'x\ny=z',
      CATENARY_STORE_URL: 'postgres://u:p@h/d',
      ANY_OTHER: 'ä',
      CATENARY_S3_SECRET_ACCESS_KEY: 's',
    };
    const found = await run({ PATH: '/usr/bin', CATENARY_PORT: '1', ...secrets });
    expect(found).toMatchObject({
      initial: ['CATENARY_ENVIRONMENT_ON_STDIN', 'CATENARY_PORT', 'PATH'],
      env: { PATH: '/usr/bin', CATENARY_PORT: '1', ...secrets },
      args: [source, 'a b'],
      stdin: '',
      isSame: true,
    });
    expect(found).not.toHaveProperty('env.CATENARY_ENVIRONMENT_ON_STDIN');
  },
);

it.skipIf(!isLinux)('a process without secrets is not started again', async () => {
  expect(await run({ PATH: '/usr/bin', HOME: '/' })).toMatchObject({ initial: ['HOME', 'PATH'] });
});

it.skipIf(!isLinux)('the server knows its keys, and /proc does not show them', async () => {
  const canary = 'canary-of-the-environment';
  server = await startTestServer({ env: { AWS_SESSION_TOKEN: canary, SOME_PASSWORD: canary } });
  await server.client.operation('ListModels', {});
  const { pid } = JSON.parse(readFileSync(join(server.data, 'server.json'), 'utf8')) as { pid: number };
  const text = readFileSync(`/proc/${pid}/environ`, 'latin1');
  for (const secret of [canary, 'test-secret', 'AKIATEST']) expect(text).not.toContain(secret);
});
