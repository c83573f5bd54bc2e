import { createHmac } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient } from '../../src/entry/cli/api-client.ts';
import { createDiamondsModel, createEndpoint, diamondsContainer, invoke, readExample } from '../support/diamonds.ts';
import { findPostgres, startPostgres } from '../support/postgres.ts';
import { runCatenary } from '../support/run-catenary.ts';
import { credentials, removeData, startTestServer, type TestServer, until } from '../support/start-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-accounts-'));
const path = join(folder, 'keys.yaml');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pair = (accessKeyId: string, account: string) => ({
  accessKeyId,
  secretAccessKey: `secret of ${accessKeyId}`,
  account,
});
type Pair = ReturnType<typeof pair>;
const [red, blue, late] = [pair('RED', '111111111111'), pair('BLUE', '222222222222'), pair('LATE', '333333333333')];
const put = (pairs: readonly object[]) => {
  writeFileSync(`${path}.new`, JSON.stringify(pairs));
  renameSync(`${path}.new`, path);
};
const as = (server: TestServer, given: Pair) => new ApiClient(server.url, given, 'us-east-1');
const row = readExample('requests.csv').toString().split('\n')[0] ?? '';
const s3 = (client: ApiClient, method: string, place: string, body?: string) =>
  client.send({ method, path: place, service: 's3', ...(body === undefined ? {} : { body }) });

/** A form whose policy a key has signed (S3 API reference, "Browser-based uploads using POST"). */
function signedForm({ accessKeyId, secretAccessKey }: Omit<Pair, 'account'>, bucket: string, key: string): FormData {
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const scope = [time.slice(0, 8), 'us-east-1', 's3', 'aws4_request'];
  const fields: Readonly<Record<string, string>> = {
    key,
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': [accessKeyId, ...scope].join('/'),
    'x-amz-date': time,
  };
  const conditions = [{ bucket }, ...Object.entries(fields).map(([name, value]) => ({ [name]: value }))];
  const expiration = new Date(Date.now() + 3_600_000).toISOString();
  const policy = Buffer.from(JSON.stringify({ expiration, conditions })).toString('base64');
  const hmac = (secret: Buffer | string, text: string) => createHmac('sha256', secret).update(text).digest();
  const signing = scope.reduce<Buffer | string>((secret, part) => hmac(secret, part), `AWS4${secretAccessKey}`);
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, policy })) form.set(name, value);
  form.set('x-amz-signature', hmac(signing, policy).toString('hex'));
  form.set('file', new Blob(['posted']), 'a.txt');
  return form;
}

describe('accounts', () => {
  let server: TestServer;
  let [reds, blues]: ApiClient[] = [];
  beforeAll(async () => {
    put([red, blue]);
    server = await startTestServer({ args: ['--keys-file', path] });
    [reds, blues] = [as(server, red), as(server, blue)];
    await createDiamondsModel(reds, 'chain', ['sparkml', 'xgboost']);
    expect(await createEndpoint(reds, 'chain')).toBe('InService');
  }, 120_000);
  afterAll(async () => {
    await server.stop();
    removeData(server);
  });

  it.each([
    ['DescribeModel', { ModelName: 'chain' }],
    ['DescribeEndpoint', { EndpointName: 'chain' }],
    ['DeleteEndpoint', { EndpointName: 'chain' }],
    ['DescribeEndpointConfig', { EndpointConfigName: 'chain' }],
    ['ListTags', { ResourceArn: 'arn:aws:sagemaker:us-east-1:111111111111:model/chain' }],
  ])('to %s of another is to ask for what is missing', async (operation, input) => {
    const messageOf = async (name: string) => {
      const asked = JSON.parse(JSON.stringify(input).replaceAll('chain', name)) as object;
      const error = await blues?.operation(operation, asked).then(
        () => undefined,
        (reason: Error) => reason,
      );
      return error?.message.replaceAll(name, 'NAME');
    };
    expect(await messageOf('chain')).toBeDefined();
    // The very words of a name that nobody has.
    expect(await messageOf('chain')).toBe(await messageOf('nobody'));
  });

  it('do not see each other in lists', async () => {
    for (const [operation, member] of [
      ['ListModels', 'Models'],
      ['ListEndpoints', 'Endpoints'],
      ['ListEndpointConfigs', 'EndpointConfigs'],
    ] as const) {
      expect((await reds?.operation(operation, {}))?.[member]).toHaveLength(1);
      expect((await blues?.operation(operation, {}))?.[member]).toEqual([]);
      expect((await server.client.operation(operation, {}))[member]).toEqual([]);
    }
  });

  it('can neither ask for nor read what belongs to another account', async () => {
    await expect(invoke(blues as ApiClient, 'chain', row)).rejects.toThrow(
      'Endpoint chain of account 222222222222 not found.',
    );
    for (const [method, place] of [
      ['GET', '/diamonds'],
      ['GET', '/diamonds/xgboost.tar.gz'],
      ['PUT', '/diamonds/new'],
      ['DELETE', '/diamonds'],
    ] as const)
      await expect(s3(blues as ApiClient, method, place)).rejects.toMatchObject({ status: 404 });
    expect((await s3(blues as ApiClient, 'GET', '/')).body.toString()).not.toContain('diamonds');
    // The server reads for an account what is that account's.
    const model = { ModelName: 'borrowed', PrimaryContainer: diamondsContainer('xgboost') };
    await expect(blues?.operation('CreateModel', model)).rejects.toThrow('s3://diamonds/xgboost.tar.gz');
  });

  it('have the same names, each with its own', async () => {
    const arnOf = async (client?: ApiClient) =>
      (await client?.operation('DescribeModel', { ModelName: 'chain' }))?.['ModelArn'];
    await createDiamondsModel(blues as ApiClient, 'chain', ['sparkml']);
    expect(await arnOf(reds)).toBe('arn:aws:sagemaker:us-east-1:111111111111:model/chain');
    expect(await arnOf(blues)).toBe('arn:aws:sagemaker:us-east-1:222222222222:model/chain');
    await s3(reds as ApiClient, 'PUT', '/diamonds/which', 'red');
    await s3(blues as ApiClient, 'PUT', '/diamonds/which', 'blue');
    expect((await s3(reds as ApiClient, 'GET', '/diamonds/which')).body.toString()).toBe('red');
    await blues?.operation('DeleteModel', { ModelName: 'chain' });
    expect(await arnOf(reds)).toContain('model/chain');
  });

  it.each([
    ['red', 'https://red.example'],
    ['blue', 'https://blue.example'],
    ['own', 'https://own.example'],
  ])('let pages read what becomes of their forms by the CORS rules of their own bucket: %s', async (name, origin) => {
    const owners = { red: reds, blue: blues, own: server.client } as const;
    const client = owners[name as keyof typeof owners] as ApiClient;
    const rule = `<CORSRule><AllowedOrigin>${origin}</AllowedOrigin><AllowedMethod>POST</AllowedMethod></CORSRule>`;
    await s3(client, 'PUT', '/pages');
    await s3(client, 'PUT', '/pages?cors=', `<CORSConfiguration>${rule}</CORSConfiguration>`);
    const keys = { red, blue, own: credentials } as const;
    const form = () => signedForm(keys[name as keyof typeof keys], 'pages', `from-${name}`);
    for (const [from, allowed] of [
      [origin, origin],
      ['https://green.example', null],
    ] as const) {
      const answer = await fetch(`${server.url}/pages`, { method: 'POST', body: form(), headers: { origin: from } });
      expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([204, allowed]);
      const forged = form();
      forged.set('x-amz-signature', '0'.repeat(64));
      const refused = await fetch(`${server.url}/pages`, { method: 'POST', body: forged, headers: { origin: from } });
      expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, allowed]);
      // Asked before by a page that follows the upload; it names no key.
      const preflight = { origin: from, 'access-control-request-method': 'POST' };
      const asked = await fetch(`${server.url}/pages`, { method: 'OPTIONS', headers: preflight });
      expect(asked.headers.get('access-control-allow-origin')).toBe(allowed);
    }
    expect((await s3(client, 'GET', `/pages/from-${name}`)).body.toString()).toBe('posted');
  });

  it('come while requests go on, and find their endpoints again after a restart', async () => {
    const answer = await invoke(reds as ApiClient, 'chain', row);
    expect(server.log()).toMatch(/"operation":"CreateModel",.*"account":"111111111111"/);
    put([red, blue, late]);
    await until(() =>
      as(server, late)
        .operation('ListModels', {})
        .then(
          ({ Models: models }) => models,
          () => undefined,
        ),
    );
    expect(readdirSync(join(server.data, 'accounts')).toSorted()).toEqual([
      '111111111111',
      '222222222222',
      '333333333333',
    ]);
    expect(await server.stop('SIGKILL')).toBeNull();
    server = await startTestServer({ args: ['--keys-file', path], data: server.data });
    [reds, blues] = [as(server, red), as(server, blue)];
    expect(await invoke(reds, 'chain', row)).toBe(answer);
  }, 60_000);

  it('are in a backup, each whole', async () => {
    const target = join(folder, 'backup');
    const made = await runCatenary(folder, 'backup', target, '--data', server.data);
    expect([made.code, made.stderr]).toEqual([0, '']);
    const data = join(folder, 'restored');
    expect((await runCatenary(folder, 'restore', target, '--data', data)).code).toBe(0);
    const restored = await startTestServer({ args: ['--keys-file', path], data });
    try {
      expect(await invoke(as(restored, red), 'chain', row)).toBe(await invoke(reds as ApiClient, 'chain', row));
      expect((await s3(as(restored, blue), 'GET', '/diamonds/which')).body.toString()).toBe('blue');
    } finally {
      await restored.stop();
    }
  }, 60_000);
});

describe('an account without a sandbox', () => {
  it('has no processes of its own, and gets a message about what is missing', async () => {
    put([red]);
    const config = join(folder, 'catenary.yaml');
    writeFileSync(
      config,
      JSON.stringify({ images: [{ match: 'echo*', command: ['cat'] }], sandbox: 'none', keysFile: path }),
    );
    const server = await startTestServer({ args: ['--config', config] });
    try {
      const client = as(server, red);
      await client.operation('CreateModel', { ModelName: 'echo', PrimaryContainer: { Image: 'echo:1' } });
      expect(await createEndpoint(client, 'echo')).toBe('Failed');
      const { FailureReason: reason } = await client.operation('DescribeEndpoint', { EndpointName: 'echo' });
      expect(reason).toContain(
        'Processes of account 111111111111 must not see files of other accounts, and need a sandbox:',
      );
    } finally {
      await server.stop();
      removeData(server);
    }
  });
});

const programs = findPostgres();

describe.skipIf(programs === undefined)('accounts in PostgreSQL', () => {
  it('have a schema each, which servers share', async () => {
    const postgres = await startPostgres(programs as NonNullable<typeof programs>);
    const store = await postgres.createDatabase();
    put([red, blue]);
    const start = () => startTestServer({ args: ['--keys-file', path], env: { CATENARY_STORE_URL: store } });
    // Both make the schemas.
    const [one, two] = await Promise.all([start(), start()]);
    try {
      await as(one, red).operation('CreateModelPackageGroup', { ModelPackageGroupName: 'group' });
      const listed = async (server: TestServer, of: Pair) =>
        (await as(server, of).operation('ListModelPackageGroups', {}))['ModelPackageGroupSummaryList'];
      expect(await listed(two, red)).toHaveLength(1);
      expect(await listed(two, blue)).toEqual([]);
      expect((await two.client.operation('ListModelPackageGroups', {}))['ModelPackageGroupSummaryList']).toEqual([]);
      expect(existsSync(join(one.data, 'accounts', red.account, 'catenary.sqlite'))).toBe(false);
    } finally {
      await Promise.all([one.stop(), two.stop()]);
      removeData(one);
      removeData(two);
      await postgres.close();
    }
  }, 200_000);
});
