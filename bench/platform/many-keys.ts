/**
 * A bucket with many keys: `sh scripts/with-node.sh --conditions=source bench/platform/many-keys.ts [keys]`. boto3 puts them in six threads and then lists them
 * by v1 and v2 in every way it has; each list must have every key and common prefix once, in order. Times of a page are those of boto3, which is most of
 * them itself; the memory is that of the server after the list. `BENCH_STORE=postgres://...` names another store than SQLite.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findPythonEnvironment } from '../../packages/server/test/support/python-environment.ts';
import { credentials } from '../../packages/server/test/support/start-server.ts';
import { printTable } from '../harness.ts';
import { startCatenary } from '../serving/parts/child-server.ts';

const run = promisify(execFile);
const keys = Number(process.argv[2] ?? 100_000);
const store = process.env['BENCH_STORE'];
const script = join(import.meta.dirname, '../../packages/server/test/operations/s3/many-keys.py');
const python = await findPythonEnvironment();
if (python === undefined) throw new Error('boto3 cannot be installed here');

const data = mkdtempSync(join(tmpdir(), 'catenary-keys-'));
const server = await startCatenary(data, { env: store === undefined ? {} : { CATENARY_STORE_URL: store } });
const resident = async () => Math.round((await server.residentBytes()) / 2 ** 20);
const atStart = await resident();
const { stdout } = await run(python.python, [script, String(keys), String(server.pid)], {
  env: {
    ...process.env,
    AWS_ENDPOINT_URL: server.url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_DEFAULT_REGION: 'us-east-1',
  },
});
const { 'put seconds': seconds, lists } = JSON.parse(stdout) as {
  readonly 'put seconds': number;
  readonly lists: Readonly<Record<string, Readonly<Record<string, number>>>>;
};
const rows = Object.entries(lists).map(([name, figures]) => ({ name, ...figures }));
printTable(`${keys} keys: put in ${seconds} s, six at once; ${atStart} MB at the start; milliseconds of a page`, rows);
await server.stop();
rmSync(data, { recursive: true, force: true });
