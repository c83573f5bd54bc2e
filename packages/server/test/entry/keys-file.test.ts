import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessLevels, includesAccess, neededAccess } from '../../src/entry/access.ts';
import { ApiClient } from '../../src/entry/cli/api-client.ts';
import { KeyRing } from '../../src/entry/key-ring.ts';
import { readKeysFile } from '../../src/entry/read-keys-file.ts';
import { catenaryOperations } from '../../src/operations/catenary/operations.ts';
import { runtimeOperations } from '../../src/operations/runtime/operations.ts';
import { s3Operations } from '../../src/operations/s3/operations.ts';
import { sagemakerOperations } from '../../src/operations/sagemaker/operations.ts';
import { createDiamondsModel, createEndpoint, invoke, readExample } from '../support/diamonds.ts';
import { removeData, startTestServer, type TestServer, until } from '../support/start-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-keys-'));
const path = join(folder, 'keys.yaml');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pair = (accessKeyId: string) => ({ accessKeyId, secretAccessKey: `secret of ${accessKeyId}` });
/** As an editor or a mounted secret does it: the file is another one at once. */
const put = (text: string) => {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
};

describe('keys of a file', () => {
  const [old, next, reader, caller] = ['OLD', 'NEXT', 'READER', 'CALLER'].map(pair) as [Pair, Pair, Pair, Pair];
  let server: TestServer;
  const as = (given: Pair) => new ApiClient(server.url, given, 'us-east-1');
  beforeAll(async () => {
    put(JSON.stringify([old, { ...reader, allow: 'read' }, { ...caller, allow: 'invoke' }]));
    server = await startTestServer({ args: ['--keys-file', path] });
    await createDiamondsModel(server.client, 'chain', ['sparkml', 'xgboost']);
    await createEndpoint(server.client, 'chain');
  }, 120_000);
  afterAll(async () => {
    await server.stop();
    removeData(server);
  });

  const row = readExample('requests.csv').toString().split('\n')[0] ?? '';
  const denied = (key: string, allow: string, operation: string) =>
    `The key ${key} is allowed '${allow}': it may not call ${operation}.`;

  it('are taken beside the own pair of the server', async () => {
    expect((await as(old).operation('ListModels', {}))['Models']).toHaveLength(1);
    expect((await server.client.operation('ListModels', {}))['Models']).toHaveLength(1);
    await expect(as(next).operation('ListModels', {})).rejects.toMatchObject({ status: 403 });
  });

  it('for "read" look, and neither ask endpoints nor change anything', async () => {
    const client = as(reader);
    expect((await client.operation('DescribeEndpoint', { EndpointName: 'chain' }))['EndpointStatus']).toBe('InService');
    await expect(invoke(client, 'chain', row)).rejects.toThrow(denied('READER', 'read', 'InvokeEndpoint'));
    await expect(client.operation('DeleteModel', { ModelName: 'chain' })).rejects.toThrow(
      denied('READER', 'read', 'DeleteModel'),
    );
    const got = await client.send({ method: 'GET', path: '/diamonds/xgboost.tar.gz', service: 's3' });
    expect(got.body).toEqual(readExample('xgboost/model.tar.gz'));
    const put = client.send({ method: 'PUT', path: '/diamonds/new', service: 's3', body: 'x' });
    await expect(put).rejects.toThrow(denied('READER', 'read', 'PutObject'));
    await expect(put).rejects.toMatchObject({ status: 403 });
    expect((await server.client.operation('ListModels', {}))['Models']).toHaveLength(1);
  });

  it('for "invoke" ask endpoints, too', async () => {
    expect(await invoke(as(caller), 'chain', row)).toBe(await invoke(server.client, 'chain', row));
    const change = as(caller).operation('DeleteEndpoint', { EndpointName: 'chain' });
    await expect(change).rejects.toThrow(denied('CALLER', 'invoke', 'DeleteEndpoint'));
  });

  it('are replaced while requests go on: first both, then the new one alone', async () => {
    const works = (given: Pair) =>
      as(given)
        .operation('ListModels', {})
        .then(
          () => true,
          () => false,
        );
    put(JSON.stringify([old, next]));
    await until(async () => ((await works(next)) ? true : undefined));
    expect(await works(old)).toBe(true);
    put(JSON.stringify([next]));
    await until(async () => ((await works(old)) ? undefined : true));
    expect([await works(next), await works(reader)]).toEqual([true, false]);
  });

  it('stay as they were when the file cannot be read, and the log says why without a secret', async () => {
    put('- { accessKeyId: NEXT, secretAccessKey: another secret, alow: all }\n');
    await until(async () => (server.log().includes('keys stay as they were') ? true : undefined));
    expect(server.log()).toContain('keys.0.alow is not an option; use allow');
    expect(server.log()).not.toContain('another secret');
    expect((await as(next).operation('ListModels', {}))['Models']).toHaveLength(1);
  });
});

type Pair = ReturnType<typeof pair>;

describe('readKeysFile()', () => {
  it.each([
    ['no list', 'accessKeyId: A', 'must be a list'],
    ['no secret', '- { accessKeyId: ABC }', 'keys.0 needs secretAccessKey'],
    [
      'a short secret',
      '- { accessKeyId: ABC, secretAccessKey: hidden }',
      'keys.0.secretAccessKey must be a text of 8 characters or more',
    ],
    [
      'an id that no signature can hold',
      '- { accessKeyId: "A/B C", secretAccessKey: a secret text }',
      'accessKeyId must be letters',
    ],
    [
      'an unknown level',
      '- { accessKeyId: ABC, secretAccessKey: a secret text, allow: write }',
      'allow must be one of read, invoke, all',
    ],
    [
      'statements beside a level',
      '- { accessKeyId: ABC, secretAccessKey: a secret text, allow: read, statements: [{ effect: Deny, actions: [a], resources: [b] }] }',
      'keys.0 has allow and statements: give one of them',
    ],
    [
      'a statement without resources',
      '- { accessKeyId: ABC, secretAccessKey: a secret text, statements: [{ effect: Allow, actions: ["*"] }] }',
      'keys.0.statements.0 needs resources',
    ],
    [
      'a wildcard that there is not',
      '- { accessKeyId: ABC, secretAccessKey: a secret text, statements: [{ effect: Allow, actions: ["s3:?et"], resources: ["*"] }] }',
      'actions.0 must be a text in which * stands for any characters',
    ],
    [
      'an account that is a number',
      '- { accessKeyId: ABC, secretAccessKey: a secret text, account: 111122223333 }',
      'keys.0.account must be a text of 12 digits',
    ],
    ['one id twice', '- { accessKeyId: ABC, secretAccessKey: a secret text }\n'.repeat(2), 'ABC stands there twice'],
    ['no YAML', '- { accessKeyId: ABC, secretAccessKey: "a secret text\n', 'line 2 is no YAML'],
  ])('refuses %s, without the secret', async (_what, text, sentence) => {
    put(text);
    const error = await readKeysFile(path, '000000000000').then(
      () => undefined,
      (reason: Error) => reason,
    );
    expect(error?.message).toContain(sentence);
    expect(error?.message).not.toMatch(/a secret text|hidden/);
  });

  it('takes an empty file for no keys, and everything for what is allowed where nothing is said', async () => {
    put('');
    expect(await readKeysFile(path, '000000000000')).toEqual([]);
    put('- { accessKeyId: ABC, secretAccessKey: a secret text }');
    expect(await readKeysFile(path, '000000000000')).toEqual([
      { accessKeyId: 'ABC', secretAccessKey: 'a secret text', account: '000000000000', allow: 'all' },
    ]);
  });
});

describe('KeyRing', () => {
  it('keeps its own pair, whatever a file says of that id', () => {
    const account = '000000000000';
    const ring = new KeyRing({ ...pair('OWN'), account });
    ring.replace([{ ...pair('OWN'), secretAccessKey: 'another', account: '111122223333', allow: 'read' }]);
    expect(ring.find('OWN')).toEqual({ ...pair('OWN'), account, allow: 'all' });
    expect(ring.accountOf('OWN')).toBe(account);
  });

  it('issues pairs with the rights and the account of another, until they are revoked', () => {
    const ring = new KeyRing({ ...pair('OWN'), account: '000000000000' });
    ring.replace([{ ...pair('TEAM'), account: '111122223333', allow: 'all' }]);
    expect(ring.issue('TEAM').accessKeyId).not.toBe('TEAM');
    expect(ring.isLimited).toBe(false);
    const statements = [{ effect: 'Allow', actions: ['s3:GetObject'], resources: ['arn:aws:s3:::a/*'] }] as const;
    ring.replace([{ ...pair('TEAM'), account: '111122223333', allow: 'all', statements }]);
    const issued = ring.issue('TEAM');
    ring.replace([]);
    expect(ring.isLimited).toBe(true);
    expect(ring.find(issued.accessKeyId)).toMatchObject({ account: '111122223333', statements });
    expect([
      issued.may('GetObject', { bucket: 'a', key: 'k' }),
      issued.may('PutObject', { bucket: 'a', key: 'k' }),
    ]).toEqual([true, false]);
    issued.revoke();
    issued.revoke();
    expect([ring.isLimited, ring.find(issued.accessKeyId)]).toEqual([false, undefined]);
    expect(() => ring.issue('TEAM')).toThrow('TEAM');
  });
});

describe('neededAccess()', () => {
  const names = (level: string) =>
    [sagemakerOperations, runtimeOperations, catenaryOperations, s3Operations]
      .flatMap(({ operations }) => Object.keys(operations))
      .filter((name) => neededAccess(name) === level);

  it('counts as reading what changes nothing, and as asking what asks an endpoint', () => {
    const changing = /^(?:Abort|Add|Complete|Copy|Create|Delete|Post|Put|Start|Stop|Update|Upload)/;
    expect(names('read').filter((name) => changing.test(name))).toEqual([]);
    expect(names('all').filter((name) => !changing.test(name))).toEqual([]);
    expect(names('invoke')).toEqual(expect.arrayContaining(['InvokeEndpoint', 'TraceEndpoint']));
  });

  it('is part of every higher level', () => {
    for (const [at, level] of accessLevels.entries())
      expect(accessLevels.filter((allowed) => includesAccess(allowed, level))).toEqual(accessLevels.slice(at));
  });
});
