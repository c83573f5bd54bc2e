import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFolderObjectStore } from '../../../src/platform/storage/folder-object-store.ts';
import type { ObjectStore } from '../../../src/platform/storage/object-store.ts';
import { casesOf, titleOf } from '../../support/client-features.ts';
import { findPythonEnvironment } from '../../support/python-environment.ts';
import { type S3Server, startS3Server, testCredentials } from '../../support/s3-server.ts';

const run = promisify(execFile);
const python = await findPythonEnvironment();

let folder: string;
let store: ObjectStore;
let server: S3Server;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'catenary-s3-'));
  store = await openFolderObjectStore(join(folder, 'objects'));
  server = await startS3Server(store);
  environment = {
    PATH: process.env.PATH,
    HOME: folder,
    AWS_ACCESS_KEY_ID: testCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: testCredentials.secretAccessKey,
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: server.url,
    AWS_MAX_ATTEMPTS: '1',
  };
});

afterAll(async () => {
  await server.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

describe.skipIf(python === undefined)('S3 face with boto3', () => {
  it(titleOf('boto3-s3'), async () => {
    const script = join(import.meta.dirname, 'boto3-conformance.py');
    const { stdout } = await run((python as { python: string }).python, [script, server.url, folder], {
      env: environment,
    });
    expect(stdout.trim().split('\n')).toEqual(casesOf('boto3-s3').map((name) => `ok ${name}`));
  });
});

describe.skipIf(python === undefined)('S3 face with the AWS CLI', () => {
  const aws = async (...args: string[]) =>
    (await run((python as { aws: string }).aws, ['s3', ...args], { env: environment, cwd: folder })).stdout;

  it(titleOf('cli-s3'), async () => {
    await mkdir(join(folder, 'tree/sub'), { recursive: true });
    await writeFile(join(folder, 'tree/a.txt'), 'alpha');
    await writeFile(join(folder, 'tree/sub/b ü.txt'), 'beta');
    const big = Buffer.alloc(17 * 1024 * 1024, 'catenary ');
    await writeFile(join(folder, 'tree/big.bin'), big);
    await aws('mb', 's3://cli-bucket');
    await aws('sync', 'tree', 's3://cli-bucket/tree');
    expect(await aws('sync', 'tree', 's3://cli-bucket/tree')).toBe('');
    const listed = await aws('ls', 's3://cli-bucket', '--recursive');
    expect(
      listed
        .trim()
        .split('\n')
        .map((line) => line.slice(20).trim()),
    ).toEqual(['5 tree/a.txt', `${big.length} tree/big.bin`, '4 tree/sub/b ü.txt']);
    expect(await aws('ls', 's3://cli-bucket/tree/')).toContain('PRE sub/');
    await aws('cp', 's3://cli-bucket/tree/big.bin', 'back.bin');
    expect((await readFile(join(folder, 'back.bin'))).equals(big)).toBe(true);
    await aws('mv', 's3://cli-bucket/tree/a.txt', 's3://cli-bucket/moved.txt');
    await aws('sync', 's3://cli-bucket/tree', 'down');
    expect(await readFile(join(folder, 'down/sub/b ü.txt'), 'utf8')).toBe('beta');
    expect(await aws('cp', 's3://cli-bucket/moved.txt', '-')).toBe('alpha');
    const url = (await aws('presign', 's3://cli-bucket/moved.txt')).trim();
    expect(await (await fetch(url)).text()).toBe('alpha');
    await aws('rm', 's3://cli-bucket/moved.txt');
    await expect(aws('rb', 's3://cli-bucket')).rejects.toThrow('BucketNotEmpty');
    await aws('rb', 's3://cli-bucket', '--force');
    await expect(aws('ls', 's3://cli-bucket')).rejects.toThrow('NoSuchBucket');
  });
});

describe('S3 face with the JavaScript SDK', () => {
  const makeClient = () =>
    new S3Client({ endpoint: server.url, region: 'eu-west-1', forcePathStyle: true, credentials: testCredentials });

  it(titleOf('javascript-s3'), async () => {
    await store.createBucket('js-bucket');
    const client = makeClient();
    const chunks = ['hello ', 'streaming ', 'world'];
    await client.send(
      new PutObjectCommand({
        Bucket: 'js-bucket',
        Key: 'stream',
        Body: Readable.from(chunks.map((chunk) => Buffer.from(chunk))),
        ContentLength: chunks.join('').length,
      }),
    );
    expect((await store.readObject({ bucket: 'js-bucket', key: 'stream' }, 100)).toString()).toBe(
      'hello streaming world',
    );
    // CRC-32 of "hello streaming world", which the SDK sent as a trailer: python3 -c 'zlib.crc32(...)' → 0x6acf2c60
    const found = await client.send(
      new GetObjectCommand({ Bucket: 'js-bucket', Key: 'stream', ChecksumMode: 'ENABLED' }),
    );
    expect(found.ChecksumCRC32).toBe('as8sYA==');
    expect(await found.Body?.transformToString()).toBe('hello streaming world');
    client.destroy();
  });

  it.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)('agrees with it on %s', async (algorithm) => {
    await store.createBucket('js-bucket');
    const client = makeClient();
    const body = Buffer.alloc(1_000_003, 'catenary');
    await client.send(
      new PutObjectCommand({ Bucket: 'js-bucket', Key: 'sum', Body: body, ChecksumAlgorithm: algorithm }),
    );
    // The SDK compares what it reads with the checksum that it is given.
    const found = await client.send(new GetObjectCommand({ Bucket: 'js-bucket', Key: 'sum', ChecksumMode: 'ENABLED' }));
    expect(found[`Checksum${algorithm}`]).toBeDefined();
    expect(Buffer.from((await found.Body?.transformToByteArray()) as Uint8Array).equals(body)).toBe(true);
    client.destroy();
  });

  it('gives an object of parts the CRC-64/NVME of all its content', async () => {
    await store.createBucket('js-bucket');
    const client = makeClient();
    const target = { Bucket: 'js-bucket', Key: 'parts' };
    const body = Buffer.alloc(6 * 1024 * 1024, 'catenary');
    const { UploadId, ChecksumType } = await client.send(
      new CreateMultipartUploadCommand({ ...target, ChecksumAlgorithm: 'CRC64NVME' }),
    );
    expect(ChecksumType).toBe('FULL_OBJECT');
    const upload = { ...target, UploadId };
    const parts = [body.subarray(0, 5 * 1024 * 1024), body.subarray(5 * 1024 * 1024)].map(async (Body, at) => {
      const PartNumber = at + 1;
      const part = new UploadPartCommand({ ...upload, PartNumber, Body, ChecksumAlgorithm: 'CRC64NVME' });
      const { ETag, ChecksumCRC64NVME } = await client.send(part);
      return { PartNumber, ETag, ChecksumCRC64NVME };
    });
    const Parts = await Promise.all(parts);
    const complete = (ChecksumCRC64NVME: string | undefined) =>
      client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ChecksumCRC64NVME }));
    await expect(complete(Parts[0]?.ChecksumCRC64NVME)).rejects.toMatchObject({ name: 'BadDigest' });
    // What the SDK makes of the whole content.
    const whole = new PutObjectCommand({ ...target, Key: 'whole', Body: body, ChecksumAlgorithm: 'CRC64NVME' });
    const { ChecksumCRC64NVME } = await client.send(whole);
    expect(await complete(ChecksumCRC64NVME)).toMatchObject({ ChecksumCRC64NVME, ChecksumType: 'FULL_OBJECT' });
    const copy = new CopyObjectCommand({
      ...target,
      CopySource: 'js-bucket/parts',
      Key: 'copy',
      ChecksumAlgorithm: 'SHA256',
    });
    const { CopyObjectResult } = await client.send(copy);
    expect(CopyObjectResult?.ChecksumSHA256).toBe(createHash('sha256').update(body).digest('base64'));
    client.destroy();
  });

  it.each([
    ['CRC64NVME', 'COMPOSITE'],
    ['SHA256', 'FULL_OBJECT'],
  ] as const)('is told that %s has no type %s', async (ChecksumAlgorithm, ChecksumType) => {
    await store.createBucket('js-bucket');
    const client = makeClient();
    const create = { Bucket: 'js-bucket', Key: 'none', ChecksumAlgorithm, ChecksumType };
    await expect(client.send(new CreateMultipartUploadCommand(create))).rejects.toMatchObject({
      name: 'InvalidRequest',
    });
    client.destroy();
  });
});
