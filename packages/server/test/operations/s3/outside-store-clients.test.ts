import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObjectStore } from '../../../src/platform/storage/object-store.ts';
import { openObjectStore } from '../../../src/platform/storage/open-object-store.ts';
import { findPythonEnvironment } from '../../support/python-environment.ts';
import { type S3Server, startS3Server, testCredentials } from '../../support/s3-server.ts';
import { findSeaweedfs, type OutsideStore, outsideOptions, startSeaweedfs } from '../../support/seaweedfs.ts';

const python = await findPythonEnvironment();
const program = await findSeaweedfs();

/** Our S3 face in front of buckets that are served from an outside store. */
describe.skipIf(python === undefined || program === undefined)('S3 face over SeaweedFS with boto3', () => {
  let folder: string;
  let outside: OutsideStore;
  let store: ObjectStore;
  let server: S3Server;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'catenary-s3-'));
    outside = await startSeaweedfs(program as string);
    store = await openObjectStore(join(folder, 'objects'), [outsideOptions(outside.url, ['boto-*'])], false);
    server = await startS3Server(store);
    await store.createBucket('boto-bucket');
  });

  afterAll(async () => {
    await server.close();
    await store.close();
    await outside.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('does what its conformance script asks, except for what SeaweedFS does otherwise', async () => {
    // Left out: encryption by KMS, SHA-256 in HeadObject, EntityTooSmall, If-Match of a key without an object, which SeaweedFS does not
    // have as AWS has them.
    const cases = ['ranges', 'conditions', 'lists', 'copies', 'transfers', 'presigned', 'tags', 'identities'];
    const script = join(import.meta.dirname, 'boto3-conformance.py');
    const { stdout } = await promisify(execFile)(
      (python as { python: string }).python,
      [script, server.url, folder, ...cases],
      {
        env: {
          PATH: process.env.PATH,
          HOME: folder,
          AWS_ACCESS_KEY_ID: testCredentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: testCredentials.secretAccessKey,
          AWS_DEFAULT_REGION: 'eu-west-1',
          AWS_MAX_ATTEMPTS: '1',
        },
      },
    );
    expect(stdout.trim().split('\n')).toEqual(cases.map((name) => `ok ${name}`));
  });
});
