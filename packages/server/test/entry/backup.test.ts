import { createHash } from 'node:crypto';
import {
  cpSync,
  createWriteStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deployChain } from '../../src/entry/cli/deploy/deploy-chain.ts';
import { waitForEndpoint } from '../../src/entry/cli/deploy/wait-for-endpoint.ts';
import { runCatenary } from '../support/run-catenary.ts';
import { removeData, root, startTestServer, type TestServer, until } from '../support/start-server.ts';

const golden = join(root, 'test/golden/xgboost/approx-3.2');
const folder = mkdtempSync(join(tmpdir(), 'catenary-backup-'));
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await server.client.send({ method: 'PUT', path: '/data', service: 's3' });
  await deployChain(server.client, 'prices', [{ path: join(golden, 'model.pkl'), environment: {} }]);
  await waitForEndpoint(server.client, 'prices');
}, 120_000);
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const put = (to: TestServer, key: string, body: Buffer) =>
  to.client.send({ method: 'PUT', path: `/data/${key}`, service: 's3', body });

/** Objects of 64 KiB, so in files of their own, that come, are replaced and go all the time; `onEnough` is called when there are many. */
async function keepWriting(signal: AbortSignal, onEnough: () => void): Promise<number> {
  let count = 0;
  while (!signal.aborted) {
    if (count === 20) onEnough();
    const key = `object-${count % 40}`;
    await put(server, key, Buffer.alloc(65_536, `${count}`));
    if (count % 3 === 0)
      await server.client.send({ method: 'DELETE', path: `/data/object-${(count + 7) % 40}`, service: 's3' });
    count++;
  }
  return count;
}

const predict = async (by: TestServer) => {
  const { body } = await by.client.send({
    method: 'POST',
    path: '/endpoints/prices/invocations',
    service: 'sagemaker',
    headers: { 'content-type': 'text/csv' },
    body: readFileSync(join(golden, 'input.csv')),
  });
  return body.toString();
};

/** Every object that is listed can be read, and is what its ETag says. */
async function checkObjects(of: TestServer): Promise<number> {
  const { body } = await of.client.send({ method: 'GET', path: '/data', service: 's3' });
  const listed = [...body.toString().matchAll(/<Key>([^<]+)<\/Key>.*?<ETag>(?:&quot;|")([0-9a-f]{32})/gs)];
  for (const [, key, etag] of listed) {
    const object = await of.client.send({ method: 'GET', path: `/data/${key}`, service: 's3' });
    expect(createHash('md5').update(object.body).digest('hex')).toBe(etag);
  }
  return listed.length;
}

describe('catenary backup', () => {
  it.each(['folder', 'backup.tar.gz', 'backup.tar'])(
    'into %s shows one moment of a server that is written to, and restore brings it back',
    async (name) => {
      const stop = new AbortController();
      const { promise: enough, resolve: onEnough } = Promise.withResolvers<void>();
      const writing = keepWriting(stop.signal, onEnough);
      await enough;
      const target = join(folder, name);
      const made = await runCatenary(folder, 'backup', target, '--data', server.data, '--json');
      stop.abort();
      expect(await writing).toBeGreaterThan(20);
      expect([made.code, made.stderr]).toEqual([0, '']);
      const data = join(folder, `restored-${name}`);
      const restored = await runCatenary(folder, 'restore', target, '--data', data);
      expect([restored.code, restored.stderr]).toEqual([0, '']);
      const other = await startTestServer({ data });
      expect(await checkObjects(other)).toBeGreaterThan(10);
      expect(await predict(other)).toBe(await predict(server));
      expect(await other.stop()).toBe(0);
    },
    120_000,
  );

  it('leaves nothing behind in the data folder', () => {
    expect(readdirSync(join(server.data, 'objects')).filter((name) => name.startsWith('held'))).toEqual([]);
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);
  });

  it('refuses a place that is taken, a folder without data, and resources that are in PostgreSQL', async () => {
    const refusal = async (...args: string[]) => runCatenary(folder, 'backup', ...args);
    const taken = await refusal(folder, '--data', server.data);
    expect(taken).toMatchObject({ code: 1, stderr: expect.stringContaining(`There is ${folder} already`) as string });
    const nothing = await refusal(join(folder, 'x'), '--data', folder);
    expect(nothing).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is nothing to back up') as string,
    });
    writeFileSync(join(folder, 'pg.yaml'), 'store: postgres://me:secret@db/x\n');
    const shared = await refusal(join(folder, 'x'), '--data', server.data, '--config', join(folder, 'pg.yaml'));
    expect(shared.stderr).toContain('pg_dump --format=custom --file=resources.dump postgres://me@db/x, ');
    expect(shared.stderr).not.toContain('secret');
    expect(existsSync(join(folder, 'x'))).toBe(false);
  });
});

/** Answers what it is asked, after a while. */
const slow = `
import { createServer } from 'node:http';
createServer(async (request, response) => {
  if (request.url === '/ping') return response.end();
  const body = (await request.toArray()).join('');
  setTimeout(() => response.end(body), 30);
}).listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1');
`;

describe('a transform job in the middle of which a backup was made', () => {
  it('goes on where it was, and has the same output', async () => {
    writeFileSync(join(folder, 'slow.mjs'), slow);
    const command = JSON.stringify([process.execPath, join(folder, 'slow.mjs')]);
    writeFileSync(join(folder, 'images.yaml'), `images:\n  - match: "*/slow:*"\n    command: ${command}\n`);
    const setting = {
      args: ['--config', join(folder, 'images.yaml')],
      env: { CATENARY_CHECKPOINT_SECONDS: '0' },
    };
    const first = await startTestServer(setting);
    await first.client.send({ method: 'PUT', path: '/data', service: 's3' });
    const rows = Array.from({ length: 250 }, (_, at) => `row ${at} ${'x'.repeat(2_000)}\n`).join('');
    await put(first, 'in/rows.csv', Buffer.from(rows));
    await first.client.operation('CreateModel', { ModelName: 'slow', PrimaryContainer: { Image: 'host/slow:1' } });
    await first.client.operation('CreateTransformJob', {
      TransformJobName: 'job',
      ModelName: 'slow',
      BatchStrategy: 'SingleRecord',
      MaxConcurrentTransforms: 1,
      TransformInput: {
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://data/in/' } },
        SplitType: 'Line',
      },
      TransformOutput: { S3OutputPath: 's3://data/out/', AssembleWith: 'Line' },
      TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
    });
    const recordsOf = async (of: TestServer) => {
      const path = '/_catenary/transform-jobs/job';
      const { body } = await of.client.send({ method: 'GET', path, service: 'sagemaker' });
      return JSON.parse(body.toString()) as { readonly status: string; readonly records?: number };
    };
    await until(async () => (((await recordsOf(first)).records ?? 0) > 20 ? true : undefined));
    const backup = join(folder, 'during-job');
    expect((await runCatenary(folder, 'backup', backup, '--data', first.data)).code).toBe(0);
    expect((await recordsOf(first)).status).toBe('InProgress');
    await first.stop('SIGKILL');
    removeData(first);

    const data = join(folder, 'restored during a job');
    expect((await runCatenary(folder, 'restore', backup, '--data', data)).code).toBe(0);
    const second = await startTestServer({ ...setting, data });
    const ended = await until(async () => {
      const { status } = await recordsOf(second);
      return status === 'InProgress' ? undefined : status;
    });
    expect(ended).toBe('Completed');
    const { body } = await second.client.send({ method: 'GET', path: '/data/out/rows.csv.out', service: 's3' });
    expect(body.toString()).toBe(rows);
    expect(await second.stop()).toBe(0);
  }, 120_000);
});

describe('catenary restore', () => {
  const restore = (from: string, data: string) => runCatenary(folder, 'restore', from, '--data', data);

  it('refuses a folder that is not empty, or that a server has', async () => {
    const running = await restore(join(folder, 'folder'), server.data);
    expect(running.code).toBe(1);
    expect(running.stderr).toContain(`Another server has the data folder ${server.data} (process ${server.pid}`);
    const full = await restore(join(folder, 'folder'), folder);
    expect([full.code, full.stderr]).toEqual([1, expect.stringContaining(`The data folder ${folder} is not empty`)]);
  });

  it.each<[what: string, damage: (backup: string) => void, says: RegExp]>([
    [
      'a byte that changed',
      (backup) => writeFileSync(join(backup, 'server-id'), 'other'),
      /^catenary: The backup is damaged: server-id is not as it was written\.\n$/,
    ],
    [
      'a file that is missing',
      (backup) => rmSync(join(backup, 'objects/index.sqlite')),
      /^catenary: The backup is not whole: objects\/index\.sqlite is missing\.\n$/,
    ],
    [
      'a file that does not belong to it',
      (backup) => writeFileSync(join(backup, 'further'), ''),
      /^catenary: further is no part of the backup\.\n$/,
    ],
    [
      'a newer version',
      (backup) => {
        const manifest = JSON.parse(readFileSync(join(backup, 'backup.json'), 'utf8')) as object;
        writeFileSync(join(backup, 'backup.json'), JSON.stringify({ ...manifest, formatVersion: 2, version: '9.0.0' }));
      },
      /was made by Catenary 9\.0\.0: restore it with that, or a newer one\.\n$/,
    ],
    [
      'no manifest',
      (backup) => rmSync(join(backup, 'backup.json')),
      /damaged by no manifest is no backup: it has no backup\.json; name a folder or an archive that catenary backup has made\.\n$/,
    ],
  ])('refuses %s, and makes no data folder', async (what, damage, says) => {
    const backup = join(folder, `damaged by ${what}`);
    cpSync(join(folder, 'folder'), backup, { recursive: true });
    damage(backup);
    const data = join(folder, `not restored for ${what}`);
    const { code, stderr } = await restore(backup, data);
    expect([code, stderr]).toEqual([1, expect.stringMatching(says)]);
    expect(existsSync(data)).toBe(false);
  });

  it('refuses an archive that would write elsewhere, and one that is none', async () => {
    const tar = pack();
    tar.entry({ name: '../outside' }, 'x');
    tar.finalize();
    const hostile = join(folder, 'hostile.tar');
    await pipeline(tar, createWriteStream(hostile));
    const { code, stderr } = await restore(hostile, join(folder, 'hostile data'));
    expect([code, stderr]).toEqual([1, `catenary: ${hostile} is no backup: it has ../outside, a file.\n`]);
    expect([existsSync(join(folder, 'hostile data')), existsSync(join(folder, 'outside'))]).toEqual([false, false]);
    writeFileSync(join(folder, 'text.tar.gz'), 'no archive');
    expect((await restore(join(folder, 'text.tar.gz'), join(folder, 'd'))).stderr).toMatch(
      /^catenary: .*text\.tar\.gz cannot be read as an archive: /,
    );
  });

  it('checks a backup without a data folder', async () => {
    const { code, stdout } = await runCatenary(folder, 'restore', join(folder, 'backup.tar'), '--dry-run');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^whole: .*backup\.tar, made by Catenary /)]);
    expect(existsSync(join(folder, '.catenary'))).toBe(false);
  });
});
