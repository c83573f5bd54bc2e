import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfigFile } from '../../../src/entry/options/config-file.ts';
import { readEnvironment } from '../../../src/entry/options/environment.ts';
import { compileOptions } from '../../../src/entry/options/server-options.ts';

const keys = { CATENARY_S3_ACCESS_KEY_ID: 'AKIA', CATENARY_S3_SECRET_ACCESS_KEY: 'secret' };

describe('outside stores by configuration', () => {
  it('the environment describes one', () => {
    const environment = {
      ...keys,
      CATENARY_S3_BUCKETS: 'data-*, models',
      CATENARY_S3_ENDPOINT: 'http://127.0.0.1:8333',
      AWS_REGION: 'eu-west-1',
    };
    expect(compileOptions(readEnvironment(environment), environment).s3).toEqual([
      {
        buckets: ['data-*', 'models'],
        endpoint: 'http://127.0.0.1:8333',
        region: 'eu-west-1',
        pathStyle: true,
        credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
      },
    ]);
  });

  it('catenary.yaml describes any number, with key pairs by the name of their variables', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'catenary-options-'));
    const path = join(folder, 'catenary.yaml');
    writeFileSync(
      path,
      's3:\n  - buckets: [a]\n    credentials: OTHER\n  - buckets: ["b-*"]\n    endpoint: https://s3.example\n    region: x\n    pathStyle: false\n    profile: batch\n',
    );
    const environment = { OTHER_ACCESS_KEY_ID: 'A', OTHER_SECRET_ACCESS_KEY: 'S', OTHER_SESSION_TOKEN: 'T' };
    expect(compileOptions(await readConfigFile(path), environment).s3).toEqual([
      {
        buckets: ['a'],
        region: 'us-east-1',
        pathStyle: false,
        credentials: { accessKeyId: 'A', secretAccessKey: 'S', sessionToken: 'T' },
      },
      { buckets: ['b-*'], endpoint: 'https://s3.example', region: 'x', pathStyle: false, profile: 'batch' },
    ]);
    writeFileSync(path, 's3:\n  - buckets: [a]\n    credentials: OTHER\n    profile: both\n');
    await expect(readConfigFile(path)).rejects.toThrow(/line 2: s3\.0 has two key pairs: credentials and profile$/);
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['no bucket', { s3: [{ buckets: [] }] }, 's3.0.buckets must be a list that is not empty'],
    [
      'a bucket that is none',
      { s3: [{ buckets: ['A/b'] }] },
      's3.0.buckets.0 must be the name of a bucket, with * for any characters; it is "A/b"',
    ],
    ['a password in the address', { s3: [{ buckets: ['a'], endpoint: 'http://me:pw@x' }] }, 's3.0.endpoint must be'],
    ['another scheme', { s3: [{ buckets: ['a'], endpoint: 'ftp://x' }] }, 's3.0.endpoint must be'],
    [
      'a key pair that is not there',
      { s3: [{ buckets: ['a'], credentials: 'GONE' }] },
      's3: credentials "GONE" need GONE_ACCESS_KEY_ID and GONE_SECRET_ACCESS_KEY in the environment',
    ],
    ['a store of another kind', { store: 'mysql://x' }, 'store must be a postgres:// address'],
    ['a lease of no time', { leaseSeconds: 0 }, 'leaseSeconds must be a number from 1 to 3600; it is 0'],
  ])('refuses %s', (_name, raw, message) => {
    expect(() => compileOptions(raw, {})).toThrow(message);
  });
});
