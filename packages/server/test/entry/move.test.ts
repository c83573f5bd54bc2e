import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient } from '../../src/entry/cli/api-client.ts';
import { openStore } from '../../src/platform/store/store.ts';
import { findPostgres, type Postgres, query, startPostgres } from '../support/postgres.ts';
import { runCatenary, runCatenaryIn } from '../support/run-catenary.ts';
import { removeData, startTestServer } from '../support/start-server.ts';

const programs = findPostgres();
const folder = mkdtempSync(join(tmpdir(), 'catenary-move-'));
const log = { warn: () => undefined };
let postgres: Postgres | undefined;

beforeAll(async () => {
  if (programs !== undefined) postgres = await startPostgres(programs);
}, 200_000);
afterAll(async () => {
  await postgres?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(programs === undefined)('catenary move', () => {
  it('takes all resources to PostgreSQL, where a server goes on with them', async () => {
    const first = await startTestServer();
    const { data } = first;
    await first.client.operation('CreateModelPackageGroup', { ModelPackageGroupName: 'group' });
    await first.client.send({ method: 'PUT', path: '/models', service: 's3' });
    await first.client.send({ method: 'PUT', path: '/models/m.tar.gz', service: 's3', body: Buffer.from('x') });
    for (let count = 0; count < 450; count++)
      await first.client.operation('CreateModel', {
        ModelName: `model-${count}`,
        PrimaryContainer: { Image: 'sagemaker-xgboost:3.2-0', ModelDataUrl: 's3://models/m.tar.gz' },
        Tags: [{ Key: 'k', Value: `ä ${count}` }],
      });
    const to = (await postgres?.createDatabase()) as string;
    const busy = await runCatenary(folder, 'move', '--to', to, '--data', data);
    expect([busy.code, busy.stderr]).toEqual([
      1,
      expect.stringContaining(`Another server has the data folder ${data}`),
    ]);
    expect(await first.stop()).toBe(0);

    const leased = await openStore({ location: join(data, 'catenary.sqlite'), owner: 'one', leaseMs: 60_000, log });
    const lease = await leased.leases.take('transform-job/x');
    await leased.store.destroy();

    const moved = await runCatenary(folder, 'move', '--to', to, '--data', data, '--json');
    expect([moved.code, moved.stderr]).toEqual([0, '']);
    expect(JSON.parse(moved.stdout)).toMatchObject({
      rows: { model: 450, tag: 450, model_package_group: 1, lease: 1 },
    });
    expect([existsSync(join(data, 'catenary.sqlite')), existsSync(join(data, 'catenary.sqlite.moved'))]).toEqual([
      false,
      true,
    ]);

    // A server that is not told where they are would begin without any; and there is nothing to move twice.
    const lost = await runCatenary(folder, 'serve', '--port', '0', '--data', data);
    expect([lost.code, lost.stderr]).toEqual([1, expect.stringMatching(/were moved to PostgreSQL: .*rename /)]);
    const twice = await runCatenary(folder, 'move', '--to', to, '--data', data);
    expect([twice.code, twice.stderr]).toEqual([1, expect.stringContaining('were moved already')]);

    // Nobody holds the lease, and its next number is higher than any that was given.
    const there = await openStore({ location: to, owner: 'two', leaseMs: 60_000, log });
    expect((await there.leases.take('transform-job/x'))?.token).toBe((lease?.token ?? 0) + 1);
    await there.leases.close();
    await there.store.destroy();

    const second = await startTestServer({ data, env: { CATENARY_STORE_URL: to } });
    const { Models } = await second.client.operation('ListModels', { MaxResults: 100, NameContains: 'model-44' });
    expect((Models as { ModelName: string }[]).map(({ ModelName }) => ModelName)).toContain('model-449');
    const { ModelArn } = await second.client.operation('DescribeModel', { ModelName: 'model-449' });
    expect(await second.client.operation('ListTags', { ResourceArn: ModelArn })).toMatchObject({
      Tags: [{ Key: 'k', Value: 'ä 449' }],
    });
    expect(await second.stop()).toBe(0);
    removeData(first);
  }, 200_000);

  it('refuses a database that has rows, and moves nothing then', async () => {
    const first = await startTestServer();
    await first.client.operation('CreateModelPackageGroup', { ModelPackageGroupName: 'group' });
    await first.stop();
    const to = (await postgres?.createDatabase()) as string;
    const other = await openStore({ location: to, owner: 'other', leaseMs: 60_000, log });
    await other.leases.take('endpoint/x');
    await other.store.destroy();
    const { code, stderr } = await runCatenary(folder, 'move', '--to', to, '--data', first.data);
    expect([code, stderr]).toEqual([1, expect.stringContaining('is not empty (1 rows in lease)')]);
    expect(existsSync(join(first.data, 'catenary.sqlite'))).toBe(true);
    expect(await query(to, 'SELECT * FROM model_package_group')).toEqual([]);
    removeData(first);
  }, 100_000);

  it('takes further accounts along, each to its schema, or none of them', async () => {
    const keys = join(folder, 'keys.yaml');
    const pairs = ['111111111111', '222222222222'].map((account) => ({
      accessKeyId: `KEY-${account}`,
      secretAccessKey: `secret of ${account}`,
      account,
    }));
    writeFileSync(keys, JSON.stringify(pairs));
    const first = await startTestServer({ args: ['--keys-file', keys] });
    const { data } = first;
    const clientsOf = ({ url, client }: typeof first) => [
      client,
      ...pairs.map((pair) => new ApiClient(url, pair, 'us-east-1')),
    ];
    for (const [at, client] of clientsOf(first).entries()) {
      await client.operation('CreateModelPackageGroup', {
        ModelPackageGroupName: 'group',
        ModelPackageGroupDescription: `of ${at}`,
      });
      await client.operation('CreateModelPackageGroup', { ModelPackageGroupName: `group-${at}` });
      await client.send({ method: 'PUT', path: '/bucket', service: 's3' });
      await client.send({ method: 'PUT', path: '/bucket/key', service: 's3', body: Buffer.from(`of ${at}`) });
    }
    expect(await first.stop()).toBe(0);
    const files = ['', 'accounts/111111111111', 'accounts/222222222222'].map((part) =>
      join(data, part, 'catenary.sqlite'),
    );
    const areThere = () => files.map((file) => [existsSync(file), existsSync(`${file}.moved`)]);

    // One of the schemas is in use.
    const used = (await postgres?.createDatabase()) as string;
    const other = await openStore({ location: used, schema: 'account_222222222222', owner: 'o', leaseMs: 60_000, log });
    await other.leases.take('endpoint/x');
    await other.store.destroy();
    const refused = await runCatenary(folder, 'move', '--to', used, '--data', data);
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining('is not empty (1 rows in account_222222222222.lease)'),
    ]);
    expect(areThere()).toEqual(files.map(() => [true, false]));
    expect(await query(used, 'SELECT * FROM model_package_group')).toEqual([]);

    const to = (await postgres?.createDatabase()) as string;
    const moved = await runCatenary(folder, 'move', '--to', to, '--data', data, '--json');
    expect([moved.code, moved.stderr]).toEqual([0, '']);
    const { rows, accounts } = JSON.parse(moved.stdout) as { rows: object; accounts: object };
    const two = { model_package_group: 2 };
    expect([rows, accounts]).toMatchObject([two, { '111111111111': two, '222222222222': two }]);
    expect(areThere()).toEqual(files.map(() => [false, true]));

    const second = await startTestServer({ data, args: ['--keys-file', keys], env: { CATENARY_STORE_URL: to } });
    for (const [at, client] of clientsOf(second).entries()) {
      const { ModelPackageGroupSummaryList: groups } = await client.operation('ListModelPackageGroups', {
        SortBy: 'Name',
      });
      expect(groups).toMatchObject([
        { ModelPackageGroupName: 'group', ModelPackageGroupDescription: `of ${at}` },
        { ModelPackageGroupName: `group-${at}` },
      ]);
      const { body } = await client.send({ method: 'GET', path: '/bucket/key', service: 's3' });
      expect(body.toString()).toBe(`of ${at}`);
    }
    expect(await second.stop()).toBe(0);
    removeData(first);
  }, 200_000);

  it('says what is wrong with the address, and that there is nothing to move', async () => {
    const wrong = await runCatenary(folder, 'move', '--to', 'mysql://db', '--data', folder);
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      expect.stringContaining('--to is mysql://db; it must be the address'),
    ]);
    const nothing = await runCatenary(folder, 'move', '--to', 'postgres://db/x', '--data', folder);
    expect([nothing.code, nothing.stderr]).toEqual([1, expect.stringContaining('There is nothing to move')]);
  });

  it('restores what pg_dump wrote, by the commands that backup and restore print', async () => {
    const [from, to] = [await postgres?.createDatabase(), await postgres?.createDatabase()] as [string, string];
    const first = await startTestServer({ env: { CATENARY_STORE_URL: from } });
    const { data } = first;
    await first.client.operation('CreateModelPackageGroup', { ModelPackageGroupName: 'group' });
    const run = (store: string, ...words: string[]) =>
      runCatenaryIn({ folder, env: { CATENARY_STORE_URL: store } }, ...words, '--data', data);
    const follow = (said: string) => {
      const [command = ''] = /pg_(?:dump|restore) --.*?(?=, and|\.\n)/.exec(said) ?? [];
      execFileSync('/bin/sh', ['-c', command], { cwd: folder, env: { PATH: `${programs}:${process.env.PATH}` } });
    };
    const backup = await run(from, 'backup', 'copy.tar');
    expect([backup.code, existsSync(join(folder, 'copy.tar'))]).toEqual([1, false]);
    follow(backup.stderr);
    expect(await first.stop()).toBe(0);
    const restore = await run(to, 'restore', 'copy.tar');
    expect([restore.code, restore.stderr]).toEqual([1, expect.stringContaining(`catenary move --to ${to};`)]);
    follow(restore.stderr);
    const second = await startTestServer({ data, env: { CATENARY_STORE_URL: to } });
    expect(await second.client.operation('ListModelPackageGroups', {})).toMatchObject({
      ModelPackageGroupSummaryList: [{ ModelPackageGroupName: 'group' }],
    });
    expect(await second.stop()).toBe(0);
    removeData(second);
  });
});
